"""What each check says of mending, in terms of the document, and that it does mend: the finding is gone, and no other
has come that is as grave.

A row of the tables in `mended` names a rule, and a place with what is put there `before` the fix and what is there
`after` it; `safe` or `unsafe` is the title of the fix. It is about `flow.json`, about a request for a run of that (with
one more argument and an input) in `requests.json`, about a configuration in `configurations.json`, and about
`template.json` in `templates.json`. For what stands in `unmended.json` there is a finding and no fix.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from nflint import Report, lint
from nflint.config import Config, build_config
from nflint.contract.detect import Kind
from nflint.diagnostic import Diagnostic, Finding, Severity
from nflint.findings import Context, findings
from nflint.fixing.outcome import outcome
from nflint.flow.wiring import build_wiring
from nflint.mending import edits_in
from nflint.rules import all_rules
from nflint.source.pointer import value_at
from nflint.source.splices import spliced
from nflint.source.text import Text

FOLDER = Path(__file__).parent / "mended"
BASES: Mapping[str, Any] = {
    kind: json.loads((FOLDER / name).read_text("utf-8"))
    for kind, name in {"release-flow": "flow.json", "template": "template.json"}.items()
}
KINDS: Mapping[str, Kind] = {"requests": "run-request", "configurations": "config", "templates": "template"}
RUNS = Path(__file__).parents[1] / "mistakes" / "runs"


class Row(NamedTuple):
    """One row of a table, with the kind of document that it is about."""

    kind: Kind
    rule: str
    at: str
    before: Any
    after: Any
    title: str
    safe: bool


def rows() -> list[Row]:
    """The rows of all tables of fixes."""
    return [
        Row(
            KINDS.get(path.stem, "release-flow"),
            *(row[key] for key in ("rule", "at", "before", "after")),
            title=row.get("safe", row.get("unsafe")),
            safe="safe" in row,
        )
        for path in sorted(FOLDER.glob("*.json"))
        if path.stem not in ("flow", "template", "unmended")
        for row in json.loads(path.read_text("utf-8"))
    ]


each = pytest.mark.parametrize("row", rows(), ids=[f"{row.rule}: {row.before!r:.60}" for row in rows()])


def document(row: Row) -> dict[str, Any]:
    """The document with the row's value at its place; what leads there is made where it is missing."""
    return changed(BASES.get(row.kind, {}), row.at, row.before)


def changed(base: Any, at: str, value: Any) -> dict[str, Any]:
    """The document with the value at another place."""
    made: dict[str, Any] = copy.deepcopy(base)
    *around, last = parts(at)
    owner: Any = made
    for part in around:
        owner = owner.setdefault(part, {}) if isinstance(owner, dict) else owner[part]
    owner[last] = value
    return made


def parts(at: str) -> tuple[str | int, ...]:
    return tuple(int(part) if part.isdigit() else part for part in at.split("."))


def asked_for(row: Row) -> dict[str, Any] | None:
    """The flow that a request is for, which needs what only a request can give."""
    if row.kind != "run-request":
        return None
    flow: dict[str, Any] = copy.deepcopy(BASES["release-flow"])
    flow["spec"]["spec"]["steps"][2]["spec"]["runtimeEnvironment"].update({"A": "${args.REGION}", "B": "${args.BUILD}"})
    inputs = {"projectId": "shop", "source": "api"}
    spec = {"title": "Build", "required": True, "inputs": inputs, "outputs": {"buildId": "BUILD"}}
    return {**flow, "richInputs": [{"kind": "BuildSelector", "spec": spec}]}


def config(rule: str) -> Config:
    return build_config({"select": ["recommended", rule]}, "", "", rules=all_rules())


def linted(text: str, row: Row) -> Report:
    flow = asked_for(row)
    options: dict[str, Any] = {
        "name": "text",
        "kind": None if row.kind == "template" else row.kind,
        "config": config(row.rule),
    }
    return lint(text, **options, flow=None if flow is None else json.dumps(flow))


def found(value: Any, row: Row) -> list[Finding]:
    flow = asked_for(row)
    wiring = None if flow is None else build_wiring(flow, "release-flow")
    told = findings(value, row.kind, Context(flow=wiring, settings=config(row.rule).settings("")))
    return [finding for rule, finding in told if rule == row.rule and finding.fix]


@each
def test_a_finding_says_how_it_is_mended(row: Row) -> None:
    value = document(row)
    fix = found(value, row)[0].fix
    assert fix is not None
    after = outcome(value, fix.changes)
    assert after is not None, fix.changes
    assert (value_at(after[0], parts(row.at)), fix.title, fix.safe) == (row.after, row.title, row.safe)


@each
def test_the_text_with_the_fix_holds_nothing_new_that_is_as_grave(row: Row) -> None:
    value = document(row)
    _is_mended(json.dumps(value, indent=2, ensure_ascii=False), row)
    _is_mended(yaml.safe_dump(value, allow_unicode=True, sort_keys=False, width=1000), row)


def _is_mended(text: str, row: Row) -> None:
    report = linted(text, row)
    told = [diagnostic for diagnostic in report.diagnostics if diagnostic.rule == row.rule and diagnostic.fix]
    assert told, "nothing can be done with the fix in the text"
    fix = told[0].fix
    assert fix is not None
    again = linted(spliced(text, edits_in(Text(text), fix)), row)
    assert _said(told[0]) not in map(_said, again.diagnostics)
    assert len(again.diagnostics) < len(report.diagnostics) or not row.safe
    known = list(map(_said, report.diagnostics))
    new = [diagnostic for diagnostic in again.diagnostics if _said(diagnostic) not in known]
    assert [diagnostic for diagnostic in new if diagnostic.severity >= max(told[0].severity, Severity.WARNING)] == []


def _said(diagnostic: Diagnostic) -> tuple[str, str, str]:
    return diagnostic.rule, diagnostic.pointer, diagnostic.message


def test_the_flow_of_the_rows_is_a_good_one() -> None:
    assert lint(json.dumps(BASES["release-flow"]), name="release-flow.json").diagnostics == ()


UNMENDED = json.loads((FOLDER / "unmended.json").read_text("utf-8"))


@pytest.mark.parametrize("row", UNMENDED, ids=[f"{row['rule']}: {row['before']!r:.60}" for row in UNMENDED])
def test_what_nobody_can_know_is_not_mended(row: dict[str, Any]) -> None:
    value = changed(BASES["release-flow"], row["at"], row["before"])
    for place, other in row.get("with", {}).items():
        value = changed(value, place, other)
    told = [one for rule, one in findings(value, "release-flow", Context()) if rule == row["rule"]]
    assert told
    assert [finding.fix for finding in told if finding.fix] == []


@pytest.mark.parametrize("path", sorted(RUNS.glob("*.*")), ids=lambda path: path.name)
def test_what_a_run_was_is_not_mended(path: Path) -> None:
    diagnostics = lint(path.read_bytes(), name=path.name).diagnostics
    assert [one for one in diagnostics if one.fix and not one.code.startswith("NF0")] == []
