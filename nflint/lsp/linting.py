"""Lints a document as it stands in the editor, the way `nflint check` lints its file in a folder."""

from __future__ import annotations

import os

from nflint.contract.detect import CONFIG_NAMES
from nflint.diagnostic import LintedFile, Report
from nflint.files import lint_content
from nflint.findings import Context
from nflint.lint import Reader, governed, lint_part
from nflint.lsp.configurations import Held
from nflint.lsp.documents import OpenDocument
from nflint.source.document import read_toml

_PROJECT = "pyproject.toml"
_TABLE = ("tool", "nflint")


def lint_open(document: OpenDocument, held: Held, reading: Reader) -> Report:
    """The report about a document, whose text `reading` has read; empty for what is no Northflank document, unless its
    name promises one.

    A configuration of nflint is linted as one. Never raises; where nflint itself fails, `failures` say so.
    """
    base = os.path.basename(document.name)  # noqa: PTH119
    if base == _PROJECT:
        return _lint_project(document)
    # A surrogate without its other half is no text; in UTF-8 it is one character as it is here.
    content = document.content.encode("utf-8", "replace")
    if base in CONFIG_NAMES:
        return lint_content(content, document.name, "config", Context(), skip_unknown=False, documents=reading)
    if held.config is not None and held.config.passes_over(document.path or document.name):
        return Report(skipped=1)
    ruled = governed(document.path or document.name, None, None, held.config)
    return lint_content(content, document.name, ruled.kind, ruled.context, skip_unknown=True, documents=reading)


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
