"""The command line: options in, reports out. The only module that prints."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from nflint import __version__
from nflint.contract.catalogue import REVISIONS
from nflint.contract.detect import KINDS
from nflint.diagnostic import Report, Severity, merge

if TYPE_CHECKING:
    from nflint.rule import Rule

_SEVERITIES = ["info", "warning", "error"]
_USAGE_ERROR = 2
_PROGRESS_AFTER = 1.0
_PROGRESS_EVERY = 0.1


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, "-V", "--version", message="nflint %(version)s")
def cli() -> None:
    """Find the mistakes in Northflank release flows, run payloads and run requests before the push.

    \b
    nflint check                      lint every document below this folder
    nflint check release-flow.json    lint one file
    nflint explain NF402              what a code means and what to write instead
    """


@cli.command()
@click.argument("paths", nargs=-1)
@click.option("--as", "kind", type=click.Choice(KINDS), help="What the documents are, whatever they look like.")
@click.option(
    "--contract",
    type=click.Choice(REVISIONS),
    default="current",
    show_default=True,
    help="The revision of the API reference to hold documents against.",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What to print."
)
@click.option(
    "--min-severity",
    type=click.Choice(_SEVERITIES),
    help="Print nothing below this severity. [default: warning for text, info for json]",
)
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    default="warning",
    show_default=True,
    help="Exit with 1 from this severity up.",
)
@click.option("--output", type=click.Path(dir_okay=False, writable=True), help="Write the report to a file.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours in the text format; NO_COLOR is respected.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print diagnostics only, no summary.")
@click.option("--statistics", is_flag=True, help="Print how often each rule fired instead of each diagnostic.")
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input ('-').")
@click.option(
    "--skip-unknown", is_flag=True, help="Pass over named files that are not Northflank documents, as in folders."
)
def check(
    paths: tuple[str, ...],
    kind: Any,
    contract: Any,
    form: str,
    min_severity: str | None,
    fail_on: str,
    output: str | None,
    color: str,
    quiet: bool,
    statistics: bool,
    stdin_filename: str | None,
    skip_unknown: bool,
) -> None:
    """Lint PATHS: files, folders, globs, or - for standard input (default: this folder).

    In folders, what git ignores is left out, and files that are not Northflank documents are passed over.

    \b
    Exit status: 0 nothing found, 1 something at or above --fail-on, 2 a usage error or an unreadable file.

    \b
    nflint check .northflank/                           a folder
    nflint check --format json --output report.json     a report for a program
    curl ... | nflint check - --as run                  the answer of the API about a run
    """
    if stdin_filename is not None and "-" not in paths:
        raise click.UsageError("--stdin-filename needs '-' among the paths")
    reports = _lint_all(paths or (".",), kind, contract, stdin_filename, skip_unknown)
    report = merge(_with_progress(reports))
    for failure in report.failures:
        click.echo(f"nflint: {failure}", err=True)
    least = Severity.from_label(min_severity or ("info" if form == "json" else "warning"))
    shown = _at_least(report, least)
    if form == "json":
        from nflint.report import json_format

        text = json_format.render(shown)
    else:
        from nflint.report import text_format

        style = text_format.Style(color=output is None and _use_color(color))
        text = text_format.render(shown, style=style, quiet=quiet, statistics=statistics)
        hidden = report.count(Severity.INFO) if least > Severity.INFO else 0
        if hidden and not quiet:
            text = f"{text.rstrip()} ({hidden} more with --min-severity info)\n"
    _write(text, output)
    raise SystemExit(report.exit_code(Severity.from_label(fail_on)))


def _lint_all(
    paths: Iterable[str], kind: Any, contract: Any, stdin_filename: str | None, skip_unknown: bool
) -> Iterator[Report]:
    # The report of every file is dropped as soon as it is merged, so memory grows with the largest file.
    from nflint.files import Candidate, UnreadableFileError, find_files, lint_candidate
    from nflint.lint import lint

    for path in paths:
        if path == "-":
            name = stdin_filename or "<stdin>"
            yield lint(sys.stdin.buffer.read(), name=name, kind=kind, contract=contract)
            continue
        try:
            candidates: list[Candidate] = list(find_files([path]))
        except UnreadableFileError as error:
            yield Report(failures=(str(error),))
            continue
        for candidate in candidates:
            yield lint_candidate(candidate, kind=kind, contract=contract, skip_unknown=skip_unknown)


def _with_progress(reports: Iterable[Report]) -> Iterator[Report]:
    """The reports, with a count on the terminal once the work takes longer than a second."""
    if not sys.stderr.isatty():
        yield from reports
        return
    next_sign = time.monotonic() + _PROGRESS_AFTER
    shown = False
    for count, report in enumerate(reports, start=1):
        yield report
        if time.monotonic() >= next_sign:
            click.echo(f"\r{count} files looked at", nl=False, err=True)
            next_sign = time.monotonic() + _PROGRESS_EVERY
            shown = True
    if shown:
        click.echo("\r\x1b[K", nl=False, err=True)


def _at_least(report: Report, severity: Severity) -> Report:
    kept = tuple(diagnostic for diagnostic in report.diagnostics if diagnostic.severity >= severity)
    return Report(kept, report.files, report.skipped, report.suppressed, report.failures, report.excerpts)


def _use_color(choice: str) -> bool:
    if choice != "auto":
        return choice == "always"
    return sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _write(text: str, output: str | None) -> None:
    if output is not None:
        try:
            Path(output).write_text(text, encoding="utf-8")
        except OSError as error:
            click.echo(f"nflint: {output}: {(error.strerror or str(error)).lower()}", err=True)
            raise SystemExit(_USAGE_ERROR) from error
        return
    # Source lines may hold characters that the terminal's encoding does not have.
    encoding = sys.stdout.encoding or "utf-8"
    sys.stdout.buffer.write(text.encode(encoding, "replace"))
    sys.stdout.flush()


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(form: str) -> None:
    """List every rule with its code, severity and summary."""
    from nflint.explain import rule_list, rule_table
    from nflint.rules import all_rules

    _write(rule_list(all_rules()) if form == "json" else rule_table(all_rules()), None)


@cli.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Explain RULE, a code such as NF402 or a name such as two-vcs-accounts."""
    from nflint.contract.nearest import nearest
    from nflint.explain import explanation
    from nflint.rules import all_rules

    found: Rule | None = next(
        (known for known in all_rules() if rule.upper() == known.code or rule.lower() == known.name), None
    )
    if found is None:
        near = nearest(rule, [name for known in all_rules() for name in (known.code, known.name)])
        hint = f", did you mean '{near}'?" if near else ", 'nflint rules' lists them all"
        raise click.UsageError(f"there is no rule '{rule}'{hint}")
    _write(explanation(found), None)


@cli.command()
@click.argument("name", type=click.Choice(KINDS))
@click.option(
    "--contract",
    type=click.Choice(REVISIONS),
    default="current",
    show_default=True,
    help="The revision of the API reference.",
)
def schema(name: str, contract: Any) -> None:
    """Print the JSON Schema NAME in one piece, for editors and other validators."""
    from nflint.contract.bundle import render_bundle

    _write(render_bundle(name, contract), None)


def main() -> None:
    """The entry point of the command `nflint`."""
    try:
        cli(prog_name="nflint")
    except BrokenPipeError:
        # The reader of our output has gone; that is its choice and no error of ours. What is still in the
        # buffer must not be flushed to nobody when the interpreter ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise SystemExit(0) from None
