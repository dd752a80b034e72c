"""A code quality report for GitLab, which shows what a merge request adds to it, by the fingerprints."""

from __future__ import annotations

from typing import Any

from nflint.diagnostic import Diagnostic, Report, Severity
from nflint.report.fingerprints import fingerprints
from nflint.report.sentences import sentence
from nflint.report.strict_json import strict_json

_SEVERITIES = {Severity.ERROR: "critical", Severity.WARNING: "major", Severity.INFO: "info"}


def render(report: Report) -> str:
    """The report as a JSON list that ends with a line break."""
    prints = fingerprints(report)
    return strict_json([_entry(diagnostic, prints[diagnostic]) for diagnostic in report.diagnostics]) + "\n"


def _entry(diagnostic: Diagnostic, fingerprint: str) -> dict[str, Any]:
    region = diagnostic.region
    # GitLab takes no entry without a line.
    lines = {"begin": max(region.line, 1), "end": max(region.end_line, 1)}
    return {
        "check_name": diagnostic.rule,
        "description": f"{diagnostic.code}: {sentence(diagnostic)}",
        "fingerprint": fingerprint,
        "severity": _SEVERITIES[diagnostic.severity],
        "location": {"path": diagnostic.path, "lines": lines},
    }
