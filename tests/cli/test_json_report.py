"""`docs/json-report.md` lists the fields that the JSON report has, with their types, and its example is true."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from nflint import __version__
from nflint.lint import lint, lint_value
from nflint.report import json_format

PAGE = Path(__file__).parents[2] / "docs" / "json-report.md"

_TYPES: dict[str, tuple[type, ...]] = {
    "integer": (int,),
    "string": (str,),
    "string or null": (str, type(None)),
    "object": (dict,),
    "object or null": (dict, type(None)),
    "boolean": (bool,),
    "array": (list,),
}

# A duplicate key has a related place, the unknown key none; the comma at the end has a fix.
TEXT = '{"apiVersion": "v1.2", "apiVersion": "v1.2", "optons": {}, "spec": 1,}'


def documented(heading: str) -> dict[str, str]:
    """The fields below a heading of the page, with their types, in order."""
    section = PAGE.read_text("utf-8").split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    return dict(re.findall(r"^\| `(\w+)` \| ([a-z ]+) \|", section, re.MULTILINE))


def present() -> dict[str, list[Any]]:
    """The objects of a report, by the heading of the page that describes them."""
    report = json_format.as_object(lint(TEXT, name="flow.json", kind="release-flow"))
    return {
        "The report": [report],
        "`tool`": [report["tool"]],
        "`summary`": [report["summary"]],
        "`files`": report["files"],
        "`diagnostics`": report["diagnostics"],
        "`related`": [related for diagnostic in report["diagnostics"] for related in diagnostic["related"]],
        "`fix`": (fixes := [found["fix"] for found in report["diagnostics"] if found["fix"]]),
        "`edits`": [edit for fix in fixes for edit in fix["edits"]],
    }


@pytest.mark.parametrize(
    "heading", ["The report", "`tool`", "`summary`", "`files`", "`diagnostics`", "`related`", "`fix`", "`edits`"]
)
def test_the_fields_of_the_page_are_those_of_the_report(heading: str) -> None:
    objects = present()[heading]
    fields = documented(heading)
    assert objects
    for value in objects:
        assert list(value) == list(fields)
        for name, kind in fields.items():
            assert isinstance(value[name], _TYPES[kind]), name


def test_the_page_has_no_other_tables() -> None:
    headings = re.findall(r"^## (.*)$", PAGE.read_text("utf-8"), re.MULTILINE)
    assert [heading for heading in headings if documented(heading)] == list(present())


def test_the_example_is_true() -> None:
    page = PAGE.read_text("utf-8")
    (document,) = re.findall(r"<!-- example document -->\n```yaml\n(.*?)```", page, re.DOTALL)
    (report,) = re.findall(r"<!-- example report -->\n```json\n(.*?)```", page, re.DOTALL)
    shown = json.loads(report)
    assert shown["tool"].pop("version")
    actual = json_format.as_object(lint(document, name="flow.yaml"))
    assert actual["tool"].pop("version") == __version__
    assert shown == actual


def test_the_text_is_ascii_and_ends_with_a_line_break() -> None:
    text = json_format.render(lint('{"apiVersion": "ü\\ud800"}', name="grüße\ud800.json", kind="release-flow"))
    assert text.isascii()
    assert text.endswith("}\n")
    assert json.loads(text)["files"][0]["path"] == "grüße\ud800.json"


def test_positions_begin_at_one_and_are_zero_without_a_text() -> None:
    (diagnostic,) = json_format.as_object(lint('{"spec": {', name="f", kind="release-flow"))["diagnostics"][:1]
    assert min(diagnostic[name] for name in ("line", "column", "endLine", "endColumn")) >= 1
    (diagnostic, *_) = json_format.as_object(lint_value({}, name="f", kind="release-flow"))["diagnostics"]
    assert [diagnostic[name] for name in ("line", "column", "endLine", "endColumn")] == [0, 0, 0, 0]
