"""The rule `idle-approval`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Node
from nflint.flow.waiting import Progress, Waiting
from nflint.rule import rule

_WORKFLOWS = frozenset({"Workflow", "LoopWorkflow"})
# What nobody has to approve.
_HARMLESS = frozenset({"Approval", "Condition", "Message", "LoopData", ""})
_NOTHING = _WORKFLOWS | _HARMLESS


@rule("NF614", Severity.WARNING, since="0.1.0", about=("Approval",))
def idle_approval(waiting: Waiting) -> Iterator[Finding]:
    """An Approval holds nothing back: nothing comes after it.

    An Approval holds the steps that come after it. Beside other steps of a parallel workflow it holds none of them:
    they have started when somebody is asked. As the last step of the whole flow it comes when all is done, which may be
    meant as a signature, and is reported as info; not where other runs wait for this one by the `concurrencyPolicy`.

    An Approval beside a build is right where something comes after both, messages aside. Where a Release comes before
    it in its own branch, or it is beside no Release and after one, it is taken for a signature as well. Teardowns and
    loops are not looked into.

    Source: the guide "Infrastructure as code", condition nodes: "In a parallel workflow all the steps will run".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - {kind: Approval, spec: {amount: 1}}
              - kind: Release
                spec:
                  type: deployment
                  origin: {id: api-staging, type: service}
                  target: {id: api-production, type: service}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Approval, spec: {amount: 1}}
              - kind: Release
                spec:
                  type: deployment
                  origin: {id: api-staging, type: service}
                  target: {id: api-production, type: service}
    """
    for progress in waiting.scopes:
        order, flow = progress.scope.order, progress.scope.flow
        asked = [node for node in flow.of("Approval") if node.area != "teardown" and not order.is_skipped(node)]
        steps = [node for node in flow.nodes if node.kind not in _NOTHING] if asked else []
        idle = [node for node in asked if not any(progress.after(node, steps)) and not order.loop(node)]
        awake = (
            [node for node in flow.nodes if node.kind not in _WORKFLOWS and not order.is_skipped(node)] if idle else []
        )
        serious = [node for node in awake if node.kind not in _HARMLESS]
        for approval in idle:
            yield from _idle(approval, serious, awake, progress)


def _idle(approval: Node, serious: Sequence[Node], awake: Sequence[Node], progress: Progress) -> Iterator[Finding]:
    policy = progress.scope.flow.options.get("concurrencyPolicy", "allow")
    beside = [] if _is_signature(approval, progress) else progress.beside(approval, serious)
    place = Place((*approval.pointer, "kind"))
    if beside:
        yield Finding(
            place,
            f"{approval.title} does not hold back {beside[0].title}, which starts at the same time",
            "put the Approval before it in a workflow of type 'sequential'",
            tuple(Related(Place((*node.pointer, "kind")), "starts without the approval") for node in beside),
        )
    elif policy == "allow" and progress.nearest(approval, serious) and not any(progress.after(approval, awake)):
        yield Finding(
            place,
            f"nothing comes after {approval.title}, so that it holds nothing back",
            "put it before the step that somebody has to approve",
            severity=Severity.INFO,
        )


def _is_signature(approval: Node, progress: Progress) -> bool:
    """Whether somebody is asked about a Release that has come before, and not about the steps beside."""
    releases = progress.tasks.get("release", [])
    if not progress.beside(approval, releases):
        return bool(progress.nearest(approval, releases))
    course, positions = progress.course, progress.course.positions
    branch = next(step for workflow, step in course.around(positions[approval.pointer]) if course.is_parallel(workflow))
    return any(branch < positions[node.pointer] for node in progress.nearest(approval, releases))
