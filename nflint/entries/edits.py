"""Small changes of a text: lines put in between, and items put before a closing bracket."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from nflint.source.span import Span
from nflint.source.splices import Splice, indentation, is_first, line_ending, line_start

Entry: TypeAlias = Mapping[str, str]

KEY = "ignore"

_GAP = re.compile(r"(?:\s+|#[^\r\n]*)*")


def by_hand(reason: str) -> ValueError:
    """The error that entries cannot be added to a text."""
    return ValueError(f"the list '{KEY}' could not be extended and must be written by hand: {reason}")


def inserted(text: str, at: int, lines: Sequence[str]) -> Splice:
    """Puts whole lines in where a line starts or the text ends."""
    ending = line_ending(text)
    before = ending if at > 0 and text[at - 1] not in "\r\n" else ""
    return Splice(at, at, before + "".join(line + ending for line in lines))


def in_brackets(text: str, whole: Span, last: Span | None, items: Sequence[str]) -> list[Splice]:
    """Puts items in before the closing bracket of `whole`, each on its own line where the bracket has its own, and
    with a comma at the end where there was one. `last` is the last item until now."""
    closing = whole.end - 1
    at = last.end if last else whole.start + 1
    gap = _GAP.match(text, at, closing)
    comma = gap.end() + 1 if gap and text.startswith(",", gap.end()) else -1
    line = line_start(text, closing)
    if line > whole.start and is_first(text, closing):
        around = indentation(text, closing) + "  "
        inside = indentation(text, last.start) if last and line_start(text, last.start) > whole.start else around
        lines = [f"{inside}{item}," for item in items]
        if comma >= 0:
            return [inserted(text, line, lines)]
        lines[-1] = lines[-1].removesuffix(",")
        return [Splice(at, at, "," if last else ""), inserted(text, line, lines)]
    joined = ", ".join(items)
    if last is None:
        return [Splice(at, closing, joined)]
    return [Splice(at, at, f", {joined}") if comma < 0 else Splice(comma, comma, f" {joined},")]
