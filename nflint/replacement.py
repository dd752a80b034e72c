"""Writes a file anew, whole or not at all; what goes into it is for others to say."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile

from nflint.files import byte_limit, read_file
from nflint.source.document import Limits

_ATTEMPTS = 5


def rewrite(path: str, change: Callable[[str], str]) -> bool:
    """Puts what `change` makes of its text into the file, or the one that a link leads to; its mode stays. A file that
    does not exist has an empty text. False where that changes nothing, and nothing is written.

    Raises `OSError` and `UnreadableFileError` where that is not possible, and what `change` raises.
    """
    target = Path(os.path.realpath(path))
    if target.exists() and not (target.is_file() and os.access(target, os.W_OK)):
        raise OSError("it cannot be written")
    for _ in range(_ATTEMPTS):
        before = read_file(str(target), byte_limit(Limits())) if target.exists() else b""
        changed = change(before.decode("utf-8")).encode("utf-8")
        if changed == before:
            return False
        with NamedTemporaryFile("wb", dir=target.parent, prefix=f"{target.name}.", delete=False) as file:
            file.write(changed)
        try:
            os.chmod(file.name, target.stat().st_mode & 0o777 if target.exists() else 0o644)  # noqa: PTH101
            # Somebody else may have written in between.
            if (target.read_bytes() if target.exists() else b"") == before:
                os.replace(file.name, target)  # noqa: PTH105
                return True
        finally:
            with suppress(OSError):
                os.unlink(file.name)  # noqa: PTH108
    raise OSError("somebody else writes it all the time")
