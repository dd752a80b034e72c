"""The rule `parallel-ref`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.model import Node
from nflint.flow.uses import first_references
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF205", Severity.ERROR, since="0.1.0")
def parallel_ref(wiring: Wiring) -> Iterator[Finding]:
    """An expression refers to a node that runs at the same time.

    The steps of a parallel workflow begin together, so none can count on the outputs of another one, nor on those of
    a step inside another one. Inside a function a missing output counts as `false`, so there it is a warning.

    Source: the guide "Infrastructure as code": "Parallel workflows will execute all the nodes contained within in
    them at the same time".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - {kind: Build, ref: build, condition: success, spec: {id: api, type: service, branch: main}}
              - kind: Release
                spec:
                  type: build
                  origin: {id: api, branch: main, build: "${refs.build.id}"}
                  target: {id: api, type: service}

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
    parallel = (one for one in wiring.references if one.standing and one.standing.why == "parallel")
    for reference, related in first_references(parallel):
        target, node, standing = reference.target, reference.use.node, reference.standing
        if standing is None or not isinstance(target, Node) or node is None or wiring.in_circle(node, target):
            continue
        workflow = standing.cause.title if standing.cause else "workflow"
        yield Finding(
            reference.use.place(1, 2),
            f"'{reference.name}' may not have run yet: {workflow} runs it in parallel with this step",
            f"run the {target.kind or 'node'} '{reference.name}' in a sequential workflow, before this step",
            related,
            Severity.WARNING if reference.use.inside else Severity.ERROR,
        )
