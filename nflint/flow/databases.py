"""The steps that may read or change what is in an addon, or need it as it was."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from nflint.diagnostic import Pointer
from nflint.flow.chores import is_chore
from nflint.flow.course import Stretch
from nflint.flow.migrations import changes_rows, is_migration
from nflint.flow.model import Node
from nflint.flow.tasks import action, is_deployment, task_of
from nflint.flow.waiting import Progress


class DataSteps:
    """The steps of a flow that may touch data, in document order. Treat it as frozen.

    A job, a command and the new version of a service say nothing of the addons that they use, so that they may use any.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        nodes = progress.scope.flow.of("JobRun", "Release", "Action", "AddonBackup", "AddonImport")
        self._any = [node for node in nodes if _uses_any(node)]
        self._changing = [node for node in self._any if not is_chore(node)]
        self._backups = progress.by_subject(node for node in nodes if node.kind == "AddonBackup")
        self._changes = progress.by_subject(node for node in nodes if _changes_addon(node))
        self._restores: dict[Pointer, list[Node]] = {}
        for node in progress.scope.flow.of("Action", "Addon"):
            path = ("source", "backupId") if node.kind == "Addon" else ("spec", "data", "backupId")
            for source in progress.sources.of(node, "spec", *path):
                self._restores.setdefault(source.pointer, []).append(node)

    def _lists(self, node: Node) -> list[list[Node]]:
        """Those that change the addon that `node` backs up or changes, or that take the backup it makes.

        A backup is no trouble to another one.
        """
        addon = self._progress.subject(node)
        found = [self._restores.get(node.pointer, [])]
        if addon is not None:
            found.append(self._changes.get(addon, []))
            if node.kind != "AddonBackup":
                found.append(self._backups.get(addon, []))
        return found

    def users(self, node: Node) -> list[Node]:
        """The first steps that may need what `node` has started finished.

        What seems to touch no data may still read it, and is named for a backup only where there is nothing else.
        """
        lists = self._lists(node)
        serious = self._progress.unawaited(node, self._changing, *lists) if node.kind == "AddonBackup" else []
        return serious or self._progress.unawaited(node, self._any, *lists)


def _uses_any(node: Node) -> bool:
    if node.kind == "Action":
        return action(node)[:2] in (("Service", "execute"), ("Service", "restart"), ("Job", "execute"))
    return node.kind == "JobRun" or is_deployment(node)


def _changes_addon(node: Node) -> bool:
    if node.kind == "Action":
        return action(node)[:2] in (("AddonBackup", "restore"), ("Addon", "restart"))
    return node.kind == "AddonImport"


class Races:
    """The steps of a flow that work on one set of data at the same time. Treat it as frozen.

    Which addon a job uses is not known. It is taken for the one that a branch beside it saves, fills or restores, if
    that branch has no job itself, and the branch of the job does nothing of the kind.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        tasks, nodes = progress.tasks, progress.scope.flow.of("JobRun", "Action")
        self._kept = progress.in_order([*tasks.get("backup", ()), *tasks.get("import", ()), *tasks.get("restore", ())])
        restarts = [node for node in tasks.get("restart", ()) if action(node)[0] == "Addon"]
        self._of_addon = progress.by_subject(progress.in_order([*self._kept, *restarts]))
        self._jobs = [node for node in nodes if changes_rows(node)]
        self._of_job = progress.by_subject(node for node in self._jobs if is_migration(node))
        self._changing = {node.pointer for node in self._jobs}
        working = [node for node in nodes if node.kind == "JobRun" or action(node)[1] == "execute"]
        # Where in the branch of a job the data is saved or changed, and in that of the data jobs run.
        self._places = [[self._position(node) for node in found] for found in (self._kept, working)]
        self.steps = progress.in_order([*self._kept, *restarts, *self._jobs])

    def earlier(self, step: Node) -> list[Node]:
        """Those that race with `step` and stand before it in the document."""
        name = self._progress.subject(step) or ""
        if step.pointer in self._changing:
            lists = [self._kept, self._of_job.get(name, [])]
        else:
            lists = [self._of_addon.get(name, []), self._jobs if task_of(step) != "restart" else []]
        beside = self._progress.beside(step, *lists)
        return [node for node in beside if self._position(node) < self._position(step) and self._is_race(step, node)]

    def _is_race(self, step: Node, other: Node) -> bool:
        if step in self._progress.sources.of(other) or other in self._progress.sources.of(step):
            return False  # One cannot start without the other, whatever they are written beside.
        jobs = [node for node in (step, other) if node.pointer in self._changing]
        if len(jobs) == 2:
            return step.spec == other.spec
        if not jobs:
            return task_of(step) != task_of(other) or task_of(step) not in ("backup", "restart")
        data = other if jobs[0] is step else step
        branches = self._progress.course.branches(self._position(jobs[0]), self._position(data))
        return branches is not None and not any(map(_has, self._places, branches))

    def _position(self, node: Node) -> int:
        return self._progress.course.positions[node.pointer]


def _has(positions: Sequence[int], stretch: Stretch) -> bool:
    index = bisect_left(positions, stretch.start)
    return index < len(positions) and positions[index] < stretch.stop
