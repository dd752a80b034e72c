"""The rule `swapped-input`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Related, Severity
from nflint.flow.fields import is_templated
from nflint.flow.model import Flow, Part
from nflint.flow.names import USABLE
from nflint.flow.plain import mapping
from nflint.flow.uses import Use
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_WANTED = {"branch": "branch", "sha": "buildSha", "buildSHA": "buildSha", "build": "buildId", "buildId": "buildId"}
_OUTPUTS = frozenset(_WANTED.values())


@rule("NF508", Severity.WARNING, since="0.1.0", about=("richInputs",), fix="unsafe")
def swapped_input(wiring: Wiring) -> Iterator[Finding]:
    """A field takes one output of a rich input, and is given the argument of another one.

    A rich input fills arguments with the branch, the commit and the build that somebody chose. A commit is no branch,
    and what is asked for then is found nowhere. In a Release that names its build the branch may not matter, and an
    example of the guide gives the commit there, so that is only a remark.

    Source: the guide "Release", build selector: "You can map the `branch` and `buildId` outputs to arguments".

    Bad:

        arguments: {SHA: ""}
        richInputs:
          - kind: BranchCommitSelector
            spec: {title: Commit, inputs: {source: api}, outputs: {buildSha: SHA}}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: api, type: service, branch: "${args.SHA}"}}

    Good:

        arguments: {BRANCH: main}
        richInputs:
          - kind: BranchCommitSelector
            spec: {title: Commit, inputs: {source: api}, outputs: {branch: BRANCH}}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    if not wiring.flow.inputs:
        return
    filled = _filled(wiring.flow)
    for use in wiring.arguments:
        wanted, name = _WANTED.get(use.text.field), use.name(1)
        if wanted is None or name not in filled or use.inside or use.text.whole is None or use.scope.inner:
            continue
        if len(use.names) != 2 or use.text.node is None or use.text.anchor == "key" or is_templated(use.text):
            continue
        outputs = filled[name]
        if wanted in outputs or not outputs.keys() <= _OUTPUTS:
            continue
        output, part = next(iter(outputs.items()))
        right = mapping(mapping(part.fields.get("spec")).get("outputs")).get(wanted)
        known = isinstance(right, str) and right != name
        yield Finding(
            use.place(1, 2),
            f"'{use.text.field}' is given '{name}', which the rich input fills with the '{output}'",
            f"write '${{args.{right}}}'" if known else f"map the output '{wanted}' to an argument, and use that one",
            (Related(Place((*part.pointer, "spec", "outputs", output)), f"'{name}' is filled here"),),
            Severity.INFO if _names_build(use) else Severity.WARNING,
            Fix.write(use.place(1, 2), right, safe=False) if known and USABLE.fullmatch(str(right)) else None,
        )


def _filled(flow: Flow) -> dict[str, dict[str, Part]]:
    """The outputs that fill each argument, with the rich inputs they are of."""
    filled: dict[str, dict[str, Part]] = {}
    for part in flow.inputs:
        for output, name in mapping(mapping(part.fields.get("spec")).get("outputs")).items():
            if isinstance(name, str) and isinstance(output, str):
                filled.setdefault(name, {}).setdefault(output, part)
    return filled


def _names_build(use: Use) -> bool:
    """Whether the use is the branch of an origin that names its build as well."""
    node = use.text.node
    origin = mapping(node.spec.get("origin")) if node is not None and node.kind == "Release" else {}
    return use.text.path == ("spec", "origin", "branch") and "build" in origin and origin["build"] != "latest"
