"""The rule `racing-data`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.databases import Races
from nflint.flow.migrations import is_migration
from nflint.flow.model import Node
from nflint.flow.tasks import Task, task_of
from nflint.flow.waiting import Progress, Waiting
from nflint.rule import rule

_DOES: dict[Task, str] = {"backup": "saves", "import": "fills", "restore": "restores", "restart": "restarts"}


@rule("NF608", Severity.WARNING, since="0.1.0", about=("AddonBackup", "AddonImport", "Action", "JobRun"))
def racing_data(waiting: Waiting) -> Iterator[Finding]:
    """Two steps that run at the same time work on the same data.

    The steps of a parallel workflow start together, so that chance decides whether a migration finds the data that an
    import beside it brings, and what of them is in a backup. Reported are a backup, an import, a restore and a restart
    of one addon beside each other, each of the first three beside a job that looks like a migration, or by its name
    changes what is in a database, and a migration beside itself. Two backups, or two restarts, do no harm.

    Of a job nobody knows which addon it uses: it is passed over where its branch has a backup, an import or a restore
    of its own, or where the other branch has a job as well. Releases are the business of `late-migration`.

    Source: the guide "Infrastructure as code", flow control nodes: parallel workflows "will execute all the nodes
    contained within in them at the same time".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - {kind: AddonBackup, condition: success, spec: {addonId: orders-db, backupType: snapshot}}
              - {kind: JobRun, condition: success, spec: {jobId: db-migrate}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: AddonBackup, condition: success, spec: {addonId: orders-db, backupType: snapshot}}
              - {kind: JobRun, condition: success, spec: {jobId: db-migrate}}
    """
    for progress in waiting.scopes:
        # In most flows only releases run at the same time.
        working = progress.scope.flow.of("AddonBackup", "AddonImport", "JobRun", "Action")
        races = Races(progress) if progress.has_branches and any(map(progress.is_beside, working)) else None
        for step in races.steps if races else ():
            others = races.earlier(step) if races and progress.is_beside(step) else []
            if others:
                yield _finding(step, others, progress)


def _finding(step: Node, others: list[Node], progress: Progress) -> Finding:
    first, second = (step, others[0]) if _turn(step) < _turn(others[0]) else (others[0], step)
    is_twice = task_of(step) == task_of(others[0]) and _does(step, progress) == _does(others[0], progress)
    return Finding(
        Place((*step.pointer, "kind")),
        f"{step.title} {_does(step, progress)} at the same time as {others[0].title} {_does(others[0], progress)}",
        "remove one of the two"
        if is_twice
        else f"put {first.title}, with a 'condition', before {second.title} in a workflow of type 'sequential'",
        tuple(Related(Place((*other.pointer, "kind")), "runs at the same time") for other in others),
    )


def _turn(node: Node) -> int:
    """What comes first where nothing else is known: a backup, then new data, then the jobs that work on them."""
    task = task_of(node)
    return [*_DOES].index(task) if task in _DOES else len(_DOES)


def _does(node: Node, progress: Progress) -> str:
    task = task_of(node)
    if task in _DOES:
        return f"{_DOES[task]} '{progress.subject(node)}'"
    return "migrates a database" if is_migration(node) else "changes what is in a database"
