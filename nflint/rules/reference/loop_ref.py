"""The rule `loop-ref`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.uses import first_references
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF216", Severity.INFO, since="0.1.0", about=("LoopWorkflow",))
def loop_ref(wiring: Wiring) -> Iterator[Finding]:
    """An expression refers to a node inside a loop, from where it may not have run.

    What a reference to a step of a LoopWorkflow means after the loop, which may have had no iteration or several, is
    documented nowhere, nor whether a step sees the later steps of the iteration before.

    Source: the reference of LoopWorkflow, which names `iterations` and `steps` and nothing besides.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: LoopWorkflow
                spec:
                  iterations: [{}]
                  steps:
                    - {kind: Build, ref: build, spec: {id: api, type: service, branch: main}}
              - {kind: Build, spec: {id: web, type: service, branch: "${refs.build.branch}"}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, spec: {id: api, type: service, branch: main}}
              - kind: LoopWorkflow
                spec:
                  iterations: [{}]
                  steps:
                    - {kind: Build, spec: {id: web, type: service, branch: "${refs.build.branch}"}}
    """
    looped = (one for one in wiring.references if one.standing and one.standing.why == "loop" and not one.use.inside)
    for reference, related in first_references(looped):
        standing = reference.standing
        if standing and standing.cause:
            message = f"'{reference.name}' is a step of the {standing.cause.title}, which may not have run it"
            hint = "try out what the reference gives before you rely on it"
            yield Finding(reference.use.place(1, 2), message, hint, related)
