"""Lints a document as it stands in the editor, the way `nflint check` lints its file in a folder."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import NamedTuple

from nflint.contract.detect import CONFIG_NAMES, Kind
from nflint.diagnostic import LintedFile, Report, Severity
from nflint.files import lint_content
from nflint.findings import Context
from nflint.lint import Reader, governed, lint_part
from nflint.lsp.configurations import Held
from nflint.lsp.documents import OpenDocument
from nflint.source.document import read_toml

_PROJECT = "pyproject.toml"
_TABLE = ("tool", "nflint")


class _Ruled(NamedTuple):
    """How a document is linted."""

    name: str
    kind: Kind | None
    context: Context
    skip_unknown: bool

    def lint(self, content: str, reading: Reader = tuple) -> Report:
        # A surrogate without its other half is no text; in UTF-8 it is one character as it is here.
        data, context = content.encode("utf-8", "replace"), self.context
        return lint_content(data, self.name, self.kind, context, skip_unknown=self.skip_unknown, documents=reading)


def _ruled(document: OpenDocument, held: Held) -> _Ruled | None:
    """How a document that is no part of another one is linted; None for one that the configuration passes over."""
    if os.path.basename(document.name) in CONFIG_NAMES:  # noqa: PTH119
        return _Ruled(document.name, "config", Context(), False)
    path = document.path or document.name
    if held.config is not None and held.config.passes_over(path):
        return None
    return _Ruled(document.name, *governed(path, None, None, held.config), True)


def lint_open(document: OpenDocument, held: Held, reading: Reader, *, fixes: bool) -> Report:
    """The report about a document, whose text `reading` has read, with `fixes` or without; empty for what is no
    Northflank document, unless its name promises one. It holds nothing of the text, which the editor has.

    A configuration of nflint is linted as one. Never raises; where nflint itself fails, `failures` say so.
    """
    if _is_project(document):
        return _lint_project(document)
    ruled = _ruled(document, held)
    if ruled is None:
        return Report(skipped=1)
    return ruled._replace(context=ruled.context._replace(fixes=fixes, sources="none")).lint(document.content, reading)


def fix_open(document: OpenDocument, held: Held, least: Severity, wanted: Callable[[], bool]) -> str:
    """The text of a document after what `nflint check --fix` does to its file, of which only what is told is mended:
    findings of at least the severity `least`.

    Raises `SupersededError` when the result is not `wanted` any more.
    """
    # Imported here because most documents have nothing to mend.
    from nflint.mending import mend

    ruled = None if _is_project(document) else _ruled(document, held)
    if ruled is None:
        return document.content
    bare = ruled._replace(context=ruled.context._replace(covered=False))

    def lint(changed: str) -> Report:
        if not wanted():
            raise SupersededError
        report = bare.lint(changed)
        told = (one if one.severity >= least else one._replace(fix=None) for one in report.diagnostics)
        return report._replace(diagnostics=tuple(told))

    return mend(document.content, lint, unsafe=False).text


class SupersededError(Exception):
    """The document is another one by now."""


def _is_project(document: OpenDocument) -> bool:
    return os.path.basename(document.name) == _PROJECT  # noqa: PTH119


def _lint_project(document: OpenDocument) -> Report:
    """What is wrong with the table of nflint in a pyproject.toml; the rest of it is not nflint's business."""
    if _TABLE[1] not in document.content:
        return Report(skipped=1)
    project = read_toml(document.content)
    tool = project.value.get(_TABLE[0]) if isinstance(project.value, dict) else None
    if project.broken or not (isinstance(tool, dict) and _TABLE[1] in tool):
        return Report(skipped=1)
    report = lint_part(project, _TABLE, "config", document.name)
    return report._replace(files=(LintedFile(document.name, "config"),))
