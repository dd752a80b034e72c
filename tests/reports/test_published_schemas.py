"""Reports are what others have published about their formats: JSON schemas, an XML schema, programs that read it."""

from __future__ import annotations

import json
from io import BytesIO
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import jsonschema
import pytest
from sample_reports import NASTY_PATH, REPORTS, SECRET, diagnostic, many

from nflint.diagnostic import Edit, Report, Severity, TextFix
from nflint.report import gitlab_format, junit_format, rdjson_format, sarif_format
from nflint.rules import all_rules

SCHEMAS = Path(__file__).parent / "schemas"

EVERY = pytest.mark.parametrize("name", REPORTS)


def schema(name: str) -> Any:
    return json.loads((SCHEMAS / f"{name}.schema.json").read_text("utf-8"))


def run_of(report: Report) -> Any:
    """The one run of the SARIF log of a report."""
    [run] = json.loads(sarif_format.render(report))["runs"]
    return run


@EVERY
def test_sarif_follows_the_schema_of_oasis(name: str) -> None:
    log = json.loads(sarif_format.render(REPORTS[name]))
    jsonschema.Draft4Validator(schema("sarif-2.1.0")).validate(log)


@EVERY
def test_sarif_refers_to_its_rules_and_has_uris(name: str) -> None:
    run = run_of(REPORTS[name])
    rules = run["tool"]["driver"]["rules"]
    assert len({rule["id"] for rule in rules}) == len(rules)
    for result in run["results"]:
        assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
        for location in [*result["locations"], *result.get("relatedLocations", ())]:
            artifact = location["physicalLocation"]["artifactLocation"]
            assert artifact["uri"].isascii()
            assert not urlsplit(artifact["uri"]).scheme
            assert artifact["uriBaseId"] == "%SRCROOT%"
    assert run["invocations"][0]["executionSuccessful"] == (name != "unread")


def test_sarif_describes_every_rule_within_the_limits_of_github() -> None:
    found = tuple(diagnostic(code=rule.code, rule=rule.name, url=rule.url) for rule in all_rules())
    log = json.loads(sarif_format.render(Report(found)))
    jsonschema.Draft4Validator(schema("sarif-2.1.0")).validate(log)
    rules = log["runs"][0]["tool"]["driver"]["rules"]
    assert len(rules) == len(all_rules())
    for rule in rules:
        assert rule["help"]["text"]
        assert rule["help"]["markdown"].startswith(f"# {rule['name']}\n")
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert len(rule["properties"]["tags"]) <= 10
        assert rule["helpUri"].startswith("https://")


@pytest.mark.parametrize(
    ("path", "uri"),
    [
        ("a b/c%d.yaml", "a%20b/c%25d.yaml"),
        ("a:b.yaml", "a%3Ab.yaml"),
        ("<stdin>", "%3Cstdin%3E"),
        ("\u00fc.yaml", "%C3%BC.yaml"),
        ("a\ud800.yaml", "a%3F.yaml"),
        ("/a b.yaml", "file:///a%20b.yaml"),
        ("C:/a b.yaml", "file:///C:/a%20b.yaml"),
    ],
)
def test_sarif_names_files_by_uris(path: str, uri: str) -> None:
    [result] = run_of(Report((diagnostic(path=path),)))["results"]
    artifact = result["locations"][0]["physicalLocation"]["artifactLocation"]
    assert artifact["uri"] == uri
    assert ("uriBaseId" in artifact) == (not uri.startswith("file:"))


def test_sarif_names_of_files_can_be_read_back() -> None:
    [uri] = {
        result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"]
        for result in run_of(REPORTS["nasty"])["results"]
    }
    assert unquote(uri) == NASTY_PATH.replace("\ud800", "?")


def test_sarif_holds_fixes_as_replacements() -> None:
    first, second = run_of(REPORTS["mending"])["results"]
    [fix] = first["fixes"]
    assert fix["description"]["text"] == "rename the key"
    assert fix["properties"] == {"safe": False}
    [change] = fix["artifactChanges"]
    assert change["replacements"] == [
        {
            "deletedRegion": {"startLine": 2, "startColumn": 4, "endLine": 2, "endColumn": 10},
            "insertedContent": {"text": "options"},
        }
    ]
    assert len(second["fixes"][0]["artifactChanges"][0]["replacements"]) == 2
    assert first["relatedLocations"][0]["message"]["text"] == "'options' is this one"


@pytest.mark.parametrize("form", [sarif_format, rdjson_format])
def test_a_fix_that_would_show_a_credential_is_left_out(form: Any) -> None:
    [first, *_] = REPORTS["mending"].diagnostics
    edits = (Edit(first.region, f"token: {SECRET}"),)
    leaking = first._replace(fix=TextFix("move it", edits, safe=False))
    excerpts = {leaking: REPORTS["mending"].excerpts[first]}
    text = form.render(Report((leaking,), excerpts=excerpts))
    assert SECRET not in text
    assert '"fixes"' not in text
    assert '"suggestions"' not in text
    nothing = first._replace(fix=TextFix("do nothing", (), safe=True))
    assert '"fixes"' not in form.render(Report((nothing,)))


def test_sarif_leaves_out_what_github_would_refuse_the_whole_for() -> None:
    run = run_of(many(sarif_format.MOST_RESULTS + 7))
    levels = [result["level"] for result in run["results"]]
    assert len(levels) == sarif_format.MOST_RESULTS
    thirds = many(sarif_format.MOST_RESULTS + 7)
    assert levels.count("error") == thirds.count(Severity.ERROR)
    assert levels.count("warning") == thirds.count(Severity.WARNING)
    lines = [result["locations"][0]["physicalLocation"]["region"]["startLine"] for result in run["results"]]
    assert lines == sorted(lines)
    [invocation] = run["invocations"]
    assert invocation["executionSuccessful"]
    assert "7 results" in invocation["toolExecutionNotifications"][0]["message"]["text"]


@EVERY
def test_gitlab_takes_every_entry(name: str) -> None:
    entries = json.loads(gitlab_format.render(REPORTS[name]))
    validator = jsonschema.Draft7Validator(schema("codeclimate"))
    for entry in entries:
        validator.validate(entry)
        # What the documentation asks for beyond the schema.
        assert entry["severity"] in ("info", "minor", "major", "critical", "blocker")
        assert entry["location"]["path"]
        assert entry["location"]["lines"]["begin"] >= 1
    assert len({entry["fingerprint"] for entry in entries}) == len(entries) == len(REPORTS[name].diagnostics)


@EVERY
def test_reviewdog_takes_every_report(name: str) -> None:
    result = json.loads(rdjson_format.render(REPORTS[name]))
    jsonschema.Draft4Validator(schema("rdjson")).validate(result)
    assert len(result["diagnostics"]) == len(REPORTS[name].diagnostics)


def test_reviewdog_is_told_columns_in_bytes_where_they_are_known() -> None:
    first, second = json.loads(rdjson_format.render(REPORTS["mending"]))["diagnostics"]
    in_bytes = {"start": {"line": 2, "column": 8}, "end": {"line": 2, "column": 14}}
    assert first["location"]["range"] == in_bytes
    assert first["suggestions"] == [{"range": in_bytes, "text": "options"}]
    assert first["related_locations"][0]["location"]["range"] == {"start": {"line": 1}, "end": {"line": 1}}
    assert second["location"]["range"] == {"start": {"line": 4}, "end": {"line": 6}}
    assert "suggestions" not in second


@EVERY
def test_jenkins_takes_every_junit_report(name: str) -> None:
    xmlschema = pytest.importorskip("xmlschema", reason="xmlschema is not installed")
    xmlschema.XMLSchema(str(SCHEMAS / "junit-10.xsd")).validate(BytesIO(encoded(REPORTS[name])))


@EVERY
def test_a_reader_of_junit_counts_the_files(name: str) -> None:
    junitparser = pytest.importorskip("junitparser", reason="junitparser is not installed")
    report = REPORTS[name]
    [suite] = junitparser.JUnitXml.fromstring(encoded(report))
    cases = list(suite)
    paths = {found.path for found in report.diagnostics}
    assert (suite.tests, suite.failures, suite.errors) == (len(cases), len(paths), len(report.failures))
    assert len({case.name for case in cases}) == len(cases) >= 1
    assert sum(isinstance(one, junitparser.Failure) for case in cases for one in case.result) == len(paths)
    assert sum(isinstance(one, junitparser.Skipped) for case in cases for one in case.result) == (name == "nothing")


def encoded(report: Report) -> bytes:
    """The JUnit report as it is written to a file."""
    return junit_format.render(report).encode("utf-8", "replace")
