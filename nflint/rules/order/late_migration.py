"""The rule `late-migration`."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.migrations import is_late
from nflint.flow.model import Node
from nflint.flow.tasks import action
from nflint.flow.waiting import MOST_STEPS, Progress, Waiting
from nflint.rule import rule

# Actions after a migration that are looked at.
_MOST_LOOKED_AT = 20


@rule("NF612", Severity.WARNING, since="0.1.0", about=("Release",))
def late_migration(waiting: Waiting) -> Iterator[Finding]:
    """A job that looks like a migration runs after the Release that needs it, or at the same time.

    The new version of a service then starts on the old tables. A job looks like a migration when the `jobId`, the `ref`
    or the command has the word `migrate` or `migration`, or calls a tool such as `alembic upgrade`.

    Reported is a JobRun, or a command in a job, that no Release to a service comes after. After another migration, or a
    RunTemplate that may hold one, it is taken for one that is meant to come last, and so is one with a word such as
    `post`, `cleanup`, `data` or `background` in its name; checks and rollbacks are no migrations here. Where a later
    step executes a command in the released service, or restarts it, this is an info. Commands that are executed in the
    service may need the new version, and are not reported.

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
        migrations = progress.migrations if releases else []
        earlier_ones = (migrations, progress.scope.flow.of("RunTemplate"))
        for migration in migrations:
            if not (migration.kind == "JobRun" or action(migration)[0] == "Job") or is_late(migration):
                continue
            if progress.scope.order.loop(migration) or any(progress.after(migration, releases)):
                continue
            beside = progress.beside(migration, releases)
            if beside:
                yield _finding(migration, beside, "at the same time as", progress)
                continue
            earlier = progress.nearest(migration, releases)
            if earlier and not any(progress.nearest(migration, nodes) for nodes in earlier_ones):
                finding = _finding(migration, earlier, "only after", progress)
                yield (
                    finding._replace(severity=Severity.INFO) if _is_finished(migration, earlier, progress) else finding
                )


def _is_finished(migration: Node, releases: Sequence[Node], progress: Progress) -> bool:
    """Whether a service is restarted after the migration, or something is done in it."""
    released = {progress.subject(release) for release in releases}
    actions = islice(progress.after(migration, progress.scope.flow.of("Action")), _MOST_LOOKED_AT)
    return any(action(node)[0] == "Service" and progress.subject(node) in released for node in actions)


def _finding(migration: Node, releases: Sequence[Node], when: str, progress: Progress) -> Finding:
    wanted = "JobRun, with 'condition: success'," if migration.kind == "JobRun" else migration.kind
    return Finding(
        Place((*migration.pointer, "kind")),
        f"{migration.title}, which looks like a migration, runs {when} {releases[0].title}",
        f"put the {wanted} before the Release in a workflow of type 'sequential'",
        progress.related(migration, releases[:MOST_STEPS], "starts the new version before the migration has ended"),
    )
