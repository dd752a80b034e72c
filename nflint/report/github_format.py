"""Workflow commands for GitHub Actions, which shows them as annotations at the lines of a change.

GitHub keeps ten annotations of a level from one step, and no columns of those that are longer than a line.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from nflint.diagnostic import Diagnostic, Report, Severity
from nflint.report.text_format import printable

MOST = 10
"""How many annotations of one level GitHub shows for a step."""

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "notice"}


def render(report: Report) -> str:
    """The commands, the most severe first, and a line that counts what is over GitHub's limits."""
    return "".join(f"{line}\n" for line in _lines(report))


def _lines(report: Report) -> Iterator[str]:
    shown: Counter[str] = Counter()
    left: Counter[str] = Counter()
    for level, command in _commands(report):
        if shown[level] < MOST:
            shown[level] += 1
            yield command
        else:
            left[level] += 1
    if left:
        counts = ", ".join(f"{count} {level}{'s' if count != 1 else ''}" for level, count in left.items())
        yield f"nflint: {counts} more than GitHub shows ({MOST} annotations of a level for each step)"


def _commands(report: Report) -> Iterator[tuple[str, str]]:
    """Each annotation with its level."""
    for failure in report.failures:
        yield "error", f"::error title=nflint::{_data(failure)}"
    for severity, level in _LEVELS.items():
        for diagnostic in report.diagnostics:
            if diagnostic.severity is severity:
                yield level, _command(level, diagnostic)


def _command(level: str, diagnostic: Diagnostic) -> str:
    given = {"file": diagnostic.path, **_place(diagnostic), "title": f"{diagnostic.code} {diagnostic.rule}"}
    properties = ",".join(f"{name}={_property(str(value))}" for name, value in given.items())
    words = "%0A".join(_data(part) for part in (diagnostic.message, diagnostic.hint) if part)
    return f"::{level} {properties}::{words}"


def _place(diagnostic: Diagnostic) -> dict[str, int]:
    region = diagnostic.region
    if not region.line:
        return {}
    if region.end_line > region.line:
        return {"line": region.line, "endLine": region.end_line}
    columns = {"col": region.column, "endColumn": region.end_column}
    return {"line": region.line, "endLine": region.line, **columns}


def _data(text: str) -> str:
    # What a terminal would obey has no business in a log either; there is no line break left in what is printable.
    return printable(text).replace("%", "%25")


def _property(text: str) -> str:
    text = text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return printable(text).replace(":", "%3A").replace(",", "%2C")
