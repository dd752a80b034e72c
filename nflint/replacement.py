"""Writes a file anew, whole or not at all; what goes into it is for others to say."""

from __future__ import annotations

import os
import secrets
import stat
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from nflint.files import byte_limit, read_file
from nflint.source.document import Limits

_ATTEMPTS = 5

# What files that are made anew may be: read by all, written by their owner, less what the user's mask takes away.
_NEW_MODE = 0o644


class ChangedMeanwhileError(OSError):
    """The file holds something else than it did when it was read."""


def rewrite(path: str, change: Callable[[str], str]) -> bool:
    """Puts what `change` makes of its text into the file, or the one that a link leads to; its mode stays. A file that
    does not exist has an empty text. False where that changes nothing, and nothing is written.

    Raises `OSError` and `UnreadableFileError` where that is not possible, and what `change` raises.
    """
    for _ in range(_ATTEMPTS):
        before = read_file(path, byte_limit(Limits())) if os.path.lexists(path) else None
        changed = change((before or b"").decode("utf-8")).encode("utf-8")
        if changed == (before or b""):
            return False
        with suppress(ChangedMeanwhileError):
            replace_content(path, before, changed)
            return True
    raise OSError("somebody else writes it all the time")


def replace_content(path: str, before: bytes | None, after: bytes) -> None:
    """Puts `after` in the place of `before` in the file at `path`, or the one that a link there leads to: whole or not
    at all. With `before` None there is no such file yet. Its mode stays, and its owner where that is allowed.

    Raises `OSError`, which says why, and `ChangedMeanwhileError` where the file holds something else by now.
    """
    target = Path(os.path.realpath(path))
    status = None if before is None else _writable(target)
    # A name of its own: one with that of the file in it may be too long.
    name = os.path.join(target.parent, f".nflint-{secrets.token_hex(8)}")  # noqa: PTH118
    try:
        # Whatever interrupts from here on, even before there is a file object, leaves no file behind.
        with open(name, "xb", opener=_private) as file:
            file.write(after)
            file.flush()
            os.fsync(file.fileno())
            if status is not None and hasattr(os, "fchown"):
                with suppress(OSError):
                    os.fchown(file.fileno(), status.st_uid, status.st_gid)
        os.chmod(name, _NEW_MODE if status is None else stat.S_IMODE(status.st_mode))  # noqa: PTH101
        # Somebody else may have written in between.
        if (target.read_bytes() if os.path.lexists(target) else None) != before:
            raise ChangedMeanwhileError("it has changed meanwhile")
        os.replace(name, target)  # noqa: PTH105
    except BaseException as error:
        if not isinstance(error, FileExistsError):
            _discard(name)
        raise


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)


def _writable(target: Path) -> os.stat_result:
    """What the system says of a file that can be written. Raises `OSError`."""
    status = target.stat()
    if not stat.S_ISREG(status.st_mode):
        raise OSError("it is no regular file")
    if not status.st_mode & 0o222 or not os.access(target, os.W_OK):
        raise OSError("it is read-only")
    return status


def _discard(name: str) -> None:
    with suppress(OSError):
        os.unlink(name)  # noqa: PTH108
