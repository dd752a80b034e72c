"""What `nflint check` does and prints, without a parser of options: importing one takes as long as linting a file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NamedTuple

from nflint.diagnostic import Report, Severity, merge
from nflint.parallel import in_processes

if TYPE_CHECKING:
    from nflint.flow.wiring import Wiring

USAGE_ERROR = 2
INTERRUPTED = 130
_PROGRESS_AFTER = 1.0
_PROGRESS_EVERY = 0.1


class Choices(NamedTuple):
    """The options of `nflint check`, with what holds where none is given; `nflint check --help` explains them."""

    kind: Any = None
    contract: Any = "current"
    form: str = "text"
    min_severity: str | None = None
    fail_on: str = "warning"
    output: str | None = None
    color: str = "auto"
    quiet: bool = False
    statistics: bool = False
    stdin_filename: str | None = None
    skip_unknown: bool = False
    flow: str | None = None


def run_check(paths: Sequence[str], choices: Choices) -> int:
    """Lints `paths`, prints the report, and gives the exit status."""
    reports = _lint_all(paths or (".",), choices)
    report = merge(reports if choices.quiet or not is_terminal(sys.stderr) else _with_progress(reports))
    for failure in report.failures:
        complain(failure)
    least = Severity.from_label(choices.min_severity or ("info" if choices.form == "json" else "warning"))
    if choices.form == "json":
        from nflint.report import json_format

        text = json_format.render(_at_least(report, least))
    else:
        from nflint.report import text_format

        style = text_format.Style(color=use_color(choices.color, choices.output))
        text = text_format.render(report, style=style, least=least, quiet=choices.quiet, statistics=choices.statistics)
    write(text, choices.output)
    return report.exit_code(Severity.from_label(choices.fail_on))


def _lint_all(paths: Sequence[str], choices: Choices) -> Iterator[Report]:
    # The report of every file is dropped as soon as it is merged, so memory grows with the largest file.
    from nflint.files import Candidate, UnreadableFileError, find_files, lint_candidate

    flow = None if choices.flow is None else _read_flow(choices.flow)
    if "-" in paths:
        yield _lint_stdin(choices, flow)

    def lint_found(found: Candidate | UnreadableFileError) -> Report:
        if isinstance(found, UnreadableFileError):
            return Report(failures=(str(found),))
        return lint_candidate(
            found, kind=choices.kind, contract=choices.contract, skip_unknown=choices.skip_unknown, flow=flow
        )

    yield from in_processes(lint_found, list(find_files([path for path in paths if path != "-"])))


def _read_flow(path: str) -> Wiring:
    """The flow that requests are for; ends the command where it is none."""
    from nflint.files import UnreadableFileError, byte_limit, display_path, read_file
    from nflint.lint import read_flow
    from nflint.source.document import Limits

    try:
        return read_flow(read_file(path, byte_limit(Limits())))
    except (UnreadableFileError, ValueError) as error:
        complain(str(error) if isinstance(error, UnreadableFileError) else f"{display_path(path)}: {error}")
        raise SystemExit(USAGE_ERROR) from error


def _lint_stdin(choices: Choices, flow: Wiring | None) -> Report:
    from nflint.files import UnreadableFileError, byte_limit, display_path, lint_content, read_stdin
    from nflint.source.document import Limits

    try:
        content = read_stdin(byte_limit(Limits()))
    except UnreadableFileError as error:
        return Report(failures=(str(error),))
    name = display_path(choices.stdin_filename or "<stdin>")
    return lint_content(
        content, name, kind=choices.kind, contract=choices.contract, skip_unknown=choices.skip_unknown, flow=flow
    )


def _with_progress(reports: Iterable[Report]) -> Iterator[Report]:
    """The reports, with a count on the terminal once the work takes longer than a second."""
    next_sign = time.monotonic() + _PROGRESS_AFTER
    shown = False
    for count, report in enumerate(reports, start=1):
        yield report
        if time.monotonic() >= next_sign:
            _sign(f"\r{count} file{'s' if count != 1 else ''} looked at")
            next_sign = time.monotonic() + _PROGRESS_EVERY
            shown = True
    if shown:
        _sign("\r\x1b[K")


def _sign(text: str) -> None:
    sys.stderr.write(text)
    sys.stderr.flush()


def _at_least(report: Report, severity: Severity) -> Report:
    kept = tuple(diagnostic for diagnostic in report.diagnostics if diagnostic.severity >= severity)
    return report._replace(diagnostics=kept)


def use_color(choice: str, output: str | None) -> bool:
    """Whether text has colours: as `choice` says, and for "auto" only on a terminal whose user does not refuse them."""
    if choice != "auto":
        return choice == "always"
    return output in (None, "-") and is_terminal(sys.stdout) and not os.environ.get("NO_COLOR")


def is_terminal(stream: Any) -> bool:
    """Whether somebody reads `stream` on a terminal."""
    # Python has no stream where the caller has closed the descriptor.
    return stream is not None and stream.isatty() and os.environ.get("TERM") != "dumb"


def complain(problem: str) -> None:
    """One line on standard error about what is no document's fault."""
    from nflint.report.text_format import printable

    # Whoever has closed standard error does not want to know; the status says it all the same.
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(f"nflint: {printable(problem)}\n")
            sys.stderr.flush()


def write(text: str, output: str | None, *, encoding: str | None = None) -> None:
    """Writes to the file `output` or to standard output; ends the command where that is not possible.

    To standard output in `encoding`, by default that of the terminal.
    """
    try:
        if output not in (None, "-"):
            # Imported here because it takes longer to import than a file takes to lint.
            from pathlib import Path

            Path(output or "").write_bytes(text.encode("utf-8", "replace"))
        elif sys.stdout is not None:
            # Source lines may hold characters that the terminal's encoding does not have.
            sys.stdout.buffer.write(text.encode(encoding or sys.stdout.encoding or "utf-8", "replace"))
            sys.stdout.buffer.flush()
        else:
            raise OSError("it is closed")
    except BrokenPipeError:
        # The reader has seen enough. That is no error, and says nothing about the documents.
        _discard_stdout()
    except OSError as error:
        where = "standard output" if output in (None, "-") else output or "''"
        complain(f"{where}: {(error.strerror or str(error)).lower()}")
        if output in (None, "-"):
            _discard_stdout()
        raise SystemExit(USAGE_ERROR) from error


def _discard_stdout() -> None:
    # What is still in the buffer must not be flushed, and fail, when the interpreter ends.
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
