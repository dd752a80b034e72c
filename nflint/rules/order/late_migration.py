"""The rule `late-migration`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Node
from nflint.flow.waiting import MOST_STEPS, Progress, Waiting
from nflint.rule import rule


@rule("NF612", Severity.WARNING, since="0.1.0", about=("Release",))
def late_migration(waiting: Waiting) -> Iterator[Finding]:
    """A job that looks like a migration runs after the Release that needs it, or at the same time.

    The new version of a service then starts on the old tables. A job looks like a migration when the `jobId`, the `ref`
    or the command has the word `migrate` or `migration`, or calls a tool such as `alembic upgrade`.

    Reported is a JobRun that no Release to a service comes after. A second migration after the Release is taken for one
    that is meant to come last, and so is one with a word such as `post`, `cleanup` or `backfill`; checks and rollbacks
    are no migrations here. Commands that are executed in the service may need the new version, and are not reported.

    Source: the guide "Release", run migrations: "If your updated application is deployed before the migration has
    completed it may crash or not function as expected".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                spec:
                  type: deployment
                  origin: {id: api-staging, type: service}
                  target: {id: api-production, type: service}
              - {kind: JobRun, condition: success, spec: {jobId: db-migrate}}

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
    for progress in waiting.scopes:
        releases = progress.deployments
        migrations = [node for node in progress.migrations if node.kind == "JobRun"] if releases else []
        for migration in migrations:
            if progress.scope.order.loop(migration) or any(progress.after(migration, releases)):
                continue
            beside = progress.beside(migration, releases)
            if beside:
                yield _finding(migration, beside, "at the same time as", progress)
                continue
            earlier = progress.nearest(migration, releases)
            if earlier and not progress.nearest(migration, migrations):
                yield _finding(migration, earlier, "only after", progress)


def _finding(migration: Node, releases: Sequence[Node], when: str, progress: Progress) -> Finding:
    return Finding(
        Place((*migration.pointer, "kind")),
        f"{migration.title}, which looks like a migration, runs {when} {releases[0].title}",
        "put the JobRun, with 'condition: success', before the Release in a workflow of type 'sequential'",
        progress.related(migration, releases[:MOST_STEPS], "starts the new version before the migration has ended"),
    )
