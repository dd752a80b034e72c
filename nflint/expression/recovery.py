"""Finds where to go on after what could not be read. Takes time in proportion to what is passed over."""

from __future__ import annotations

import re
from collections.abc import Callable

# What is passed over at a stretch.
_PLAIN = re.compile(r"[^'\"(){}\[\],]+")


def closing_brace(text: str, at: int, limit: int) -> int | None:
    """The end of the brace that closes an expression from `at` on, before `limit`; None when there is no brace.

    Braces that are opened on the way are closed first, if all of them can be.
    """
    first = end = text.find("}", at, limit)
    if first < 0:
        return None
    opened = text.count("{", at, end)
    while opened and end >= 0:
        before, end = end, text.find("}", end + 1, limit)
        opened += text.count("{", before, max(end, before)) - 1
    return max(first, end) + 1


def next_argument(text: str, at: int, limit: int, quoted: Callable[[str, int, int], re.Match[str] | None]) -> int:
    """The place of the comma, parenthesis or brace that ends the argument around `at`, or `limit`.

    `quoted` finds what stands between two quotes.
    """
    brackets = braces = 0
    while at < limit:
        plain = _PLAIN.match(text, at, limit)
        if plain:
            at = plain.end()
            continue
        sign = text[at]
        string = quoted(sign, at, limit) if sign in "'\"" else None
        if string:
            at = string.end()
            continue
        if not braces and (sign == "}" or (sign in ",)" and not brackets)):
            return at
        if sign == "{":
            braces += 1
        elif sign == "}":
            braces -= 1
        elif sign in "([":
            brackets += 1
        elif sign in ")]" and brackets:
            brackets -= 1
        at += 1
    return at


def swallowed_end(text: str, start: int, end: int) -> int | None:
    """Where an expression ends whose end is in the string from `start` to `end`; None when there is no end in it."""
    at = text.find("}", start, end)
    if at < 0:
        return None
    while text[at - 1] in ") ":
        at -= 1
    return at
