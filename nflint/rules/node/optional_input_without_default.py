"""The rule `optional-input-without-default`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.flow.plain import mapping
from nflint.flow.uses import Use
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF578", Severity.INFO, since="0.1.0", about=("richInputs",))
def optional_input_without_default(wiring: Wiring) -> Iterator[Finding]:
    """Nobody has to select anything in a rich input, and what it fills has no other value.

    A run without a selection has no value for the argument, and outside of a function an argument must have one. A
    warning where the input says `required: false`, an info where it says nothing. Arguments that a function asks for
    only, as in `fn.if`, may be missing. The default can also stand in the settings of the flow, outside of the file.

    Source: the reference of `richInputs`: "If true, an error will be displayed if this input is not provided a
    value."

    Bad:

        richInputs:
          - kind: BranchCommitSelector
            spec: {title: What to build, required: false, inputs: {source: api}, outputs: {branch: BRANCH}}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: api, type: service, branch: "${args.BRANCH}"}}

    Good:

        arguments: {BRANCH: main}
        richInputs:
          - kind: BranchCommitSelector
            spec: {title: What to build, required: false, inputs: {source: api}, outputs: {branch: BRANCH}}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    uses: dict[Pointer, dict[str, Use]] = {}
    for use in wiring.arguments:
        if use.scope.inputs and not use.inside and len(use.names) > 1:
            uses.setdefault(use.scope.pointer, {}).setdefault(use.names[1], use)
    for scope in wiring.scopes:
        needed = uses.get(scope.pointer, {})
        for part in scope.flow.inputs:
            spec = mapping(part.fields.get("spec"))
            outputs = [(key, name) for key, name in mapping(spec.get("outputs")).items() if isinstance(name, str)]
            unfilled = [(key, name) for key, name in outputs if name in needed and name not in scope.flow.arguments]
            # By name, so that one that two outputs fill is told once.
            unfilled = list({name: (key, name) for key, name in unfilled if name not in wiring.given}.values())
            if spec.get("required", False) is not False or not unfilled:
                continue
            place = Place((*part.pointer, "spec", "outputs", unfilled[0][0]))
            names = " and ".join(f"'{name}'" for _, name in unfilled)
            yield Finding(
                Place((*part.pointer, "spec", "required")) if "required" in spec else place,
                f"where nobody selects anything, {names} {'has' if len(unfilled) == 1 else 'have'} no value",
                f"write 'required: true', or declare {names} in 'arguments'",
                (Related(needed[unfilled[0][1]].place(1, 2), "needed here"),),
                Severity.WARNING if "required" in spec else None,
            )
