"""Finds and reads the files to lint; the only module that reads them.

Folders are walked without what git ignores, and files that cannot be Northflank documents are passed over after a
look at their bytes.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, NamedTuple

from nflint.contract.catalogue import Revision
from nflint.contract.detect import CONFIG_NAMES, Kind
from nflint.diagnostic import Report
from nflint.findings import Context
from nflint.globs import fits
from nflint.lint import Reader, governed, lint_text
from nflint.repository import is_repository, listing
from nflint.source.document import Limits
from nflint.source.text import decode

if TYPE_CHECKING:
    from nflint.config import Config
    from nflint.rule import Rule

SUFFIXES = (".json", ".jsonc", ".yaml", ".yml")

# Left out whether git ignores them or not: they hold other people's files.
_NEVER_WALKED = frozenset({".git", ".hg", ".svn", "node_modules", ".venv", "venv", "__pycache__"})

# A document that is linted holds one of these words; looking for them is a hundred times faster than parsing.
_WORDS = (b"northflank", b"releasenodeoverrides", b"workflow", b"concluded", b"releaseflow")
_MARKS = re.compile(rb"northflank|releaseNodeOverrides|\bWorkflow\b|\bconcluded\b|\bReleaseFlow\b", re.IGNORECASE)

# Files whose name promises a Northflank document get a diagnostic when they hold none. What `nflint schema` prints is
# kept beside flows under a name that promises a schema.
_NAMED = re.compile(
    r"^(?!.*\.schema\.[a-z]+$)(?:.*[._-])?(?:northflank|release-?flow)s?(?:[._-]|$)", re.IGNORECASE | re.DOTALL
)

# Opening a pipe must not wait for somebody who may never come; only Windows, which has no such pipes, needs O_BINARY.
_OPEN_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
_CHUNK = 1 << 16

# What holds the configuration in projects of Python, if it says so.
_PROJECT = "pyproject.toml"
_NAME = b"nflint"
_TABLE = re.compile(rb"^\s*\[+\s*[\"']?tool[\"']?\s*\.\s*[\"']?nflint\b", re.MULTILINE)

_MAGIC = re.compile(r"[*?\[]")
_SURROGATE = re.compile("[\ud800-\udfff]")


class Candidate(NamedTuple):
    """A file to lint; `asked` tells one the user named from one that was found in a folder."""

    path: str
    asked: bool


class UnreadableFileError(Exception):
    """A path that does not exist or cannot be read; the text says which and why."""


class ConfigError(Exception):
    """A configuration that cannot be used; `report` has what is wrong with it, and is empty where the text of the
    error says all."""

    def __init__(self, message: str, report: Report = Report()) -> None:  # noqa: B008 - it is frozen
        super().__init__(message)
        self.report = report


def find_files(paths: Sequence[str]) -> Iterator[Candidate | UnreadableFileError]:
    """The files that `paths` mean, each once, in a stable order: files, folders (walked), globs.

    For what does not exist or cannot be walked there is an `UnreadableFileError` in its place. A file that stands in
    a folder and is named as well counts as named.
    """
    named = {os.path.normpath(path) for path in paths} if len(paths) > 1 else set()
    seen: set[str] = set()
    for path in paths:
        for found in _expand(path):
            if isinstance(found, UnreadableFileError):
                yield found
                continue
            key = os.path.normpath(found.path)
            if key not in seen:
                seen.add(key)
                yield Candidate(found.path, asked=True) if key in named else found


def _expand(path: str) -> Iterator[Candidate | UnreadableFileError]:
    # Names with brackets exist; a glob is only what is no file.
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116 - Path costs twice the time, and there may be many
    except (OSError, ValueError) as error:
        yield from _matching(path) if _MAGIC.search(path) else [_unreadable(path, error)]
        return
    if not stat.S_ISDIR(mode):
        yield Candidate(path, asked=True)
        return
    for name in _below(path):
        if isinstance(name, UnreadableFileError):
            yield name
        # What is wrong with a configuration is said when it is read to be followed.
        elif name.lower().endswith(SUFFIXES) and os.path.basename(name) not in CONFIG_NAMES:  # noqa: PTH119
            yield Candidate(_joined(path, name), asked=False)


def _matching(pattern: str) -> Iterator[Candidate | UnreadableFileError]:
    """The files that a glob means: `*`, `?`, `[...]` within a name, `**` for any folders; a matched folder stands
    for all in it.

    Not the standard library's: that one follows links, and with two links to a parent folder it never ends.
    """
    parts = [part for part in pattern.replace(os.sep, "/").split("/") if part]
    fixed = next(index for index, part in enumerate(parts) if _MAGIC.search(part))
    root = ("/" if pattern.startswith("/") else "") + "/".join(parts[:fixed])
    wanted = parts[fixed:]
    any_suffix = not _MAGIC.search(os.path.splitext(wanted[-1])[1] or "*")  # noqa: PTH122
    empty = True
    for name in _below(root or ".") if os.path.isdir(root or ".") else ():  # noqa: PTH112
        if isinstance(name, UnreadableFileError):
            yield name
        elif fits(name.split("/"), [*wanted, "**"]):
            empty = False
            if any_suffix or name.lower().endswith(SUFFIXES):
                yield Candidate(_joined(root or ".", name), asked=False)
    if empty:
        yield UnreadableFileError(f"{display_path(pattern)}: no file matches")


def _below(folder: str) -> Iterator[str | UnreadableFileError]:
    """The regular files below `folder`, relative to it, sorted, without those that git ignores."""
    listed = _git_files(folder)
    names: list[str] = []
    for name in _walked(folder) if listed is None else listed:
        if isinstance(name, UnreadableFileError):
            yield name
            continue
        path = os.path.join(folder, name)  # noqa: PTH118
        # Git lists what is deleted and not yet committed, links that lead nowhere, and repositories within this one.
        if os.path.isfile(path):  # noqa: PTH113
            names.append(name)
        elif listed is not None and is_repository(path):
            for inner in _below(path):
                if isinstance(inner, UnreadableFileError):
                    yield inner
                else:
                    names.append(_joined(name, inner))
    yield from sorted(names)


def _walked(folder: str) -> Iterator[str | UnreadableFileError]:
    problems: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=problems.append):
        folders[:] = sorted(name for name in folders if name not in _NEVER_WALKED)
        inner = os.path.relpath(parent, folder).replace(os.sep, "/")
        yield from (_joined(inner, name) for name in names)
    yield from (_unreadable(os.path.normpath(str(problem.filename)), problem) for problem in problems)


def _git_files(folder: str) -> list[str | UnreadableFileError] | None:
    """What git knows below `folder`, with an error for each folder that it could not open; None where it does not."""
    listed = listing(folder)
    if listed is None:
        return None
    failures = [
        UnreadableFileError(f"{display_path(_joined(folder, name))}: {reason}") for name, reason in listed.unopened
    ]
    return [*failures, *(name for name in listed.names if _NEVER_WALKED.isdisjoint(name.split("/")))]


def _joined(folder: str, name: str) -> str:
    return os.path.normpath(f"{folder}/{name}")


def read_file(path: str, limit: int) -> bytes:
    """At most `limit` bytes of the file, and one more when there are more. Raises `UnreadableFileError`.

    Pipes and terminals are read to their end, as standard input is; a pipe that nobody writes to is an error.
    """
    try:
        descriptor = os.open(path, _OPEN_FLAGS)
        try:
            return _content(descriptor, limit + 1)
        finally:
            os.close(descriptor)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def _content(descriptor: int, most: int) -> bytes:
    status = os.fstat(descriptor)
    pieces: list[bytes] = []
    left = most
    size = min(status.st_size + 1, most) if stat.S_ISREG(status.st_mode) else _CHUNK
    while left:
        try:
            piece = os.read(descriptor, min(size, left))
        except BlockingIOError:
            import select

            select.select([descriptor], [], [])
            continue
        if not piece:
            if not pieces and stat.S_ISFIFO(status.st_mode):
                raise OSError(errno.ENODATA, "a pipe that nobody writes to")
            break
        pieces.append(piece)
        if len(pieces) == 1 and len(piece) == status.st_size:
            break
        left -= len(piece)
        size = _CHUNK
    return b"".join(pieces)


def read_stdin(limit: int) -> bytes:
    """The same for standard input. Raises `UnreadableFileError`."""
    # Python has no stream where the caller has closed the descriptor.
    if sys.stdin is None:
        raise UnreadableFileError("standard input is closed")
    try:
        return sys.stdin.buffer.read(limit + 1)
    except (OSError, ValueError) as error:
        raise _unreadable("standard input", error) from error


def lint_file(
    path: str | os.PathLike[str],
    *,
    kind: Kind | None = None,
    contract: Revision | None = None,
    limits: Limits | None = None,
    config: Config | None = None,
    extra_rules: Iterable[Rule] = (),
) -> Report:
    """Lints one file; like `nflint.lint.lint` otherwise. Raises `UnreadableFileError` when it cannot be read.

    No configuration is looked for: `nflint.find_config` does that.
    """
    name = os.fspath(path)
    content = read_file(name, byte_limit(limits or Limits()))
    held = governed(display_path(os.path.abspath(name)), kind, contract, config, extra_rules)  # noqa: PTH100
    return lint_text(content, display_path(name), held.kind, held.context, limits)


def config_file(folder: str, known: dict[str, str | None]) -> str | None:
    """The path of the configuration for files in the absolute path `folder`; `known` are the answers so far, which
    grow by this one. Raises `ConfigError` for what only looks like one."""
    passed: list[str] = []
    here, found = folder, None
    while here not in known:
        passed.append(here)
        found = next(_candidates(here), None)
        above = os.path.dirname(here)  # noqa: PTH120
        if found is not None or above == here:
            break
        here = above
    else:
        found = known[here]
    known.update(dict.fromkeys(passed, found))
    return found


def _candidates(folder: str) -> Iterator[str]:
    """The configurations in a folder. Raises `ConfigError` for what has the name of one and is no file, and where
    there are two."""
    found = [path for name in CONFIG_NAMES if os.path.lexists(path := os.path.join(folder, name))]  # noqa: PTH118
    if len(found) > 1:
        raise ConfigError(f"{display_path(found[1])}: '{CONFIG_NAMES[0]}' is there as well, remove one of the two")
    for path in found:
        if not os.path.isfile(path):  # noqa: PTH113
            raise ConfigError(f"{display_path(path)}: this is no file")
    yield from found
    project = os.path.join(folder, _PROJECT)  # noqa: PTH118
    if os.path.isfile(project) and _holds_table(project):  # noqa: PTH113
        yield project


def _holds_table(path: str) -> bool:
    """Whether a pyproject.toml, which may be somebody else's, has a table for nflint, or is meant to have one."""
    try:
        content = read_file(path, byte_limit(Limits()))
    except UnreadableFileError:
        return False
    if _NAME not in content:
        return False
    from nflint.source.document import read_toml  # Most projects do not even name nflint there.

    document = read_toml(decode(content)[0])
    tool = document.value.get("tool") if isinstance(document.value, dict) else None
    return (isinstance(tool, dict) and "nflint" in tool) or (document.broken and _TABLE.search(content) is not None)


def working_folder() -> str:
    """The absolute path of the folder that nflint is called in; empty when it has been removed."""
    try:
        return os.getcwd()  # noqa: PTH109 - pathlib costs every start 5 ms
    except OSError:
        return ""


def byte_limit(limits: Limits) -> int:
    """The number of bytes beyond which a text is certainly too large: a character takes at most four of UTF-8."""
    return limits.size * 4


def lint_candidate(
    candidate: Candidate, *, kind: Kind | None = None, context: Context | None = None, skip_unknown: bool = False
) -> Report:
    """Lints one file as `nflint check` does: a file found in a folder is passed over when it is something else.

    With `skip_unknown` files that the user named are treated like those that were found. The flow of `context` is the
    one that files which the user named are requests for; of those in folders, what looks like a request is one.
    """
    try:
        content = read_file(candidate.path, byte_limit(Limits()))
    except UnreadableFileError as error:
        return Report(failures=(str(error),))
    passing = skip_unknown or not candidate.asked
    return lint_content(content, display_path(candidate.path), kind, context or Context(), skip_unknown=passing)


def lint_content(
    content: bytes, name: str, kind: Kind | None, context: Context, *, skip_unknown: bool, documents: Reader = tuple
) -> Report:
    """Lints the bytes of one file; with `skip_unknown` they are passed over when they are something else, unless
    `name` promises a Northflank document. `documents` gives what they hold, where somebody has read them before."""
    passing = skip_unknown and kind is None and _NAMED.search(os.path.basename(name)) is None  # noqa: PTH119
    # A request may hold nothing but arguments of any name, so with a flow every file is looked into.
    if passing and context.flow is None and not _may_be_linted(content):
        return Report(skipped=1)
    try:
        report = lint_text(content, name, kind, context, asked=not passing, documents=documents())
    except Exception as error:  # A defect of nflint must not hide what there is to say about other files.
        what = f"nflint failed with {type(error).__name__}: {error}"
        return Report(failures=(f"{name}: {what}; please report it with the file",))
    if passing and all(file.kind is None for file in report.files):
        return Report(skipped=1)
    return report


def _may_be_linted(content: bytes) -> bool:
    # The words alone are found twenty times faster than the pattern fails. In UTF-16 none of them can be seen.
    lower = content.lower()
    return (any(word in lower for word in _WORDS) and _MARKS.search(content) is not None) or b"\0" in content[:64]


def display_path(path: str) -> str:
    """`path` as diagnostics print it: with forward slashes, and always valid text."""
    try:
        path = os.fsencode(path).decode("utf-8", "replace")
    except UnicodeEncodeError:  # What no name of a file can be.
        path = _SURROGATE.sub("\ufffd", path)
    return path.replace(os.sep, "/")


def _unreadable(path: str, error: OSError | ValueError) -> UnreadableFileError:
    reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
    if isinstance(error, FileNotFoundError):
        reason = "no such file or folder"
    return UnreadableFileError(f"{display_path(path) or repr(path)}: {reason[:1].lower()}{reason[1:]}")
