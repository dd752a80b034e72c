"""The rule `empty-workflow`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Node
from nflint.flow.uses import RELEASE_FLOWS
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_KEYS = frozenset({"type", "context", "iterations", "steps"})


@rule("NF026", Severity.INFO, since="0.1.0", whole=True, about=("Workflow", "LoopWorkflow"), misses="steps")
def empty_workflow(wiring: Wiring) -> Iterator[Finding]:
    """A workflow has no steps.

    It does nothing, and a run of it succeeds at once. A guide shows an empty list as a place for what is to come, so
    this is an info: in a flow that is in use, something has been forgotten. The same goes for one without `steps`.

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
    misplaced = "steps" in wiring.flow.fields
    for node in wiring.flow.of("Workflow", "LoopWorkflow"):
        if node.spec.get("steps"):
            continue  # As nearly always.
        if node.spec.get("steps") == [] or (not misplaced and _lacks_steps(node)):
            yield Finding(
                Place((*node.pointer, "spec", *(("steps",) if "steps" in node.spec else ())), "key"),
                f"{node.title} has no steps",
                "remove it, or add the nodes it is to run" if node.path else "add the nodes that are to run",
            )


def _lacks_steps(node: Node) -> bool:
    """Whether the key is missing where the rest is there; of another key the contract asks what it is meant as."""
    known = node.spec.keys() <= _KEYS and "steps" not in node.fields
    return known and "steps" not in node.spec and ("type" if node.kind == "Workflow" else "iterations") in node.spec
