"""Who waits in a teardown for what its nodes start, wherever that is.

Which steps of a flow start too early is the business of `nflint.flow.waiting`; here nothing need come after a wait.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from nflint.diagnostic import Pointer
from nflint.flow.model import Node
from nflint.flow.plain import text
from nflint.flow.subjects import is_fixed
from nflint.flow.tasks import Task, task_of
from nflint.flow.waiting import Progress

CONDITIONS: dict[Task | None, str] = {"job run": "JobRun", "restore": "Addon"}
"""The kinds of Condition that wait for what a node of a teardown has started."""

# Each is held against each node, and nobody waits for more.
_MOST = 100


class Wait(NamedTuple):
    """A node that waits: the kind of Condition, or "Approval", the nodes it waits for, and the name that it gives."""

    position: int
    kind: str
    sources: frozenset[Pointer]
    name: str | None


def waits_of(progress: Progress) -> list[Wait]:
    """The Condition and Approval nodes of a teardown, without those that are always skipped."""
    found = []
    for node in progress.scope.flow.of("Condition", "Approval"):
        if node.area == "teardown" and not progress.scope.order.is_skipped(node):
            kind = text(node.spec.get("kind")) if node.kind == "Condition" else node.kind
            sources = frozenset([source.pointer for source in progress.awaited(node)])
            position = progress.course.positions[node.pointer]
            found.append(Wait(position, kind or "", sources, progress.subject(node)))
    return found[:_MOST]


def is_awaited(node: Node, progress: Progress, waits: Sequence[Wait]) -> bool:
    """Whether a Condition waits for what `node` starts, or may, or an Approval comes after it."""
    position, name = progress.course.positions[node.pointer], progress.subject(node)
    for wait in waits:
        if wait.position < position or wait.kind not in ("Approval", CONDITIONS.get(task_of(node))):
            continue
        if wait.kind == "Approval" or node.pointer in wait.sources:
            return True
        # What only the run knows may be this one.
        known = name is not None and wait.name is not None and is_fixed(name) and is_fixed(wait.name)
        if not wait.sources and (name == wait.name or not known):
            return True
    return False
