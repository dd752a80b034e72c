"""Finds the place of one value in a JSON text that is known to be plain, without reading what is beside the way.

What has a mistake in it, or is asked for many places, is `json_reader`'s work.
"""

from __future__ import annotations

import json
import re

from .pointer import Pointer
from .reading import Place

# The library's scanner, which skips a value in a twentieth of the time that reading it with places takes.
_scan = json.JSONDecoder().scan_once  # type: ignore[attr-defined]  # typeshed does not list it
_space = re.compile(r"[ \t\n\r]*").match

_Found = tuple[int, int, int]
"""Where a key starts and ends (-1 and -1 without one), and where its value starts."""


def find(content: str, pointer: Pointer) -> Place | None:
    """Where the value at `pointer` stands, its own places left out, or None when there is none.

    `content` is a text that `parse_json.parse` has accepted: strict JSON without a duplicate key.
    """
    key_start = key_end = -1
    start = _after_space(content, 0)
    for part in pointer:
        found: _Found | None = None
        if isinstance(part, str) and content[start] == "{":
            found = _member(content, start, part)
        elif isinstance(part, int) and content[start] == "[":
            found = _item(content, start, part)
        if found is None:
            return None
        key_start, key_end, start = found
    return Place(start, _scan(content, start)[1], key_start, key_end, None)


def _member(content: str, start: int, name: str) -> _Found | None:
    at = _after_space(content, start + 1)
    while content[at] == '"':
        key, end = _scan(content, at)
        value = _after_space(content, _after_space(content, end) + 1)
        if key == name:
            return at, end, value
        at = _next(content, value)
    return None


def _item(content: str, start: int, index: int) -> _Found | None:
    at = _after_space(content, start + 1)
    for _ in range(index):
        if content[at] == "]":
            return None
        at = _next(content, at)
    return None if index < 0 or content[at] == "]" else (-1, -1, at)


def _next(content: str, value: int) -> int:
    """Where what follows the value at `value` starts: the next key or value, or the closing bracket."""
    at = _after_space(content, _scan(content, value)[1])
    return _after_space(content, at + 1) if content[at] == "," else at


def _after_space(content: str, at: int) -> int:
    space = _space(content, at)
    return space.end() if space else at
