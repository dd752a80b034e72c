"""The lines of a picture on its paper: from step to step, and from what gives something to what needs it."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from nflint.graph.channels import PAGE, Channel, bundle, column_gap, gutter, row_gap
from nflint.graph.layout import LANE, Plan, port
from nflint.graph.picture import Arrow, Picture, successions

Point: TypeAlias = tuple[float, float]

HEAD = 7
"""The length of an arrow's head."""

# Bundles of arrows that look otherwise leave their source a little lower.
_OFFSETS = (0, 8, 16)


class Route(NamedTuple):
    """The corners of an arrow's line, from its source to its head."""

    arrow: Arrow
    points: tuple[Point, ...]


def routes(picture: Picture, plan: Plan) -> list[Route]:
    """The lines of all arrows, each from the right side of its source to the right side of its target."""
    found: list[Route] = []
    for arrow, group in zip(picture.arrows, plan.uses.meetings, strict=True):
        user = bundle(arrow)
        start = port(plan.frames[arrow.source], None) + _OFFSETS[user % 3]
        end = port(plan.frames[arrow.target], arrow.row)
        out = _climb(picture, plan, arrow.source, group, user, start, side=0)
        back = _climb(picture, plan, arrow.target, group, user, end, side=1)
        x = _lane(plan, group, gutter(group), (user,))
        points = [*out, (x, out[-1][1]), (x, back[-1][1]), *reversed(back)]
        found.append(Route(arrow, tuple(points)))
    return found


def _climb(picture: Picture, plan: Plan, box: int, end: int, bundled: int, y: float, *, side: int) -> list[Point]:
    """The way from a box out to the gutter of the group `end`, without the last stretch to that."""
    points: list[Point] = [(plan.frames[box].right, y)]
    while True:
        parent = picture.boxes[box].parent
        group = PAGE if parent is None else parent
        row, column, last = plan.cells[box]
        if not last:
            user = (side, box, bundled)
            x = _lane(plan, group, column_gap(group, row, column), user)
            above = _lane(plan, group, row_gap(group, row + 1 - side), user)
            points += [(x, y), (x, above)]
            y = above
        if group == end:
            return points
        box = group


def _lane(plan: Plan, group: int, channel: Channel, user: tuple[int, ...]) -> float:
    return plan.channels[channel] + (plan.lanes[group].of[channel, user] + 0.5) * LANE


def order_lines(picture: Picture, plan: Plan) -> list[tuple[Point, Point]]:
    """The lines from each step to the next one."""
    frames = plan.frames
    return [
        ((frames[before].middle, frames[before].bottom), (frames[after].middle, frames[after].y))
        for before, after in successions(picture.boxes)
    ]
