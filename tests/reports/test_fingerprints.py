"""A finding keeps its fingerprint when the text around it changes, and no two findings have the same."""

from __future__ import annotations

import json

import pytest

from nflint.diagnostic import Report, merge
from nflint.lint import lint
from nflint.report.fingerprints import VERSION, fingerprints
from nflint.report.sarif_format import render

FLOW = """\
apiVersion: v1.2
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - { kind: JobRun, ref: first, spec: { jobId: reindex, tag: "${refs.second.id}" } }
      - kind: JobRun
        ref: second
        spec: { jobId: reindex, tagg: x }
      - kind: JobRun
        ref: third
        spec: { jobId: reindex, tagg: x }
"""
STEP = "      - { kind: JobRun, ref: inserted, spec: { jobId: other } }\n"


def prints(text: str, name: str = "flow.yaml") -> list[str]:
    report = lint(text, name=name)
    return [fingerprints(report)[diagnostic] for diagnostic in report.diagnostics]


def as_json(indent: int | None) -> str:
    import yaml

    return json.dumps(yaml.safe_load(FLOW), indent=indent)


BEFORE = prints(FLOW)

CHANGES = {
    "lines above": f"# a comment\n\n{FLOW}",
    "a step above": FLOW.replace("    steps:\n", f"    steps:\n{STEP}"),
    "a step below": FLOW + STEP,
    "spaces": FLOW.replace("{ kind", "{   kind").replace("tagg: x", "tagg:   x"),
}


def test_the_flow_has_findings_that_name_steps_and_some_that_are_alike() -> None:
    report = lint(FLOW, name="flow.yaml")
    assert any("step 2" in diagnostic.message for diagnostic in report.diagnostics)
    assert sum("'tagg'" in diagnostic.message for diagnostic in report.diagnostics) == 2
    assert len(set(BEFORE)) == len(BEFORE) >= 3


@pytest.mark.parametrize("change", CHANGES)
def test_what_moves_keeps_its_fingerprint(change: str) -> None:
    assert CHANGES[change] != FLOW
    assert prints(CHANGES[change]) == BEFORE


def test_one_line_of_json_and_many_have_the_same_fingerprints() -> None:
    assert prints(as_json(None)) == prints(as_json(4))


def test_another_file_changes_nothing_and_has_others() -> None:
    other = lint(FLOW, name="a.yaml")
    both = merge([lint(FLOW, name="flow.yaml"), other])
    found = [fingerprints(both)[one] for one in both.diagnostics if one.path == "flow.yaml"]
    assert found == BEFORE
    assert not set(BEFORE) & set(fingerprints(other).values())


def test_another_mistake_has_another_fingerprint() -> None:
    assert set(prints(FLOW.replace("tagg: x", "tagged: x"))) != set(BEFORE)


def test_a_mended_finding_takes_none_of_the_others_with_it() -> None:
    mended = prints(FLOW.replace("${refs.second.id}", "1"))
    assert set(mended) < set(BEFORE)


def test_sarif_has_them_under_the_name_of_their_making() -> None:
    report = lint(FLOW, name="flow.yaml")
    results = json.loads(render(report))["runs"][0]["results"]
    assert [result["partialFingerprints"] for result in results] == [{VERSION: one} for one in BEFORE]


def test_no_diagnostic_no_fingerprint() -> None:
    assert fingerprints(Report()) == {}
