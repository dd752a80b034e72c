"""A fix whose edits hold a credential is in no report, and is made all the same where somebody asks for that."""

from __future__ import annotations

import json

import pytest

import nflint
from nflint.report.formats import FORMATS, Looks, render

# Put together here so that no scanner takes this file for a leak.
TOKEN = "ghp_" + "16C7e42F292c6912E7710c838347Ae178B4a"
SKIP = f"${{fn.eq(args.MODE, '{TOKEN}')}}"
TEXT = json.dumps(
    {
        "apiVersion": "v1.2",
        "arguments": {"MODE": ""},
        "spec": {
            "kind": "Workflow",
            "spec": {
                "type": "sequential",
                "steps": [{"kind": "JobRun", "spec": {"jobId": "migrate", "skipNodeExecution": SKIP}}],
            },
        },
    },
    indent=2,
)


@pytest.mark.parametrize("form", FORMATS)
def test_a_fix_that_would_show_a_credential_is_in_no_report(form: str) -> None:
    report = nflint.lint(TEXT, name="release-flow.json")
    [misplaced] = [one for one in report.diagnostics if one.rule == "unknown-key"]
    assert misplaced.fix is None
    assert TOKEN[:8] not in render(form, report, Looks())


def test_it_is_made_all_the_same() -> None:
    fixed = nflint.fix(TEXT, name="release-flow.json", unsafe=True)
    [step] = json.loads(fixed.text)["spec"]["spec"]["steps"]
    assert step == {"kind": "JobRun", "spec": {"jobId": "migrate"}, "skipNodeExecution": SKIP}
