"""The course of a flow: which nodes come after another one, before it or beside it, as stretches of positions.

Nodes are numbered in document order, so that everything below a workflow, and everything that comes after one of its
steps, is one stretch of numbers. What is skipped and what loops is not known here; `nflint.flow.order` knows it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nflint.diagnostic import Pointer
from nflint.flow.model import Node


class Stretch(NamedTuple):
    """The nodes from position `start` to before `stop`, in document order."""

    start: int
    stop: int


class Course:
    """The positions of the nodes of one flow. Treat it as frozen.

    A workflow of a type that does not exist is read as sequential, as `nflint.flow.order` reads it. Each question
    takes time in proportion to the depth of the nodes, however many there are.
    """

    __slots__ = ("_ends", "_parents", "nodes", "positions")

    def __init__(self, nodes: Sequence[Node]) -> None:
        """`nodes` are those of a flow, in document order: parents come before what is below them."""
        self.nodes = nodes
        self.positions: dict[Pointer, int] = {}
        self._parents: list[int] = []
        for position, node in enumerate(nodes):
            self.positions[node.pointer] = position
            self._parents.append(-1 if node.parent is None else self.positions[node.parent])
        self._ends = ends = list(range(1, len(nodes) + 1))
        for position in reversed(range(len(nodes))):
            parent = self._parents[position]
            # The last step of a workflow comes first here, and ends with the workflow.
            if parent >= 0 and ends[position] > ends[parent]:
                ends[parent] = ends[position]

    def below(self, position: int) -> Stretch:
        """A node and everything below it."""
        return Stretch(position, self._ends[position])

    def is_parallel(self, position: int) -> bool:
        """Whether a node runs its steps all at the same time."""
        node = self.nodes[position]
        return node.kind != "LoopWorkflow" and node.spec.get("type") == "parallel"

    def around(self, position: int) -> Iterator[tuple[int, int]]:
        """Each workflow around a node, from the inside out, with the step of it in which the node is."""
        step = position
        while (workflow := self._parents[step]) >= 0:
            yield workflow, step
            step = workflow

    def after(self, position: int) -> Iterator[Stretch]:
        """The nodes that start only when the node has ended, in document order."""
        for workflow, step in self.around(position):
            if self._ends[step] < self._ends[workflow] and not self.is_parallel(workflow):
                yield Stretch(self._ends[step], self._ends[workflow])

    def before(self, position: int) -> Iterator[Stretch]:
        """The nodes that have ended when the node starts, the nearest stretch first."""
        for workflow, step in self.around(position):
            if workflow + 1 < step and not self.is_parallel(workflow):
                yield Stretch(workflow + 1, step)

    def is_beside(self, position: int) -> bool:
        """Whether any node runs at the same time."""
        step = position
        while (workflow := self._parents[step]) >= 0:
            is_alone = workflow + 1 == step and self._ends[step] == self._ends[workflow]
            if not is_alone and self.is_parallel(workflow):
                return True
            step = workflow
        return False

    def beside(self, position: int) -> Iterator[Stretch]:
        """The nodes that run at the same time, in other branches of a parallel workflow, the innermost first."""
        for workflow, step in self.around(position):
            if self.is_parallel(workflow):
                if workflow + 1 < step:
                    yield Stretch(workflow + 1, step)
                if self._ends[step] < self._ends[workflow]:
                    yield Stretch(self._ends[step], self._ends[workflow])

    def branches(self, one: int, other: int) -> tuple[Stretch, Stretch] | None:
        """The two branches of the innermost workflow around both nodes, if that runs them at the same time."""
        steps = dict(self.around(one))
        for workflow, step in self.around(other):
            if workflow in steps:
                return (self.below(steps[workflow]), self.below(step)) if self.is_parallel(workflow) else None
        return None

    def between(self, there: int, here: int) -> Iterator[Stretch]:
        """The nodes that have ended when `here` starts and that did not end before `there` started.

        `here` comes after `there`. The steps beside `there` belong to them: a parallel workflow ends with its last.
        """
        for workflow, step in self.around(here):
            if workflow <= there < self._ends[workflow]:
                yield Stretch(self._ends[there], step)
                for branching, branch in self.around(there):
                    if branching == workflow:
                        return
                    if self.is_parallel(branching):
                        yield Stretch(branching + 1, branch)
            if not self.is_parallel(workflow):
                yield Stretch(workflow + 1, step)
