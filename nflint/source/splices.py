"""Changes of a text in offsets, and the lines around an offset, which such changes have to respect."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

_LINE_END = re.compile(r"\r\n|\n|\r")


class Splice(NamedTuple):
    """What stands in place of the characters `start` to `end`; nothing goes where they are the same."""

    start: int
    end: int
    text: str


class Repair(NamedTuple):
    """How a defect of a text can be mended: `title` says it as an order; a `safe` one changes no value."""

    title: str
    splices: tuple[Splice, ...]
    safe: bool = True


def spliced(text: str, splices: Iterable[Splice]) -> str:
    """The text after all of the changes, which do not overlap."""
    pieces: list[str] = []
    at = 0
    for splice in sorted(splices):
        pieces += (text[at : splice.start], splice.text)
        at = splice.end
    return "".join((*pieces, text[at:]))


def line_start(text: str, at: int) -> int:
    """Where the line that `at` is in starts."""
    return max(text.rfind("\n", 0, at), text.rfind("\r", 0, at)) + 1


def line_end(text: str, at: int) -> int:
    """Where the line behind the one that `at` is in starts, or the text ends."""
    match = _LINE_END.search(text, at)
    return match.end() if match else len(text)


def indentation(text: str, at: int) -> str:
    """The blanks that the line of `at` starts with."""
    line = text[line_start(text, at) : at]
    return line[: len(line) - len(line.lstrip(" \t"))]


def is_first(text: str, at: int) -> bool:
    """Whether nothing but blanks stands before `at` in its line."""
    return len(indentation(text, at)) == at - line_start(text, at)


def line_ending(text: str) -> str:
    """How lines end in the text."""
    first = _LINE_END.search(text)
    return first.group() if first else "\n"


def whole_lines(text: str, start: int, end: int) -> Splice:
    """Takes out the lines from the one that `start` is in to the one that `end` is in; a text without a final line
    end has none afterwards."""
    first, last = line_start(text, start), line_end(text, end)
    if last == len(text) and first and text[-1:] not in ("\n", "\r"):
        first -= 2 if text[first - 2 : first] == "\r\n" else 1
    return Splice(first, last, "")
