"""Which documents have to be linted again when something has changed in git: those that have changed themselves, and
all of those whose configuration has.

What git says is the business of `nflint.repository`.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from nflint.contract.detect import CONFIG_NAMES
from nflint.files import Candidate
from nflint.repository import Changes, OutsideRepositoryError, changes

if TYPE_CHECKING:
    from nflint.config import Config

_PROJECT = "pyproject.toml"


class Changed(NamedTuple):
    """What has changed since `revision` in the repositories that were looked at so far, the one around the folder
    `here` first: so a repository within it, such as a submodule, counts as one of its files.

    What is known grows with every question: folders without links, configurations that have changed, and, by
    repository, the folders whose configuration is gone.
    """

    revision: str
    here: str
    repositories: list[Changes]
    folders: dict[str, str]
    configs: dict[str, bool]
    unconfigured: dict[str, list[str]]

    @classmethod
    def since(cls, revision: str, here: str) -> Changed:
        """What has changed since `revision`, for who is in the folder `here`. Raises `RepositoryError`."""
        repositories = []
        with suppress(OutsideRepositoryError):  # The files may be in one.
            repositories.append(changes(revision, here))
        return cls(revision, here, repositories, {}, {}, {})

    def document(self, found: Candidate, config: Config | None) -> bool:
        """Whether a file has changed, or what holds for it. Raises `RepositoryError` where it is in no repository."""
        return self.file(found.path) or (config is not None and self._config(config)) or self._unconfigured(found.path)

    def file(self, path: str) -> bool:
        """Whether a file has changed, or the one that a link leads to. Raises `RepositoryError`."""
        plain = self._plain(path)
        if self._around(os.path.dirname(plain)).holds(_slashed(plain)):  # noqa: PTH120
            return True
        if not os.path.islink(plain):  # noqa: PTH114
            return False
        target = os.path.realpath(plain)
        return any(known.holds(_slashed(target)) for known in self.repositories)

    def basis(self, path: str) -> bool:
        """The same of a file that others depend on, which may be in no repository: one for all projects of somebody."""
        try:
            return self.file(path)
        except OutsideRepositoryError:
            return False

    def removed(self, path: str) -> bool:
        """Whether there was something at `path` that is there no longer."""
        plain = self._plain(path)
        return not os.path.lexists(plain) and any(known.lacks(_slashed(plain)) for known in self.repositories)

    def _config(self, config: Config) -> bool:
        """Whether the configuration has changed, or a plugin of it."""
        if config.name not in self.configs:
            files = [config.path, *(os.path.join(config.folder, plugin) for plugin in config.plugins)]  # noqa: PTH118
            self.configs[config.name] = any(file and self.basis(file) for file in files)
        return self.configs[config.name]

    def _unconfigured(self, path: str) -> bool:
        """Whether a configuration has gone from one of the folders around a file."""
        folder = f"{_slashed(os.path.dirname(self._plain(path)))}/"  # noqa: PTH120
        for known in self.repositories:
            if known.root not in self.unconfigured:
                gone = (f"{known.root}/{name}".rpartition("/") for name in known.removed)
                self.unconfigured[known.root] = [
                    f"{around}/" for around, _, name in gone if name in (*CONFIG_NAMES, _PROJECT)
                ]
        return any(folder.startswith(around) for all_ in self.unconfigured.values() for around in all_)

    def _plain(self, path: str) -> str:
        """The absolute path without links in its folder; git knows files by that."""
        absolute = os.path.normpath(os.path.join(self.here, path))  # noqa: PTH118
        folder, name = os.path.split(absolute)
        if folder not in self.folders:
            self.folders[folder] = os.path.realpath(folder)
        return os.path.join(self.folders[folder], name)  # noqa: PTH118

    def _around(self, folder: str) -> Changes:
        """What has changed in the repository around a folder. Raises `RepositoryError`."""
        for known in self.repositories:
            if f"{_slashed(folder)}/".startswith(f"{known.root}/"):
                return known
        self.repositories.append(changes(self.revision, folder))
        return self.repositories[-1]


def _slashed(path: str) -> str:
    return path.replace(os.sep, "/")
