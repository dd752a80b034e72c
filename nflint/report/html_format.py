"""The HTML report: one page with everything in it, which asks for nothing and opens in any browser.

For each file its graph, the run order as a list, and the source with the diagnostics in place. It can be read without
a script, without a pointer and without colours; what is too much for a page is left out with a word.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import NamedTuple

from nflint import __version__
from nflint.diagnostic import Diagnostic, LintedFile, Pointer, Report, Severity, Source
from nflint.graph.picture import Box, Picture
from nflint.graph.sketch import picture_of, sheets_of
from nflint.graph.svg import drawing
from nflint.graph.svg_style import style_sheet as graph_style
from nflint.report.html_script import SCRIPT
from nflint.report.html_source import listing
from nflint.report.html_style import style_sheet
from nflint.report.html_words import SIGNS, counted, counts, escaped, finding

MOST_FINDINGS = 1_000
"""Diagnostics on one page."""

MOST_LINES = 20_000
"""Lines of source on one page; of one file `_MOST_OF_A_FILE`."""

MOST_FILES = 500
"""Files that have a part of their own on the page."""

_MOST_OF_A_FILE = 4_000
_MOST_BOXES = 2_000
_MOST_OF_A_GRAPH = 400


class _Part(NamedTuple):
    """What the page has of one file: its number there, the diagnostics that are shown with their numbers, and all that
    were `found`."""

    number: int
    path: str
    kinds: tuple[str, ...]
    numbers: Mapping[Diagnostic, int]
    found: tuple[Diagnostic, ...]
    source: Source | None


class _Room(NamedTuple):
    """How many boxes and lines there is still room for on the page."""

    boxes: int
    lines: int


def render(report: Report) -> str:
    """The report as an HTML page."""
    parts = _parts(report)
    digest = base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode()
    shown = parts[:MOST_FILES]
    body = [
        *_opening(report, digest),
        _table(parts),
        *_cuts(report, parts),
        *_filter(),
        '<main id="findings" tabindex="-1">\n',
        *_sections(shown),
        "</main>\n",
        f"<footer><p>nflint {escaped(__version__)}</p></footer>\n<script>{SCRIPT}</script>\n</body>\n</html>\n",
    ]
    return "".join(body)


def _filter() -> Iterator[str]:
    """What narrows the findings down; it is hidden where there is no script to do it."""
    yield '<form id="filter" hidden role="search" aria-label="Findings"><div>\n'
    for severity, sign in SIGNS.items():
        yield (
            f'<label><input type="checkbox" name="severity" value="{severity.label}" checked> '
            f'<span class="sign-of-{severity.label}"><span aria-hidden="true">{sign}</span> '
            f"{severity.label}s</span></label>\n"
        )
    yield (
        '<label>Search <input type="search" id="search" autocomplete="off" spellcheck="false"></label>\n'
        '<output id="said" aria-live="polite"></output>\n'
        '<label class="keys"><input type="checkbox" id="keys" checked> keys: <kbd>j</kbd> next, <kbd>k</kbd> '
        "previous, <kbd>/</kbd> search</label>\n</div></form>\n"
    )


def _parts(report: Report) -> list[_Part]:
    """The files of the report in their order, with as many of their diagnostics as there is room for."""
    found: dict[str, list[Diagnostic]] = {file.path: [] for file in report.files}
    kinds: dict[str, list[LintedFile]] = {}
    for file in report.files:
        kinds.setdefault(file.path, []).append(file)
    for diagnostic in report.diagnostics:
        found.setdefault(diagnostic.path, []).append(diagnostic)
    parts: list[_Part] = []
    number = 0
    for path, diagnostics in found.items():
        held = diagnostics[: MOST_FINDINGS - number]
        numbers = {diagnostic: number + at for at, diagnostic in enumerate(held, 1)}
        number += len(held)
        named = tuple(dict.fromkeys(file.kind or "another document" for file in kinds.get(path, ())))
        parts.append(_Part(len(parts) + 1, path, named, numbers, tuple(diagnostics), report.sources.get(path)))
    return parts


def _opening(report: Report, digest: str) -> Iterator[str]:
    policy = (
        f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; "
        "form-action 'none'"
    )
    files = counted(len({file.path for file in report.files}), "file")
    found = ", ".join(counted(report.count(severity), severity.label) for severity in SIGNS if report.count(severity))
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>nflint: {found or 'no findings'} in {files}</title>\n"
        f"<style>\n{style_sheet()}{graph_style()}</style>\n</head>\n<body>\n"
        '<a class="skip" href="#findings">Skip to the findings</a>\n'
        f"<header><h1>nflint report</h1>\n<p>{counts(report.diagnostics)} in {files}"
    )
    others = [
        f"{number} {what}"
        for number, what in ((report.suppressed, "ignored"), (report.skipped, "other files passed over"))
        if number
    ]
    yield f' <span class="quiet">({", ".join(others)})</span></p>\n' if others else "</p>\n"
    for failure in report.failures:
        yield f'<p><strong class="sign-of-error">could not be read:</strong> {escaped(failure)}</p>\n'
    yield "</header>\n"


def _table(parts: Sequence[_Part]) -> str:
    """The list of files with their counts."""
    if not parts:
        return '<nav aria-label="Files"><p>There is nothing to show.</p></nav>\n'
    rows = []
    for part in parts:
        cells = "".join(f'<td class="number">{_count(part.found, severity)}</td>' for severity in SIGNS)
        name = escaped(part.path)
        link = f'<a href="#f{part.number}">{name}</a>' if part.number <= MOST_FILES else name
        rows.append(f'<tr><th scope="row">{link}</th><td>{escaped(", ".join(part.kinds))}</td>{cells}</tr>\n')
    heads = "".join(
        f'<th scope="col" class="number"><span aria-hidden="true">{sign}</span> {severity.label}s</th>'
        for severity, sign in SIGNS.items()
    )
    return (
        '<nav aria-label="Files"><table><thead><tr><th scope="col">File</th><th scope="col">Kind</th>'
        f"{heads}</tr></thead>\n<tbody>\n{''.join(rows)}</tbody></table></nav>\n"
    )


def _count(diagnostics: Sequence[Diagnostic], severity: Severity) -> int:
    return sum(diagnostic.severity is severity for diagnostic in diagnostics)


def _cuts(report: Report, parts: Sequence[_Part]) -> Iterator[str]:
    """What is not on the page, although it was found."""
    total, told = len(report.diagnostics), sum(len(part.numbers) for part in parts)
    words = []
    if told < total:
        words.append(f"the first {told} of {total} findings are shown, --format json has all of them")
    if len(parts) > MOST_FILES:
        words.append(f"the first {MOST_FILES} of {len(parts)} files have a part of their own below")
    if words:
        yield f"<header><p><strong>This page is cut:</strong> {'; '.join(words)}.</p></header>\n"


def _sections(parts: Sequence[_Part]) -> Iterator[str]:
    room = _Room(_MOST_BOXES, MOST_LINES)
    for part in parts:
        yield (
            f'<section class="file" id="f{part.number}" aria-labelledby="f{part.number}h">\n<header>'
            f'<h2 id="f{part.number}h">{escaped(part.path)}</h2>'
            f"<p>{escaped(', '.join(part.kinds)) or 'no document'}: {counts(part.found)}</p></header>\n"
        )
        if part.source is None:
            yield _unplaced(list(part.numbers), part)
        else:
            room = yield from _section(part, part.source, room)
        yield "</section>\n"


def _section(part: _Part, source: Source, room: _Room) -> Generator[str, None, _Room]:
    listed = listing(source.text, part.numbers, part.number, max(1, min(_MOST_OF_A_FILE, room.lines)))
    sheets = sheets_of(source, part.found)
    boxes = 0
    if sheets and room.boxes > 0:
        picture = picture_of([sheet for _, sheet in sheets], part.path, min(_MOST_OF_A_GRAPH, room.boxes))
        boxes = len(picture.boxes)
        lines = sheets[0][0].lines if len(sheets) == 1 else {}
        shown = {pointer: line for pointer, line in lines.items() if line in listed.lines}
        yield from _graph(picture, part, shown)
    elif sheets:
        yield '<details open><summary><h3>Graph</h3></summary><p>left out, "nflint graph" draws it</p></details>\n'
    if listed.elsewhere:
        yield _unplaced(listed.elsewhere, part)
    name = f"Source of {escaped(part.path)}"
    opened = " open" if part.numbers else ""
    yield (
        f'<details{opened}><summary><h3>Source</h3></summary>\n<div class="source" role="region" tabindex="0" '
        f'aria-label="{name}"><div class="lines">\n{listed.text}</div></div></details>\n'
    )
    return _Room(room.boxes - boxes, room.lines - len(listed.lines))


def _unplaced(diagnostics: Sequence[Diagnostic], part: _Part) -> str:
    """The diagnostics of a file that has no source on the page, or not the line."""
    told = "".join(finding(diagnostic, part.numbers[diagnostic], part.number) for diagnostic in diagnostics)
    return f"<details open><summary><h3>Findings</h3></summary>\n{told}</details>\n" if told else ""


def _graph(picture: Picture, part: _Part, lines: Mapping[Pointer, int]) -> Iterator[str]:
    """The graph, and the run order as a list; both lead to those `lines` of the source that are on the page."""
    if not picture.boxes:
        return
    links = {
        number: f"#f{part.number}-l{lines[box.pointer]}"
        for number, box in enumerate(picture.boxes)
        if box.pointer in lines
    }
    drawn = drawing(picture, f"f{part.number}g-", links, styled=False)
    name = escaped(part.path)
    yield (
        '<details open><summary><h3>Graph</h3></summary>\n<div class="graph scroll" role="region" tabindex="0" '
        f'aria-label="Graph of {name}">{drawn}</div></details>\n'
        '<details open><summary><h3>Run order</h3></summary>\n<ol class="order">\n'
    )
    several = sum(box.form == "part" for box in picture.boxes) > 1
    for number, box in enumerate(picture.boxes):
        if box.form != "triggers" and (several or box.form != "part"):
            yield _step(box, links.get(number))
    yield "</ol></details>\n"


def _step(box: Box, link: str | None) -> str:
    title = f"{box.heading}{''.join(f' {row.text}' for row in box.rows if row.sort == 'name')}"
    words = escaped(title) if link is None else f'<a href="{link}">{escaped(title)}</a>'
    told = [escaped(row.text) for row in box.rows if row.sort != "name"]
    signs = "".join(
        f' <span class="sign-of-{mark.severity.label}"><span aria-hidden="true">{SIGNS[mark.severity]}</span> '
        f"{mark.words}</span>"
        for mark in box.marks
    )
    rest = f' <span class="quiet">{"; ".join(told)}</span>' if told else ""
    step = f'<span class="step">{box.step}</span> ' if box.step else ""
    depth = min(8, box.step.count(".")) if box.step else 0
    return f'<li style="margin-left:{depth * 1.5}rem">{step}{words}{rest}{signs}</li>\n'
