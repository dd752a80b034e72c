"""The command line: options in, reports out. The only module that prints."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
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
_INTERRUPTED = 130
_PROGRESS_AFTER = 1.0
_PROGRESS_EVERY = 0.1


class _Commands(click.Group):
    """The commands, with a word for those who forget `check`. click asks for a class here."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from nflint.contract.nearest import nearest

            name = args[0]
            near = f"check {name}" if os.path.exists(name) else nearest(name, list(self.commands))  # noqa: PTH110
            hint = f", did you mean 'nflint {near}'?" if near else ""
            raise click.UsageError(f"there is no command '{name}'{hint}", ctx) from error


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="nflint %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Find the mistakes in Northflank release flows, run payloads and run requests before the push.

    \b
    nflint check                      lint every document below this folder
    nflint check release-flow.json    lint one file
    nflint explain NF402              what a code means and what to write instead
    """
    # Versions of click differ in where this goes and which status it has.
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        raise SystemExit(_USAGE_ERROR)


@cli.command(short_help="Lint files, folders, globs or standard input.")
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
    if statistics and form != "text":
        raise click.UsageError("--statistics is for --format text, a JSON report has every diagnostic")
    reports = _lint_all(paths or (".",), kind, contract, stdin_filename, skip_unknown)
    report = merge(reports if quiet or not _is_terminal(sys.stderr) else _with_progress(reports))
    for failure in report.failures:
        _complain(failure)
    least = Severity.from_label(min_severity or ("info" if form == "json" else "warning"))
    if form == "json":
        from nflint.report import json_format

        text = json_format.render(_at_least(report, least))
    else:
        from nflint.report import text_format

        style = text_format.Style(color=_use_color(color, output))
        text = text_format.render(report, style=style, least=least, quiet=quiet, statistics=statistics)
    _write(text, output)
    raise SystemExit(report.exit_code(Severity.from_label(fail_on)))


def _lint_all(
    paths: Sequence[str], kind: Any, contract: Any, stdin_filename: str | None, skip_unknown: bool
) -> Iterator[Report]:
    # The report of every file is dropped as soon as it is merged, so memory grows with the largest file.
    from nflint.files import UnreadableFileError, find_files, lint_candidate

    if "-" in paths:
        yield _lint_stdin(stdin_filename or "<stdin>", kind, contract, skip_unknown)
    for found in find_files([path for path in paths if path != "-"]):
        if isinstance(found, UnreadableFileError):
            yield Report(failures=(str(found),))
        else:
            yield lint_candidate(found, kind=kind, contract=contract, skip_unknown=skip_unknown)


def _lint_stdin(name: str, kind: Any, contract: Any, skip_unknown: bool) -> Report:
    from nflint.files import UnreadableFileError, byte_limit, display_path, lint_content, read_stream
    from nflint.source.document import Limits

    if sys.stdin is None:
        return Report(failures=("standard input is closed",))
    try:
        content = read_stream(sys.stdin.buffer, "standard input", byte_limit(Limits()))
    except UnreadableFileError as error:
        return Report(failures=(str(error),))
    return lint_content(content, display_path(name), kind=kind, contract=contract, skip_unknown=skip_unknown)


def _with_progress(reports: Iterable[Report]) -> Iterator[Report]:
    """The reports, with a count on the terminal once the work takes longer than a second."""
    next_sign = time.monotonic() + _PROGRESS_AFTER
    shown = False
    for count, report in enumerate(reports, start=1):
        yield report
        if time.monotonic() >= next_sign:
            click.echo(f"\r{count} file{'s' if count != 1 else ''} looked at", nl=False, err=True)
            next_sign = time.monotonic() + _PROGRESS_EVERY
            shown = True
    if shown:
        click.echo("\r\x1b[K", nl=False, err=True)


def _at_least(report: Report, severity: Severity) -> Report:
    kept = tuple(diagnostic for diagnostic in report.diagnostics if diagnostic.severity >= severity)
    return replace(report, diagnostics=kept)


def _use_color(choice: str, output: str | None) -> bool:
    if choice != "auto":
        return choice == "always"
    return output in (None, "-") and _is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")


def _is_terminal(stream: Any) -> bool:
    # Python has no stream where the caller has closed the descriptor.
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def _complain(problem: str) -> None:
    from nflint.report.text_format import printable

    # Whoever has closed standard error does not want to know; the status says it all the same.
    if sys.stderr is not None:
        with suppress(OSError):
            click.echo(f"nflint: {printable(problem)}", err=True)


def _write(text: str, output: str | None) -> None:
    """Writes to the file `output` or to standard output; ends the command where that is not possible."""
    try:
        if output not in (None, "-"):
            # Imported here because it takes longer to import than a file takes to lint.
            from pathlib import Path

            Path(output or "").write_bytes(text.encode("utf-8", "replace"))
        elif sys.stdout is not None:
            # Source lines may hold characters that the terminal's encoding does not have.
            sys.stdout.buffer.write(text.encode(sys.stdout.encoding or "utf-8", "replace"))
            sys.stdout.buffer.flush()
        else:
            raise OSError("it is closed")
    except BrokenPipeError:
        # The reader has seen enough. That is no error, and says nothing about the documents.
        _discard_stdout()
    except OSError as error:
        where = "standard output" if output in (None, "-") else output or "''"
        _complain(f"{where}: {(error.strerror or str(error)).lower()}")
        if output in (None, "-"):
            _discard_stdout()
        raise SystemExit(_USAGE_ERROR) from error


def _discard_stdout() -> None:
    # What is still in the buffer must not be flushed, and fail, when the interpreter ends.
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(form: str) -> None:
    """List every rule with its code, severity and summary."""
    from nflint.explain import rule_list, rule_table
    from nflint.rules import all_rules

    _write(rule_list(all_rules()) if form == "json" else rule_table(all_rules()), None)


@cli.command(short_help="Explain a rule by its code or name.")
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


@cli.command(short_help="Print a JSON Schema in one piece.")
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
        raise SystemExit(cli(prog_name="nflint", standalone_mode=False))
    except click.ClickException as error:
        if sys.stderr is not None:
            error.show()
        raise SystemExit(_USAGE_ERROR) from None
    except click.Abort:
        # click's own status is 1, which here means that there are findings.
        _complain("interrupted")
        raise SystemExit(_INTERRUPTED) from None
