"""The rule `unused-selection`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Part
from nflint.flow.names import USABLE
from nflint.flow.plain import mapping
from nflint.flow.unread import unread
from nflint.flow.uses import Scope
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_OUTPUTS = ("branch", "buildSha", "buildId")


@rule("NF575", Severity.WARNING, since="0.1.0")
def unused_selection(wiring: Wiring) -> Iterator[Finding]:
    """What is selected in a rich input is read by nothing.

    The `outputs` of an input name the arguments that get the branch, the commit or the build that somebody selects.
    Where no expression reads any of them, whoever runs the flow makes a choice that changes nothing. An info where
    only some of several are not read. An argument that is declared besides is left to `unused-argument`.

    Source: the guide "Release", rich inputs: "The `outputs` object maps your selection in the run modal to argument
    overrides."

    Bad:

        richInputs:
          - kind: BranchCommitSelector
            spec: {title: What to build, required: true, inputs: {source: api}, outputs: {branch: BRANCH}}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: api, type: service, branch: main}}

    Good:

        richInputs:
          - kind: BranchCommitSelector
            spec: {title: What to build, required: true, inputs: {source: api}, outputs: {branch: BRANCH}}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    for scope in wiring.scopes:
        # A flow without steps is a stub, or only a part of one.
        if scope.whole and any(node.path for node in scope.flow.nodes):
            for part in scope.flow.inputs:
                yield from _unused(part, wiring, scope)


def _unused(part: Part, wiring: Wiring, scope: Scope) -> Iterator[Finding]:
    spec = mapping(part.fields.get("spec"))
    outputs = mapping(spec.get("outputs"))
    if not outputs:
        if spec and spec.get("outputs", {}) == {}:
            hint = "add 'outputs', with the argument that 'branch' gives a value to"
            yield Finding(
                Place((*part.pointer, "spec", *_emptiness(spec)), "key"), "this input fills no argument", hint
            )
        return
    # Other keys are dropped, as the contract says.
    keys = _OUTPUTS if part.fields.get("kind") == "BuildSelector" else _OUTPUTS[:2]
    names = {name: key for key in keys if isinstance(name := outputs.get(key), str) and USABLE.fullmatch(name)}
    found = list(unread(wiring, scope, [name for name in names if name not in scope.flow.arguments]))
    whole = bool(found) and len(found) == len(outputs)
    for name, near in found[:1] if whole else found:
        hint = f"an expression names '{near}': is that the one?" if near else f"use '${{args.{name}}}', or remove this"
        message = f"no expression uses the argument '{name}' that this input fills"
        place = Place((*part.pointer, "spec", "outputs", names[name]))
        yield Finding(place, message, hint, severity=Severity.WARNING if whole else Severity.INFO)


def _emptiness(spec: Mapping[str, Any]) -> tuple[str, ...]:
    """Where below `spec` to look for what is not there."""
    return tuple([key for key in ("outputs", "inputs") if key in spec][:1])
