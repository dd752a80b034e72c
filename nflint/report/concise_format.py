"""One line for each diagnostic: for editors, scripts and whoever reads many of them."""

from __future__ import annotations

from nflint.diagnostic import Diagnostic, Report
from nflint.report.text_format import printable


def render(report: Report) -> str:
    """`path:line:column: severity[CODE] message`, a line each; nothing where there is nothing to say."""
    return "".join(f"{line(diagnostic)}\n" for diagnostic in report.diagnostics)


def line(diagnostic: Diagnostic) -> str:
    """The line of one diagnostic; of a value without a text it has the JSON pointer in place of line and column."""
    region = diagnostic.region
    place = f":{region.line}:{region.column}" if region.line else f"#{diagnostic.pointer}"
    return printable(f"{diagnostic.path}{place}: {diagnostic.severity.label}[{diagnostic.code}] {diagnostic.message}")
