"""Patterns for paths and for JSON pointers: `*` within a part, `**` for any number of parts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_ANY = "**"


def fits(names: Sequence[str], wanted: Sequence[str]) -> bool:
    """Whether `names` fit the pattern `wanted`, part by part; the time grows with the product of their lengths."""
    reached = _past(wanted, [0])
    for name in names:
        onward = (at + (wanted[at] != _ANY) for at in reached if at < len(wanted) and _is_fit(name, wanted[at]))
        reached = _past(wanted, onward)
    return len(wanted) in reached


def fits_path(path: str, pattern: str) -> bool:
    """Whether a path, with forward slashes and relative to the folder that the pattern is for, fits it.

    `*` and `?` stand for text within a name, `[...]` for one of some characters, `**` for any folders. Without a
    slash a pattern is one of names in any folder; a pattern that fits a folder fits all that is in it.
    """
    wanted = parts(pattern)
    if "/" not in pattern.rstrip("/"):
        wanted.insert(0, _ANY)
    return fits(parts(path), [*wanted, _ANY])


def fits_pointer(pointer: str, pattern: str) -> bool:
    """Whether a JSON pointer fits a pattern, in which `*` is any text within a part and `**` any parts."""
    # Everything else is what it looks like: a key may hold brackets.
    wanted = pattern.replace("[", "[[]").replace("?", "[?]")
    return fits(pointer.split("/"), wanted.split("/"))


def fixed_folder(pattern: str) -> str:
    """The folder, relative to that of the pattern, below which all that it fits must be; empty for that folder."""
    names = parts(pattern)
    if "/" not in pattern.rstrip("/"):
        return ""
    magic = next((index for index, name in enumerate(names) if _is_magic(name)), len(names) - 1)
    return "/".join(names[:magic])


def is_literal(pattern: str) -> bool:
    """Whether a pattern for paths names one file or folder as it is."""
    return "/" in pattern.rstrip("/") and not _is_magic(pattern)


def parts(path: str) -> list[str]:
    """The names on a path, without those that lead nowhere."""
    return [part for part in path.split("/") if part not in ("", ".")]


def _is_magic(pattern: str) -> bool:
    return any(mark in pattern for mark in "*?[")


def _past(wanted: Sequence[str], places: Iterable[int]) -> set[int]:
    """The places in a pattern that are reached at `places`: any number of parts may be none."""
    reached: set[int] = set()
    for at in places:
        while at not in reached:
            reached.add(at)
            if at < len(wanted) and wanted[at] == _ANY:
                at += 1
    return reached


def _is_fit(part: str, wanted: str) -> bool:
    if wanted in (_ANY, part):
        return True
    from fnmatch import fnmatchcase  # Most calls of nflint have no pattern at all.

    return fnmatchcase(part, wanted)
