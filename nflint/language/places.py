"""From an offset to the values around it, and from characters of a string to where they are written."""

from __future__ import annotations

import re
from typing import NamedTuple

from nflint.contract.placement import value_at
from nflint.diagnostic import Anchor, Pointer
from nflint.language.analysis import Analysis
from nflint.language.tree import Step
from nflint.source.reading import Place
from nflint.source.span import Span

_ESCAPE = re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.)", re.DOTALL)
_JOINED = re.compile(r"(?:\\(?:\r\n|\n|\r)\s*)+")
_BLANK = frozenset(" \t\r\n")


class Spot(NamedTuple):
    """What an offset lies in: the value at `pointer`, or its key."""

    pointer: Pointer
    anchor: Anchor
    span: Span


def beginning(place: Place) -> int:
    """Where a value begins, its key included."""
    return place.start if place.key_start < 0 else place.key_start


def way_to(analysis: Analysis, offset: int) -> list[Step]:
    """The values around `offset`, outermost first; the last one holds nothing that reaches around it."""
    if analysis.root is None:
        return []
    way = [Step("", analysis.root)]
    while True:
        owner = way[-1].place
        inner = next((step for step in analysis.steps(owner) if _reaches(step.place, owner, offset)), None)
        if inner is None:
            return way
        way.append(inner)


def _reaches(place: Place, owner: Place, offset: int) -> bool:
    # What an alias stands for is written elsewhere.
    return beginning(place) <= offset <= place.end and owner.start <= beginning(place) and place.end <= owner.end


def spot_at(analysis: Analysis, offset: int) -> Spot | None:
    """The key or the scalar at `offset`; None where there is neither."""
    way = way_to(analysis, offset)
    if not way:
        return None
    pointer = tuple(step.part for step in way[1:])
    place = way[-1].place
    if place.key_start <= offset <= place.key_end and place.key_start >= 0:
        return Spot(pointer, "key", Span(place.key_start, place.key_end))
    if place.children is None and place.start <= offset <= place.end:
        return Spot(pointer, "value", Span(place.start, place.end))
    return None


def decoded_offset(analysis: Analysis, spot: Spot, offset: int) -> int | None:
    """Which character of the string at `spot` is written at `offset`; None where that cannot be told."""
    text = _string(analysis, spot.pointer, spot.anchor)
    places = _characters(analysis, spot, text) if text is not None else None
    if places is None:
        return None
    low, high = 0, len(places) - 1
    while low < high:
        middle = (low + high + 1) // 2
        low, high = (middle, high) if places[middle] <= offset else (low, middle - 1)
    return low


def written(analysis: Analysis, pointer: Pointer, anchor: Anchor, start: int, end: int) -> Span | None:
    """Where characters `start` to `end` of a string are written; None where that cannot be told exactly."""
    location = analysis.document.locate(pointer)
    span = None if location is None else location.key if anchor == "key" else location.value
    return None if span is None else part(analysis, Spot(pointer, anchor, span), start, end)


def part(analysis: Analysis, spot: Spot, start: int, end: int) -> Span | None:
    """The same for the string at `spot`."""
    text = _string(analysis, spot.pointer, spot.anchor)
    places = _characters(analysis, spot, text) if text is not None else None
    if places is None or not 0 <= start <= end < len(places):
        return None
    return Span(places[start], places[end])


def inside(analysis: Analysis, span: Span) -> Span:
    """A scalar's span without its quotes."""
    source = analysis.content[span.start : span.end]
    if source[:1] in "\"'" and source:
        closed = len(source) > 1 and source.endswith(source[0])
        return Span(span.start + 1, span.end - closed)
    return span


def _string(analysis: Analysis, pointer: Pointer, anchor: Anchor) -> str | None:
    if anchor == "key":
        return pointer[-1] if pointer and isinstance(pointer[-1], str) else None
    value = value_at(analysis.value, pointer)
    return value if isinstance(value, str) else None


def _characters(analysis: Analysis, spot: Spot, text: str) -> list[int] | None:
    """Where each character of `text` is written, and where the last one ends."""
    cache = analysis.characters
    key = (spot.span, text)
    if key not in cache:
        if len(cache) > 64:
            cache.clear()
        cache[key] = _found(analysis, spot, text)
    return cache[key]


def _found(analysis: Analysis, spot: Spot, text: str) -> list[int] | None:
    from nflint.source.substring import offsets, plain_offset

    content, span = analysis.content, spot.span
    plain = plain_offset(content, span, text)
    if plain is not None:
        return list(range(plain, plain + len(text) + 1))
    return offsets(content, span, text, "json" if analysis.is_json else "yaml") or _aligned(content, span, text)


def _aligned(content: str, span: Span, text: str) -> list[int] | None:
    """The same for a string that is folded from several lines: between blanks it is written as it is."""
    at, end, quote = span.start, span.end, content[span.start : span.start + 1]
    if quote in "|>":
        breaks = [place for mark in "\r\n" if (place := content.find(mark, at, end)) >= 0]
        at = min(breaks, default=end)
    elif quote in ("'", '"'):
        at, end = at + 1, end - 1
    found: list[int] = []
    for char in text:
        if char in _BLANK:
            found.append(at)
            continue
        while at < end and content[at] in _BLANK:
            at += 1
        if quote == '"' and (joined := _JOINED.match(content, at, end)):
            at = joined.end()  # Lines that a backslash joins.
        escape = _ESCAPE.match(content, at, end) if quote == '"' else None
        if at >= end or (escape is None and content[at] != char):
            return None
        found.append(at)
        at = escape.end() if escape else at + (2 if quote == "'" == char else 1)
    found.append(at)
    return found
