"""The JSON report: one object, stable and versioned, documented in `docs/json-report.md`."""

from __future__ import annotations

import json
from typing import Any

from nflint import __version__
from nflint.diagnostic import Diagnostic, Report, Severity, TextFix

VERSION = 1
"""The version of the format: it changes when a program that reads the format would have to."""


def render(report: Report) -> str:
    """The report as a JSON text that ends with a line break."""
    return json.dumps(as_object(report), indent=2, ensure_ascii=True) + "\n"


def as_object(report: Report) -> dict[str, Any]:
    """The report as plain values, ready to be written as JSON."""
    return {
        "version": VERSION,
        "tool": {"name": "nflint", "version": __version__},
        "summary": {
            "files": len({file.path for file in report.files}),
            "skipped": report.skipped,
            "errors": report.count(Severity.ERROR),
            "warnings": report.count(Severity.WARNING),
            "infos": report.count(Severity.INFO),
            "suppressed": report.suppressed,
            "fixed": report.fixed or 0,
        },
        "files": [{"path": file.path, "kind": file.kind} for file in report.files],
        "diagnostics": [_diagnostic(diagnostic) for diagnostic in report.diagnostics],
    }


def _diagnostic(diagnostic: Diagnostic) -> dict[str, Any]:
    return {
        "code": diagnostic.code,
        "rule": diagnostic.rule,
        "severity": diagnostic.severity.label,
        "message": diagnostic.message,
        "hint": diagnostic.hint,
        "path": diagnostic.path,
        "pointer": diagnostic.pointer,
        **_positions(diagnostic.region),
        "url": diagnostic.url,
        "related": [
            {"message": related.message, "pointer": related.pointer, **_positions(related.region)}
            for related in diagnostic.related
        ],
        "fix": None if diagnostic.fix is None else _fix(diagnostic.fix),
    }


def _fix(fix: TextFix) -> dict[str, Any]:
    return {
        "title": fix.title,
        "safe": fix.safe,
        "edits": [{"text": edit.text, **_positions(edit.region)} for edit in fix.edits],
    }


def _positions(region: Any) -> dict[str, int]:
    return {
        "line": region.line,
        "column": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }
