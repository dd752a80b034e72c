"""The rule `parallel-condition`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.plain import text
from nflint.flow.tasks import action
from nflint.flow.waiting import Waiting
from nflint.rule import rule


@rule("NF616", Severity.WARNING, since="0.1.0", about=("Condition",))
def parallel_condition(waiting: Waiting) -> Iterator[Finding]:
    """A Condition waits for an addon or a service at the same time as a step that needs it.

    In a parallel workflow a Condition holds the end of the workflow and none of the steps beside it: the backup, the
    import or the command has started when the Condition begins to wait. Steps that name the same addon or service are
    reported; conditions beside each other, or beside steps that name something else, are in their place.

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
        conditions = [node for node in progress.scope.flow.of("Condition") if progress.is_beside(node)]
        if not conditions:
            continue
        nodes = progress.scope.flow.of("AddonBackup", "AddonImport", "Action")
        of_addon = progress.by_subject(node for node in nodes if node.kind != "Action")
        of_service = progress.by_subject(node for node in nodes if action(node)[:2] == ("Service", "execute"))
        for condition in conditions:
            needs = {"Addon": of_addon, "Service": of_service}.get(text(condition.spec.get("kind")) or "", {})
            name = progress.subject(condition) or ""
            steps = progress.beside(condition, needs.get(name, []))
            if steps and not progress.scope.order.is_skipped(condition):
                yield Finding(
                    Place((*condition.pointer, "kind")),
                    f"this Condition waits for '{name}' at the same time as {steps[0].title} needs it",
                    f"put the Condition before the {steps[0].kind}, in a workflow of type 'sequential'",
                    tuple(Related(Place((*step.pointer, "kind")), "does not wait for that") for step in steps),
                )
