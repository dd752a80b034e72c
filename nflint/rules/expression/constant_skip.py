"""The rule `constant-skip`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.expression.parser import closed, parse
from nflint.expression.tree import Call, paths
from nflint.flow.skips import skip_of
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF313", Severity.INFO, since="0.1.0")
def constant_skip(wiring: Wiring) -> Iterator[Finding]:
    """A node is always skipped.

    `skipNodeExecution` is `"true"`, or an expression of constants that comes to true. Such a node never runs; a flow is
    clearer without it.

    Source: the guide "Infrastructure as code", skip nodes: "to skip a node or workflow".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, skipNodeExecution: "true", spec: {id: api, type: service, branch: main}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: main}}
    """
    for scope in wiring.scopes:
        for node in scope.flow.nodes:
            condition = node.fields.get("skipNodeExecution")
            if isinstance(condition, str) and (skip_of(node) == "yes" or _comes_to_true(condition)):
                unneeded = "the node" if node.path else "'skipNodeExecution'"
                yield Finding(
                    Place((*node.pointer, "skipNodeExecution")),
                    f"{node.title} is always skipped",
                    f"remove {unneeded}, or give the condition under which it is skipped",
                )


def _comes_to_true(condition: str) -> bool:
    """Whether `condition` is a call of functions with constants only, and gives true."""
    whole = closed(parse(condition), condition)
    if whole is None or whole.mistakes or not isinstance(whole.value, Call) or paths(whole.value):
        return False
    from nflint.expression.reduction import Known, reduce  # Few conditions are of constants only.

    found = reduce(whole.value, lambda _names, _inside: None)
    return isinstance(found, Known) and (found.value is True or found.value == "true")
