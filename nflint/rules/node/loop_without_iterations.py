"""The rule `loop-without-iterations`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF568", Severity.WARNING, since="0.1.0", about=("LoopWorkflow",))
def loop_without_iterations(flow: Flow) -> Iterator[Finding]:
    """A LoopWorkflow has no items to run its steps for.

    Its steps run once for each item of `iterations`, so without any none of them runs. What LoopData nodes give is
    not documented: in a flow with such nodes only a list that is empty is reported.

    Source: the reference of release flows, LoopWorkflow, where `iterations` is an array of objects or an expression.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: LoopWorkflow
                spec:
                  iterations: []
                  steps: [{kind: JobRun, condition: success, spec: {jobId: reindex}}]

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: LoopWorkflow
                spec:
                  iterations: [{shop: north}, {shop: south}]
                  steps: [{kind: JobRun, condition: success, spec: {jobId: reindex}}]
    """
    fed = bool(flow.of("LoopData"))
    hint = "list an object for each time its steps shall run, or write an expression that gives the list"
    for node in flow.of("LoopWorkflow"):
        if node.spec.get("iterations") == []:
            place = Place((*node.pointer, "spec", "iterations"))
            yield Finding(place, f"the steps of {node.title} never run, since its 'iterations' are empty", hint)
        # Where a key is not known, the contract asks whether it is meant as this one.
        elif "iterations" not in node.spec and node.spec.keys() == {"steps"} and not fed:
            place = Place((*node.pointer, "spec"), "key")
            yield Finding(place, f"the steps of {node.title} never run, since it has no 'iterations'", hint)
