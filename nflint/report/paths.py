"""Paths as services that show diagnostics at their files want them: relative to the folder of the repository."""

from __future__ import annotations

import posixpath
from collections.abc import Callable

from nflint.diagnostic import Report


def rooted(report: Report, folder: str, root: str) -> Report:
    """The report with paths that start from `root`, as far as they lead below it; others start from `folder`, which
    those of the report start from, and what is not below either is left absolute.

    >>> from nflint.diagnostic import LintedFile
    >>> for path in ("./flow.yaml", "/repo/flow.yaml", "../other.yaml", "/elsewhere/flow.yaml"):
    ...     rooted(Report(files=(LintedFile(path, None),)), "/repo/flows", "/repo").files[0].path
    'flows/flow.yaml'
    'flow.yaml'
    'other.yaml'
    '/elsewhere/flow.yaml'
    """
    place = _placing(folder, root)
    placed = {one: one._replace(path=place(one.path)) for one in report.diagnostics}
    return report._replace(
        diagnostics=tuple(dict.fromkeys(placed.values())),
        files=tuple(file._replace(path=place(file.path)) for file in report.files),
        excerpts={placed[one]: excerpt for one, excerpt in report.excerpts.items() if one in placed},
    )


def _placing(folder: str, root: str) -> Callable[[str], str]:
    known: dict[str, str] = {}

    def place(path: str) -> str:
        if path not in known:
            known[path] = _placed(path, folder, root)
        return known[path]

    return place


def _placed(path: str, folder: str, root: str) -> str:
    if not folder:
        return posixpath.normpath(path)
    # Of Windows, where an absolute path begins with a drive.
    absolute = posixpath.normpath(path if path[1:3] == ":/" else posixpath.join(folder, path))
    for start in (root, folder):
        within = f"{start.rstrip('/')}/"
        if start and absolute.startswith(within):
            return absolute.removeprefix(within)
    return absolute
