"""Writes an ECMA-262 pattern as one that means the same in `re` and in both versions of `regex`.

Reading the pattern is the work of `ecma`, searching with what is written here that of `patterns`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from nflint.contract.charset import (
    ASTRAL,
    LAST_POINT,
    LAST_UNIT,
    SURROGATES,
    Ranges,
    complement,
    overlap,
    single,
    union,
)
from nflint.contract.ecma import Chars, Choice, Edge, Look, Node, PatternError, Repeat, Seq, parse

_W: Final = "[0-9A-Z\\x5fa-z]"
_EDGES: Final = {
    "start": r"\A",
    "end": r"\Z",
    "word": f"(?:(?<={_W})(?!{_W})|(?<!{_W})(?={_W}))",
    "inside": f"(?:(?<={_W})(?={_W})|(?<!{_W})(?!{_W}))",
}


@dataclass(frozen=True, slots=True)
class Translation:
    """A pattern as Python's engines read it: `text`, and the `tree` it was written from.

    With `counts_units` it tells the halves of a character beyond U+FFFF apart, as JavaScript does without
    the `u` flag, and is exact only on a subject that has been split into UTF-16 units.
    """

    text: str
    tree: Node
    counts_units: bool


@lru_cache(maxsize=512)
def translation(pattern: str, *, unicode: bool = False) -> Translation:
    """Carry over what `new RegExp(pattern)` searches for, with the flag `u` when `unicode`.

    Raises PatternError for what JavaScript refuses and for what cannot be carried over: backreferences, two
    groups of one name, a character beyond U+FFFF in a class without `u`, a property with `u`, a lookbehind
    without a fixed width (`re` knows no other).
    """
    tree = parse(pattern, unicode=unicode)
    for look in _lookbehinds(tree):
        low, high = _width(look.body)
        if low != high:
            raise PatternError(pattern, 0, "a lookbehind without a fixed width, which cannot be carried over")
    if unicode:
        return Translation(_write(tree), tree, False)
    whole = _whole(tree)
    counts_units = whole is None
    tree = tree if whole is None else whole
    return Translation(_write(tree), tree, counts_units)


def _whole(node: Node) -> Node | None:
    """The tree over whole characters with the same verdicts as `node` over UTF-16 units, or None.

    There is one when no part of the pattern can tell the two halves of a character apart: they are taken by
    an endless repetition or not at all.
    """
    if isinstance(node, Chars):
        return None if overlap(node.ranges, SURROGATES) else _in_units(node)
    if isinstance(node, Repeat):
        if isinstance(node.body, Chars) and (node.least, node.most) == (0, None):
            return _whole_run(node, node.body)
        body = _whole(node.body)
        return None if body is None else Repeat(body, node.least, node.most, node.lazy)
    if isinstance(node, Seq):
        parts = [_whole(part) for part in node.parts]
        return None if None in parts else Seq(tuple(part for part in parts if part is not None))
    if isinstance(node, Choice):
        options = [_whole(option) for option in node.options]
        return None if None in options else Choice(tuple(option for option in options if option is not None))
    # Inside a pair there is a place in JavaScript and none in Python: only the subject's ends are safe.
    return node if isinstance(node, Edge) and node.kind in ("start", "end") else None


def _whole_run(node: Repeat, body: Chars) -> Node | None:
    if not overlap(body.ranges, SURROGATES):
        return Repeat(_in_units(body), 0, None, node.lazy)
    if any(low <= 0xD800 and high >= 0xDFFF for low, high in body.ranges):
        return Repeat(Chars(union(body.ranges, ASTRAL)), 0, None, node.lazy)
    return None


def _in_units(node: Chars) -> Chars:
    """The set without the codes beyond U+FFFF, which no UTF-16 unit can have."""
    return Chars(tuple((low, min(high, LAST_UNIT)) for low, high in node.ranges if low <= LAST_UNIT))


def _lookbehinds(node: Node) -> Iterator[Look]:
    if isinstance(node, Look):
        if node.kind.startswith("?<"):
            yield node
        yield from _lookbehinds(node.body)
    elif isinstance(node, Repeat):
        yield from _lookbehinds(node.body)
    elif isinstance(node, (Seq, Choice)):
        for part in node.parts if isinstance(node, Seq) else node.options:
            yield from _lookbehinds(part)


def _width(node: Node) -> tuple[int, int | None]:
    """The least and the most characters the node takes; None when there is no most."""
    if isinstance(node, Chars):
        return 1, 1
    if isinstance(node, Repeat):
        low, high = _width(node.body)
        most = 0 if high == 0 else None if high is None or node.most is None else high * node.most
        return low * node.least, most
    if isinstance(node, Seq):
        widths = [_width(part) for part in node.parts]
        return sum(low for low, _ in widths), _total([high for _, high in widths])
    if isinstance(node, Choice):
        widths = [_width(option) for option in node.options]
        highs = [high for _, high in widths]
        return min(low for low, _ in widths), None if None in highs else max(high or 0 for high in highs)
    return 0, 0


def _total(highs: list[int | None]) -> int | None:
    return None if None in highs else sum(high or 0 for high in highs)


def _write(node: Node) -> str:
    if isinstance(node, Chars):
        return write_set(node.ranges)
    if isinstance(node, Edge):
        return _EDGES[node.kind]
    if isinstance(node, Look):
        return f"({node.kind}{_write(node.body)})"
    if isinstance(node, Seq):
        return "".join(map(_write, node.parts))
    if isinstance(node, Choice):
        return f"(?:{'|'.join(map(_write, node.options))})"
    body = _write(node.body)
    if not (isinstance(node.body, Chars) and node.body.ranges):
        body = f"(?:{body})"
    return body + _write_count(node)


def _write_count(node: Repeat) -> str:
    count = {(0, None): "*", (1, None): "+", (0, 1): "?"}.get((node.least, node.most))
    if count is None:
        most = "" if node.most is None else str(node.most)
        count = f"{{{node.least},{most}}}" if node.least != node.most else f"{{{node.least}}}"
    return count + "?" * (node.lazy and node.least != node.most)


def write_set(ranges: Ranges) -> str:
    """One character of the set, as a pattern (str) that neither engine can read as anything else."""
    if not ranges:
        return "(?!)"
    only = single(ranges)
    if only is not None:
        return _write_code(only)
    if ranges[-1][1] < LAST_POINT:
        return f"[{_write_ranges(ranges)}]"
    missing = complement(ranges)
    return f"[^{_write_ranges(missing)}]" if missing else r"[\s\S]"


def _write_ranges(ranges: Ranges) -> str:
    return "".join(
        _write_code(low) if low == high else f"{_write_code(low)}-{_write_code(high)}" for low, high in ranges
    )


def _write_code(code: int) -> str:
    char = chr(code)
    if char.isascii() and char.isalnum():
        return char
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code <= LAST_UNIT else f"\\U{code:08x}"
