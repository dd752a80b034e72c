"""The rule `unawaited-restore`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.databases import DataSteps
from nflint.flow.waiting import Waiting
from nflint.rule import rule


@rule(
    "NF605",
    Severity.WARNING,
    since="0.1.0",
    about=("Action",),
    explains_inside=("timeout-without-condition",),
    misses="condition",
)
def unawaited_restore(waiting: Waiting) -> Iterator[Finding]:
    """The restore of a backup is not awaited before a step that uses the data.

    An Action that restores a backup is done as soon as the restore has started. The jobs, commands and releases after
    it find the old data or none, and a backup of the addon saves that.

    Steps that use the addon without saying so, such as jobs and releases, are held for users of any addon. A Condition
    that waits for the addon to run is taken for a wait, and so is an Approval.

    Source: the guide "Infrastructure as code", control node execution: "ensure that you're creating and awaiting the
    necessary conditions for each node to succeed".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: AddonBackup, ref: backup, condition: success, spec: {addonId: orders-db}}
              - kind: Action
                spec:
                  kind: AddonBackup
                  spec: {type: restore, data: {addonId: staging-db, backupId: "${refs.backup.id}"}}
              - {kind: JobRun, condition: success, spec: {jobId: anonymise}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: AddonBackup, ref: backup, condition: success, spec: {addonId: orders-db}}
              - kind: Action
                spec:
                  kind: AddonBackup
                  spec:
                    type: restore
                    data: {addonId: staging-db, backupId: "${refs.backup.id}"}
                    condition: success
              - {kind: JobRun, condition: success, spec: {jobId: anonymise}}
    """
    for progress in waiting.scopes:
        restores = progress.loose("restore")
        data = DataSteps(progress) if restores else None
        for started in restores:
            steps = data.users(started) if data else []
            if steps:
                yield Finding(
                    Place((*started.pointer, "spec", "spec", "type")),
                    f"nothing waits for the restore by {started.title} before {steps[0].title} starts",
                    "add 'condition: success' beside this 'type', or a Condition for the addon before that step",
                    progress.related(started, steps, "starts while the restore may still be going on"),
                )
