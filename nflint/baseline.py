"""Enters what is found now in the configuration, so that a team with old files sees only what is new."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from typing import Literal, NamedTuple

from nflint.diagnostic import Diagnostic, Report, Severity
from nflint.entries import with_ignores
from nflint.files import UnreadableFileError, display_path, working_folder
from nflint.replacement import rewrite
from nflint.rules.own_checks import OWN_CHECKS
from nflint.settings import UNREADABLE
from nflint.tasks import Task

_NEW = ".nflint.yaml"
_SURROGATE = re.compile("[\ud800-\udfff]")
_KEPT = UNREADABLE | {rule.name for rule in OWN_CHECKS}


class Added(NamedTuple):
    """What came of it: lines to tell, and the exit status: 1 when some findings cannot be hidden, 2 when a file cannot
    be written."""

    told: tuple[str, ...]
    status: int


def add_ignores(report: Report, tasks: Sequence[Task], least: Severity) -> Added:
    """Enters the diagnostics of at least this severity, each in the configuration that holds for its file, or in a new
    one in this folder."""
    by_name = {display_path(_shown(task)): task for task in tasks}
    entries: dict[str, dict[tuple[str, ...], dict[str, str]]] = {}
    told: list[str] = []
    by_config = {_config_path(task): task.config.name for task in tasks if task.config is not None and task.config.path}
    for diagnostic in report.diagnostics:
        task = by_name.get(diagnostic.path)
        path = _config_path(task)
        if diagnostic.severity < least:
            continue
        entry = None if task is None else entry_for(diagnostic, task.path, os.path.dirname(path))  # noqa: PTH120
        if entry is None:
            place = f"{diagnostic.path}:{diagnostic.region.line}:{diagnostic.region.column}"
            told.append(f"{place}: {diagnostic.message} ({diagnostic.rule}), which no entry can hide")
        else:
            entries.setdefault(path, {})[tuple(entry.values())] = entry
    status = int(bool(told))
    for path, listed in entries.items():
        name = by_config.get(path, _NEW)
        try:
            _extend(path, list(listed.values()))
            told.append(f"{name}: {_plural(len(listed), 'entry', 'entries')} added")
        except (OSError, ValueError, UnreadableFileError) as error:
            told.append(f"{name}: {error}")
            status = 2
    return Added(tuple(told), status)


def entry_for(diagnostic: Diagnostic, path: str, folder: str) -> dict[str, str] | None:
    """The entry, in a configuration that stands in `folder`, that hides a diagnostic of the file `path`; None where
    none can."""
    files = _within(path, folder)
    if files is None or diagnostic.rule in _KEPT:
        return None
    # What no text can hold is any.
    return {"rule": diagnostic.rule, "files": files, "at": _SURROGATE.sub("*", diagnostic.pointer)}


def _shown(task: Task) -> str:
    return getattr(task.found, "path", "") or ""


def _config_path(task: Task | None) -> str:
    """The path of the configuration for a file, which need not exist yet."""
    path = "" if task is None or task.config is None else task.config.path
    return os.path.join(working_folder(), path or _NEW)  # noqa: PTH118


def _within(path: str, folder: str) -> str | None:
    """A pattern for the file alone, relative to the folder; None where it is not below it."""
    start = f"{display_path(folder).rstrip('/')}/"
    if not path.startswith(start):
        return None
    inner = path.removeprefix(start)
    escaped = "".join(f"[{mark}]" if mark in "*?[" else mark for mark in inner)
    # Without a slash it would be a name in any folder.
    return escaped if "/" in escaped else f"./{escaped}"


def _extend(path: str, entries: Sequence[dict[str, str]]) -> None:
    form: Literal["toml", "yaml"] = "toml" if path.lower().endswith(".toml") else "yaml"
    rewrite(path, lambda before: with_ignores(before, form, entries))


def _plural(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
