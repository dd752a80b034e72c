"""The values of a JSON text, looked into only on the way to where somebody asks.

Reading all places of a large text takes many times as long as its values do, and a cursor is in one place.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import NamedTuple

from nflint.source.reading import Place

# The library's scanner, which goes over a value without a step in Python.
_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # typeshed does not list it
_SPACE = re.compile(r"[ \t\n\r]*")


UNREAD_OBJECT: dict[str, Place] = {}
UNREAD_LIST: list[Place] = []
"""What stands for the places inside an object or a list without mistakes that nobody has looked into yet."""


class Step(NamedTuple):
    """A value on the way to an offset: its key or index, and its place; the root has the key ''."""

    part: str | int
    place: Place


def steps_of(place: Place) -> Iterator[Step]:
    """The values directly inside, in the order of the document."""
    if isinstance(place.children, dict):
        for key, inner in place.children.items():
            yield Step(key, inner)
    elif isinstance(place.children, list):
        for index, inner in enumerate(place.children):
            yield Step(index, inner)


def is_unread(place: Place) -> bool:
    """Whether only the source says what is inside of a place."""
    return place.children is UNREAD_OBJECT or place.children is UNREAD_LIST


def scan(content: str, start: int) -> tuple[object, Place] | None:
    """The object or list whose bracket stands at `start`, and its place; None where it has a mistake."""
    try:
        value, end = _scan(content, start)
    except (StopIteration, ValueError, RecursionError):
        return None
    return value, Place(start, end, -1, -1, _inside(content[start]))


def shallow_steps(content: str, place: Place) -> Iterator[Step]:
    """The same as `steps_of` for a place of which only the source is known."""
    at = _after_space(content, place.start + 1)
    index = 0
    while content[at] not in "}]":
        key: str | int = index
        key_start = key_end = -1
        if isinstance(place.children, dict):
            key_start = at
            key, key_end = _scan(content, at)
            at = _after_space(content, _after_space(content, key_end) + 1)
        end = _scan(content, at)[1]
        yield Step(key, Place(at, end, key_start, key_end, _inside(content[at])))
        index += 1
        at = _after_space(content, end)
        if content[at] == ",":
            at = _after_space(content, at + 1)


def _inside(sign: str) -> dict[str, Place] | list[Place] | None:
    return UNREAD_OBJECT if sign == "{" else UNREAD_LIST if sign == "[" else None


def _after_space(content: str, at: int) -> int:
    found = _SPACE.match(content, at)
    return found.end() if found else at
