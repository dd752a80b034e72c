"""What rules say of their fixes is so, in both directions, over all documents that there are for rules."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from test_symbolic_fixes import document, linted, rows

from nflint import Report, lint
from nflint.config import build_config
from nflint.rule import Mending
from nflint.rules import all_rules

TESTS = Path(__file__).parents[1]
FOLDERS = ("rules", "nodes", "mistakes")
SUFFIXES = (".json", ".yaml")


def reports() -> Iterator[Report]:
    """The reports of the documents in the folders, with all rules on, and of the tables of fixes."""
    config = build_config({"select": ["all"]}, "", "", rules=all_rules())
    for folder in FOLDERS:
        for path in sorted((TESTS / folder).rglob("*")):
            if path.suffix in SUFFIXES:
                yield lint(path.read_bytes(), name=path.name, config=config)
    for row in rows():
        yield linted(json.dumps(document(row)), row)


@pytest.fixture(scope="module")
def given() -> dict[str, Mending]:
    """The best that the fixes of each rule are anywhere."""
    best: dict[str, Mending] = {}
    for report in reports():
        for diagnostic in report.diagnostics:
            if diagnostic.fix is not None and best.get(diagnostic.rule) != "safe":
                best[diagnostic.rule] = "safe" if diagnostic.fix.safe else "unsafe"
    return best


def test_a_rule_has_the_fixes_that_it_is_marked_with(given: dict[str, Mending]) -> None:
    assert given == {rule.name: rule.fix for rule in all_rules() if rule.fix}
