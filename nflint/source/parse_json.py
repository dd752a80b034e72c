"""JSON without positions, as fast as the standard library: a value when the text is plain JSON with nothing
to say about it. Everything else is `json_reader`'s work."""

from __future__ import annotations

import json
import re
from itertools import accumulate
from math import isinf

_SURROGATE_ESCAPE = re.compile(r"\\u[dD][89a-fA-F]")
_STRING = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)', re.S)
_NO_BRACKETS = re.compile(r"[^\[\]{}]+")
_STEPS = {"{": 1, "[": 1, "}": -1, "]": -1}
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
    # The library's own guard is no help: its limit knows nothing of how small a thread's stack is.
    if content.count("{") + content.count("[") > depth and not _is_shallow(content, depth):
        raise Unusual
    try:
        value: object = _DECODER.decode(content)
    except (ValueError, RecursionError):
        raise Unusual from None
    return value


def parse_first(content: str, depth: int) -> tuple[object, int]:
    """The value that a text begins with, if it is plain JSON, and where it ends. Raises Unusual like `parse`, and for
    a text with more than `depth` opening brackets, in and behind the value."""
    if content.count("{") + content.count("[") > depth:
        raise Unusual
    try:
        value, end = _DECODER.scan_once(content, 0)  # type: ignore[attr-defined]  # typeshed does not list it
        content[:end].encode()
    except (ValueError, RecursionError, StopIteration):
        raise Unusual from None
    if "\\u" in content and _SURROGATE_ESCAPE.search(content, 0, end):
        raise Unusual
    return value, end


def _is_shallow(content: str, depth: int) -> bool:
    """Whether the brackets outside of strings are at most `depth` deep, up to the first one too many: the
    decoder goes no further."""
    brackets = _NO_BRACKETS.sub("", _STRING.sub("", content))
    return max(accumulate(map(_STEPS.__getitem__, brackets)), default=0) <= depth


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
