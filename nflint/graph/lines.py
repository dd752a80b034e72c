"""The arrows of an SVG picture, each line with its head."""

from __future__ import annotations

from collections.abc import Sequence

from nflint.graph.layout import Frame
from nflint.graph.routes import HEAD, Point, Route

_RADIUS = 7


def order_line(start: Point, end: Point) -> str:
    """The arrow from a step to the next one."""
    (x, y), (to_x, to_y) = start, end
    tip = _head("order-head", (to_x, to_y), (0, 1))
    return f'<path class="line order" d="{path([(x, y), (to_x, to_y - HEAD + 1)])}"/>{tip}\n'


def loop_line(frame: Frame, top: float) -> str:
    """The arrow at the left side of a loop, from its end back to its beginning."""
    x, low, high = frame.x + 18, frame.bottom - 22, frame.y + top + 16
    d = path([(x + 12, low), (x, low), (x, high), (x + 12 - HEAD + 1, high)])
    return f'<path class="line order" d="{d}"/>{_head("order-head", (x + 12, high), (1, 0))}\n'


def arrow_line(route: Route, title: str) -> str:
    """An arrow with a dot where it begins and a head where it ends; `title`, which is escaped, is shown on it."""
    arrow, points = route.arrow, route.points
    sort = arrow.sort if arrow.sort == "reference" else f"{arrow.sort}-line"
    head = "broken-head" if arrow.doubt == "broken" else f"{arrow.sort}-head"
    classes = {"no": "", "maybe": " doubtful", "broken": " broken doubtful"}[arrow.doubt]
    end_x, end_y = points[-1]
    d = path([*points[:-1], (end_x + HEAD - 1, end_y)])
    start_x, start_y = points[0]
    dot = f'<circle class="{head}" cx="{start_x:.1f}" cy="{start_y:.1f}" r="3"/>'
    tip = _head(head, points[-1], (-1, 0))
    cross = ""
    if arrow.doubt == "broken":
        x = end_x + HEAD + 7
        cross = f'<path class="line broken" d="M{x - 4:.1f} {end_y - 4:.1f}l8 8m0 -8l-8 8"/>'
    return f'<g><title>{title}</title><path class="line {sort}{classes}" d="{d}"/>{dot}{tip}{cross}</g>\n'


def path(points: Sequence[Point]) -> str:
    """The line through these points, with round corners."""
    points = [point for number, point in enumerate(points) if number == 0 or point != points[number - 1]]
    parts = [f"M{points[0][0]:.1f} {points[0][1]:.1f}"]
    for before, here, after in zip(points, points[1:], points[2:], strict=False):
        radius = min(_RADIUS, _distance(before, here) / 2, _distance(here, after) / 2)
        (x, y), (to_x, to_y) = _toward(here, before, radius), _toward(here, after, radius)
        parts.append(f"L{x:.1f} {y:.1f}Q{here[0]:.1f} {here[1]:.1f} {to_x:.1f} {to_y:.1f}")
    parts.append(f"L{points[-1][0]:.1f} {points[-1][1]:.1f}")
    return "".join(parts)


def _head(name: str, tip: Point, direction: tuple[int, int]) -> str:
    (x, y), (along, down) = tip, direction
    back_x, back_y = x - along * HEAD, y - down * HEAD
    side_x, side_y = down * 4, along * 4
    corners = f"L{back_x + side_x:.1f} {back_y + side_y:.1f}L{back_x - side_x:.1f} {back_y - side_y:.1f}z"
    return f'<path class="{name}" d="M{x:.1f} {y:.1f}{corners}"/>'


def _distance(one: Point, other: Point) -> float:
    return abs(one[0] - other[0]) + abs(one[1] - other[1])


def _toward(start: Point, end: Point, length: float) -> Point:
    whole = _distance(start, end)
    share = 0.0 if whole == 0 else length / whole
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share
