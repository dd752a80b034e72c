"""The text report for people: each diagnostic with the source around it, the exact range underlined, and the hint."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from nflint.diagnostic import Diagnostic, Excerpt, Region, Report, Severity

_LIMIT = 110
_TAB = 4
_ELLIPSIS = "…"

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


@dataclass(frozen=True, slots=True)
class Style:
    """How the text looks: `color` puts in the escape codes of terminals."""

    color: bool = False

    def paint(self, text: str, code: str) -> str:
        """`text` in the colour or weight that the SGR `code` names."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text


def render(report: Report, *, style: Style | None = None, quiet: bool = False, statistics: bool = False) -> str:
    """The report as text that ends with a line break, or nothing.

    `quiet` leaves out the closing summary, `statistics` puts counts by rule in the place of the diagnostics.
    """
    style = style or Style()
    parts: list[str] = []
    if statistics:
        parts.extend(_statistics(report, style))
    else:
        for diagnostic in report.diagnostics:
            excerpt = report.excerpts.get(diagnostic)
            parts.append("\n".join(_diagnostic(diagnostic, excerpt, style)) + "\n")
    if not quiet:
        parts.append(_summary(report, style))
    return "".join(f"{part}\n" for part in parts)


def _diagnostic(diagnostic: Diagnostic, excerpt: Excerpt | None, style: Style) -> Iterator[str]:
    color = _COLORS[diagnostic.severity]
    region = diagnostic.region
    place = f"{printable(diagnostic.path)}:{region.line}:{region.column}" if region.line else printable(diagnostic.path)
    label = style.paint(f"{diagnostic.severity.label}[{diagnostic.code}]", f"1;{color}")
    yield f"{style.paint(place, '1')}: {label} {printable(diagnostic.message)}"
    gutter = len(str(max(region.line, 1)))
    if excerpt is not None and region.line:
        yield from _frame(excerpt, region, gutter, color, style)
    elif diagnostic.pointer:
        yield f"{' ' * gutter} {_mark('=', style)} at {printable(diagnostic.pointer)}"
    for related in diagnostic.related:
        where = f"line {related.region.line}" if related.region.line else printable(related.pointer)
        yield f"{' ' * gutter} {_mark('=', style)} {where}: {printable(related.message)}"
    if diagnostic.hint:
        yield f"{' ' * gutter} {_mark('=', style)} help: {printable(diagnostic.hint)}"
    yield f"{' ' * gutter} {_mark('=', style)} rule: {diagnostic.rule}"


def _mark(text: str, style: Style) -> str:
    return style.paint(text, "34")


def _frame(excerpt: Excerpt, region: Region, gutter: int, color: str, style: Style) -> Iterator[str]:
    """The line before, for orientation, and the line itself with the range underlined."""
    bar = _mark("|", style)
    yield f"{' ' * gutter} {bar}"
    if excerpt.before.strip():
        shown, _, _ = cut(excerpt.before, 1, 1)
        yield f"{_mark(str(region.line - 1).rjust(gutter), style)} {bar} {shown}"
    several = region.end_line > region.line
    column = region.column - excerpt.shift
    end = len(excerpt.line) + 1 if several else region.end_column - excerpt.shift
    shown, start, width = cut(excerpt.line, column, max(end, column + 1), cut_off=excerpt.shift > 0)
    yield f"{_mark(str(region.line).rjust(gutter), style)} {bar} {shown}"
    underline = "^" * width + (_ELLIPSIS if several else "")
    yield f"{' ' * gutter} {bar} {' ' * start}{style.paint(underline, f'1;{color}')}"


def cut(line: str, column: int, end_column: int, *, cut_off: bool = False) -> tuple[str, int, int]:
    """A line fit for the terminal: the text, where the range begins in it and how wide it is, both in cells.

    A long line is cut around the range; tabs and characters without a shape are replaced, wide ones counted twice.
    `cut_off` says that the line has lost its beginning already.
    """
    cells = [_cell(character) for character in line[: 4 * _LIMIT + column]]
    widths = [display_width(cell) for cell in cells]
    first, last = column - 1, max(end_column - 1, column)
    start, stop = 0, len(cells)
    if sum(widths) > _LIMIT or len(line) > len(cells):
        start = max(0, min(first - _LIMIT // 4, len(cells) - _LIMIT))
        stop, used = start, 0
        while stop < len(cells) and used + widths[stop] <= _LIMIT:
            used += widths[stop]
            stop += 1
    left = _ELLIPSIS if start or cut_off else ""
    right = _ELLIPSIS if stop < len(line) else ""
    text = f"{left}{''.join(cells[start:stop])}{right}".rstrip()
    begin = len(left) + sum(widths[start:first])
    width = sum(widths[max(first, start) : min(last, stop)])
    return text, begin, max(width, 1)


def _cell(character: str) -> str:
    if character == "\t":
        return " " * _TAB
    # Control and format characters could rewrite the terminal or turn the text around.
    return character if character.isprintable() else "\ufffd"


def display_width(text: str) -> int:
    """The number of terminal cells that `text` takes."""
    if text.isascii():
        return len(text)
    width = 0
    for character in text:
        if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me"):
            continue
        width += 2 if unicodedata.east_asian_width(character) in "WF" else 1
    return width


def printable(text: str) -> str:
    """`text` on one line, with everything that a terminal would obey written as an escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _statistics(report: Report, style: Style) -> Iterator[str]:
    counts: dict[tuple[str, str, Severity], int] = {}
    for diagnostic in report.diagnostics:
        key = (diagnostic.code, diagnostic.rule, diagnostic.severity)
        counts[key] = counts.get(key, 0) + 1
    width = len(str(max(counts.values(), default=0)))
    for (code, rule, severity), count in sorted(counts.items(), key=lambda item: (-item[1], item[0][0])):
        label = style.paint(f"{severity.label}[{code}]", f"1;{_COLORS[severity]}")
        yield f"{str(count).rjust(width)}  {label} {rule}"


def _summary(report: Report, style: Style) -> str:
    counts = [(report.count(severity), severity) for severity in sorted(Severity, reverse=True)]
    found = ", ".join(
        style.paint(_plural(count, severity.label), f"1;{_COLORS[severity]}") for count, severity in counts if count
    )
    files = len({file.path for file in report.files})
    where = f"in {_plural(files, 'file')}"
    if report.skipped:
        where += f", {_plural(report.skipped, 'other file')} skipped"
    if not files and not report.failures:
        return f"no Northflank documents found{where.partition(',')[1]}{where.partition(',')[2]}"
    return f"{found or style.paint('no problems', '1;32')} {where}"


def _plural(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count != 1 else ''}"
