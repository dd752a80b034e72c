"""The rule `literal-condition-id`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.assignments import assignment_of
from nflint.flow.fields import SOURCES
from nflint.flow.plain import text
from nflint.flow.wiring import Wiring
from nflint.rule import rule

# Of each kind of condition the field that names one single object, and what that is.
_OBJECTS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "AddonBackup": ("backupId", "backup"),
        "AddonImport": ("importId", "import"),
        "Build": ("buildId", "build"),
        "JobRun": ("runId", "job run"),
        "VCS": ("trackerId", "tracker"),
    }
)
# Anything else is no ID, and what it is meant as another check asks.
_PLAIN = re.compile(r"[\w-]+")


@rule(
    "NF546",
    Severity.WARNING,
    since="0.1.0",
    about=("backupId", "importId", "buildId", "runId", "trackerId"),
    fix="unsafe",
)
def literal_condition_id(wiring: Wiring) -> Iterator[Finding]:
    """A condition waits for one build, backup, import or job run that is already there.

    Every build and every run of a job gets an ID of its own, so one that is written out belongs to the past: the
    condition holds at once, or never, whatever this run does. Addons, services, jobs and clusters keep their IDs and
    may be written out.

    Source: the guide "Infrastructure as code", condition nodes: "Check a job, build, or addon backup has completed
    successfully".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: Condition, spec: {kind: Build, spec: {type: success, data: {buildId: brisk-hill-2041}}}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: seed}}
              - {kind: Build, ref: build, spec: {id: api, type: service, branch: main}}
              - {kind: Condition, spec: {kind: Build, spec: {type: success, data: {buildId: "${refs.build.id}"}}}}
    """
    if wiring.document == "run":
        return  # A run is of the past itself.
    for scope in wiring.scopes:
        makers: dict[str, dict[str, None]] = {}
        for node in scope.flow.of("Condition"):
            if text(node.spec.get("kind")) not in _OBJECTS:
                continue
            task = assignment_of(node)
            key, what = _OBJECTS[task.kind]
            value = text(task.fields.get(key))
            if value is not None and _PLAIN.fullmatch(value):
                if key not in makers:
                    makers[key] = dict.fromkeys(one.ref for one in scope.flow.of(*SOURCES[key]) if one.ref)
                hint, place, made = _hint(key, value, makers[key]), Place((*task.pointer, key)), makers[key]
                known = value in made or len(made) == 1
                yield Finding(
                    place,
                    f"{node.title} waits for one {what} of the past in every run"
                    if value != "latest"
                    else f"'latest' is the ID of no {what}, so {node.title} cannot find what it waits for",
                    hint,
                    fix=Fix.write(place, _output(key, value, made), safe=False) if known else None,
                )


def _hint(key: str, value: str, makers: Mapping[str, None]) -> str:
    """What to write: the output of the node that the value names, or else of the first that makes such a thing."""
    if not makers:
        return f"give the step that makes it a 'ref', and write '{_output(key, 'REF', {'REF': None})}'"
    return f"write the one of this run: '{_output(key, value, makers)}'"


def _output(key: str, value: str, makers: Mapping[str, None]) -> str:
    ref = value if value in makers else next(iter(makers))
    return f"${{refs.{ref}.{'trackerId' if key == 'trackerId' else 'id'}}}"
