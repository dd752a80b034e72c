"""SARIF 2.1.0, the OASIS standard for results of static analysis, within the limits of GitHub's code scanning."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

from nflint import __version__
from nflint.diagnostic import Diagnostic, Region, Report, Severity, TextFix
from nflint.report.fingerprints import VERSION, fingerprints
from nflint.report.sentences import sentence
from nflint.report.strict_json import strict_json
from nflint.rule import Rule
from nflint.rules import rules_by_name

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
_URL = "https://nflint.dev"

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.INFO: "note"}

# GitHub refuses a file with more results of a run, shows so many places of a result, and so much of a description.
MOST_RESULTS = 25_000
MOST_RELATED = 100
_LONGEST_DESCRIPTION = 1024


def render(report: Report) -> str:
    """The report as a SARIF log that ends with a line break."""
    shown = _most_severe(report.diagnostics)
    prints = fingerprints(report)
    rules = {diagnostic.rule: diagnostic for diagnostic in shown}
    index = {name: number for number, name in enumerate(rules)}
    driver = {
        "name": "nflint",
        "version": __version__,
        "informationUri": _URL,
        "rules": [_rule(diagnostic, rules_by_name().get(name)) for name, diagnostic in rules.items()],
    }
    run = {
        "tool": {"driver": driver},
        "invocations": [_invocation(report.failures, len(report.diagnostics) - len(shown))],
        "columnKind": "unicodeCodePoints",
        "results": [_result(diagnostic, index, prints[diagnostic]) for diagnostic in shown],
    }
    return strict_json({"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n"


def _most_severe(diagnostics: Sequence[Diagnostic]) -> Sequence[Diagnostic]:
    """As many of the diagnostics as GitHub takes, in their order."""
    if len(diagnostics) <= MOST_RESULTS:
        return diagnostics
    numbers = sorted(range(len(diagnostics)), key=lambda number: -diagnostics[number].severity)
    return [diagnostics[number] for number in sorted(numbers[:MOST_RESULTS])]


def _invocation(failures: Iterable[str], left: int) -> dict[str, Any]:
    told = [{"level": "error", "message": {"text": failure}} for failure in failures]
    successful = not told
    if left:
        text = f"{left} results of lower severity are left out, GitHub takes no more than {MOST_RESULTS}"
        told.append({"level": "warning", "message": {"text": text}})
    return {"executionSuccessful": successful, **({"toolExecutionNotifications": told} if told else {})}


def _rule(diagnostic: Diagnostic, rule: Rule | None) -> dict[str, Any]:
    """A rule with its documentation; of one that is not nflint's own only its name is known here."""
    described: dict[str, Any] = {"id": diagnostic.code, "name": diagnostic.rule}
    if rule is None:
        family, _, _ = diagnostic.rule.rpartition("/")
        told = {key: {"text": diagnostic.rule} for key in ("shortDescription", "fullDescription")}
        return {**described, **told, "properties": {"tags": [family or "custom"]}}
    described["shortDescription"] = {"text": rule.summary}
    described["fullDescription"] = {"text": _description(rule)}
    described["help"] = {"text": rule.documentation, "markdown": f"# {rule.name}\n\n{rule.documentation}\n"}
    if rule.url:
        described["helpUri"] = rule.url
    described["defaultConfiguration"] = {"level": _LEVELS[rule.severity]}
    described["properties"] = {"tags": [rule.family, rule.group]}
    return described


def _description(rule: Rule) -> str:
    """The documentation without its examples, in one line."""
    words = " ".join(rule.documentation.partition("\n\nBad:")[0].split())
    return words if len(words) <= _LONGEST_DESCRIPTION else f"{words[: _LONGEST_DESCRIPTION - 3]}..."


def _result(diagnostic: Diagnostic, index: Mapping[str, int], fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": diagnostic.code,
        "ruleIndex": index[diagnostic.rule],
        "level": _LEVELS[diagnostic.severity],
        "message": {"text": sentence(diagnostic)},
        "locations": [_location(diagnostic.path, diagnostic.region, diagnostic.pointer)],
        "partialFingerprints": {VERSION: fingerprint},
    }
    if diagnostic.related:
        result["relatedLocations"] = [
            {"id": number, **_location(diagnostic.path, one.region, one.pointer), "message": {"text": one.message}}
            for number, one in enumerate(diagnostic.related[:MOST_RELATED], start=1)
        ]
    fix = diagnostic.fix
    if fix is not None:
        result["fixes"] = [_fix(diagnostic.path, fix)]
    return result


def _location(path: str, region: Region, pointer: str) -> dict[str, Any]:
    physical: dict[str, Any] = {"artifactLocation": _artifact(path)}
    if region.line:
        physical["region"] = _region(region)
    location: dict[str, Any] = {"physicalLocation": physical}
    if pointer:
        location["logicalLocations"] = [{"name": pointer.rpartition("/")[2], "fullyQualifiedName": pointer}]
    return location


def _artifact(path: str) -> dict[str, str]:
    uri = quote(path, safe="/", errors="replace")
    if path.startswith("/"):
        return {"uri": f"file://{uri}"}
    if path[1:3] == ":/":  # A drive of Windows.
        return {"uri": f"file:///{path[0]}:{uri.removeprefix(quote(path[:2], safe=''))}"}
    return {"uri": uri, "uriBaseId": "%SRCROOT%"}


def _region(region: Region) -> dict[str, int]:
    return {
        "startLine": region.line,
        "startColumn": region.column,
        "endLine": region.end_line,
        "endColumn": region.end_column,
    }


def _fix(path: str, fix: TextFix) -> dict[str, Any]:
    replacements = [
        {"deletedRegion": _region(edit.region), "insertedContent": {"text": edit.text}} for edit in fix.edits
    ]
    change = {"artifactLocation": _artifact(path), "replacements": replacements}
    return {"description": {"text": fix.title}, "artifactChanges": [change], "properties": {"safe": fix.safe}}
