"""Where the boxes of a picture stand: the sizes from the inside out, the places from the outside in.

In groups whose boxes follow each other these stand on one axis, in the others side by side, in rows. All lengths are
pixels. How boxes look is the business of `nflint.graph.svg`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from nflint.graph.channels import PAGE, Cell, Channel, Lanes, Uses, column_gap, gutter, row_gap
from nflint.graph.picture import GROUPS, SIDE_BY_SIDE, Box, Picture, children

LEAF_WIDTH = 292
LINE = 18
PAD = 12
LANE = 9
_HEADER = 8
_STEP_GAP = 30
_PART_GAP = 44
_ROW_GAP = 20
_COLUMN_GAP = 20
_GUTTER = 16
_WIDEST_ROW = 1_240
_LOOP_MARGIN = 22


class Frame(NamedTuple):
    """The place of a box."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right side."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower side."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """The axis from top to bottom."""
        return self.x + self.width / 2


class Plan(NamedTuple):
    """The places of all boxes, by their numbers; `cells` say how the boxes stand in their groups, `channels` where each
    channel begins, at its left side or its top, `lanes` who has which lane in those of each group."""

    frames: tuple[Frame, ...]
    width: float
    height: float
    cells: Mapping[int, Cell]
    lanes: Mapping[int, Lanes]
    channels: Mapping[Channel, float]
    uses: Uses


def lines_of(box: Box) -> int:
    """The lines of words in a box, its heading among them."""
    return (box.form != "part" or bool(box.heading)) + len(box.rows) + bool(box.marks)


def port(frame: Frame, row: int | None) -> float:
    """The height at which an arrow meets a box: at its heading, or at a row of it."""
    return frame.y + PAD + LINE * ((0 if row is None else row + 1) + 0.5)


class _Group(NamedTuple):
    """How the boxes in one group stand, from its own left upper corner."""

    width: float
    height: float
    offsets: Mapping[int, tuple[float, float]]
    channels: Mapping[Channel, float]


def plan(picture: Picture) -> Plan:
    """The layout of a picture."""
    boxes, inside = picture.boxes, children(picture.boxes)
    uses = Uses(boxes, picture.arrows)
    sizes: list[tuple[float, float]] = [(0.0, 0.0)] * len(boxes)
    groups: dict[int, _Group] = {}
    cells: dict[int, Cell] = {}
    lanes: dict[int, Lanes] = {}
    roots = [number for number, box in enumerate(boxes) if box.parent is None]
    # What is in a box has a higher number than the box.
    for number in (*reversed(range(len(boxes))), PAGE):
        box = None if number == PAGE else boxes[number]
        if box is not None and box.form not in GROUPS:
            sizes[number] = (LEAF_WIDTH, 2 * PAD + LINE * lines_of(box))
            continue
        rows = list(_rows(box, roots if box is None else inside[number], sizes))
        for at, row in enumerate(rows):
            cells.update({child: (at, column, column == len(row) - 1) for column, child in enumerate(row)})
        lanes[number] = uses.lanes(number, cells)
        groups[number] = _arranged(number, box, rows, sizes, lanes[number])
        if box is not None:
            sizes[number] = (groups[number].width, groups[number].height)
    frames, channels = _placed(boxes, groups, sizes)
    page = groups[PAGE]
    return Plan(frames, page.width, page.height, cells, lanes, channels, uses)


def _rows(box: Box | None, inside: Sequence[int], sizes: Sequence[tuple[float, float]]) -> Iterator[list[int]]:
    """The rows in which the boxes of a group stand: one for each, or as many side by side as there is room for."""
    if box is None or box.form not in SIDE_BY_SIDE:
        yield from ([number] for number in inside)
        return
    total = sum(sizes[number][0] + _COLUMN_GAP for number in inside)
    # The last row is about as full as the others.
    widest = max(total / max(1, -(-total // _WIDEST_ROW)), LEAF_WIDTH)
    row: list[int] = []
    used = 0.0
    for number in inside:
        wide = sizes[number][0] + _COLUMN_GAP
        if row and used + wide > max(widest + LEAF_WIDTH / 2, _WIDEST_ROW if total <= _WIDEST_ROW else 0):
            yield row
            row, used = [], 0.0
        row.append(number)
        used += wide
    if row:
        yield row


def _arranged(
    number: int, box: Box | None, rows: Sequence[Sequence[int]], sizes: Sequence[tuple[float, float]], lanes: Lanes
) -> _Group:
    """Where the boxes of one group stand in it, and how large it is."""
    numbers, channels = lanes.numbers, dict[Channel, float]()
    beside = box is not None and box.form in SIDE_BY_SIDE
    gap = _PART_GAP if box is None else _ROW_GAP if beside else _STEP_GAP
    left = 0.0 if box is None else PAD + (_LOOP_MARGIN if box.form == "loop" else 0)
    top = 0.0 if box is None else PAD + LINE * lines_of(box) + _HEADER
    widths = [_row_width(number, at, row, sizes, lanes) for at, row in enumerate(rows)]
    least = 0.0 if box is None or box.form == "part" else LEAF_WIDTH - 2 * PAD
    content = max([*widths, least])
    offsets: dict[int, tuple[float, float]] = {}
    y = top
    for at, row in enumerate(rows):
        channel = row_gap(number, at)
        channels[channel] = y
        y += numbers.get(channel, 0) * LANE
        x = left + (content - widths[at]) / 2
        for column, child in enumerate(row):
            offsets[child] = (x, y)
            x += sizes[child][0]
            channels[column_gap(number, at, column)] = x + _COLUMN_GAP / 2
            x += _COLUMN_GAP + numbers.get(column_gap(number, at, column), 0) * LANE
        y += max(sizes[child][1] for child in row) + (gap if at < len(rows) - 1 else 0)
    last = row_gap(number, len(rows))
    channels[last] = y + _ROW_GAP / 2
    y += numbers[last] * LANE + _ROW_GAP / 2 if last in numbers else 0
    trunks = numbers.get(gutter(number), 0)
    channels[gutter(number)] = left + content + _GUTTER
    right = _GUTTER + trunks * LANE if trunks else 0
    bottom = 0.0 if box is None else PAD
    return _Group(left + content + right + (0 if box is None else PAD), y + bottom, offsets, channels)


def _row_width(number: int, at: int, row: Sequence[int], sizes: Sequence[tuple[float, float]], lanes: Lanes) -> float:
    between = sum(
        _COLUMN_GAP + lanes.numbers.get(column_gap(number, at, column), 0) * LANE for column in range(len(row) - 1)
    )
    return sum(sizes[child][0] for child in row) + between


def _placed(
    boxes: Sequence[Box], groups: Mapping[int, _Group], sizes: Sequence[tuple[float, float]]
) -> tuple[tuple[Frame, ...], dict[Channel, float]]:
    """The frames of all boxes on the page, and where the channels are on it."""
    frames: list[Frame] = []
    channels: dict[Channel, float] = {}
    corners: dict[int, tuple[float, float]] = {PAGE: (0.0, 0.0)}
    for number, box in ((PAGE, None), *enumerate(boxes)):
        if box is not None:
            around = PAGE if box.parent is None else box.parent
            x, y = (
                corner + offset for corner, offset in zip(corners[around], groups[around].offsets[number], strict=True)
            )
            corners[number] = (x, y)
            frames.append(Frame(x, y, *sizes[number]))
        for channel, at in groups[number].channels.items() if number in groups else ():
            channels[channel] = at + corners[number][1 if channel[1] == "row" else 0]
    return tuple(frames), channels
