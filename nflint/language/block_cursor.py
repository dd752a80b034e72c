"""The cursor in YAML by lines: by what stands at it, or by its column where nothing does."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from nflint.diagnostic import Pointer
from nflint.language.analysis import Analysis
from nflint.language.bracket_cursor import bracket_cursor, opened_around
from nflint.language.cursor import Cursor
from nflint.language.places import beginning, way_to
from nflint.language.tree import Step
from nflint.source.reading import Place
from nflint.source.span import Span

_LEAD = re.compile(r"[ \t]*(?:-[ \t]+)*\Z")
_DASHES = re.compile(r"[ \t]*(?:-[ \t]+)*-[ \t]+\Z")
_KEYED = re.compile(r"([ \t]*(?:-[ \t]+)*)(\S[^\r\n]*?)[ \t]*:([ \t]*)\Z")
_REST = re.compile(r"[ \t]*(?:#[^\r\n]*)?\Z")
_COMMENT = re.compile(r"(?:\A|[ \t])#")
_COLON = re.compile(r"[ \t]*:(?=[ \t\r\n]|\Z)")


def block_cursors(analysis: Analysis, offset: int) -> tuple[Cursor, ...]:
    """What may be written at `offset`, most likely first."""
    content, line = analysis.content, analysis.line(offset)
    if opened_around(analysis, offset):
        found = bracket_cursor(analysis, offset)
        return () if found is None else (found,)
    before, after = content[line.start : offset], content[offset : line.end]
    way = way_to(analysis, offset)
    last = way[-1].place if way else None
    if last is not None and last.key_start >= 0 and last.key_start <= offset <= last.key_end:
        return (_at_key(analysis, way, line),)
    if last is not None and last.children is None and last.start < last.end and last.start <= offset <= last.end:
        return tuple(_at_scalar(analysis, way, line))
    if _COMMENT.search(before) or not _REST.match(after):
        return ()
    indent = len(before) - len(before.lstrip(" \t"))
    if keyed := _KEYED.match(before):
        return tuple(_behind_key(analysis, keyed, line.start, offset))
    if _DASHES.match(before):
        return tuple(_behind_dash(analysis, line.start + before.rindex("-"), offset, indent))
    return tuple(_in_blank(analysis, offset, len(before))) if not before.strip() else ()


def _pointer(way: list[Step]) -> Pointer:
    return tuple(step.part for step in way[1:])


def _indent(analysis: Analysis, line: Span) -> int:
    text = analysis.content[line.start : line.end]
    return len(text) - len(text.lstrip(" \t"))


def _at_key(analysis: Analysis, way: list[Step], line: Span) -> Cursor:
    place = way[-1].place
    span = Span(place.key_start, place.key_end)
    first = analysis.content[span.start]
    return Cursor(
        "key",
        _pointer(way)[:-1],
        span,
        "block",
        first if first in "\"'" else "",
        str(way[-1].part),
        _COLON.match(analysis.content, span.end) is not None,
        False,
        span.start - line.start,
        "",
        _indent(analysis, line),
    )


def _at_scalar(analysis: Analysis, way: list[Step], line: Span) -> Iterator[Cursor]:
    """A scalar that is being written; one that stands alone in its line may become a key."""
    place, content = way[-1].place, analysis.content
    first = content[place.start]
    if first in "|>" or "\n" in content[place.start : place.end]:
        return
    quote = first if first in "\"'" else ""
    span = Span(place.start, place.end)
    indent = _indent(analysis, line)
    # The other keys of the object stand below its key, those of an item below the item.
    column = (place.key_start if place.key_start >= line.start else place.start) - line.start
    yield Cursor("value", _pointer(way), span, "block", quote, None, False, False, column, "", indent)
    if _LEAD.match(content[line.start : place.start]):
        column = place.start - line.start
        yield Cursor("key", _pointer(way), span, "block", quote, None, False, False, column, "", indent)


def _behind_key(analysis: Analysis, keyed: re.Match[str], start: int, offset: int) -> Iterator[Cursor]:
    """The value of a key that has none on its line."""
    at = start + keyed.end(1)
    way = way_to(analysis, at)
    while way and way[-1].place.key_start != at:
        way.pop()
    if not way:
        return
    column = at - start
    indent = len(keyed.group(1)) - len(keyed.group(1).lstrip(" \t"))
    gap = "" if keyed.group(3) else " "
    if way[-1].place.children is None:
        pointer = _pointer(way)
        yield Cursor("value", pointer, Span(offset, offset), "block", "", None, False, False, column, gap, indent)


def _behind_dash(analysis: Analysis, dash: int, offset: int, indent: int) -> Iterator[Cursor]:
    """The item of a dash that has none on its line."""
    trail = _trail(analysis, offset)
    while trail and not isinstance(trail[-1].place.children, list):
        trail.pop()
    if not trail:
        return
    items = list(analysis.steps(trail[-1].place))
    index = next((int(step.part) for step in items if step.place.start > dash), len(items))
    item = items[index].place if index < len(items) else None
    pointer = (*_pointer(trail), index)
    column = offset - analysis.line(offset).start
    roles: tuple[Literal["value", "key"], ...] = ("value", "key")
    if item is not None and item.children is not None:
        # The other keys of the node stand in the lines below.
        roles = ("key",) if isinstance(item.children, dict) and _column(analysis, item) == column else ()
    for role in roles:
        yield Cursor(role, pointer, Span(offset, offset), "block", "", None, False, False, column, "", indent)


def _trail(analysis: Analysis, offset: int) -> list[Step]:
    """The values that begin last before `offset`, outermost first."""
    trail = [Step("", analysis.root)] if analysis.root is not None else []
    while trail:
        owner = trail[-1].place
        before = [
            step
            for step in analysis.steps(owner)
            if beginning(step.place) < offset and owner.start <= beginning(step.place) <= owner.end
        ]
        if not before:
            return trail
        trail.append(max(before, key=lambda step: beginning(step.place)))
    return trail


def _in_blank(analysis: Analysis, offset: int, column: int) -> Iterator[Cursor]:
    """In a line of blanks: what stands in this column."""
    trail = _trail(analysis, offset)
    if not trail:
        yield Cursor("key", (), Span(offset, offset), "block", "", None, False, False, column, "", column)
        return
    here = Span(offset, offset)
    while trail:
        place, pointer = trail[-1].place, _pointer(trail)
        trail.pop()
        if place.children is None:
            owner = trail[-1].place if trail else None
            if place.start == place.end and owner is not None and _column(analysis, owner) < column:
                for role in ("key", "value"):
                    yield Cursor(role, pointer, here, "block", "", None, False, False, column, "", column)
                return
            continue
        own = _column(analysis, place)
        if own == column and isinstance(place.children, list):
            items = sum(1 for step in analysis.steps(place) if beginning(step.place) < offset)
            yield Cursor("value", (*pointer, items), here, "block", "", None, False, False, column + 2, "- ", column)
        elif own == column:
            yield Cursor("key", pointer, here, "block", "", None, False, False, column, "", column)
            return
        elif own < column:
            return


def _column(analysis: Analysis, place: Place) -> int:
    return place.start - analysis.line(place.start).start
