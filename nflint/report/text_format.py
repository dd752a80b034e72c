"""The text report for people: each diagnostic with the source around it, the exact range underlined, and the hint."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nflint.contract.detect import OTHER_DOCUMENTS
from nflint.diagnostic import Diagnostic, Excerpt, Region, Report, Severity

_LIMIT = 110
_TAB = 4
_ELLIPSIS = "…"

_COLORS = {Severity.ERROR: "31", Severity.WARNING: "33", Severity.INFO: "36"}


class Style(NamedTuple):
    """How the text looks: `color` puts in the escape codes of terminals."""

    color: bool = False

    def paint(self, text: str, code: str) -> str:
        """`text` in the colour or weight that the SGR `code` names."""
        return f"\x1b[{code}m{text}\x1b[0m" if self.color and text else text


def render(
    report: Report,
    *,
    style: Style | None = None,
    least: Severity = Severity.INFO,
    quiet: bool = False,
    statistics: bool = False,
) -> str:
    """The report as text that ends with a line break, or nothing.

    Diagnostics below `least` are only counted; `quiet` leaves out the closing summary, `statistics` puts counts by
    rule in the place of the diagnostics.
    """
    style = style or Style()
    shown = [diagnostic for diagnostic in report.diagnostics if diagnostic.severity >= least]
    parts: list[str] = []
    if statistics:
        parts.extend(_statistics(shown, style))
    else:
        for diagnostic in shown:
            excerpt = report.excerpts.get(diagnostic)
            parts.append("\n".join(_diagnostic(diagnostic, excerpt, style)) + "\n")
    if not quiet:
        parts.extend([""] if statistics and shown else [])
        parts.append(_summary(report, least, style))
        if report.fixed is not None or any(diagnostic.fix for diagnostic in report.diagnostics):
            from nflint.report.fixes import closing_line  # Most files are clean.

            parts.extend(filter(None, [closing_line(report)]))
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
    if diagnostic.fix is not None:
        from nflint.report.fixes import told_title

        if title := told_title(diagnostic):
            yield f"{' ' * gutter} {_mark('=', style)} fix: {printable(title)}"
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
    yield f"{_mark(str(region.line).rjust(gutter), style)} {bar} {shown}".rstrip()
    underline = "^" * width + (_ELLIPSIS if several else "")
    yield f"{' ' * gutter} {bar} {' ' * start}{style.paint(underline, f'1;{color}')}"


def cut(line: str, column: int, end_column: int, *, cut_off: bool = False) -> tuple[str, int, int]:
    """A line fit for the terminal: the text, where the range begins in it and how wide it is, both in cells.

    A long line is cut around the range; tabs and characters without a shape are replaced, wide ones counted twice.
    `cut_off` says that the line has lost its beginning already.
    """
    cells = [_cell(character) for character in line]
    widths = [display_width(cell) for cell in cells]
    first, last = min(column - 1, len(cells)), max(end_column - 1, column)
    start, stop = (0, len(cells)) if sum(widths) <= _LIMIT else _window(widths, first)
    left = _ELLIPSIS if start or cut_off else ""
    right = _ELLIPSIS if stop < len(cells) else ""
    text = f"{left}{''.join(cells[start:stop])}{right}".rstrip()
    begin = len(left) + sum(widths[start:first])
    width = sum(widths[first : min(last, stop)])
    if not width and begin and first < len(cells):
        # A mark without a width of its own is seen on the character before it.
        begin -= 1
    return text, begin, max(width, 1)


def _window(widths: list[int], first: int) -> tuple[int, int]:
    """The cells to show of a line that is too long: some before `first`, and as many after it as there is room."""
    start, stop, used = first, first, 0
    while start > 0 and used + widths[start - 1] <= _LIMIT // 4:
        start -= 1
        used += widths[start]
    while stop < len(widths) and used + widths[stop] <= _LIMIT:
        used += widths[stop]
        stop += 1
    while start > 0 and used + widths[start - 1] <= _LIMIT:
        start -= 1
        used += widths[start]
    return start, stop


def _cell(character: str) -> str:
    if character == "\t":
        return " " * _TAB
    # Control and format characters could rewrite the terminal or turn the text around.
    return character if character.isprintable() else "\ufffd"


def display_width(text: str) -> int:
    """The number of terminal cells that `text` takes: two for East Asian wide characters and most emoji (UAX #11),
    none for combining marks and for the vowels and finals that Hangul syllables are composed of."""
    if text.isascii():
        return len(text)
    return sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.category(character) in ("Mn", "Me") or "\u1160" <= character <= "\u11ff":
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def printable(text: str) -> str:
    """`text` on one line, with everything that a terminal would obey written as an escape."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


def _statistics(diagnostics: Iterable[Diagnostic], style: Style) -> Iterator[str]:
    counts = Counter((diagnostic.code, diagnostic.rule, diagnostic.severity) for diagnostic in diagnostics)
    width = len(str(max(counts.values(), default=0)))
    for (code, rule, severity), count in sorted(counts.items(), key=lambda item: (-item[1], item[0])):
        label = style.paint(f"{severity.label}[{code}]", f"1;{_COLORS[severity]}")
        yield f"{str(count).rjust(width)}  {label} {rule}"


def _summary(report: Report, least: Severity, style: Style) -> str:
    counts = [(report.count(severity), severity) for severity in sorted(Severity, reverse=True)]
    found = [
        style.paint(_plural(count, severity.label), f"1;{_COLORS[severity]}")
        for count, severity in counts
        if count and severity >= least
    ]
    others = len({file.path for file in report.files if file.kind in OTHER_DOCUMENTS})
    files = len({file.path for file in report.files})
    if files:
        nothing = "no errors" if least is Severity.ERROR else "no problems"
        text = f"{', '.join(found) or style.paint(nothing, '1;32')} in {_plural(files, 'file')}"
    else:
        what = "changed Northflank documents" if report.unchanged else "Northflank documents"
        text = "nothing was linted" if report.failures else f"no {what} found"
    if others:
        taken = "is taken for a template" if others == 1 else "are taken for templates"
        text += f" ({others} {taken}, whose keys are not checked without --as release-flow)"
    if report.suppressed:
        text += f", {report.suppressed} ignored"
    if report.skipped:
        text += f", {_plural(report.skipped, 'other file')} skipped"
    if report.unchanged:
        text += f", {_plural(report.unchanged, 'file')} unchanged"
    if report.failures:
        text += f", {_plural(len(report.failures), 'path')} could not be read"
    hidden = [(count, severity) for count, severity in counts if count and severity < least]
    if hidden:
        what = ", ".join(_plural(count, severity.label) for count, severity in hidden)
        text += f" ({what} hidden, --min-severity {hidden[-1][1].label} shows {_them(hidden)})"
    return text


def _them(hidden: list[tuple[int, Severity]]) -> str:
    return "it" if sum(count for count, _ in hidden) == 1 else "them"


def _plural(count: int, what: str) -> str:
    return f"{count} {what}{'s' if count != 1 else ''}"
