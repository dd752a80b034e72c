"""Small changes of a text: lines put in between, and items put before a closing bracket."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from nflint.source.span import Span

Entry: TypeAlias = Mapping[str, str]

KEY = "ignore"

ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that are written as escapes: what no text has, and what ends a line for some readers."""

_LINE_END = re.compile(r"\r\n|\n|\r")
_GAP = re.compile(r"(?:\s+|#[^\r\n]*)*")


class Edit(NamedTuple):
    """What stands in place of the characters `start` to `end`."""

    start: int
    end: int
    text: str


def by_hand(reason: str) -> ValueError:
    """The error that entries cannot be added to a text."""
    return ValueError(f"the list '{KEY}' could not be extended and must be written by hand: {reason}")


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text after all of the edits, which do not overlap."""
    for edit in sorted(edits, reverse=True):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def quoted(text: str) -> str:
    """The text in double quotes, with escapes that both YAML and TOML know."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return '"' + ODD.sub(lambda match: f"\\u{ord(match.group()):04x}", escaped) + '"'


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


def inserted(text: str, at: int, lines: Sequence[str]) -> Edit:
    """Puts whole lines in where a line starts or the text ends."""
    ending = line_ending(text)
    before = ending if at > 0 and text[at - 1] not in "\r\n" else ""
    return Edit(at, at, before + "".join(line + ending for line in lines))


def in_brackets(text: str, whole: Span, last: Span | None, items: Sequence[str]) -> list[Edit]:
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
        return [Edit(at, at, "," if last else ""), inserted(text, line, lines)]
    joined = ", ".join(items)
    if last is None:
        return [Edit(at, closing, joined)]
    return [Edit(at, at, f", {joined}") if comma < 0 else Edit(comma, comma, f" {joined},")]
