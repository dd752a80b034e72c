"""The rule `migration-without-backup`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.waiting import Waiting
from nflint.rule import rule

# These run on databases that are new, and have nothing to lose.
_FRESH = frozenset({"preview", "template"})


@rule("NF613", Severity.INFO, since="0.1.0", group="strict", about=("JobRun", "Action"))
def migration_without_backup(waiting: Waiting) -> Iterator[Finding]:
    """What looks like a migration runs without a backup of the database before it.

    Only a backup takes back a migration that went wrong. The first migration of a flow is reported, when a Release to a
    service comes after it. Nothing is said of team templates and previews, of flows that make their addons themselves,
    and after a RunTemplate, which may make the backup.

    Source: the guide "Release", run migrations: "Back up your database, in case you need to restore it".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: db-migrate}}
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
              - {kind: AddonBackup, condition: success, spec: {addonId: orders-db, backupType: snapshot}}
              - {kind: JobRun, condition: success, spec: {jobId: db-migrate}}
              - kind: Release
                spec:
                  type: deployment
                  origin: {id: api-staging, type: service}
                  target: {id: api-production, type: service}
    """
    for progress in waiting.scopes if waiting.wiring.document not in _FRESH else ():
        flow, releases = progress.scope.flow, progress.deployments
        if not releases or flow.of("Addon") or not progress.migrations:
            continue
        migration, backups = progress.migrations[0], flow.of("AddonBackup")
        if not any(progress.after(migration, releases)):
            continue
        if progress.nearest(migration, backups) or progress.nearest(migration, flow.of("RunTemplate")):
            continue
        yield Finding(
            Place((*migration.pointer, "kind")),
            f"nothing backs up the database before {migration.title}, which looks like a migration",
            "put an AddonBackup with 'condition: success' before it",
            tuple(Related(Place((*node.pointer, "kind")), "this backup comes too late") for node in backups[:1]),
        )
