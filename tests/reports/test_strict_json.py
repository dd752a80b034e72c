"""What is no character at all is none in a report either: many readers refuse a text with half a pair of surrogates."""

from __future__ import annotations

import json

import pytest

from nflint import lint
from nflint.report.formats import Looks, render
from nflint.report.strict_json import strict_json


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("\ud800", '"\\ufffd"'),
        ("a\udcff\ud83db", '"a\\ufffd\\ufffdb"'),
        ("\U0001f600", '"\\ud83d\\ude00"'),
        ("\ud800\U0001f600", '"\\ufffd\\ud83d\\ude00"'),
        ("\\ud800", '"\\\\ud800"'),
        ("\\\ud800", '"\\\\\\ufffd"'),
    ],
)
def test_half_a_pair_becomes_the_sign_for_what_cannot_be_read(value: str, text: str) -> None:
    assert strict_json(value) == text


@pytest.mark.parametrize("form", ["sarif", "gitlab", "rdjson"])
def test_no_report_for_others_has_half_a_pair(form: str) -> None:
    step = {"kind": "JobRun", "ref": "\ud800 a", "condition": "success", "\udc00": 1, "spec": {"jobId": "seed"}}
    root = {"kind": "Workflow", "spec": {"type": "sequential", "steps": [step, step]}}
    report = lint(json.dumps({"apiVersion": "v1.2", "spec": root}), name="release-flow.json")
    assert any("\ud800" in diagnostic.message for diagnostic in report.diagnostics)
    json.dumps(json.loads(render(form, report, Looks())), ensure_ascii=False).encode("utf-8")
