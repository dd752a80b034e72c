"""What `nflint check` has to lint: each file, and standard input, with the configuration that holds for it."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

from nflint.contract.detect import Kind
from nflint.diagnostic import Report, Severity, Sources
from nflint.files import (
    Candidate,
    UnreadableFileError,
    byte_limit,
    config_file,
    display_path,
    find_files,
    lint_content,
    read_file,
    read_stdin,
    working_folder,
)
from nflint.findings import Context
from nflint.lint import governed
from nflint.source.document import Limits

if TYPE_CHECKING:
    from nflint.config import Config
    from nflint.flow.wiring import Wiring


class Output(NamedTuple):
    """Where a report goes: to the file `place`, or to standard output where that is "-", in the format `form`."""

    form: str = "text"
    place: str = "-"


class Choices(NamedTuple):
    """The options of `nflint check`, with what holds where none is given; `nflint check --help` explains them."""

    kind: Any = None
    contract: Any = None
    outputs: tuple[Output, ...] = (Output(),)
    min_severity: str | None = None
    fail_on: str | None = None
    color: str = "auto"
    quiet: bool = False
    statistics: bool = False
    stdin_filename: str | None = None
    skip_unknown: bool = False
    flow: str | None = None
    changed_since: str | None = None
    jobs: int = 0
    config: str | None = None
    no_config: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    allow_plugins: bool = False
    add_ignores: bool = False
    fix: bool = False
    unsafe_fixes: bool = False
    diff: bool = False


class Task(NamedTuple):
    """A file to lint, or what cannot be read in its place, or None for standard input.

    `path` is its absolute path, with forward slashes.
    """

    found: Candidate | UnreadableFileError | None
    path: str
    config: Config | None

    @property
    def fail_on(self) -> Severity:
        """The least severity that counts as a failure, as far as the configuration says."""
        return least_failing(self.config)


def least_failing(config: Config | None) -> Severity:
    """The same of all files under one configuration."""
    return (None if config is None else config.fail_on) or Severity.WARNING


class Tasks(NamedTuple):
    """What there is to lint, and how many files are not among it since nothing in them has changed."""

    left: list[Task]
    unchanged: int = 0


def find_tasks(paths: Sequence[str], choices: Choices) -> Tasks:
    """Everything that `paths` mean, standard input first. Raises `ConfigError` for a configuration with a mistake, and
    `RepositoryError` where git cannot tell what has changed."""
    if choices.changed_since is None:
        return Tasks(_tasks(paths, choices))
    from nflint.changing import Changed  # Hooks are told what has changed, and most others want all.

    changed = Changed.since(choices.changed_since, working_folder())
    found = _tasks([path for path in paths if not changed.removed(path)], choices)
    if choices.flow is not None and changed.basis(choices.flow):
        return Tasks(found)
    left = [
        task for task in found if not isinstance(task.found, Candidate) or changed.document(task.found, task.config)
    ]
    return Tasks(left, len(found) - len(left))


def _tasks(paths: Sequence[str], choices: Choices) -> list[Task]:
    here = working_folder()
    configs = _Configs({}, {}, choices)
    tasks: list[Task] = []
    if "-" in paths:
        name = os.path.join(here, choices.stdin_filename or "<stdin>")  # noqa: PTH118
        tasks.append(Task(None, display_path(name), configs.of(os.path.dirname(name))))  # noqa: PTH120
    for found in find_files([path for path in paths if path != "-"]):
        if isinstance(found, UnreadableFileError):
            tasks.append(Task(found, "", None))
        else:
            path = os.path.normpath(os.path.join(here, found.path))  # noqa: PTH118
            tasks.append(Task(found, display_path(path), configs.of(os.path.dirname(path))))  # noqa: PTH120
    return tasks


class _Configs(NamedTuple):
    """The configurations that have been found: their files by folder, and what is in them by file."""

    files: dict[str, str | None]
    read: dict[str | None, Config | None]
    choices: Choices

    def of(self, folder: str) -> Config | None:
        """The configuration for the files in a folder, with what the command line says beside it."""
        if self.choices.no_config:
            path = None
        else:
            path = config_file(folder, self.files) if self.choices.config is None else self.choices.config
        if path not in self.read:
            self.read[path] = _chosen(path, self.choices)
        return self.read[path]


def _chosen(path: str | None, choices: Choices) -> Config | None:
    if path is None and not (choices.select or choices.ignore):
        return None
    # Most people have no configuration, and whoever has none need not wait for it.
    from nflint.discovery import configure

    return configure(path, choices.select, choices.ignore, allow_plugins=choices.allow_plugins)


class Content(NamedTuple):
    """The bytes of one file, and what there is to know for linting them."""

    data: bytes
    name: str
    kind: Kind | None
    context: Context
    skip_unknown: bool

    def report(self) -> Report:
        """The report about them."""
        return lint_content(self.data, self.name, self.kind, self.context, skip_unknown=self.skip_unknown)


def work_off(task: Task, choices: Choices, flow: Wiring | None) -> Report:
    """The report about one file."""
    found = content_of(task, choices, flow)
    return found if isinstance(found, Report) else found.report()


def content_of(task: Task, choices: Choices, flow: Wiring | None) -> Content | Report:
    """What is in one file; a report where it cannot be read, or is not to be linted."""
    if isinstance(task.found, UnreadableFileError):
        return Report(failures=(str(task.found),))
    if task.config is not None and task.config.passes_over(task.path):
        return Report(skipped=1)
    held = governed(task.path, choices.kind, choices.contract, task.config)
    context = held.context._replace(flow=flow, sources=_sources(choices))
    limit = byte_limit(Limits())
    try:
        if task.found is not None:
            passing = choices.skip_unknown or not task.found.asked
            data = read_file(task.found.path, limit)
            return Content(data, display_path(task.found.path), held.kind, context, passing)
        data = read_stdin(limit)
    except UnreadableFileError as error:
        return Report(failures=(str(error),))
    name = display_path(choices.stdin_filename or "<stdin>")
    return Content(data, name, held.kind, context, choices.skip_unknown)


def _sources(choices: Choices) -> Sources:
    """How much of the texts the reports show."""
    if choices.outputs == (Output(),):
        return "excerpts"
    from nflint.report.formats import FORMATS  # A clean file needs no report but a line of text.

    return "whole" if any(FORMATS[output.form].needs_sources for output in choices.outputs) else "excerpts"


def read_flow_file(path: str) -> Wiring:
    """The flow in the file `path`, that requests are for. Raises `UnreadableFileError`, also where it is none."""
    from nflint.lint import read_flow

    try:
        return read_flow(read_file(path, byte_limit(Limits())))
    except ValueError as error:
        raise UnreadableFileError(f"{display_path(path)}: {error}") from error


def unused(
    tasks: Sequence[Task], used: Mapping[str, set[int]], unread: Collection[str], paths: Sequence[str]
) -> Iterator[tuple[Config, Report]]:
    """The entries of each configuration that hid nothing; `used` are the numbers of those that did, by the name of
    the configuration, and `unread` the absolute paths of files that could not be read, or not to their end."""
    configs = {task.config.name: task.config for task in tasks if task.config is not None and task.config.ignores}
    if not configs:
        return
    from nflint.discovery import unused_entries

    here = working_folder()
    absolute = [os.path.normpath(os.path.join(here, path)) for path in paths if path != "-"]  # noqa: PTH118
    folders = [display_path(path) for path in absolute if os.path.isdir(path)]  # noqa: PTH112
    linted = {task.path for task in tasks if isinstance(task.found, Candidate)}
    for name, config in configs.items():
        yield config, unused_entries(config, used.get(name, set()), linted, unread, folders)
