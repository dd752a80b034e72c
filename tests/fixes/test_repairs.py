"""Repairs of texts: `repairs.json` has texts with defects, and the texts after all safe repairs; null where there are
none. The values in a text are the same afterwards, whatever else is mended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nflint import lint
from nflint.fixing.outcome import same
from nflint.source.document import Document, read
from nflint.source.splices import spliced

CASES: dict[str, tuple[str, str | None]] = json.loads(Path(__file__).with_name("repairs.json").read_text("utf-8"))
ROUNDS = 3


def repaired(document: Document) -> str:
    """The text after the safe repairs that do not touch each other."""
    splices, end = [], 0
    repairs = [problem.repair for problem in document.problems if problem.repair is not None and problem.repair.safe]
    for repair in sorted(repairs, key=lambda repair: repair.splices):
        if repair.splices[0].start >= end:
            splices += repair.splices
            end = repair.splices[-1].end
    return spliced(document.text.content, splices)


@pytest.mark.parametrize("name", CASES)
def test_safe_repairs(name: str) -> None:
    text, expected = CASES[name]
    value = read(text)[0].value
    changed = text
    for _ in range(ROUNDS):
        (document,) = read(changed)
        assert same(document.value, value)
        changed = repaired(document)
    assert changed == (text if expected is None else expected)


def test_comments_are_wanted_in_a_file_that_is_called_so() -> None:
    text = '{"apiVersion": "v1.2", // the newest\n}'
    safety = {
        name: [found.fix.safe for found in lint(text, name=name, kind="release-flow").diagnostics if found.fix]
        for name in ("flow.json", "flow.jsonc", "FLOW.JSONC", "flow.json5", "flow.yaml", "flow.yml")
    }
    assert safety.pop("flow.json") == [True, True]
    assert set(map(tuple, safety.values())) == {(False, False)}
