"""The rule `later-ref`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.model import Node
from nflint.flow.uses import first_references
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF203", Severity.ERROR, since="0.1.0")
def later_ref(wiring: Wiring) -> Iterator[Finding]:
    """An expression refers to a node that runs only later.

    A node has outputs once it has run. Northflank saves references to later steps and refuses to run them. Nodes
    that need each other in a circle are reported by `circular-ref`.

    Source: the guide "Infrastructure as code", control node execution: a reference to a node "before that node has
    been executed, you will not be able to run your template".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                spec:
                  type: build
                  origin: {id: api, branch: main, build: "${refs.build.id}"}
                  target: {id: api, type: service}
              - {kind: Build, ref: build, condition: success, spec: {id: api, type: service, branch: main}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, condition: success, spec: {id: api, type: service, branch: main}}
              - kind: Release
                spec:
                  type: build
                  origin: {id: api, branch: main, build: "${refs.build.id}"}
                  target: {id: api, type: service}
    """
    later = (one for one in wiring.references if one.standing and one.standing.why in ("later", "teardown"))
    for reference, related in first_references(later):
        target, node, standing = reference.target, reference.use.node, reference.standing
        if standing is None or not isinstance(target, Node) or node is None or wiring.in_circle(node, target):
            continue
        if standing.why == "teardown":
            message = f"'{reference.name}' is a node of the teardown, which runs long after this one"
            hint = "refer to a node of the flow itself"
        else:
            message = f"'{reference.name}' has not run yet: it is step {target.step}, and this is step {node.step}"
            hint = f"move the {target.kind or 'node'} '{reference.name}' before this step"
        yield Finding(
            reference.use.place(1, 2),
            message,
            hint,
            related,
            Severity.WARNING if reference.use.inside else Severity.ERROR,
        )
