"""The configuration that holds for a document now: the nearest one of its folder, read again when its file changes.

One that has a mistake does not silence the editor: the last one without a mistake holds on, or none.
"""

from __future__ import annotations

import os
import time
from typing import NamedTuple

from nflint.config import Config, unknown_rules
from nflint.diagnostic import Diagnostic
from nflint.discovery import load_config
from nflint.files import ConfigError, config_file, working_folder
from nflint.lsp.preferences import Preferences
from nflint.rules import all_rules

# For so long, in seconds, nobody looks whether a nearer configuration has come; changes of the one that is known are
# seen at once. Most editors tell of both.
_TRUST = 1.0


class Held(NamedTuple):
    """What holds for the files in a folder: the configuration, if any, the path of its file, and what is wrong with it.

    `mistakes` stand in that file; `complaint` says in one sentence why it cannot be used, and is empty where it can.
    """

    config: Config | None = None
    path: str = ""
    mistakes: tuple[Diagnostic, ...] = ()
    complaint: str = ""


class _Known(NamedTuple):
    """An answer, with the time and the state of the file that it was true for."""

    held: Held
    looked: float
    signature: tuple[int, int, int] | None


class Configurations:
    """The configurations of all folders. It remembers what files said, so it has state, which `forget` empties."""

    def __init__(self, preferences: Preferences = Preferences(), root: str = "") -> None:  # noqa: B008 - it is frozen
        self.preferences = preferences
        self.root = root
        self._known: dict[str, _Known] = {}
        self._good: dict[str, Config | None] = {}

    def forget(self) -> None:
        """Everything is looked for and read again when it is needed."""
        self._known.clear()

    def of(self, folder: str) -> Held:
        """What holds for the files in the absolute path `folder`; for an empty one, what the settings say."""
        known, now = self._known.get(folder), time.monotonic()
        if known is not None and _signature(known.held.path) == known.signature:
            if now - known.looked < _TRUST:
                return known.held
            if not known.held.complaint and self._still(folder, known.held.path):
                self._known[folder] = known._replace(looked=now)
                return known.held
        held = self._chosen(self._read(folder))
        self._known[folder] = _Known(held, now, _signature(held.path))
        return held

    def _still(self, folder: str, path: str) -> bool:
        try:
            return self._find(folder) == path
        except ConfigError:
            return False

    def _find(self, folder: str) -> str:
        """The path of the configuration; empty where there is none. Raises `ConfigError` like `config_file`."""
        if self.preferences.config:
            return os.path.join(self.root or working_folder(), self.preferences.config)  # noqa: PTH118
        return (config_file(folder, {}) or "") if folder else ""

    def _read(self, folder: str) -> Held:
        path = ""
        try:
            path = self._find(folder)
            config = load_config(path, allow_plugins=self.preferences.allow_plugins) if path else None
        except ConfigError as error:
            return Held(self._good.get(path), path, error.report.diagnostics, _complaint(error))
        self._good[path] = config
        return Held(config, path)

    def _chosen(self, held: Held) -> Held:
        """The same with what the settings of the editor select and ignore."""
        select, ignore = self.preferences.select, self.preferences.ignore
        if not select and not ignore:
            return held
        config = held.config or Config()
        rules, named = (*all_rules(), *config.extra), (*select, *ignore)
        loaded = self.preferences.allow_plugins or not config.plugins
        unknown = {
            named[int(finding.place.pointer[1])]: finding.message
            for _, finding in unknown_rules({"select": [*named]}, rules, plugins_loaded=loaded)
        }
        chosen, without = ([name for name in names if name not in unknown] for names in (select, ignore))
        complaint = held.complaint or "; ".join(f"in the settings: {message}" for message in unknown.values())
        return held._replace(config=config.choosing(chosen, without, rules), complaint=complaint)


def _signature(path: str) -> tuple[int, int, int] | None:
    """The state of a file; None where there is none."""
    try:
        status = os.stat(path) if path else None  # noqa: PTH116
    except (OSError, ValueError):
        return None
    return None if status is None else (status.st_mtime_ns, status.st_size, status.st_ino)


def _complaint(error: ConfigError) -> str:
    first = next(iter(error.report.diagnostics), None)
    return str(error) if first is None else f"{error}: line {first.region.line}: {first.message}"
