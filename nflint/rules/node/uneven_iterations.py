"""The rule `uneven-iterations`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nflint.diagnostic import Finding, Fix, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.nearest import choices, nearest
from nflint.rule import rule


@rule("NF569", Severity.INFO, since="0.1.0", about=("LoopWorkflow",), fix="unsafe")
def uneven_iterations(flow: Flow) -> Iterator[Finding]:
    """An item of a loop lacks a key that the first one has.

    The same steps run for every item, so what they read from one they read from all. The first item that differs is
    reported; more keys than the first one has are no mistake. How a step reads its item is not documented.

    Source: the reference of release flows, LoopWorkflow, where `iterations` is an array of objects or an expression.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: LoopWorkflow
                spec:
                  iterations: [{shop: north, region: europe}, {shop: south}]
                  steps: [{kind: JobRun, condition: success, spec: {jobId: reindex}}]

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: LoopWorkflow
                spec:
                  iterations: [{shop: north, region: europe}, {shop: south, region: asia}]
                  steps: [{kind: JobRun, condition: success, spec: {jobId: reindex}}]
    """
    for node in flow.of("LoopWorkflow"):
        listed = node.spec.get("iterations")
        items = enumerate(listed if isinstance(listed, list) else ())
        objects = [(index, item) for index, item in items if isinstance(item, dict) and _is_known(item)]
        first, model = objects[0] if objects else (0, {})
        differing = next((one for one in objects[1:] if model.keys() - one[1].keys()), None)
        if differing is None:
            continue
        index, item = differing
        at = (*node.pointer, "spec", "iterations")
        missing = [key for key in model if key not in item]
        near = nearest(missing[0], [key for key in item if key not in model])
        yield Finding(
            Place((*at, index)) if near is None else Place((*at, index, near), "key"),
            f"this item has no {choices(missing)}, which the first one has",
            f"did you mean '{missing[0]}'?" if near else f"add '{missing[0]}'",
            (Related(Place((*at, first)), "the first item"),),
            fix=Fix.rename((*at, index, near), missing[0]) if near else None,
        )


def _is_known(item: Mapping[str, Any]) -> bool:
    """Whether all keys are what they will be called; one with an expression is not."""
    return not any("${" in key for key in item)
