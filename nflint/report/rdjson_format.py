"""The Reviewdog Diagnostic Format, with which reviewdog comments on changes wherever they are hosted.

Its columns count bytes of UTF-8. A report keeps of a text the lines where diagnostics begin, so columns are known in
these; elsewhere there are lines alone, which reviewdog takes for whole lines.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nflint.diagnostic import Diagnostic, Excerpt, Region, Report
from nflint.report.sentences import sentence
from nflint.report.strict_json import strict_json

_URL = "https://nflint.dev"

# What covers credentials, each character of them; how many bytes these have is not known any more.
_COVER = "*"


def render(report: Report) -> str:
    """The report as a JSON object (a `DiagnosticResult`) that ends with a line break."""
    found = [_diagnostic(diagnostic, report.excerpts.get(diagnostic)) for diagnostic in report.diagnostics]
    return strict_json({"source": {"name": "nflint", "url": _URL}, "diagnostics": found}) + "\n"


def _diagnostic(diagnostic: Diagnostic, excerpt: Excerpt | None) -> dict[str, Any]:
    line = diagnostic.region.line
    related = [
        {"message": one.message, "location": _location(diagnostic.path, one.region, line, excerpt)}
        for one in diagnostic.related
    ]
    suggestions = list(_suggestions(diagnostic, excerpt))
    return {
        "message": sentence(diagnostic),
        "location": _location(diagnostic.path, diagnostic.region, line, excerpt),
        "severity": diagnostic.severity.name,
        "code": {"value": diagnostic.code, **({"url": diagnostic.url} if diagnostic.url else {})},
        **({"suggestions": suggestions} if suggestions else {}),
        **({"related_locations": related} if related else {}),
    }


def _location(path: str, region: Region, line: int, excerpt: Excerpt | None) -> dict[str, Any]:
    """A place; `excerpt` is of the line numbered `line`."""
    if not region.line:
        return {"path": path}
    exact = _exact(region, line, excerpt)
    return {"path": path, "range": exact or {"start": {"line": region.line}, "end": {"line": region.end_line}}}


def _exact(region: Region, line: int, excerpt: Excerpt | None) -> dict[str, Any] | None:
    """The range with columns in bytes, or None where they are not known."""
    if excerpt is None or excerpt.shift or not region.line == region.end_line == line:
        return None
    if region.end_column - 1 > len(excerpt.line):
        return None
    start, end = (
        len(excerpt.line[: column - 1].encode("utf-8", "surrogatepass")) + 1
        for column in (region.column, region.end_column)
    )
    return {"start": {"line": line, "column": start}, "end": {"line": line, "column": end}}


def _suggestions(diagnostic: Diagnostic, excerpt: Excerpt | None) -> Iterator[dict[str, Any]]:
    """The fix, if it is one edit: reviewdog offers several suggestions one by one, and half a fix is none."""
    fix = diagnostic.fix
    if fix is None or len(fix.edits) != 1 or excerpt is None:
        return
    [edit] = fix.edits
    exact = _exact(edit.region, diagnostic.region.line, excerpt)
    if exact is not None and _COVER not in excerpt.line[: edit.region.end_column - 1]:
        yield {"range": exact, "text": edit.text}
