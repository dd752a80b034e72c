"""The formats of reports: what each is called and shows, and the one function that renders any of them.

A format is a module here, `<name>_format`, whose `render` takes the report to be shown; it is imported when it is asked
for. Only text, which counts what it does not show, takes more than that.
"""

from __future__ import annotations

from importlib import import_module
from typing import NamedTuple

from nflint.diagnostic import Report, Severity


class Format(NamedTuple):
    """A format: what it is for, in a few words, and the least severity that it shows where nobody asks for another.

    With `needs_sources` it shows whole texts. A service that shows diagnostics at their files wants paths that are
    relative to its copy of the repository, whose folder is in the environment variable `root`.
    """

    purpose: str
    shown: Severity
    needs_sources: bool = False
    root: str | None = None


FORMATS = {
    "text": Format("for people, with the source", Severity.WARNING),
    "concise": Format("one line each", Severity.WARNING),
    "json": Format("for programs", Severity.INFO),
    "html": Format("a page with graphs and sources", Severity.INFO, needs_sources=True),
    "sarif": Format("SARIF 2.1.0, for code scanning", Severity.INFO, root="GITHUB_WORKSPACE"),
    "github": Format("annotations in GitHub Actions", Severity.WARNING, root="GITHUB_WORKSPACE"),
    "gitlab": Format("GitLab code quality", Severity.INFO, root="CI_PROJECT_DIR"),
    "junit": Format("JUnit XML, a test for each file", Severity.WARNING),
    "rdjson": Format("reviewdog", Severity.INFO),
}
"""Every format by its name."""


class Looks(NamedTuple):
    """How a report is to look: nothing below `least` is shown; `color`, `quiet` and `statistics` are for text alone.

    `folder` is the absolute path that relative paths start from, `root` the one that they are to start from in formats
    that have a `root`; both have forward slashes, and are empty where it is not known.
    """

    least: Severity = Severity.INFO
    color: bool = False
    quiet: bool = False
    statistics: bool = False
    folder: str = ""
    root: str = ""


def render(form: str, report: Report, looks: Looks) -> str:
    """The report in the format called `form`, one of `FORMATS`: a text that ends with a line break, or nothing."""
    if form == "text":
        from nflint.report import text_format

        style = text_format.Style(color=looks.color)
        quiet, statistics = looks.quiet, looks.statistics
        return text_format.render(report, style=style, least=looks.least, quiet=quiet, statistics=statistics)
    shown = at_least(report, looks.least)
    if FORMATS[form].root is not None:
        from nflint.report.paths import rooted

        shown = rooted(shown, looks.folder, looks.root)
    text: str = import_module(f"nflint.report.{form}_format").render(shown)
    return text


def at_least(report: Report, severity: Severity) -> Report:
    """The report without diagnostics below `severity`."""
    kept = tuple(diagnostic for diagnostic in report.diagnostics if diagnostic.severity >= severity)
    return report._replace(diagnostics=kept)
