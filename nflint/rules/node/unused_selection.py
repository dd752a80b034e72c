"""The rule `unused-selection`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Part
from nflint.flow.names import USABLE
from nflint.flow.plain import mapping
from nflint.flow.unread import Unread, unread
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_OUTPUTS = ("branch", "buildSha", "buildId")


@rule("NF575", Severity.WARNING, since="0.1.0", whole=True, about=("richInputs",), misses="outputs")
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
        if scope.flow.inputs and scope.whole and any(node.path for node in scope.flow.nodes):
            names = [name for part in scope.flow.inputs for name in _filled(part) if name not in scope.flow.arguments]
            unused = {found.name: found for found in unread(wiring, scope, dict.fromkeys(names))}
            for part in scope.flow.inputs:
                yield from _empty(part)
                yield from _unused(part, unused)


def _filled(part: Part) -> dict[str, str]:
    """The arguments that an input fills, each with its output; other outputs are dropped, as the contract says."""
    outputs = mapping(mapping(part.fields.get("spec")).get("outputs"))
    keys = _OUTPUTS if part.fields.get("kind") == "BuildSelector" else _OUTPUTS[:2]
    return {name: key for key in keys if isinstance(name := outputs.get(key), str) and USABLE.fullmatch(name)}


def _empty(part: Part) -> Iterator[Finding]:
    spec = mapping(part.fields.get("spec"))
    if spec and spec.get("outputs", {}) == {}:
        keys = [key for key in ("outputs", "inputs") if key in spec]
        hint = "add 'outputs', with the argument that 'branch' gives a value to"
        yield Finding(Place((*part.pointer, "spec", *keys[:1]), "key"), "this input fills no argument", hint)


def _unused(part: Part, unused: Mapping[str, Unread]) -> Iterator[Finding]:
    filled = _filled(part)
    found = [unused[name] for name in filled if name in unused]
    whole = bool(found) and len(found) == len(filled)
    for name, near in found[:1] if whole else found:
        hint = f"an expression names '{near}': is that the one?" if near else f"use '${{args.{name}}}', or remove this"
        message = f"no expression uses the argument '{name}' that this input fills"
        place = Place((*part.pointer, "spec", "outputs", filled[name]))
        yield Finding(place, message, hint, severity=Severity.WARNING if whole else Severity.INFO)
