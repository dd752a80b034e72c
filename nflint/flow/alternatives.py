"""Which nodes are run in place of each other: a run may skip one for the very reason for which it runs the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from nflint.expression.parser import parse
from nflint.expression.tree import paths
from nflint.flow.course import Course
from nflint.flow.model import Node

# What the skip of one node may depend on; of what is beyond nothing is known.
_MOST_NEEDS = 50


class _Skips(NamedTuple):
    """The expressions that decide whether a node is skipped, and all that their values depend on."""

    texts: frozenset[str]
    needs: frozenset[tuple[str, ...]]


class Alternatives:
    """Knows of the nodes of one flow by which expressions they are skipped. Treat it as frozen."""

    def __init__(self, course: Course, arguments: Mapping[str, Any]) -> None:
        self._course = course
        self._arguments = arguments
        self._known: dict[int, _Skips] = {}
        self._of_arguments: dict[str, list[tuple[str, ...]]] = {}

    def are_apart(self, one: Node, other: Node) -> bool:
        """Whether a run may skip one of two nodes for the very reason for which it runs the other."""
        second = self._skips(other)
        if not second.texts:
            return False
        first = self._skips(one)
        if first.texts <= second.texts or second.texts <= first.texts:
            return False
        return not first.needs.isdisjoint(second.needs)

    def _skips(self, node: Node) -> _Skips:
        """The expressions by which a node and the workflows around it are skipped."""
        position = self._course.positions[node.pointer]
        if position not in self._known:
            around = [node, *[self._course.nodes[workflow] for workflow, _ in self._course.around(position)]]
            values = [one.fields["skipNodeExecution"] for one in around if "skipNodeExecution" in one.fields]
            texts = frozenset([value for value in values if isinstance(value, str) and "${" in value])
            self._known[position] = _Skips(texts, self._needs(texts))
        return self._known[position]

    def _needs(self, texts: Iterable[str]) -> frozenset[tuple[str, ...]]:
        """The paths in some texts, and in the declared values of the arguments that they name."""
        pending = [names for text in texts for names in _paths(text)]
        needs = set(pending)
        while pending and len(needs) <= _MOST_NEEDS:
            names = pending.pop()
            if names[0] == "args" and len(names) > 1:
                fresh = [needed for needed in self._declared(names[1]) if needed not in needs]
                needs.update(fresh)
                pending += fresh
        return frozenset(needs)

    def _declared(self, argument: str) -> list[tuple[str, ...]]:
        """Paths in the declared value of an argument, which many nodes may be skipped by."""
        if argument not in self._of_arguments:
            declared = self._arguments.get(argument)
            self._of_arguments[argument] = _paths(declared)[:_MOST_NEEDS] if isinstance(declared, str) else []
        return self._of_arguments[argument]


def _paths(text: str) -> list[tuple[str, ...]]:
    return [path.names for expression in parse(text) for path, _ in paths(expression.value)]
