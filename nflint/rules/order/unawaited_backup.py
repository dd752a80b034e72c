"""The rule `unawaited-backup`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.chores import is_chore
from nflint.flow.databases import DataSteps
from nflint.flow.model import Node
from nflint.flow.tasks import action
from nflint.flow.waiting import Waiting
from nflint.rule import rule


@rule("NF603", Severity.WARNING, since="0.1.0", about=("AddonBackup",), misses="condition")
def unawaited_backup(waiting: Waiting) -> Iterator[Finding]:
    """A backup is not awaited before a step that changes what it is to save.

    An AddonBackup node is done as soon as the backup has started. The job, the command, the release, the import or the
    restore after it then works on data that is still being saved, and goes ahead even when the backup fails: there may
    be nothing to go back to. Nor is there anything yet for a restore, or an addon made from the backup, to begin with.

    Where the steps look as if they touched no data, such as a job that notifies somebody, it is an info. Releases to
    jobs, messages and other backups may start meanwhile; a Condition that waits for the backup, or for the addon to run
    again, is taken for a wait, and so is an Approval.

    Source: the guide "Release", example with a database migration: "backs up a database and waits for this to be
    completed successfully".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: AddonBackup, spec: {addonId: orders-db, backupType: snapshot}}
              - {kind: JobRun, condition: success, spec: {jobId: migrate}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: AddonBackup, condition: success, spec: {addonId: orders-db, backupType: snapshot}}
              - {kind: JobRun, condition: success, spec: {jobId: migrate}}
    """
    for progress in waiting.scopes:
        backups = progress.loose("backup")
        data = DataSteps(progress) if backups else None
        for backup in backups:
            steps = data.users(backup) if data else []
            if steps:
                yield Finding(
                    Place((*backup.pointer, "kind")),
                    f"nothing waits for {backup.title} before {steps[0].title} starts, which {_may(steps[0])}",
                    "add 'condition: success' to the AddonBackup, or a Condition that waits for it before that step",
                    progress.related(backup, steps, "starts while the backup may still be going on"),
                    Severity.INFO if is_chore(steps[0]) else None,
                )


def _may(step: Node) -> str:
    """Why a step needs the backup finished."""
    if step.kind == "Addon" or action(step)[:2] == ("AddonBackup", "restore"):
        return "may need it or change what is being saved"
    if action(step)[:2] == ("Addon", "restart"):
        return "may break it off"
    return "may change what is being saved"
