"""What each check says of mending, in terms of the document, and that it does mend: the finding is gone, and no other
has come that is as grave."""

from __future__ import annotations

import copy
import json
from typing import Any

import pytest
import yaml
from symbolic_rows import FLOW, ROWS, Row

from nflint import lint
from nflint.config import Config, build_config
from nflint.diagnostic import Diagnostic, Finding, Severity
from nflint.findings import Context, findings
from nflint.fixing.outcome import outcome
from nflint.mending import edits_in
from nflint.rules import all_rules
from nflint.source.splices import spliced
from nflint.source.text import Text

each = pytest.mark.parametrize("row", ROWS, ids=[f"{row.rule}: {row.before!r:.60}" for row in ROWS])


def config(row: Row) -> Config:
    return build_config({"select": ["recommended", row.rule]}, "", "", rules=all_rules())


def parts(at: str) -> list[str | int]:
    return [int(part) if part.isdigit() else part for part in at.split(".")]


def flow(row: Row) -> dict[str, Any]:
    """The flow with the row's value at its place; what leads there is made where it is missing."""
    document: dict[str, Any] = copy.deepcopy(FLOW)
    *around, last = parts(row.at)
    owner: Any = document
    for part in around:
        owner = owner.setdefault(part, {}) if isinstance(owner, dict) else owner[part]
    owner[last] = row.before
    return document


def at(document: Any, place: str) -> Any:
    for part in parts(place):
        document = document[part]
    return document


def found(document: Any, row: Row) -> list[Finding]:
    told = findings(document, "release-flow", Context(settings=config(row).settings("")))
    return [finding for rule, finding in told if rule == row.rule and finding.fix]


@each
def test_a_finding_says_how_it_is_mended(row: Row) -> None:
    document = flow(row)
    fix = found(document, row)[0].fix
    assert fix is not None
    after = outcome(document, fix.changes)
    assert after is not None, fix.changes
    assert (fix.title, "safe" if fix.safe else "unsafe", at(after[0], row.at)) == (row.title, row.sort, row.after)
    assert found(document, row)[0].place.pointer, "a fix of the whole document"


@each
def test_the_flow_with_the_fix_holds_nothing_new(row: Row) -> None:
    before = flow(row)
    text = json.dumps(before, indent=2, ensure_ascii=False)
    _mends(text, row)
    _mends(yaml.safe_dump(before, allow_unicode=True, sort_keys=False, width=1000), row)


def _mends(text: str, row: Row) -> None:
    report = lint(text, name="release-flow", config=config(row))
    told = [diagnostic for diagnostic in report.diagnostics if diagnostic.rule == row.rule and diagnostic.fix]
    assert told, "the engine can do nothing with the fix"
    fix = told[0].fix
    assert fix is not None
    lines = Text(text)
    again = lint(spliced(text, edits_in(lines, fix)), name="release-flow", config=config(row))
    before = [_said(diagnostic) for diagnostic in report.diagnostics]
    after = [diagnostic for diagnostic in again.diagnostics if _said(diagnostic) not in before]
    assert len(again.diagnostics) < len(report.diagnostics) or row.sort == "unsafe"
    assert _said(told[0]) not in [_said(diagnostic) for diagnostic in again.diagnostics]
    assert [one for one in after if one.severity >= max(told[0].severity, Severity.WARNING)] == []


def _said(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.rule, diagnostic.pointer, diagnostic.message


def test_the_flow_of_the_rows_is_a_good_one() -> None:
    assert lint(json.dumps(FLOW), name="release-flow.json").diagnostics == ()
