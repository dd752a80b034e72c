"""The rule `incomplete-origin`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.subjects import name_of
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_KEYS = frozenset({"id", "branch", "build"})
_BUILD = "add 'build', for example '${refs.build.id}' after a Build with the ref 'build'"


@rule("NF504", Severity.WARNING, since="0.1.0", about=("Release",))
def incomplete_origin(wiring: Wiring) -> Iterator[Finding]:
    """A Release of a build does not say which service built it, or which build it is.

    Without the service nobody knows where to look for the build, and `latest` is the latest build of a branch. The
    service may be left out where `build` refers to a Build node, as an example of the guide does; with a branch and no
    `build` it is only a remark, since what is released then is documented nowhere.

    Source: the guide "Release", deploy build: "select the build service you want to deploy from".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                condition: running
                spec: {type: build, origin: {id: api-builder}, target: {id: api, type: service}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                condition: running
                spec:
                  type: build
                  origin: {id: api-builder, branch: main, build: premium-guide-6393}
                  target: {id: api, type: service}
    """
    for node in wiring.flow.of("Release"):
        origin = node.spec.get("origin")
        if node.spec.get("type") != "build" or not isinstance(origin, dict):
            continue
        if _KEYS.issubset(origin):
            continue
        if not _KEYS.issuperset(origin):
            continue  # The contract speaks of a key that nobody knows, which may be the missing one.
        lack = _lack(origin, name_of(origin.get("build"), wiring.scopes[0]) or "")
        if lack is not None:
            message, hint, severity = lack
            yield Finding(Place((*node.pointer, "spec", "origin"), "key"), message, hint, severity=severity)


def _lack(origin: Mapping[str, Any], build: str) -> tuple[str, str, Severity] | None:
    """What is missing, what to add, and how bad that is."""
    if "id" not in origin and not ("${" in build and "refs." in build):
        return "'origin' names no build service", "add 'id', the ID of the service that builds", Severity.WARNING
    if "branch" not in origin:
        if "build" not in origin:
            return "'origin' does not say which build to release", _BUILD, Severity.WARNING
        if build == "latest":
            return "'origin' does not say of which branch it takes the latest build", "add 'branch'", Severity.WARNING
    if "build" not in origin:
        return "'origin' names a branch, but no build of it", f"{_BUILD}, or 'latest'", Severity.INFO
    return None
