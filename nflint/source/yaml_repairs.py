"""How defects of a YAML text can be mended: what readers take for different things gets quotes."""

from __future__ import annotations

import re

from .splices import Repair, Splice
from .yaml_scalars import Scalar

_QUOTABLE = frozenset(("ambiguous-word", "surprising-scalar"))

# What stands around a whole value between brackets. Before it, so many characters are looked at.
_BEFORE_VALUE = re.compile(r"(?::[ \t]|[,\[\n])[ \t]*\Z")
_BEHIND_VALUE = re.compile(r"[ \t]*[,}\]\r\n]")
_NEAR = 100


def quoted_scalar(scalar: Scalar, source: str, start: int) -> Repair | None:
    """Quotes around a plain scalar. They change nothing where it is text already, for the reader that counts."""
    if scalar.check not in _QUOTABLE or not _is_simple(source):
        return None
    return Repair("quote it", (Splice(start, start + len(source), f'"{source}"'),), scalar.value == source)


def quoted_key(key: str, source: str, start: int) -> Repair | None:
    """Quotes around a key that is no text, where its text is how it is written."""
    if key != source or not _is_simple(source):
        return None
    return Repair("quote it", (Splice(start, start + len(source), f'"{source}"'),))


def quoted_expression(content: str, start: int, end: int) -> Repair | None:
    """Quotes around the expression at `start`, where it is all of a value between brackets. It is not safe: what is
    read of the text changes, from what stands before the defect to all of it."""
    source = content[start:end]
    quote = next((quote for quote in "\"'" if quote not in source), "")
    is_whole = _BEFORE_VALUE.search(content, max(0, start - _NEAR), start) and _BEHIND_VALUE.match(content, end)
    if not is_whole or not quote or not source.endswith("}") or not source.isprintable() or "\\" in source:
        return None
    return Repair("quote it", (Splice(start, end, f"{quote}{source}{quote}"),), safe=False)


def _is_simple(source: str) -> bool:
    return bool(source) and source.isprintable() and not any(mark in source for mark in "\"'\\")
