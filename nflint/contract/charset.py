"""Sets of characters as ranges of codes, and the UTF-16 halves of those beyond U+FFFF.

Which set an escape or a class of ECMA-262 stands for is the work of `ecma`.
"""

from __future__ import annotations

from typing import Final, TypeAlias

Ranges: TypeAlias = tuple[tuple[int, int], ...]
"""Sorted, disjoint pairs of the first and the last code of a range."""

LAST_UNIT: Final = 0xFFFF
LAST_POINT: Final = 0x10FFFF

DIGIT: Final[Ranges] = ((0x30, 0x39),)
WORD: Final[Ranges] = ((0x30, 0x39), (0x41, 0x5A), (0x5F, 0x5F), (0x61, 0x7A))
SPACE: Final[Ranges] = (
    (0x09, 0x0D),
    (0x20, 0x20),
    (0xA0, 0xA0),
    (0x1680, 0x1680),
    (0x2000, 0x200A),
    (0x2028, 0x2029),
    (0x202F, 0x202F),
    (0x205F, 0x205F),
    (0x3000, 0x3000),
    (0xFEFF, 0xFEFF),
)
LINE_END: Final[Ranges] = ((0x0A, 0x0A), (0x0D, 0x0D), (0x2028, 0x2029))
SURROGATES: Final[Ranges] = ((0xD800, 0xDFFF),)
ASTRAL: Final[Ranges] = ((LAST_UNIT + 1, LAST_POINT),)


def union(*sets: Ranges) -> Ranges:
    """The sorted, disjoint, merged ranges of everything in `sets`."""
    merged: list[tuple[int, int]] = []
    for low, high in sorted(pair for ranges in sets for pair in ranges):
        if merged and low <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], high))
        else:
            merged.append((low, high))
    return tuple(merged)


def complement(ranges: Ranges) -> Ranges:
    """Every code point that is not in `ranges`."""
    gaps: list[tuple[int, int]] = []
    free = 0
    for low, high in ranges:
        if low > free:
            gaps.append((free, low - 1))
        free = high + 1
    if free <= LAST_POINT:
        gaps.append((free, LAST_POINT))
    return tuple(gaps)


def halves(point: int) -> tuple[int, int]:
    """The two UTF-16 units of a code point beyond U+FFFF."""
    return 0xD800 + ((point - 0x10000) >> 10), 0xDC00 + (point & 0x3FF)


def joined(high: int, low: int) -> int:
    """The code point of a high and a low surrogate."""
    return 0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)


def overlap(one: Ranges, other: Ranges) -> bool:
    """Whether some code is in both."""
    return any(low <= top and bottom <= high for low, high in one for bottom, top in other)


def single(ranges: Ranges) -> int | None:
    """The only code of the set, or None when it holds none or several."""
    return ranges[0][0] if len(ranges) == 1 and ranges[0][0] == ranges[0][1] else None
