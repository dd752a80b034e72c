"""Configurations, baselines and rules of others in places and shapes that nobody writes on purpose."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

import nflint
from nflint.cli import cli
from nflint.diagnostic import Finding, Fix, Move, Place, Related, Rewrite, Severity
from nflint.files import ConfigError, config_file
from nflint.flow.model import Flow
from nflint.rule import rule

FLOW = (
    "apiVersion: v1.2\nspec:\n  kind: Workflow\n  spec:\n    type: sequential\n    steps:\n"
    "      - { kind: JobRun, condition: success, spec: { jobId: seed } }\n"
)
HERE = Place(("spec",))


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments], catch_exceptions=False)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def junk(found: Any) -> nflint.Report:
    """The report with a rule that yields this, or raises it."""

    def odd_rule(flow: Flow) -> Iterator[Finding]:
        if isinstance(found, BaseException):
            raise found
        yield found

    return nflint.lint(FLOW + "optoins: {}\n", extra_rules=[rule("X1", Severity.INFO, since="1.0.0")(odd_rule)])


class SilentError(Exception):
    def __str__(self) -> str:
        raise RuntimeError("no words")


@pytest.mark.parametrize(
    "found",
    [
        None,
        "text",
        (1, 2),
        Finding(Place(["spec"]), "x"),  # type: ignore[arg-type]
        Finding(Place((1.5,)), "x"),  # type: ignore[arg-type]
        Finding(Place(("spec",), "both"), "x"),  # type: ignore[arg-type]
        Finding(Place(("spec",), "value", "0", 3), "x"),  # type: ignore[arg-type]
        Finding(HERE, None),  # type: ignore[arg-type]
        Finding(HERE, "x", hint=3),  # type: ignore[arg-type]
        Finding(HERE, "x", severity="error"),  # type: ignore[arg-type]
        Finding(HERE, "x", related=None),  # type: ignore[arg-type]
        Finding(HERE, "x", related=(Related(HERE, 5),)),  # type: ignore[arg-type]
        Finding(HERE, "x", fix="write 5"),  # type: ignore[arg-type]
        Finding(HERE, "x", fix=Fix("write 5", (5,), True)),  # type: ignore[arg-type]
        Finding(HERE, "x", fix=Fix("write 5", (Rewrite(("spec",), 5),), True)),  # type: ignore[arg-type]
        Finding(HERE, "x", fix=Fix("move it", (Move(("spec",), "/other"),), True)),  # type: ignore[arg-type]
        ZeroDivisionError("division by zero"),
        SystemExit(0),
        GeneratorExit(),
        SilentError(),
    ],
    ids=repr,
)
def test_whatever_a_rule_yields_is_one_diagnostic_and_the_others_go_on(found: Any) -> None:
    report = junk(found)
    assert [diagnostic.rule for diagnostic in report.diagnostics] == ["internal-error", "unknown-key"]
    assert "'custom/odd-rule' failed" in report.diagnostics[0].message


def test_places_that_are_not_in_the_document_stand_where_their_owner_does() -> None:
    report = junk(Finding(Place(("spec", "nothing", 7), "value", -5, 99), "x"))
    assert [diagnostic.rule for diagnostic in report.diagnostics] == ["custom/odd-rule", "unknown-key"]


def no_annotation(flow):  # type: ignore[no-untyped-def]
    yield from ()


def wrong_annotation(flow: dict[str, str]) -> Iterator[Finding]:
    yield from ()


def two_parameters(flow: Flow, other: Flow) -> Iterator[Finding]:
    yield from ()


@pytest.mark.parametrize("check", [no_annotation, wrong_annotation, two_parameters])
def test_a_rule_that_would_never_run_is_refused(check: Any) -> None:
    with pytest.raises(ValueError, match="needs one parameter, annotated with"):
        rule("X1", Severity.INFO, since="1.0.0")(check)


def test_names_that_only_a_plugin_could_have_are_refused_where_there_is_none(folder: Path) -> None:
    (folder / "flow.yaml").write_text(FLOW, "utf-8")
    result = check("--select", "custom/typo", "flow.yaml")
    assert (result.exit_code, "there is no rule or group 'custom/typo'" in result.stderr) == (2, True)
    (folder / ".nflint.yaml").write_text("select: [custom/typo]\n", "utf-8")
    assert check("flow.yaml").exit_code == 2
    assert check("--select", " , ", "flow.yaml").exit_code == 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("# see [tool.nflint]\n", False),
        ("[tool.nflinter]\n", False),
        ("tool = 3 # tool.nflint\n", False),
        ("[tool.other]\nx = 'tool.nflint'\n", False),
        ("[tool.nflint]\n", True),
        ("[ tool . nflint ]\n", True),
        ("[tool]\nnflint = {ignore = []}\n", True),
        ("tool.nflint.ignore = []\n", True),
        ("[tool.other\n[tool.nflint]\n", True),
        ("[tool.other\n# nflint\n", False),
    ],
)
def test_a_project_of_somebody_else_is_passed_over(folder: Path, text: str, expected: bool) -> None:
    (folder / "pyproject.toml").write_text(text, "utf-8")
    inner = folder / "inner"
    inner.mkdir()
    (folder / ".nflint.yaml").unlink(missing_ok=True)
    found = config_file(str(inner), {})
    assert (found == str(folder / "pyproject.toml")) is expected


def test_what_only_looks_like_a_configuration_is_told(folder: Path) -> None:
    (folder / ".nflint.yaml").mkdir()
    with pytest.raises(ConfigError, match="this is no file"):
        config_file(str(folder), {})
    (folder / ".nflint.yaml").rmdir()
    (folder / ".nflint.yaml").write_text("", "utf-8")
    (folder / ".nflint.yml").write_text("", "utf-8")
    with pytest.raises(ConfigError, match="is there as well, remove one of the two"):
        config_file(str(folder), {})
    (folder / ".nflint.yml").unlink()
    (folder / "flow.yaml").write_text(FLOW, "utf-8")
    (folder / ".nflint.yaml").write_text("fail-on: error\n---\nfail-on: info\n", "utf-8")
    result = check()
    assert (result.exit_code, ".nflint.yaml:2:1: warning[NF021]" in result.stderr) == (2, True)


def test_an_entry_is_not_judged_by_a_file_that_was_not_read(folder: Path) -> None:
    (folder / ".nflint.yaml").write_text("ignore: [{rule: unknown-key, files: ./northflank.yaml}]\n", "utf-8")
    (folder / "northflank.yaml").write_text(FLOW + "optoins: {\n", "utf-8")
    assert "NF090" not in check("northflank.yaml").stdout
    (folder / "northflank.yaml").write_text(FLOW, "utf-8")
    assert "NF090" in check("northflank.yaml").stdout
    assert "NF090" not in check("northflank.yaml", "--as", "release-flow").stdout


def test_the_severity_of_idle_entries_can_be_set(folder: Path) -> None:
    entry = "ignore: [{rule: unknown-key, files: ./flow.yaml}]\n"
    (folder / "flow.yaml").write_text(FLOW, "utf-8")
    (folder / ".nflint.yaml").write_text(entry + "severity: {unused-suppression: error}\n", "utf-8")
    assert ".nflint.yaml:1:17: error[NF090]" in check("flow.yaml").stdout
    (folder / ".nflint.yaml").write_text(entry.replace("[", "[unused-suppression, "), "utf-8")
    assert check("flow.yaml").exit_code == 0


def test_a_comment_for_a_rule_that_needs_the_flow_is_not_judged_without_it() -> None:
    text = "arguments: {A: '1'} # nflint: ignore[unknown-request-argument]\nreleaseNodeOverrides: {}\n"
    assert nflint.lint(text, kind="run-request").diagnostics == ()
    assert [one.rule for one in nflint.lint(text, kind="run-request", flow=FLOW).diagnostics] == []


def test_keys_that_no_line_can_hold_are_entered(folder: Path) -> None:
    step = '{"kind": "JobRun", "spec": {"jobId": "seed", "a\\nb": 1, "c\\u2028d": 1, "\\ud800": 1, " e/~* ": 1}}'
    spec = '{"kind": "Workflow", "spec": {"type": "sequential", "steps": [' + step + "]}}"
    (folder / "northflank.json").write_text('{"apiVersion": "v1.2", "spec": ' + spec + "}", "utf-8")
    assert check().exit_code == 1
    assert check("--add-ignores").exit_code == 0
    result = check()
    assert (result.exit_code, result.stderr) == (0, "")


@pytest.mark.skipif(not hasattr(os, "symlink"), reason="there are no links")
def test_a_linked_configuration_stays_a_link(folder: Path) -> None:
    (folder / "shared.yaml").write_text("fail-on: warning\n", "utf-8")
    (folder / ".nflint.yaml").symlink_to("shared.yaml")
    (folder / "northflank.yaml").write_text(FLOW + "optoins: {}\n", "utf-8")
    assert check("--add-ignores").exit_code == 0
    assert (folder / ".nflint.yaml").is_symlink()
    assert "unknown-key" in (folder / "shared.yaml").read_text("utf-8")


def test_a_file_that_cannot_be_read_shows_in_the_status_of_a_baseline(folder: Path) -> None:
    (folder / "northflank.yaml").write_text(FLOW + "optoins: {}\n", "utf-8")
    assert check("--add-ignores", "northflank.yaml", "missing.yaml").exit_code == 2


@pytest.mark.skipif(os.name == "nt", reason="a folder that is in use cannot be removed there")
def test_a_folder_that_was_removed_is_no_reason_to_fail(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "flow.yaml"
    path.write_text(FLOW, "utf-8")
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    assert check(str(path)).exit_code == 0
    assert check("--no-config", str(path)).exit_code == 0
