"""Which nodes a Condition waits for: those whose outputs it reads, or the last one before it about the same thing."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from types import MappingProxyType

from nflint.diagnostic import Pointer
from nflint.flow.model import Node
from nflint.flow.subjects import is_fixed
from nflint.flow.tasks import Task
from nflint.flow.waiting import Progress

# What a Condition of each kind may wait for, as `nflint.flow.waiting` has it the other way round.
_TASKS: Mapping[object, tuple[Task, ...]] = MappingProxyType(
    {
        "Build": ("build",),
        "JobRun": ("job run",),
        "AddonBackup": ("backup",),
        "AddonImport": ("import",),
        "Addon": ("backup", "import", "restore", "restart"),
        "Service": ("release", "restart"),
    }
)


def awaited(progress: Progress) -> dict[Pointer, list[Node]]:
    """Of each Condition node the nodes it waits for, where that can be told; most wait for one."""
    started: dict[tuple[Task, str], list[Node]] = {}
    for task, nodes in progress.tasks.items():
        for subject, alike in progress.by_subject(nodes).items():
            if is_fixed(subject):
                started[task, subject] = alike
    found: dict[Pointer, list[Node]] = {}
    for node in progress.scope.flow.of("Condition"):
        nodes = progress.awaited(node) or _by_name(node, progress, started)
        if nodes:
            found[node.pointer] = nodes
    return found


def _by_name(node: Node, progress: Progress, started: Mapping[tuple[Task, str], list[Node]]) -> list[Node]:
    positions, subject = progress.course.positions, progress.subject(node)
    if subject is None:
        return []
    here = positions[node.pointer]
    kind = node.spec.get("kind")
    before = [
        one
        for task in (_TASKS.get(kind, ()) if isinstance(kind, str) else ())
        for one in _last_before(started.get((task, subject), ()), positions, here)
        if one.area == node.area
    ]
    return sorted(before, key=lambda one: positions[one.pointer])[-1:]


def _last_before(nodes: list[Node] | tuple[()], positions: Mapping[Pointer, int], here: int) -> list[Node]:
    at = bisect_left(nodes, here, key=lambda node: positions[node.pointer])
    return [nodes[at - 1]] if at else []
