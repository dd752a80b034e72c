"""What each node reads and waits for, one line for each node or trigger it gets something from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from nflint.diagnostic import Pointer
from nflint.flow.model import Node, Trigger
from nflint.flow.order import Standing
from nflint.flow.tasks import is_for_job, task_of, waits_itself
from nflint.flow.uses import SUPPLIED_REF, Reference
from nflint.flow.wiring import Wiring
from nflint.graph.lettering import visible
from nflint.graph.picture import ArrowSort, Doubt, Row

MOST_READ = 6
"""Lines for what one node reads; what comes beyond shares the last one."""

_MOST_NAMES = 3

_WHY: Mapping[str, str] = {
    "later": "has not run yet",
    "parallel": "runs at the same time",
    "itself": "is this step itself",
    "enclosing": "is not done yet",
    "inside": "has not run yet",
    "skipped": "is always skipped",
    "teardown": "runs in the teardown",
    "loop": "runs in a loop",
    "unsure": "may be skipped",
}
_BROKEN = frozenset({"parallel", "itself", "enclosing", "inside"})


class Read(NamedTuple):
    """What a node reads of one other, `target`, or of a name that nobody has; `label` are the outputs."""

    name: str
    target: Pointer | None
    sort: ArrowSort
    label: str
    doubt: Doubt
    why: str


class Inputs(NamedTuple):
    """What the nodes of a document read, by their pointers: of others, and of arguments. `awaited` are those that some
    Condition waits for; `over` says that it is too late to wait; at most `most` lines are made for one node."""

    read: Mapping[Pointer, list[Read]]
    arguments: Mapping[Pointer, list[str]]
    awaited: frozenset[Pointer]
    over: bool
    most: int = MOST_READ

    def rows(self, node: Node) -> Iterator[Row]:
        """The lines of what a node reads."""
        read = self.read.get(node.pointer, [])
        shown = read if len(read) <= self.most else read[: self.most - 1]
        for one in shown:
            verb = "waits for" if one.sort == "wait" else "reads"
            outputs = f": {one.label}" if one.label else ""
            why = f" ({one.why})" if one.why else ""
            yield Row("input", f"{verb} {one.name}{outputs}{why}")
        if len(shown) < len(read):
            yield Row("input", f"reads {len(read) - len(shown)} more")
        names = self.arguments.get(node.pointer)
        if names:
            yield Row("detail", f"argument{'s' if len(names) > 1 else ''} {_listed(names)}")

    def careless(self, node: Node) -> Row | None:
        """A word about what a node starts and does not wait for, where no Condition does either."""
        if self.over or node.pointer in self.awaited or waits_itself(node) or is_for_job(node):
            return None  # What is released to a job starts with its next run.
        task = task_of(node)
        return None if task is None else Row("wait", f"goes on before the {task} is done")


def inputs_of(wiring: Wiring, waits: Mapping[Pointer, list[Node]], *, over: bool) -> Inputs:
    """What the nodes of a document read and wait for; `waits` are the nodes that Conditions wait for, and `over` says
    that what has been started is so long ago that nobody needs to wait."""
    grouped: dict[Pointer, dict[object, list[Reference]]] = {}
    for reference in wiring.references:
        node = reference.use.node
        if node is not None:
            key = reference.name if reference.target is None else reference.target.pointer
            grouped.setdefault(node.pointer, {}).setdefault(key, []).append(reference)
    read = {
        pointer: [_read(references, waits.get(pointer, ())) for references in targets.values()]
        for pointer, targets in grouped.items()
    }
    for pointer, nodes in waits.items():
        known = {one.target for one in read.get(pointer, ())}
        fresh = [node for node in nodes if node.pointer not in known]
        read.setdefault(pointer, []).extend(
            Read(visible(node.ref or node.title), node.pointer, "wait", "", "no", "") for node in fresh
        )
    arguments: dict[Pointer, list[str]] = {}
    for use in wiring.arguments:
        name = use.name(1)
        if use.node is not None and name is not None:
            arguments.setdefault(use.node.pointer, []).append(visible(name))
    seen = frozenset(node.pointer for nodes in waits.values() for node in nodes)
    return Inputs(read, arguments, seen, over)


def _read(references: list[Reference], waited: Iterable[Node]) -> Read:
    first = references[0]
    label = _listed([visible(".".join(reference.output)) for reference in references if reference.output])
    target, name = first.target, visible(first.name)
    if target is None:
        supplied = first.name == SUPPLIED_REF
        return Read(name, None, "trigger", label, "no" if supplied else "broken", "" if supplied else "no such ref")
    if isinstance(target, Trigger):
        return Read(name, target.pointer, "trigger", label, "no", "")
    sort: ArrowSort = "wait" if any(node.pointer == target.pointer for node in waited) else "reference"
    doubt = _doubt(first.standing)
    why = "" if doubt == "no" or first.standing is None else _WHY.get(first.standing.why, "")
    return Read(name, target.pointer, sort, label, doubt, why)


def _doubt(standing: Standing | None) -> Doubt:
    if standing is None or standing.when == "always":
        return "no"
    return "broken" if standing.when == "never" or standing.why in _BROKEN else "maybe"


def _listed(names: Iterable[str]) -> str:
    """Each of the names once, a few of them."""
    each = list(dict.fromkeys(names))
    more = f" and {len(each) - _MOST_NAMES} more" if len(each) > _MOST_NAMES else ""
    return ", ".join(each[:_MOST_NAMES]) + more
