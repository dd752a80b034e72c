"""The rule `unawaited-restart`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Node
from nflint.flow.tasks import action
from nflint.flow.waiting import Waiting
from nflint.rule import rule


@rule("NF607", Severity.INFO, since="0.1.0", about=("Action",), misses="condition")
def unawaited_restart(waiting: Waiting) -> Iterator[Finding]:
    """A step needs an addon or a service to run, and the restart before it is not awaited.

    An Action that restarts something is done as soon as the restart has started. A backup, an import or a restore of
    an addon that is not running yet fails, and so does a command in a service. Wait by the `condition` beside the
    `type` of the Action, or by a Condition node in between.

    Source: the guide "Infrastructure as code", run backup: "An addon must be in a running state to run a backup
    successfully".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Action
                spec: {kind: Addon, spec: {type: restart, data: {addonId: orders-db}}}
              - {kind: AddonBackup, condition: success, spec: {addonId: orders-db, backupType: snapshot}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Action
                spec: {kind: Addon, spec: {type: restart, data: {addonId: orders-db}, condition: running}}
              - {kind: AddonBackup, condition: success, spec: {addonId: orders-db, backupType: snapshot}}
    """
    for progress in waiting.scopes:
        restarts = progress.loose("restart")
        nodes = progress.scope.flow.of("AddonBackup", "AddonImport", "Action") if restarts else []
        of_addon = progress.by_subject(node for node in nodes if _needs_addon(node))
        of_service = progress.by_subject(node for node in nodes if action(node)[:2] == ("Service", "execute"))
        for restart in restarts:
            name = progress.subject(restart) or ""
            needs = of_addon if action(restart)[0] == "Addon" else of_service
            steps = progress.unawaited(restart, needs.get(name, []))
            if steps:
                yield Finding(
                    Place((*restart.pointer, "spec", "spec", "type")),
                    f"nothing waits for the restart of '{name}' before {steps[0].title} needs it to run",
                    "add 'condition: running' beside this 'type'",
                    progress.related(restart, steps, "needs it to run"),
                )


def _needs_addon(node: Node) -> bool:
    return node.kind in ("AddonBackup", "AddonImport") or action(node)[:2] == ("AddonBackup", "restore")
