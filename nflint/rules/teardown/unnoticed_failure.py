"""The rule `unnoticed-failure`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.flow.model import Node
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_AWAITABLE = ("JobRun", "OpenTofuDestroy")


@rule("NF902", Severity.WARNING, since="0.1.0", about=("failurePolicy",), misses="condition")
def unnoticed_failure(wiring: Wiring) -> Iterator[Finding]:
    """A teardown is to stop when it fails, and does not wait to see whether it does.

    With `failurePolicy: block` nothing is deleted after a teardown that has failed. A JobRun or an OpenTofuDestroy
    without `condition: success` counts as done as soon as it has started: it fails later, and what should have been
    kept is deleted. A job run that a Condition waits for is not reported.

    Source: the guide "Infrastructure as code", set failure policy: "Halts deletion and marks the environment as failed
    if teardown fails".

    Bad:

        teardownSpec:
          failurePolicy: block
          spec:
            kind: Workflow
            spec:
              type: sequential
              steps:
                - {kind: JobRun, spec: {jobId: cancel-subscriptions}}

    Good:

        teardownSpec:
          failurePolicy: block
          spec:
            kind: Workflow
            spec:
              type: sequential
              steps:
                - {kind: JobRun, condition: success, spec: {jobId: cancel-subscriptions}}
    """
    awaited: set[Pointer] = {
        reference.target.pointer
        for reference in wiring.references
        if isinstance(reference.target, Node) and reference.use.node and reference.use.node.kind == "Condition"
    }
    for scope in wiring.scopes:
        teardown = scope.flow.fields.get("teardownSpec")
        if not isinstance(teardown, dict) or teardown.get("failurePolicy") != "block":
            continue
        policy = Place((*scope.flow.pointer, "teardownSpec", "failurePolicy"))
        for node in scope.flow.of(*_AWAITABLE):
            if node.area != "teardown" or "condition" in node.fields or node.pointer in awaited:
                continue
            if scope.order.is_skipped(node):
                continue  # It cannot fail.
            yield Finding(
                Place((*node.pointer, "kind")),
                f"{node.title} is not waited for, so its failure blocks nothing",
                "add 'condition: success'",
                (Related(policy, "a failure is to stop the deletion"),),
            )
