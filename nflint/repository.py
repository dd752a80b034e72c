"""What git knows of files: which it tracks in a folder, and which have changed since a revision.

Nothing here changes a repository, and no program that a repository's configuration names as its monitor is run.
"""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import subprocess

# A hook runs with these set to the repository of the commit, which need not be the one that holds the folder.
_VARIABLES = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR"})

_UNOPENED = re.compile(rb"could not open directory '(.*?)/?': ([ -~]*)")

_FETCH = (
    "fetch it first: 'fetch-depth: 0' for actions/checkout, 'GIT_DEPTH: 0' in GitLab, or 'git fetch --unshallow origin'"
)


class RepositoryError(Exception):
    """Something that git cannot answer; the text says why, and what to do about it."""


class OutsideRepositoryError(RepositoryError):
    """A folder that is in no repository."""


class Listing(NamedTuple):
    """The files that git tracks or would track below a folder, relative to it, and the folders that it could not open,
    each with the reason. Files may be deleted and not yet committed; repositories within end with a slash."""

    names: frozenset[str]
    unopened: tuple[tuple[str, str], ...] = ()


class Changes(NamedTuple):
    """What has changed in a repository since a revision: `root` is the absolute path of its folder; `names` are
    relative to it, files, and repositories within it as a whole; `removed` are those that are no longer there."""

    root: str
    names: frozenset[str]
    removed: frozenset[str]

    def holds(self, path: str) -> bool:
        """Whether the absolute path, without links, is one that has changed, or is inside of one."""
        return not self.names.isdisjoint(self._around(path))

    def lacks(self, path: str) -> bool:
        """Whether there was a file at the absolute path, or below it, that is there no longer."""
        name = _within(path, self.root)
        return name is not None and any(f"{one}/".startswith(f"{name}/") for one in self.removed)

    def _around(self, path: str) -> list[str]:
        name = _within(path, self.root)
        parts = [] if name is None else name.split("/")
        return ["/".join(parts[:end]) for end in range(len(parts), 0, -1)]


def listing(folder: str) -> Listing | None:
    """What git tracks or would track below `folder`, or None where git does not know: outside a repository, without
    git, and in a folder that is itself ignored, which somebody must have named to have it linted."""
    answer = _answer(folder, "ls-files", "-z", "--cached", "--others", "--exclude-standard")
    if answer is None:
        return None
    names = _names(answer.stdout)
    # A submodule that is not there yet, or a broken repository, lists itself.
    if names <= {"./"} and (names or _answer(folder, "check-ignore", "-q", ".") is not None):
        return None
    unopened = ((os.fsdecode(name), reason.decode().lower()) for name, reason in _UNOPENED.findall(answer.stderr))
    return Listing(names, tuple(unopened))


def is_repository(path: str) -> bool:
    """Whether a folder is itself a repository, or the place of a submodule."""
    path = path.rstrip("/")
    return not os.path.islink(path) and os.path.exists(os.path.join(path, ".git"))  # noqa: PTH110, PTH114, PTH118


def changes(revision: str, folder: str) -> Changes:
    """What has changed in the repository around `folder` since the commit at which its HEAD and `revision` parted.

    Commits since then count, what is staged and what is not, and files that git does not track yet, unless it ignores
    them; a renamed file is a new one. Raises `RepositoryError`.
    """
    root = _root(folder)
    base = _parting(revision, root)
    # Of the working tree as it is. In the folder of the repository all names are relative to that.
    compared = ("--no-renames", "--no-ext-diff", "--ignore-submodules=none", base, "--")
    answers = [
        _answer(root, "diff", "--name-only", "-z", "--diff-filter=d", *compared),
        _answer(root, "ls-files", "-z", "--others", "--exclude-standard"),
        _answer(root, "diff", "--name-only", "-z", "--diff-filter=D", *compared),
    ]
    changed, new, removed = (frozenset() if answer is None else _names(answer.stdout) for answer in answers)
    if None in answers:
        raise RepositoryError(f"git cannot compare '{root}' with '{revision}'")
    return Changes(root, frozenset(name.rstrip("/") for name in changed | new), removed)


def _root(folder: str) -> str:
    """The folder of the repository around `folder`. Raises `RepositoryError`."""
    answer = _run(folder, "rev-parse", "--show-toplevel")
    if answer is None:
        raise RepositoryError("git cannot be run")
    root = os.fsdecode(answer.stdout).rstrip("\n")
    if answer.returncode == 0 and root:
        return root
    # As in a container, where the files often belong to another user.
    if b"dubious ownership" in answer.stderr:
        advice = "'git config --global --add safe.directory FOLDER' says that it may"
        raise RepositoryError(f"git does not read the repository of '{folder}', which is another user's, {advice}")
    raise OutsideRepositoryError(f"'{folder}' is in no git repository")


def _parting(revision: str, root: str) -> str:
    """The commit from which HEAD and `revision` have gone apart. Raises `RepositoryError`."""
    # What begins with a dash would be an option of git, and is no name that git gives to anything.
    plain = revision and not revision.startswith("-") and revision.isprintable()
    commit = _line(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}") if plain else None
    if commit is None:
        advice = f", {_FETCH}" if _is_shallow(root) else ", or it has not been fetched" if plain else ""
        raise RepositoryError(f"there is no revision '{revision}' in '{root}'{advice}")
    base = _line(root, "merge-base", commit, "HEAD")
    if base is None and _line(root, "rev-parse", "--verify", "--quiet", "HEAD") is None:
        raise RepositoryError(f"'{root}' has no commit yet")
    if base is None:
        what = f"the history of '{root}' does not go back to where it parted from '{revision}'"
        advice = _FETCH if _is_shallow(root) else "the two have no commit in common"
        raise RepositoryError(f"{what}, {advice}")
    return base


def _is_shallow(root: str) -> bool:
    return _line(root, "rev-parse", "--is-shallow-repository") == "true"


def _within(path: str, root: str) -> str | None:
    start = f"{root.rstrip('/')}/"
    return path.removeprefix(start) if path.startswith(start) else None


def _names(listed: bytes) -> frozenset[str]:
    return frozenset(os.fsdecode(name) for name in listed.split(b"\0") if name)


def _line(folder: str, *arguments: str) -> str | None:
    """The one line that git answers, or None where it fails."""
    answer = _answer(folder, *arguments)
    return None if answer is None else os.fsdecode(answer.stdout).rstrip("\n") or None


def _answer(folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    """What git answers in `folder`, or None when it fails."""
    answer = _run(folder, *arguments)
    return answer if answer is not None and answer.returncode == 0 else None


def _run(folder: str, *arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    """Runs git in `folder`, to its end; None when it cannot be started."""
    # Imported here, as other modules that few calls need: reading one named file is over in a few milliseconds.
    import subprocess

    environment = {name: value for name, value in os.environ.items() if name not in _VARIABLES}
    # A repository's configuration may name a program to run as its monitor; looking at files must not run it.
    command = ["git", "--no-optional-locks", "-C", folder, "-c", "core.fsmonitor=false", *arguments]
    try:
        return subprocess.run(
            command, capture_output=True, check=False, stdin=subprocess.DEVNULL, env={**environment, "LC_ALL": "C"}
        )
    except (OSError, ValueError):
        return None
