"""Enters what is found now in the configuration, so that a team with old files sees only what is new."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Literal, NamedTuple

from nflint.diagnostic import Diagnostic, Report, Severity
from nflint.entries import with_ignores
from nflint.files import UnreadableFileError, byte_limit, display_path, read_file, working_folder
from nflint.rules.own_checks import OWN_CHECKS
from nflint.settings import UNREADABLE
from nflint.source.document import Limits
from nflint.tasks import Task

_NEW = ".nflint.yaml"
_ATTEMPTS = 5
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
    """Writes the entries into the file, or the one that a link leads to, whole or not at all; its mode stays."""
    target = Path(os.path.realpath(path))
    if target.exists() and not (target.is_file() and os.access(target, os.W_OK)):
        raise OSError("it cannot be written")
    for _ in range(_ATTEMPTS):
        before = read_file(str(target), byte_limit(Limits())) if target.exists() else b""
        form: Literal["toml", "yaml"] = "toml" if path.lower().endswith(".toml") else "yaml"
        extended = with_ignores(before.decode("utf-8"), form, entries)
        with NamedTemporaryFile("wb", dir=target.parent, prefix=f"{target.name}.", delete=False) as file:
            file.write(extended.encode("utf-8"))
        try:
            os.chmod(file.name, target.stat().st_mode & 0o777 if target.exists() else 0o644)  # noqa: PTH101
            # Somebody else may have written in between.
            if (target.read_bytes() if target.exists() else b"") == before:
                os.replace(file.name, target)  # noqa: PTH105
                return
        finally:
            with suppress(OSError):
                os.unlink(file.name)  # noqa: PTH108
    raise OSError("somebody else writes it all the time")


def _plural(count: int, one: str, several: str) -> str:
    return f"{count} {one if count == 1 else several}"
