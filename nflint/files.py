"""Finds and reads the files to lint; the only module that touches the file system.

Folders are walked without what git ignores, and files that cannot be Northflank documents are passed over after a
look at their bytes.
"""

from __future__ import annotations

import glob
import os
import re
import subprocess
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from nflint.contract.catalogue import Revision
from nflint.contract.detect import Kind
from nflint.diagnostic import Report
from nflint.lint import lint
from nflint.source.document import Limits

SUFFIXES = (".json", ".jsonc", ".yaml", ".yml")

# Where git is not there to ask.
_NEVER_WALKED = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__"})

# A document that is linted holds one of these words; looking for them is a hundred times faster than parsing.
_MARKS = re.compile(rb"northflank|releaseNodeOverrides|\bWorkflow\b|\bconcluded\b|\bReleaseFlow\b", re.IGNORECASE)

# Files whose name promises a Northflank document get a diagnostic when they hold none.
_NAMED = re.compile(r"(?:^|[._-])(?:northflank|release-?flow)s?(?:[._-]|$)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file to lint; `asked` tells one the user named from one that was found in a folder."""

    path: str
    asked: bool


class UnreadableFileError(Exception):
    """A path that does not exist or cannot be read; the text says which and why."""


def find_files(paths: Iterable[str]) -> Iterator[Candidate]:
    """The files that `paths` mean, each once, in a stable order: files, folders (walked), globs.

    Raises `UnreadableFileError` for a path that does not exist and is no glob that matches something.
    """
    seen: set[str] = set()
    for path in paths:
        for candidate in _expand(path):
            if candidate.path not in seen:
                seen.add(candidate.path)
                yield candidate


def _expand(path: str) -> Iterator[Candidate]:
    # Names with brackets exist; a glob is only what is no file.
    if os.path.isdir(path):  # noqa: PTH112 - Path costs twice the time, and there may be many
        for found in sorted(_walk(path)):
            yield Candidate(found, asked=False)
    elif os.path.exists(path):  # noqa: PTH110
        yield Candidate(path, asked=True)
    else:
        matched = sorted(glob.glob(path, recursive=True)) if glob.has_magic(path) else []  # noqa: PTH207
        if not matched:
            raise UnreadableFileError(f"{path}: no such file or folder")
        for found in matched:
            if os.path.isdir(found):  # noqa: PTH112
                yield from (Candidate(inner, asked=False) for inner in sorted(_walk(found)))
            elif found.lower().endswith(SUFFIXES):
                yield Candidate(found, asked=False)


def _walk(folder: str) -> Iterator[str]:
    """The files below `folder` whose suffix may belong to a document, without those that git ignores."""
    listed = _git_files(folder)
    if listed is not None:
        for name in listed:
            path = os.path.normpath(os.path.join(folder, name))  # noqa: PTH118
            # Git lists what is deleted and not yet committed, and links that lead nowhere.
            if name.lower().endswith(SUFFIXES) and os.path.isfile(path):  # noqa: PTH113
                yield path
        return
    for parent, folders, names in os.walk(folder):
        folders[:] = sorted(name for name in folders if name not in _NEVER_WALKED)
        for name in names:
            if name.lower().endswith(SUFFIXES):
                yield os.path.normpath(os.path.join(parent, name))  # noqa: PTH118


def _git_files(folder: str) -> list[str] | None:
    """What git tracks or would track below `folder`, or None outside a repository and without git."""
    command = ["git", "-C", folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    try:
        answer = subprocess.run(command, capture_output=True, check=False, stdin=subprocess.DEVNULL)
    except OSError:
        return None
    if answer.returncode != 0:
        return None
    return sorted({os.fsdecode(name) for name in answer.stdout.split(b"\0") if name})


def read_file(path: str, limit: int) -> bytes:
    """At most `limit` bytes of the file, and one more when there are more. Raises `UnreadableFileError`."""
    try:
        with Path(path).open("rb") as file:
            return file.read(limit + 1)
    except OSError as error:
        raise UnreadableFileError(f"{path}: {(error.strerror or str(error)).lower()}") from error


def lint_file(
    path: str | os.PathLike[str],
    *,
    kind: Kind | None = None,
    contract: Revision = "current",
    limits: Limits | None = None,
) -> Report:
    """Lints one file; like `nflint.lint.lint` otherwise. Raises `UnreadableFileError` when it cannot be read."""
    name = os.fspath(path)
    # A character takes at most four bytes of UTF-8.
    content = read_file(name, (limits or Limits()).size * 4)
    return lint(content, name=display_path(name), kind=kind, contract=contract, limits=limits)


def lint_candidate(
    candidate: Candidate, *, kind: Kind | None, contract: Revision, skip_unknown: bool = False
) -> Report:
    """Lints one file as `nflint check` does: a file found in a folder is passed over when it is something else.

    With `skip_unknown` files that the user named are treated like those that were found.
    """
    try:
        content = read_file(candidate.path, Limits().size * 4)
    except UnreadableFileError as error:
        return Report(failures=(str(error),))
    path = display_path(candidate.path)
    found = kind is None and (skip_unknown or not candidate.asked)
    named = found and _NAMED.search(os.path.basename(path)) is not None  # noqa: PTH119
    if found and not named and _MARKS.search(content) is None and b"\0" not in content[:64]:
        return Report(skipped=1)
    report = lint(content, name=path, kind=kind, contract=contract)
    if found and not named and all(file.kind is None for file in report.files):
        return Report(skipped=1)
    return report


def display_path(path: str) -> str:
    """`path` as diagnostics print it: with forward slashes, and always valid text."""
    return os.fsencode(path).decode("utf-8", "replace").replace(os.sep, "/")
