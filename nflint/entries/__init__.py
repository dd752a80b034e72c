"""Adds to the list `ignore` of a configuration, whether that is a YAML file or a table of a pyproject.toml, and leaves
everything else in the text as it is. Reading and writing the file is left to others."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Literal

from nflint.entries import toml_list, yaml_list
from nflint.entries.edits import KEY, Entry, by_hand
from nflint.source.document import Document, read, read_toml
from nflint.source.splices import spliced
from nflint.source.text import BOM

__all__ = ["with_ignores"]


def with_ignores(text: str, form: Literal["yaml", "toml"], entries: Sequence[Entry]) -> str:
    """`text` with `entries` at the end of its list `ignore`, which is made where there is none.

    In YAML the list stands at the top, in TOML in the table `tool.nflint`; a single string counts as a list of one.
    Raises `ValueError`, which says why, for a text that cannot be read or in which the list is written in a way that
    cannot be extended: the entries must be written by hand then.

    >>> print(with_ignores("fail-on: error\\n", "yaml", [{"rule": "unused-argument", "files": "flows/*.json"}]), end="")
    fail-on: error
    ignore:
      - rule: unused-argument
        files: flows/*.json
    """
    if not entries:
        return text
    if text.startswith(BOM):
        return BOM + with_ignores(text[1:], form, entries)
    if form == "toml":
        return _extended(text, _toml, toml_list.edits, ("tool", "nflint"), entries)
    return _extended(text, _yaml, yaml_list.edits, (), entries)


def _extended(
    text: str,
    reader: Callable[[str], Document],
    edits: Callable[[Document, Sequence[Entry]], Any],
    path: tuple[str, ...],
    entries: Sequence[Entry],
) -> str:
    document = reader(text)
    if document.broken:
        raise by_hand("the text cannot be read")
    expected = _expected(document.value, path, entries)
    result = spliced(text, edits(document, entries))
    # The edits know the ways in which lists are written, and not what else a text may do with them.
    again = reader(result)
    if again.broken or again.value != expected or not _checks(again) <= _checks(document):
        raise by_hand("the rest of the text would change its meaning")
    return result


def _checks(document: Document) -> set[str]:
    return {problem.check for problem in document.problems}


def _toml(text: str) -> Document:
    return read_toml(text)


def _yaml(text: str) -> Document:
    documents = read(text)
    if len(documents) > 1:
        raise by_hand("the text has several documents")
    return documents[0]


def _expected(value: object, path: tuple[str, ...], entries: Sequence[Mapping[str, str]]) -> dict[str, object]:
    """The value of the text with the entries in it; what does not hold them yet is made on the way."""
    if value is not None and not isinstance(value, dict):
        raise by_hand("the configuration is not made of keys and values")
    table: dict[str, object] = {**value} if value else {}
    if path:
        table[path[0]] = _expected(table.get(path[0]), path[1:], entries)
    else:
        old = table.get(KEY)
        given = [] if old is None else [old] if isinstance(old, str) else old
        if not isinstance(given, list):
            raise by_hand(f"'{KEY}' is not a list")
        table[KEY] = [*given, *(dict(entry) for entry in entries)]
    return table
