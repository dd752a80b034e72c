"""Finds places in a JSON text that is known to be plain, without reading what is beside the way to them.

What has a mistake in it is `json_reader`'s work.
"""

from __future__ import annotations

import json
import re
from functools import partial

from .reading import Limits, Place, Places, Unread

# The library's scanner, which skips a value in a twentieth of the time that reading it with places takes.
_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # typeshed does not list it
_space = re.compile(r"[ \t\n\r]*").match

# The text of a value is scanned once for each level around it. Deeper down all of a value is read at once.
_LEVELS = 24


def whole(content: str) -> Place:
    """The place of the value of a whole text; what is inside is read when it is asked for.

    `content` is a text that `parse_json.parse` has accepted: strict JSON without a duplicate key.
    """
    start = _after_space(content, 0)
    return Place(start, len(content.rstrip(" \t\n\r")), -1, -1, unread(content, start))


def unread(content: str, start: int, level: int = 0) -> Unread | None:
    """The places inside the value at `start`, which is plain JSON, whatever stands around it; `level` says how many
    values around it have been scanned. None for a value that is neither an object nor a list."""
    return Unread(partial(_inside, content, start, level)) if content[start] in "{[" else None


def _inside(content: str, start: int, level: int) -> Places:
    if level >= _LEVELS:
        return _all_inside(content, start)
    return _members(content, start, level) if content[start] == "{" else _items(content, start, level)


def _members(content: str, start: int, level: int) -> dict[str, Place]:
    found: dict[str, Place] = {}
    at = _after_space(content, start + 1)
    while content[at] == '"':
        key, end = _scan(content, at)
        value = _after_space(content, _after_space(content, end) + 1)
        stop = _scan(content, value)[1]
        found[key] = Place(value, stop, at, end, unread(content, value, level + 1))
        at = _next(content, stop)
    return found


def _items(content: str, start: int, level: int) -> list[Place]:
    found: list[Place] = []
    at = _after_space(content, start + 1)
    while content[at] != "]":
        stop = _scan(content, at)[1]
        found.append(Place(at, stop, -1, -1, unread(content, at, level + 1)))
        at = _next(content, stop)
    return found


def _next(content: str, end: int) -> int:
    """Where what follows a value starts: the next key or value, or the closing bracket."""
    at = _after_space(content, end)
    return _after_space(content, at + 1) if content[at] == "," else at


def _after_space(content: str, at: int) -> int:
    space = _space(content, at)
    return space.end() if space else at


def _all_inside(content: str, start: int) -> Places:
    """The places inside a value, all of them read at once."""
    from .json_reader import read_json

    place = read_json(content, Limits(depth=len(content)), start).place
    return (place.children if place else None) or []
