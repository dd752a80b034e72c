"""What `nflint init` writes and says: a release flow to start from, a configuration, and the entry of the hook.

No file that is there is written over; of a `.pre-commit-config.yaml` everything stays, with the entry behind it.
"""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from nflint.checking import USAGE_ERROR, complain, write
from nflint.files import ConfigError, UnreadableFileError, config_file, display_path, working_folder
from nflint.replacement import rewrite
from nflint.starters import CONFIG, HOOK, Shape, flow_text
from nflint.starters.hook import with_hook

_CONFIG = ".nflint.yaml"
_HOOKS = ".pre-commit-config.yaml"


def run_init(path: str, shape: Shape, *, form: Literal["json", "yaml"], config: bool, hook: bool) -> int:
    """Writes the flow to `path`, and the configuration and the entry of the hook where they are wanted and not there
    yet; says what was written and what to do next, and gives the exit status."""
    folder = os.path.normpath(os.path.join(working_folder(), os.path.dirname(path)))  # noqa: PTH118, PTH120
    repository = _repository(folder) if hook else None
    told: list[str] = []
    status = 0
    try:
        _new(path, flow_text(shape, form))
        told.append(f"{display_path(path)}: written, {shape.summary}")
        if config:
            told.append(_with_config(folder))
        if repository is not None:
            told.extend(_with_hook(repository))
        elif hook:
            told.append(f"{_HOOKS}: not written, since this is no git repository")
    except OSError as error:
        reason = "it is there already and stays as it is, name another file"
        if not isinstance(error, FileExistsError):
            reason = (error.strerror or str(error)).lower()
        complain(f"{display_path(str(error.filename or path))}: {reason}")
        status = USAGE_ERROR
    if told:
        then = _next(path, hooked=repository is not None)
        write("".join(f"{line}\n" for line in (*told, *_blanks(path, shape), *then)), None)
    return status


def _new(path: str, text: str) -> None:
    """Writes a file that does not exist. Raises `FileExistsError` for one that does, and for a link that leads to
    nothing."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    with Path(path).open("x", encoding="utf-8", newline="\n") as file:
        file.write(text)


def _with_config(folder: str) -> str:
    """Writes the configuration where none holds for `folder`: in the working folder, which commands are typed in, or
    in `folder` itself where that one is elsewhere."""
    here = working_folder()
    place = here if _is_within(folder, here) else folder
    try:
        found = config_file(folder, {})
    except ConfigError as error:
        return str(error)
    if found is not None:
        return f"{_shown(found)}: it is there already and stays as it is"
    path = _shown(os.path.join(place, _CONFIG))  # noqa: PTH118
    _new(path, CONFIG)
    return f"{path}: written, with the rules of 'strict'"


def _is_within(path: str, folder: str) -> bool:
    return os.path.join(path, "").startswith(os.path.join(folder, ""))  # noqa: PTH118


def _with_hook(repository: str) -> Iterator[str]:
    """Puts the entry of the hook into the configuration of pre-commit, which stands at the top of a repository."""
    path = os.path.join(repository, _HOOKS)  # noqa: PTH118
    shown = _shown(path)
    if not os.path.lexists(path):
        _new(path, HOOK)
        yield f"{shown}: written, with the hook 'nflint'"
        return
    try:
        added = rewrite(path, with_hook)
    except (OSError, ValueError, UnreadableFileError) as error:
        yield f"{shown}: it stays as it is ({error}), put this into it:"
        yield from (f"  {line}" for line in HOOK.splitlines())
    else:
        yield f"{shown}: {'the hook is added' if added else 'it has the hook already'}"


def _repository(folder: str) -> str | None:
    """The top of the git repository that `folder` is in."""
    here = os.path.realpath(folder)
    while not os.path.exists(os.path.join(here, ".git")):  # noqa: PTH110, PTH118
        above = os.path.dirname(here)  # noqa: PTH120
        if above == here:
            return None
        here = above
    return here


def _shown(path: str) -> str:
    """`path` as people write it in the working folder."""
    try:
        relative = os.path.relpath(path)
    except ValueError:  # Windows has no way from one drive to another.
        return display_path(path)
    return display_path(relative)


def _blanks(path: str, shape: Shape) -> Iterator[str]:
    yield from ("", f"To be replaced in {display_path(path)}:")
    width = max(map(len, shape.blanks))
    yield from (f"  {blank:<{width}}  {meaning}" for blank, meaning in shape.blanks.items())


def _next(path: str, *, hooked: bool) -> Iterator[str]:
    # What begins with a dash would be an option.
    name = shlex.quote(display_path(f"./{path}" if path.startswith("-") else path))
    yield from ("", "Then:", f"  nflint check {name}", "  pre-commit install" if hooked else f"  nflint dry-run {name}")
