"""What has run before what: whether the outputs of one node are there when another one starts.

Read from the shape of the workflows and from what is known of `skipNodeExecution`; which expression needs what is not
known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal, NamedTuple

from nflint.diagnostic import Pointer
from nflint.flow.model import Area, Node

Skip = Literal["no", "yes", "maybe"]
When = Literal["always", "sometimes", "never"]
Why = Literal[
    "earlier", "last-run", "later", "itself", "enclosing", "inside", "parallel", "teardown", "skipped", "loop", "unsure"
]

_LOOP = "LoopWorkflow"


class Standing(NamedTuple):
    """Whether the outputs of a node are there when another one starts, and why.

    `cause` is the node to speak of: the one that is skipped or around it, the workflow that runs both at once, the
    loop. A node whose skip depends on the run is "sometimes" there, for the reason "unsure".

    Of several reasons the order of the steps comes first ("later", "itself", "enclosing", "inside", "parallel"), then
    a skip, then a loop; yet "loop" comes before a skip that is decided inside that loop, since what either means for
    steps outside is documented nowhere. `when` tells of all reasons together: a step of the same parallel workflow
    that is always skipped is "never" there, for the reason "parallel", and inside a loop a node's own outputs are
    there "sometimes", those of the iteration before, for the reason "itself".
    """

    when: When
    why: Why
    cause: Node | None = None


class _Mark(NamedTuple):
    """A node that makes a doubt: a loop, or one that is or may be skipped; `above` is the next such around it."""

    node: Node
    skip: Skip
    condition: str | None
    above: _Mark | None


class Order:
    """The run order of the nodes of one flow. Treat it as frozen.

    A sequential workflow runs a step after the one before has finished, a parallel one all at the same time (guide
    "Infrastructure as code", workflows). A loop runs its steps in order and may do so again or never, and a step may
    see what an iteration before has left: no page says more.

    A workflow of any other type is a mistake of its own and is read as sequential. Parallel steps could count on none
    of each other, so every reference between them would be wrong; read as sequential, only references to later
    steps are, and those are wrong either way.

    A run evaluates the same condition to the same value, wherever it stands: a ref in it that changes in between is
    out of order itself. The teardown is taken to agree with the run it tears down, since a condition that is
    repeated there says that it should.
    """

    __slots__ = ("_marks", "_nodes", "_parallel")

    def __init__(self, nodes: Sequence[Node], skips: Mapping[Pointer, Skip], conditions: Mapping[Pointer, str]) -> None:
        """Of `nodes` parents come before children; a node without an entry in `skips` is not skipped.

        `conditions` are the sources of what decides where the skip is "maybe"; one without a source is like no other.
        """
        self._nodes = nodes
        self._parallel: dict[tuple[Area, tuple[int, ...]], Node] | None = None
        # Of every node the innermost mark around it; most nodes have none.
        self._marks: dict[tuple[Area, tuple[int, ...]], _Mark] = {}
        if not skips and not any(node.kind == _LOOP for node in nodes):
            return
        for node in nodes:
            above = self._marks.get((node.area, node.path[:-1])) if self._marks and node.path else None
            skip = skips.get(node.pointer, "no") if skips else "no"
            if node.kind == _LOOP or skip != "no":
                condition = conditions.get(node.pointer) if skip == "maybe" else None
                above = _Mark(node, skip, condition, above)
            if above is not None:
                self._marks[node.area, node.path] = above

    def standing(self, here: Node, there: Node) -> Standing:
        """What is known, when `here` starts, of the outputs of `there`; the time it takes grows with their depth."""
        if here.area != there.area:
            if here.area == "spec":
                return Standing("never", "teardown", there)
            return self._behind(here, there, 0, "last-run")
        shared = _shared(here.path, there.path)
        trouble: Why
        if shared == len(there.path):
            trouble = "itself" if shared == len(here.path) else "enclosing"
        elif shared == len(here.path):
            trouble = "inside"
        else:
            around = self._parallel_at(here.area, here.path[:shared])
            if around is not None:
                skipped = self._skipped(there, shared + 1)
                return Standing("never" if skipped else "sometimes", "parallel", around)
            if there.path[shared] < here.path[shared]:
                return self._behind(here, there, shared + 1, "earlier")
            trouble = "later"
        loop = self._loop(here, there, shared)
        before = loop is not None and not self._skipped(there, shared + 1)
        if before and trouble == "later":
            return Standing("sometimes", "loop", loop)
        return Standing("sometimes" if before else "never", trouble, there)

    def is_skipped(self, node: Node) -> bool:
        """Whether the node never runs, since it or a workflow around it is skipped."""
        mark = self._marks.get((node.area, node.path)) if self._marks else None
        while mark is not None:
            if mark.skip == "yes":
                return True
            mark = mark.above
        return False

    def loop(self, node: Node) -> Node | None:
        """The innermost loop around `node`."""
        return self._loop(node, node, len(node.path))

    def when(self, node: Node) -> frozenset[str] | None:
        """The conditions under which `node` runs, none for a node that always does; None where that cannot be told.

        Two nodes with the same conditions run in the same runs, unless a run never gets to one of them. Nothing can be
        told of a node that is always skipped.
        """
        found: set[str] = set()
        for mark in self._around(node, 0):
            if mark.skip == "yes" or (mark.skip == "maybe" and mark.condition is None):
                return None
            if mark.condition is not None:
                found.add(mark.condition)
        return frozenset(found)

    def _parallel_at(self, area: Area, path: tuple[int, ...]) -> Node | None:
        """The node at `path` if it runs its steps at the same time."""
        if self._parallel is None:
            parallel = [node for node in self._nodes if node.spec.get("type") == "parallel" and node.kind != _LOOP]
            self._parallel = {(node.area, node.path): node for node in parallel}
        return self._parallel.get((area, path)) if self._parallel else None

    def _behind(self, here: Node, there: Node, first: int, why: Why) -> Standing:
        """The standing of `there`, whose turn was before `here`; they have no workflow from depth `first` on in common.

        `why` is the reason where nothing else is to be said.
        """
        mark = self._marks.get((there.area, there.path))
        if mark is None:
            return Standing("always", why)
        skipped = self._skipped(there, first)
        if skipped:
            return Standing("never", "skipped", skipped)
        # From the outside in, so that the last one found is the outermost.
        loop = unsure = None
        own = self._conditions(here)
        for mark in self._around(there, first):
            if mark.skip == "maybe" and mark.condition not in own:
                unsure = mark.node
            if mark.node.kind == _LOOP and mark.node.path != there.path:
                loop = mark.node
        if unsure and (loop is None or len(unsure.path) <= len(loop.path)):
            return Standing("sometimes", "unsure", unsure)
        return Standing("sometimes", "loop", loop) if loop else Standing("always", why)

    def _loop(self, here: Node, there: Node, shared: int) -> Node | None:
        """The innermost loop around both nodes, which have `shared` positions in common."""
        mark = self._marks.get((there.area, there.path)) if self._marks else None
        if mark is None:
            return None  # As nearly always.
        depth = min(shared, len(here.path) - 1, len(there.path) - 1)
        while mark is not None:
            if mark.node.kind == _LOOP and len(mark.node.path) <= depth:
                return mark.node
            mark = mark.above
        return None

    def _skipped(self, node: Node, first: int) -> Node | None:
        """The outermost of `node` and the workflows around it, from depth `first` on, that is always skipped."""
        found = None
        for mark in self._around(node, first):
            if mark.skip == "yes":
                found = mark.node
        return found

    def _conditions(self, node: Node) -> set[str]:
        """The conditions under which `node` runs: a node under the same one has run too when it was its turn."""
        return {mark.condition for mark in self._around(node, 0) if mark.condition is not None}

    def _around(self, node: Node, first: int) -> Iterator[_Mark]:
        """The marks of `node` and the workflows around it, from the inside out, down to depth `first`."""
        mark = self._marks.get((node.area, node.path))
        while mark is not None and len(mark.node.path) >= first:
            yield mark
            mark = mark.above


def _shared(one: tuple[int, ...], other: tuple[int, ...]) -> int:
    """How many positions two paths have in common from the root on."""
    shared = 0
    for first, second in zip(one, other, strict=False):
        if first != second:
            break
        shared += 1
    return shared
