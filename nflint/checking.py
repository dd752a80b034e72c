"""What `nflint check` does and prints, without a parser of options: importing one takes as long as linting a file."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from nflint.diagnostic import Report, Severity, merge
from nflint.files import ConfigError, UnreadableFileError, display_path, working_folder
from nflint.parallel import in_processes
from nflint.repository import RepositoryError
from nflint.settings import UNREADABLE
from nflint.tasks import Choices, Output, Task, Tasks, find_tasks, least_failing, read_flow_file, unused, work_off

if TYPE_CHECKING:
    from nflint.flow.wiring import Wiring

USAGE_ERROR = 2
INTERRUPTED = 130
_PROGRESS_AFTER = 1.0
_PROGRESS_EVERY = 0.1

Work: TypeAlias = "Callable[[Task, Choices, Wiring | None], Report]"


def run_check(paths: Sequence[str], choices: Choices, work: Work = work_off) -> int:
    """Lints `paths`, prints the report, and gives the exit status. `work` gives the report about one file."""
    paths = paths or (".",)
    (tasks, unchanged), flow = prepared(paths, choices)
    reports = in_processes(lambda task: work(task, choices, flow), tasks, choices.jobs or None)
    ledger = _Ledger({}, set(), set())
    counted = ledger.enter(tasks, reports if choices.quiet or not is_terminal(sys.stderr) else _with_progress(reports))
    report = merge(counted)._replace(unchanged=unchanged)
    # Where other rules, kinds or revisions are asked for than the configuration says, others of its entries are used.
    if not (choices.select or choices.ignore or choices.kind or choices.contract or report.failures):
        # Of folders not all was linted where unchanged files were left out.
        whole = paths if choices.changed_since is None else ()
        for config, idle in unused(tasks, ledger.used, ledger.unread, whole):
            ledger.statuses.add(idle.exit_code(least_failing(config)))
            report = merge([report, idle._replace(files=())])._replace(unchanged=unchanged)
    for failure in report.failures:
        complain(failure)
    if choices.add_ignores:
        from nflint.baseline import add_ignores

        added = add_ignores(report, tasks, _least(choices, choices.outputs[0]))
        for told in added.told:
            complain(told)
        return USAGE_ERROR if report.failures else added.status
    for output in choices.outputs:
        _put_out(report, output, choices)
    if choices.fail_on is not None:
        return report.exit_code(Severity.from_label(choices.fail_on))
    return max(ledger.statuses, default=0)


def _put_out(report: Report, output: Output, choices: Choices) -> None:
    """Writes the report to where one of the outputs goes."""
    from nflint.report.formats import FORMATS, Looks, render

    looks = Looks(
        least=_least(choices, output),
        color=use_color(choices.color, output.place),
        quiet=choices.quiet,
        statistics=choices.statistics,
        folder=display_path(working_folder()),
        root=display_path(os.environ.get(FORMATS[output.form].root or "", "")),
    )
    # Whoever reads with eyes has a terminal with its own encoding; programs are told that a report is in UTF-8.
    encoding = None if output.form in ("text", "concise") else "utf-8"
    write(render(output.form, report, looks), output.place, encoding=encoding)


def _least(choices: Choices, output: Output) -> Severity:
    """The least severity that is shown in an output. What makes the command fail is shown."""
    from nflint.report.formats import FORMATS

    if choices.min_severity is not None:
        return Severity.from_label(choices.min_severity)
    return Severity.INFO if choices.fail_on == "info" else FORMATS[output.form].shown


class _Ledger(NamedTuple):
    """What is kept of the reports beside their diagnostics: the numbers of the entries that hid something, by
    configuration, the exit status of each under its own configuration, and which files were not read to their end."""

    used: dict[str, set[int]]
    statuses: set[int]
    unread: set[str]

    def enter(self, tasks: Iterable[Task], reports: Iterable[Report]) -> Iterator[Report]:
        """The reports, entered as they pass by: each is dropped as soon as it is merged, so that memory grows with the
        largest file."""
        for task, report in zip(tasks, reports, strict=True):
            self.statuses.add(report.exit_code(task.fail_on))
            if report.skipped or any(diagnostic.rule in UNREADABLE for diagnostic in report.diagnostics):
                self.unread.add(task.path)
            if report.used and task.config is not None:
                self.used.setdefault(task.config.name, set()).update(report.used)
            yield report


def prepared(paths: Sequence[str], choices: Choices) -> tuple[Tasks, Wiring | None]:
    """What there is to lint, and the flow that requests are for; ends the command where a configuration has a mistake
    or the flow is none."""
    try:
        flow = None if choices.flow is None else read_flow_file(choices.flow)
        tasks = find_tasks(paths, choices)
        _refuse_overwriting(tasks.left, choices.outputs)
    except (UnreadableFileError, RepositoryError) as error:
        complain(str(error))
        raise SystemExit(USAGE_ERROR) from error
    except ConfigError as error:
        refuse(error)
        raise SystemExit(USAGE_ERROR) from error
    if not choices.allow_plugins:
        for config in {task.config.name: task.config for task in tasks.left if task.config is not None}.values():
            if config.plugins:
                listed = ", ".join(f"'{plugin}'" for plugin in config.plugins)
                complain(f"{config.name}: the rules in {listed} are left out, --allow-plugins runs that code")
    return tasks, flow


def _refuse_overwriting(tasks: Iterable[Task], outputs: Iterable[Output]) -> None:
    """Ends the command where a report would be written over one of the files that were found to lint."""
    places = {os.path.realpath(output.place): output.place for output in outputs if output.place != "-"}
    if not places:
        return
    for task in tasks:
        output = places.get(os.path.realpath(task.path)) if task.path else None
        if output is not None:
            complain(f"--output '{output}' is one of the files to lint")
            raise SystemExit(USAGE_ERROR)


@contextmanager
def complaining(name: str) -> Iterator[None]:
    """What goes wrong inside ends the command, in words: a configuration with a mistake, a file that cannot be read, or
    that what is called `name` is not what it must be (`ValueError`)."""
    try:
        yield
    except ConfigError as error:
        refuse(error)
    except UnreadableFileError as error:
        complain(str(error))
    except ValueError as error:
        complain(f"{name}: {error}")
    else:
        return
    raise SystemExit(USAGE_ERROR)


def refuse(error: ConfigError) -> None:
    """Says what is wrong with a configuration."""
    from nflint.report import text_format

    if error.report.diagnostics and sys.stderr is not None:
        style = text_format.Style(color=is_terminal(sys.stderr) and use_color("auto", None))
        with suppress(OSError):
            sys.stderr.write(text_format.render(error.report, style=style, quiet=True))
    complain(str(error))


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
    if output in (None, "-"):
        # Source lines may hold characters that the terminal's encoding does not have.
        encoding = encoding or (sys.stdout.encoding if sys.stdout is not None else None)
    else:
        encoding = "utf-8"
    write_bytes(text.encode(encoding or "utf-8", "replace"), output)


def write_bytes(data: bytes, output: str | None) -> None:
    """Writes to the file `output` or to standard output; ends the command where that is not possible."""
    try:
        if output not in (None, "-"):
            # Imported here because it takes longer to import than a file takes to lint.
            from pathlib import Path

            Path(output or "").write_bytes(data)
        elif sys.stdout is not None:
            sys.stdout.buffer.write(data)
            sys.stdout.buffer.flush()
        else:
            raise OSError("it is closed")
    except BrokenPipeError:
        # The reader has seen enough. That is no error, and says nothing about the documents.
        discard_stdout()
    except OSError as error:
        where = "standard output" if output in (None, "-") else output or "''"
        complain(f"{where}: {(error.strerror or str(error)).lower()}")
        if output in (None, "-"):
            discard_stdout()
        raise SystemExit(USAGE_ERROR) from error


def discard_stdout() -> None:
    """Nothing that is still in the buffer is flushed, and fails, when the interpreter ends."""
    if sys.stdout is not None:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
