"""The rule `parallel-condition`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Node
from nflint.flow.plain import text
from nflint.flow.tasks import action, is_for_job, task_of, waits_itself
from nflint.flow.waiting import Progress, Waiting
from nflint.rule import rule

_ByName = dict[tuple[str, str], list[Node]]

# The kinds of Condition that wait for what other steps need.
_NEEDED = ("Addon", "Service")

# What is told of a step that does not wait is told here, where the wait is in the wrong place.
_EXPLAINED = ("unawaited-release", "unawaited-restart", "unawaited-import", "unawaited-restore")


@rule("NF616", Severity.WARNING, since="0.1.0", about=("Condition",), explains=_EXPLAINED)
def parallel_condition(waiting: Waiting) -> Iterator[Finding]:
    """A Condition waits for an addon or a service at the same time as a step that needs it.

    In a parallel workflow a Condition holds the end of the workflow and none of the steps beside it: the backup, the
    import or the command has started when the Condition begins to wait. Steps that name the same addon or service are
    reported; conditions beside each other, or beside steps that name something else, are in their place, and so are
    those beside a step that comes after a wait of its own: a Condition, or a Release or a restart with a `condition`.

    Source: the guide "Infrastructure as code", condition nodes: "In a parallel workflow all the steps will run, but
    the workflow will not be marked as completed unless the condition is met".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - kind: Condition
                spec: {kind: Addon, spec: {type: running, data: {addonId: orders-db}}}
              - {kind: AddonBackup, condition: success, spec: {addonId: orders-db, backupType: snapshot}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Condition
                spec: {kind: Addon, spec: {type: running, data: {addonId: orders-db}}}
              - {kind: AddonBackup, condition: success, spec: {addonId: orders-db, backupType: snapshot}}
    """
    for progress in waiting.scopes:
        waiting_for = [node for node in progress.scope.flow.of("Condition") if node.spec.get("kind") in _NEEDED]
        conditions = [node for node in waiting_for if progress.is_beside(node)]
        if not conditions:
            continue
        waits, started = _starts(progress)
        nodes = progress.scope.flow.of("AddonBackup", "AddonImport", "Action")
        of_addon = progress.by_subject(node for node in nodes if node.kind != "Action")
        of_service = progress.by_subject(node for node in nodes if action(node)[:2] == ("Service", "execute"))
        for condition in conditions:
            kind = text(condition.spec.get("kind")) or ""
            needs = {"Addon": of_addon, "Service": of_service}.get(kind, {})
            name = progress.subject(condition) or ""
            about = kind, name
            beside = progress.beside(condition, needs.get(name, []))
            # What is started at the same time as the step is told where that is the matter.
            steps = [
                step
                for step in beside
                if not progress.nearest(step, waits.get(about, []))
                and not progress.beside(step, started.get(about, []))
            ]
            if steps and not progress.scope.order.is_skipped(condition):
                before = progress.nearest(steps[0], started.get(about, []))
                yield Finding(
                    Place((*condition.pointer, "kind")),
                    f"this Condition waits for '{name}' at the same time as {steps[0].title} needs it",
                    f"put the Condition before the {steps[0].kind}, in a workflow of type 'sequential'",
                    (
                        *[Related(Place((*step.pointer, "kind")), "does not wait for that") for step in steps],
                        *[Related(_place(node), "is not awaited before") for node in before],
                    ),
                )


def _starts(progress: Progress) -> tuple[_ByName, _ByName]:
    """The nodes that wait for an addon or a service, and those that start something in one, backups aside."""
    waits: _ByName = {}
    started: _ByName = {}
    for node in progress.scope.flow.of("AddonBackup", "AddonImport", "Action", "Release", "Condition"):
        kind = node.spec.get("kind")
        if node.kind.startswith("Addon") or kind == "AddonBackup":
            kind = "Addon"
        elif node.kind == "Release":
            kind = "job" if is_for_job(node) else "Service"
        name = progress.subject(node)
        if name is None or kind not in _NEEDED:
            continue
        if node.kind == "Condition" or (task_of(node) and waits_itself(node)):
            waits.setdefault((kind, name), []).append(node)
        if task_of(node) not in (None, "backup"):
            started.setdefault((kind, name), []).append(node)
    return waits, started


def _place(node: Node) -> Place:
    """Where the rules speak of what a node starts and does not wait for."""
    return Place((*node.pointer, *(("spec", "spec", "type") if node.kind == "Action" else ("kind",))))
