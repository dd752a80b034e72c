"""The ways that arrows take between boxes: which channels each needs, and the lane it has in each.

Every group has a gutter at its right side, gaps above its rows of boxes, and gaps between the boxes of a row. An arrow
leaves its source to the right, goes out through the groups around it to the gutter of the one that holds both ends,
along that, and in to its target from the right. So no arrow crosses a box, and the work grows with the number of
arrows and the depth of the boxes.
"""

from __future__ import annotations

import heapq
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from nflint.graph.picture import Arrow, Box

PAGE = -1
"""The number of what is around the boxes that have no other around them."""

MOST_LANES = 14
"""Lanes of one channel. Beyond, arrows share them: nobody can follow so many lines."""

Cell: TypeAlias = tuple[int, int, bool]
"""The row and column of a box among the boxes of its group, and whether it is the last of its row."""

Channel: TypeAlias = tuple[int, str, int, int]
"""A group and what in it: ("gutter", 0, 0), ("row", number of the row below it, 0), ("column", row, column left of
it)."""

_User: TypeAlias = tuple[int, ...]


def bundle(arrow: Arrow) -> int:
    """What arrows that share a line have in common: their source and their looks."""
    return 3 * arrow.source + (1 if arrow.sort == "wait" else 2 if arrow.doubt == "broken" else 0)


class Lanes(NamedTuple):
    """The lane of each user of each channel, and how many lanes a channel has."""

    of: Mapping[tuple[Channel, _User], int]
    numbers: Mapping[Channel, int]


def meeting(boxes: Sequence[Box], one: int, other: int) -> int:
    """The innermost group around both boxes, neither of which holds the other."""
    around = {PAGE}
    here: int | None = boxes[one].parent
    while here is not None:
        around.add(here)
        here = boxes[here].parent
    here = boxes[other].parent
    while here is not None and here not in around:
        here = boxes[here].parent
    return PAGE if here is None else here


def gutter(group: int) -> Channel:
    """The channel at the right side of a group."""
    return (group, "gutter", 0, 0)


def row_gap(group: int, below: int) -> Channel:
    """The channel above a row of a group; behind the last row, the one below that."""
    return (group, "row", below, 0)


def column_gap(group: int, row: int, left: int) -> Channel:
    """The channel right of a box."""
    return (group, "column", row, left)


class Uses:
    """Which arrows use which channels of one group after the other. Treat it as frozen when it is made."""

    def __init__(self, boxes: Sequence[Box], arrows: Sequence[Arrow]) -> None:
        self.meetings = [meeting(boxes, arrow.source, arrow.target) for arrow in arrows]
        # Of each group the boxes in it that a bundle of arrows leaves, or enters, and the trunks along it.
        self.left: dict[int, dict[tuple[int, int], None]] = {}
        self.entered: dict[int, dict[tuple[int, int], None]] = {}
        self.trunks: dict[int, dict[int, list[int]]] = {}
        for arrow, group in zip(arrows, self.meetings, strict=True):
            first = self._climb(boxes, arrow.source, group, bundle(arrow), self.left)
            last = self._climb(boxes, arrow.target, group, bundle(arrow), self.entered)
            self.trunks.setdefault(group, {}).setdefault(bundle(arrow), []).extend((first, last))

    @staticmethod
    def _climb(
        boxes: Sequence[Box], box: int, end: int, user: int, found: dict[int, dict[tuple[int, int], None]]
    ) -> int:
        """Notes the groups from `box` up to `end`; gives the box of `end` that it is in."""
        while True:
            parent = boxes[box].parent
            group = PAGE if parent is None else parent
            found.setdefault(group, {})[box, user] = None
            if group == end:
                return box
            box = group

    def lanes(self, group: int, cells: Mapping[int, Cell]) -> Lanes:
        """The lanes in the channels of a group whose boxes stand in `cells`."""
        of: dict[tuple[Channel, _User], int] = {}
        numbers: dict[Channel, int] = {}
        for side, users in ((0, self.left.get(group, {})), (1, self.entered.get(group, {}))):
            for box, user in users:
                row, column, last = cells[box]
                if not last:
                    for channel in (row_gap(group, row + 1 - side), column_gap(group, row, column)):
                        lane = numbers.get(channel, 0)
                        of[channel, (side, box, user)] = lane % MOST_LANES
                        numbers[channel] = lane + 1
        trunks = self.trunks.get(group, {})
        stretches = {user: sorted(cells[box][0] for box in held) for user, held in trunks.items()}
        colored = _colored({user: (rows[0], rows[-1]) for user, rows in stretches.items()})
        for user, lane in colored.items():
            of[gutter(group), (user,)] = lane % MOST_LANES
        numbers[gutter(group)] = max(colored.values(), default=-1) + 1
        return Lanes(of, {channel: min(number, MOST_LANES) for channel, number in numbers.items()})


def _colored(stretches: Mapping[int, tuple[int, int]]) -> dict[int, int]:
    """A lane for each stretch, so that those which overlap have different ones."""
    found: dict[int, int] = {}
    free: list[int] = []
    busy: list[tuple[int, int]] = []
    fresh = 0
    for user, (first, last) in sorted(stretches.items(), key=lambda item: (item[1][0], item[1][1], item[0])):
        while busy and busy[0][0] < first:
            heapq.heappush(free, heapq.heappop(busy)[1])
        if free:
            lane = heapq.heappop(free)
        else:
            lane, fresh = fresh, fresh + 1
        found[user] = lane
        heapq.heappush(busy, (last, lane))
    return found
