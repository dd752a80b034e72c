"""Every format renders every report: to text that any program can read, that hides nothing and shows no credential."""

from __future__ import annotations

import re

import pytest
from sample_reports import REPORTS, SECRET

from nflint.diagnostic import Report, Severity
from nflint.report.formats import FORMATS, Looks, render

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029]")

EVERY = pytest.mark.parametrize(("form", "name"), [(form, name) for form in FORMATS for name in REPORTS])


@EVERY
def test_a_report_is_text_that_ends_with_a_line_break(form: str, name: str) -> None:
    text = render(form, REPORTS[name], Looks())
    assert text == "" or text.endswith("\n")
    assert text == render(form, REPORTS[name], Looks())
    assert not _CONTROL.search(text)


@EVERY
def test_no_report_shows_a_credential(form: str, name: str) -> None:
    text = render(form, REPORTS[name], Looks())
    assert SECRET not in text
    assert SECRET[:12] not in text


def test_the_leaking_document_has_findings_around_the_credential() -> None:
    assert any(found.pointer.endswith("/webhook") for found in REPORTS["leaking"].diagnostics)
    assert any("***" in found.message for found in REPORTS["leaking"].diagnostics)


@pytest.mark.parametrize("form", [form for form in FORMATS if form not in ("github", "text", "html")])
def test_every_finding_is_in_every_report(form: str) -> None:
    text = render(form, REPORTS["many"], Looks())
    # The place of each finding is another one. Annotations and pages show no more than people read.
    assert len(set(re.findall(r"\d+", text))) >= 5_000


@pytest.mark.parametrize("form", FORMATS)
def test_nothing_below_the_least_severity_is_shown(form: str) -> None:
    all_, errors = (render(form, REPORTS["bad"], Looks(least=least)) for least in (Severity.INFO, Severity.ERROR))
    assert "NF102" in all_
    assert "NF102" not in errors


def test_a_format_has_its_module() -> None:
    for form in FORMATS:
        assert isinstance(render(form, Report(), Looks()), str)


@pytest.mark.parametrize("form", [form for form, held in FORMATS.items() if held.root])
def test_paths_are_told_from_the_root_of_the_repository(form: str) -> None:
    report = REPORTS["mending"]
    assert "flows/flow.yaml" in render(form, report, Looks(folder="/repository/flows", root="/repository"))
    assert "flows/flow.yaml" not in render(form, report, Looks(folder="/repository/flows"))
    assert "flows/flow.yaml" not in render(form, report, Looks(folder="/repository/flows", root="/elsewhere"))
