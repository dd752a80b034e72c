"""The rule `message-without-receiver`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from nflint.diagnostic import Finding, Severity
from nflint.flow.assignments import assignment_of
from nflint.flow.model import Flow
from nflint.flow.plain import lacks, mapping, text
from nflint.rule import rule

_VCS = ("vcsService", "selfHostedVcsId", "accountLogin", "repoUrl", "pullRequestId")
_RECEIVERS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {"SLACK": ("webhookUrl", "integrationInternalId"), "RAW_WEBHOOK": ("webhookUrl",), "VCS": _VCS}
)


@rule("NF550", Severity.WARNING, since="0.1.0", about=("Message",))
def message_without_receiver(flow: Flow) -> Iterator[Finding]:
    """A Message does not say where it goes.

    Slack takes a message by a webhook or by an integration, a webhook needs its address, and a comment goes to one
    pull request of one repository.

    Source: the guide "Infrastructure as code", message node: "Sends a message to Slack via a webhook or a" Slack
    integration.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: Message, spec: {kind: SLACK, spec: {message: The shop is released}}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: Message, spec: {kind: SLACK, spec: {message: The shop is released, integrationInternalId: ops}}}
    """
    for node in flow.of("Message"):
        kind = text(node.spec.get("kind")) or ""
        found = _missing(kind, mapping(node.spec.get("spec"))) if kind in _RECEIVERS else None
        if found is None:
            continue
        task = assignment_of(node)
        # Of a key that is not known the contract asks which one is meant.
        if task.readable and not task.fields.keys() - {"message", *_RECEIVERS[task.kind]}:
            verb = "fill in" if any(key in found[1] for key in task.fields) else "add"
            yield Finding(task.place, f"{node.title} does not say {found[0]}", f"{verb} {found[1]}")


def _missing(kind: str, fields: Mapping[str, Any]) -> tuple[str, str] | None:
    """What is not said, and the keys to say it with."""
    if kind == "VCS":
        missing = [key for key in ("repoUrl", "pullRequestId") if _is_missing(fields, key)]
        what = "which repository it is for" if missing == ["repoUrl"] else "which pull request it is for"
        return (what, " and ".join(f"'{key}'" for key in missing)) if missing else None
    for key in _RECEIVERS[kind]:
        if not _is_missing(fields, key):
            return None
    if kind == "SLACK":
        return "where in Slack it goes", "'webhookUrl', or 'integrationInternalId' for a Slack integration of the team"
    return "where it goes", "'webhookUrl'"


def _is_missing(fields: Mapping[str, Any], key: str) -> bool:
    # Of an empty ID and an empty repository the contract complains.
    return key not in fields if key in ("integrationInternalId", "repoUrl") else lacks(fields, key)
