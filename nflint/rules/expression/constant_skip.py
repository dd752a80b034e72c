"""The rule `constant-skip`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.skips import skip_of
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF313", Severity.INFO, since="0.1.0", about=("skipNodeExecution",))
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
    if wiring.document == "run":
        return  # What a run was asked to skip cannot be changed any more.
    for scope in wiring.scopes:
        for node in [node for node in scope.flow.nodes if "skipNodeExecution" in node.fields]:
            if not isinstance(node.fields["skipNodeExecution"], str):
                continue  # A boolean has been told already.
            # What decides it during a run is not constant.
            if scope.order.is_skipped(node) and skip_of(node) == "yes":
                unneeded = "the node" if node.path else "'skipNodeExecution'"
                yield Finding(
                    Place((*node.pointer, "skipNodeExecution")),
                    f"{node.title} is always skipped",
                    f"remove {unneeded}, or give the condition under which it is skipped",
                )
