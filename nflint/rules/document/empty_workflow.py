"""The rule `empty-workflow`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.uses import RELEASE_FLOWS
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF026", Severity.INFO, since="0.1.0", whole=True, about=("steps",))
def empty_workflow(wiring: Wiring) -> Iterator[Finding]:
    """A workflow has no steps.

    It does nothing, and a run of it succeeds at once. A guide shows such a list as a place for what is to come, so
    this is an info: in a flow that is in use, something has been forgotten.

    Source: the guide "Release", configure a release flow: "Release flows consist of workflows that contain nodes to
    perform specific actions".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: api, type: service, branch: main}}
              - {kind: Workflow, spec: {type: parallel, steps: []}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: api, type: service, branch: main}}
    """
    if wiring.document not in RELEASE_FLOWS:
        return  # What a run had for steps is a fact.
    for node in wiring.flow.of("Workflow", "LoopWorkflow"):
        if node.spec.get("steps") == []:
            yield Finding(
                Place((*node.pointer, "spec", "steps"), "key"),
                f"{node.title} has no steps",
                "remove it, or add the nodes it is to run" if node.path else "add the nodes that are to run",
            )
