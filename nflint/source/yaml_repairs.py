"""How defects of a YAML text can be mended: what readers take for different things gets quotes."""

from __future__ import annotations

from .splices import Repair, Splice
from .yaml_scalars import Scalar

_QUOTABLE = frozenset(("ambiguous-word", "surprising-scalar"))


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


def _is_simple(source: str) -> bool:
    return bool(source) and source.isprintable() and not any(mark in source for mark in "\"'\\")
