"""The rule `redundant-condition`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Node
from nflint.flow.waiting import Progress, Waiting
from nflint.rule import rule


@rule("NF615", Severity.INFO, since="0.1.0", about=("Condition",))
def redundant_condition(waiting: Waiting) -> Iterator[Finding]:
    """A Condition waits for what has been awaited before.

    A Build, JobRun, AddonBackup or AddonImport with `condition: success` is done only when what it has started is
    finished, and so is a Condition: a second one finds nothing left to wait for. Reported is what waits by reference to
    a node that always runs; services and addons may stop running in between.

    Source: the guide "Infrastructure as code", await conditions: "Actions nodes also have conditions built in".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, condition: success, spec: {id: api, type: service, branch: main}}
              - kind: Condition
                spec: {kind: Build, spec: {type: success, data: {buildId: "${refs.build.id}"}}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, spec: {id: api, type: service, branch: main}}
              - kind: Condition
                spec: {kind: Build, spec: {type: success, data: {buildId: "${refs.build.id}"}}}
    """
    for progress in waiting.scopes:
        first: dict[tuple[str | int, ...], Node] = {}
        for condition in progress.scope.flow.of("Condition"):
            awaited = progress.awaited(condition)
            if len(awaited) == 1 and not progress.scope.order.is_skipped(condition):
                yield from _finding(condition, awaited[0], first.setdefault(awaited[0].pointer, condition), progress)


def _finding(condition: Node, started: Node, first: Node, progress: Progress) -> Iterator[Finding]:
    """The finding where the node that has started it, or the `first` Condition for it, has waited before."""
    order, place = progress.scope.order, Place((*condition.pointer, "kind"))
    if started.fields.get("condition") == "success":
        if order.standing(condition, started).why == "earlier":
            yield Finding(
                place,
                f"{started.title} has a 'condition' and is finished before this Condition asks for it",
                f"remove the Condition, or the 'condition' of the {started.kind}",
                (Related(Place((*started.pointer, "condition"), "key"), "it has waited here"),),
            )
    elif first is not condition and order.standing(condition, first) == ("always", "earlier", None):
        yield Finding(
            place,
            f"another Condition has waited for {started.title} before",
            "remove one of the two",
            (Related(Place((*first.pointer, "kind")), "it has been awaited here"),),
        )
