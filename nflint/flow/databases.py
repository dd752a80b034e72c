"""The steps that may read or change what is in an addon, or need it as it was."""

from __future__ import annotations

from nflint.diagnostic import Pointer
from nflint.flow.model import Node
from nflint.flow.tasks import action, is_deployment
from nflint.flow.waiting import Progress


class DataSteps:
    """The steps of a flow that may touch data, in document order. Treat it as frozen.

    A job, a command and the new version of a service say nothing of the addons that they use, so that they may use any.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        nodes = progress.scope.flow.of("JobRun", "Release", "Action", "AddonBackup", "AddonImport")
        self._any = [node for node in nodes if _uses_any(node)]
        self._backups = progress.by_subject(node for node in nodes if node.kind == "AddonBackup")
        self._changes = progress.by_subject(node for node in nodes if _changes_addon(node))
        self._restores: dict[Pointer, list[Node]] = {}
        for node in progress.scope.flow.of("Action", "Addon"):
            path = ("source", "backupId") if node.kind == "Addon" else ("spec", "data", "backupId")
            for source in progress.sources.of(node, "spec", *path):
                self._restores.setdefault(source.pointer, []).append(node)

    def lists(self, node: Node) -> list[list[Node]]:
        """Those that may touch the addon that `node` backs up or changes, or that take the backup it makes.

        A backup is no trouble to another one.
        """
        addon = self._progress.subject(node)
        found = [self._any, self._restores.get(node.pointer, [])]
        if addon is not None:
            found.append(self._changes.get(addon, []))
            if node.kind != "AddonBackup":
                found.append(self._backups.get(addon, []))
        return found


def _uses_any(node: Node) -> bool:
    if node.kind == "Action":
        return action(node)[:2] in (("Service", "execute"), ("Service", "restart"), ("Job", "execute"))
    return node.kind == "JobRun" or is_deployment(node)


def _changes_addon(node: Node) -> bool:
    if node.kind == "Action":
        return action(node)[:2] in (("AddonBackup", "restore"), ("Addon", "restart"))
    return node.kind == "AddonImport"
