"""The rule `ignored-command`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nflint.diagnostic import Finding, Fix, Place, Pointer, Related, Removal, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import mapping, text
from nflint.rule import rule

_DOCKER = {
    "default": (),
    "customEntrypoint": ("customEntrypoint",),
    "customCommand": ("customCommand",),
    "customEntrypointCustomCommand": ("customEntrypoint", "customCommand"),
}
_BUILDPACK = {
    "default": (),
    "customProcess": ("customProcess",),
    "customCommand": ("customCommand",),
    "customEntrypointCustomCommand": ("customEntrypoint", "customCommand"),
    "originalEntrypointCustomCommand": ("customCommand",),
}
_TYPES = (("docker", _DOCKER), ("buildpack", _BUILDPACK))
_FIELDS = ("customProcess", "customEntrypoint", "customCommand")


@rule(
    "NF510", Severity.WARNING, since="0.1.0", about=("customCommand", "customEntrypoint", "customProcess"), fix="unsafe"
)
def ignored_command(flow: Flow) -> Iterator[Finding]:
    """A job run has a command that its `configType` does not use.

    `configType` chooses how the container starts: `default` takes what the image says, whatever commands stand beside
    it. The job then runs something else than its flow seems to say.

    Source: the reference page "Run job": "Custom command which should be used. Required in case where `configType` is
    `customCommand`".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec:
                  jobId: report
                  deployment: {docker: {configType: default, customCommand: npm run report}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec:
                  jobId: report
                  deployment: {docker: {configType: customCommand, customCommand: npm run report}}
    """
    for node in flow.of("JobRun"):
        deployment = mapping(node.spec.get("deployment"))
        for key, types in _TYPES if deployment else ():
            start = mapping(deployment.get(key))
            ignored = _ignored(start, types) if start else []
            if ignored:
                yield _finding(start, ignored, (*node.pointer, "spec", "deployment", key), types)


def _ignored(start: Mapping[str, Any], types: Mapping[str, tuple[str, ...]]) -> list[str]:
    """The commands that are given and not used."""
    used = types.get(text(start.get("configType")) or "")
    others = [key for key in _FIELDS if key in start and key not in (used or ()) and text(start[key])]
    if not others or used is None or any(key not in start for key in used):
        return []  # The contract tells a type that is unknown, and a command that is missing.
    known = {key for keys in types.values() for key in keys}
    return [key for key in others if key in known]


def _finding(
    start: Mapping[str, Any], ignored: list[str], pointer: Pointer, types: Mapping[str, tuple[str, ...]]
) -> Finding:
    used = types[start["configType"]]
    given = tuple(key for key in _FIELDS if key in ignored or (key in used and text(start.get(key))))
    quoted = " and ".join(f"'{key}'" for key in ignored)
    fitting = next((name for name, keys in types.items() if keys == given), None)
    change = f"write '{fitting}' for 'configType', or " if fitting else ""
    return Finding(
        Place((*pointer, ignored[0]), "key"),
        f"{quoted} {'is' if len(ignored) == 1 else 'are'} not used with the configType '{start['configType']}'",
        f"{change}remove {quoted}",
        (Related(Place((*pointer, "configType")), "the type is chosen here"),),
        fix=None if change else Fix(f"remove {quoted}", tuple(Removal((*pointer, key)) for key in ignored), safe=False),
    )
