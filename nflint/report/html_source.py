"""The source of one file in the HTML report, with its diagnostics where they stand.

Of a long text only what is around diagnostics is shown, of a long line only what is around the first of them; what is
left out is said in its place.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import NamedTuple

from nflint.diagnostic import Diagnostic, Severity
from nflint.report.html_words import counted, escaped, finding
from nflint.source.text import Text

_AROUND = 4
_LONGEST = 1_000
_BEFORE = 200


class Listing(NamedTuple):
    """The source as HTML, the numbers of the lines in it, and the diagnostics that are in none of them."""

    text: str
    lines: frozenset[int]
    elsewhere: tuple[Diagnostic, ...]


def listing(text: str, numbers: Mapping[Diagnostic, int], file: int, most: int) -> Listing:
    """The lines of a file, at most so many; `numbers` are its diagnostics, each with its number on the page, `file` is
    that of the file."""
    source = Text(text)
    by_line: dict[int, list[Diagnostic]] = {}
    for diagnostic in numbers:
        by_line.setdefault(diagnostic.region.line, []).append(diagnostic)
    shown = _shown(source.line_count, by_line, most)
    lines = frozenset(shown)
    parts: list[str] = []
    before = 0
    for line in shown:
        parts.append(_gap(line - before - 1))
        parts.append(_line(source.line(line), line, by_line.get(line, ()), file))
        parts += [finding(diagnostic, numbers[diagnostic], file, lines) for diagnostic in by_line.get(line, ())]
        before = line
    parts.append(_gap(source.line_count - before))
    left = [one for line, found in by_line.items() if line not in lines for one in found]
    return Listing("".join(parts), lines, tuple(left))


def _shown(count: int, by_line: Mapping[int, Sequence[Diagnostic]], most: int) -> list[int]:
    if count <= most:
        return list(range(1, count + 1))
    wanted: set[int] = set()
    for line in sorted(by_line):
        if 1 <= line <= count:
            wanted.update(range(max(1, line - _AROUND), min(count, line + _AROUND) + 1))
    if not wanted:
        wanted.update(range(1, min(count, most) + 1))
    return sorted(wanted)[:most]


def _gap(lines: int) -> str:
    return f'<div class="gap">{counted(lines, "line")} left out</div>\n' if lines > 0 else ""


def _line(text: str, line: int, found: Sequence[Diagnostic], file: int) -> str:
    name = f"f{file}-l{line}"
    return (
        f'<div class="line" id="{name}"><a class="n" href="#{name}" tabindex="-1" aria-label="line {line}">{line}</a>'
        f"<code>{''.join(_marked(text, line, found))}</code></div>\n"
    )


def _marked(text: str, line: int, found: Sequence[Diagnostic]) -> Iterator[str]:
    """A line with the places of its diagnostics marked; where they overlap, as the worst of them."""
    first = min((one.region.column for one in found), default=1) - 1
    start = 0 if len(text) <= _LONGEST else max(0, first - _BEFORE)
    stop = min(len(text), start + _LONGEST)
    worst: dict[tuple[int, int], Severity] = {}
    for one in found:
        begin = min(max(one.region.column - 1, start), stop)
        end = stop if one.region.end_line > line else min(max(one.region.end_column - 1, begin + 1), stop)
        worst[begin, end] = max(one.severity, worst.get((begin, end), Severity.INFO))
    if start:
        yield f'<span class="quiet">…{counted(start, "character")} left out… </span>'
    edges = sorted({start, stop, *(edge for stretch in worst for edge in stretch)})
    for begin, end in pairwise(edges):
        inside = [severity for (low, high), severity in worst.items() if low <= begin and end <= high]
        piece = escaped(text[begin:end])
        yield f'<mark class="{max(inside).label}">{piece}</mark>' if inside else piece
    if stop < len(text):
        yield f'<span class="quiet"> …{counted(len(text) - stop, "character")} left out…</span>'
