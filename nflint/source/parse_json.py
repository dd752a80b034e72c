"""JSON without positions, as fast as the standard library: a value when the text is plain JSON with nothing
to say about it. Everything else is `json_reader`'s work."""

from __future__ import annotations

import json
import re
from math import isinf

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_LONG_INTEGER = 15
_LONG_FLOAT = 17


class Unusual(Exception):  # noqa: N818  (it is no error: the text is read again, with positions)
    """The text is not JSON, or it is and there is something to say about it."""


def parse(content: str, depth: int) -> object:
    """The value of a plain JSON text.

    Raises Unusual for a text that is not strict JSON, has a duplicate key, a number that a double might not
    keep, a surrogate or more than `depth` levels.
    """
    if "\\u" in content and _SURROGATE_ESCAPE.search(content):
        raise Unusual
    if not content.isascii():
        try:
            content.encode()
        except UnicodeEncodeError:
            raise Unusual from None
    try:
        value: object = _DECODER.decode(content)
    except (ValueError, RecursionError):
        raise Unusual from None
    if content.count("{") + content.count("[") > depth and _levels(value, depth) > depth:
        raise Unusual
    return value


def _levels(value: object, depth: int) -> int:
    """How many levels the value has, counted no further than `depth` + 1."""
    level = [value] if isinstance(value, dict | list) else []
    count = 0
    while level and count <= depth:
        count += 1
        level = [
            item
            for holder in level
            for item in (holder.values() if isinstance(holder, dict) else holder)
            if isinstance(item, dict | list)
        ]
    return count


def _object(pairs: list[tuple[str, object]]) -> dict[str, object]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise Unusual
    return value


def _integer(text: str) -> int:
    if len(text) > _LONG_INTEGER:
        raise Unusual
    return int(text)


def _float(text: str) -> float:
    if len(text) > _LONG_FLOAT:
        raise Unusual
    value = float(text)
    if isinf(value) or value == 0:
        raise Unusual
    return value


def _constant(text: str) -> object:
    raise Unusual(text)


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_int=_integer, parse_float=_float, parse_constant=_constant)
