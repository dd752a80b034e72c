"""Symbolic fixes in texts of every style: the tables in `placements` say what comes of each.

A case has a name, the changes as JSON, a text, and the text after them, with `+++` in between; without the last one
nothing may be done.
`\\r`, `\\t` and `\\ufeff` stand for the characters, and `\\` at the end of a text for none of the final line end.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from nflint.diagnostic import Change, Fix, Move, Place, Removal, Rewrite, TextFix
from nflint.fixing import place_fixes
from nflint.source.document import read
from nflint.source.pointer import from_string, resolve
from nflint.source.splices import Splice, spliced
from nflint.source.text import Text

FOLDER = Path(__file__).parent / "placements"


class Case(NamedTuple):
    """One row of a table; `expected` is None where there must be no fix."""

    changes: list[dict[str, Any]]
    text: str
    expected: str | None


def cases() -> Iterator[Any]:
    for path in sorted(FOLDER.glob("*.txt")):
        for part in re.split(r"^=== ", path.read_text("utf-8"), flags=re.MULTILINE)[1:]:
            name, _, body = part.partition("\n")
            changes, text, *expected = re.split(r"^\+\+\+\n", body, flags=re.MULTILINE)
            case = Case(json.loads(changes), unescaped(text), unescaped(expected[0]) if expected else None)
            yield pytest.param(case, id=f"{path.stem}: {name}")


def unescaped(text: str) -> str:
    text = text.replace("\\\n", "") if text.endswith("\\\n") else text
    return re.sub(r"\\([rt])(?=\n|\\|\Z)", lambda match: {"r": "\r", "t": "\t"}[match[1]], text)


def change(row: dict[str, Any], value: object) -> Change:
    """The change that a row of JSON stands for: `{"rewrite": POINTER, "value": ...}` and the like."""

    def pointer(text: str) -> tuple[str | int, ...]:
        resolved = resolve(from_string(text), value)
        assert resolved is not None, f"{text} leads nowhere"
        return resolved

    if "remove" in row:
        return Removal(pointer(row["remove"]))
    if "move" in row:
        owner, _, name = row["to"].rpartition("/")
        return Move(pointer(row["move"]), (*pointer(owner), name))
    start, end = row.get("part", (None, None))
    anchor = "key" if "key" in row else "value"
    return Rewrite(Place(pointer(row[anchor if anchor == "key" else "rewrite"]), anchor, start, end), row["value"])


def applied(text: str, fix: TextFix) -> str:
    """The text after the edits of a fix."""
    lines = Text(text)
    return spliced(
        text,
        [
            Splice(
                lines.offset(edit.region.line, edit.region.column),
                lines.offset(edit.region.end_line, edit.region.end_column),
                edit.text,
            )
            for edit in fix.edits
        ],
    )


@pytest.mark.parametrize("case", list(cases()))
def test_a_fix_in_a_text(case: Case) -> None:
    document = read(case.text)[-1]
    changes = tuple(change(row, document.value) for row in case.changes)
    (fix,) = place_fixes(document, [Fix("mend it", changes, safe=True)])
    assert (None if fix is None else applied(case.text, fix)) == case.expected
