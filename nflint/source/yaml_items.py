"""Spares the composer the items of block sequences that have been composed before.

libyaml says where an item begins and ends. What is in it depends on nothing but its text and the column it begins in,
as long as no anchor, alias or tag is there; so it is known by these, wherever it stands now.
"""

from __future__ import annotations

from typing import Any

from yaml.events import (
    AliasEvent,
    MappingEndEvent,
    MappingStartEvent,
    ScalarEvent,
    SequenceEndEvent,
    SequenceStartEvent,
)

from .memory import LONGEST, Memory
from .reading import moved_inside
from .yaml_composer import Composer, Node

_ENDS = frozenset((MappingEndEvent, SequenceEndEvent))


class Items:
    """Hands events on to a composer, those of an item when its end has come."""

    def __init__(self, composer: Composer, memory: Memory[Node]) -> None:
        self._composer = composer
        self._memory = memory
        self._begin([])

    def take(self, event: Any, kind: type) -> None:
        """Takes one event of a node, as `Composer.take` does."""
        if self._pending:
            self._pending.append(event)
            # Most events are those of scalars without anything; there are thousands between two key presses.
            if kind is not ScalarEvent or event.anchor is not None or event.tag is not None:
                self._look(event, kind)
            elif len(self._pending) > LONGEST:
                self._compose()
        elif not self._composer.stopped:
            if kind is MappingStartEvent and not event.flow_style and self._composer.in_block_sequence:
                self._begin([event])
                self._look(event, kind)
            else:
                self._composer.take(event, kind)

    def flush(self) -> None:
        """Hands on what was taken of an item that has no end."""
        while self._pending:
            self._compose()

    def _begin(self, pending: list[Any]) -> None:
        self._pending = pending
        self._depth = 0
        self._is_plain = True

    def _look(self, event: Any, kind: type) -> None:
        first = self._pending[0].start_mark
        if kind not in _ENDS:
            if kind is AliasEvent or event.anchor is not None or event.tag is not None:
                self._is_plain = False
            if kind is MappingStartEvent or kind is SequenceStartEvent:
                self._depth += 1
            if event.start_mark.index - first.index > LONGEST:
                self._compose()
            return
        self._depth -= 1
        if self._depth == 0 and self._is_plain:
            self._item(first.index, first.column, event.end_mark.index)
        elif self._depth == 0:
            self._compose()

    def _item(self, start: int, column: int, end: int) -> None:
        """Composes a whole item, unless that has been done."""
        composer = self._composer
        source = composer.content[start:end]
        known = self._memory.get(column, source)
        if known is not None and composer.has_room(known):
            self._begin([])
            inside = known.children and moved_inside(known.children, start)
            composer.put(known._replace(start=start, end=start + known.end, children=inside))
            return
        told = composer.problems.told
        self._compose()
        node = composer.last
        if composer.problems.told == told and not composer.stopped and node and len(source) <= LONGEST:
            inside = node.children and moved_inside(node.children, -start)
            self._memory.put(column, source, node._replace(start=0, end=node.end - start, children=inside))

    def _compose(self) -> None:
        """Composes what is pending, in which there may be items as well."""
        first, *rest = self._pending
        self._begin([])
        self._composer.take(first, type(first))
        for event in rest:
            self.take(event, type(event))
