"""The rule `unspecified-target`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.assignments import assignment_of
from nflint.flow.model import Flow, Node
from nflint.flow.plain import lacks, text
from nflint.flow.tasks import action
from nflint.rule import rule

_SERVICE, _ADDON = ("serviceId",), ("addonId",)

# What names the thing that a node is about, by the kinds of the node and of its inner part.
_TARGETS: Mapping[tuple[str, str], tuple[str, ...]] = MappingProxyType(
    {
        ("Condition", "Addon"): _ADDON,
        ("Condition", "Service"): _SERVICE,
        ("Condition", "BYOCCluster"): ("clusterId",),
        ("Condition", "AddonBackup"): ("addonId", "backupId"),
        ("Condition", "AddonImport"): ("addonId", "importId"),
        ("Condition", "Build"): ("buildId",),
        ("Condition", "JobRun"): ("jobId", "runId"),
        ("Condition", "VCS"): ("trackerId",),
        ("Action", "Addon"): _ADDON,
        ("Action", "AddonBackup"): ("addonId", "backupId"),
        ("Action", "Job"): ("jobId",),
        ("Action", "Service"): _SERVICE,
    }
)
_OTHERS = frozenset({"projectId", "timeoutDuration", "command", "shell", "user", "group", "options"})
# The others take only what is an identifier, so that the contract complains about an empty one.
_FREE_TEXT = ("runId", "trackerId")


@rule("NF547", Severity.WARNING, since="0.1.0", about=("Condition", "Action", "RunTemplate"), misses="data")
def unspecified_target(flow: Flow) -> Iterator[Finding]:
    """A node does not say which service, job, addon, build or template it is about.

    The node has nothing to wait for, to act on or to start. A backup, an import and a job run are named by two IDs:
    that of the addon or job, and their own. Reported for Condition, Action and RunTemplate.

    Source: the reference of release flows, conditions: "The id of the build to monitor".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Condition, spec: {kind: Addon, spec: {type: running, data: {timeoutDuration: 300}}}}
              - {kind: JobRun, condition: success, spec: {jobId: migrate}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Condition
                spec: {kind: Addon, spec: {type: running, data: {addonId: postgres, timeoutDuration: 300}}}
              - {kind: JobRun, condition: success, spec: {jobId: migrate}}
    """
    for node in flow.of("Condition", "Action"):
        kind, _, fields = action(node)
        wanted = _TARGETS.get((node.kind, text(kind) or ""), ())
        missing = [key for key in wanted if key not in fields or (key in _FREE_TEXT and lacks(fields, key))]
        task = assignment_of(node) if missing else None
        if task is None or not task.readable:
            continue
        # What is not known, a key or a type, is the contract's to ask about.
        if not task.fields.keys() - set(wanted) - _OTHERS and (task.type or "spec" not in node.spec):
            yield _finding(node, task.place, missing, task.fields)
    for node in flow.of("RunTemplate"):
        if "templateId" not in node.spec and not node.spec.keys() - {"templateType", "arguments"} and node.spec:
            yield _finding(node, Place((*node.pointer, "spec"), "key"), ["templateId"], node.spec)


def _finding(node: Node, place: Place, missing: list[str], fields: Mapping[str, Any]) -> Finding:
    what = "job run" if missing[-1] == "runId" else missing[-1].removesuffix("Id")
    names = " and ".join(f"'{key}'" for key in missing)
    return Finding(
        place,
        f"{node.title} does not say which {what} is meant",
        f"fill in {names}" if missing[-1] in fields else f"add {names}",
    )
