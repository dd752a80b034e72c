"""Baselines: what is entered hides what was found and nothing else, twice changes nothing, and files stay whole."""

from __future__ import annotations

import json
import shutil
import stat
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from nflint.cli import cli
from nflint.rules.own_checks import OWN_CHECKS
from nflint.settings import UNREADABLE

FIXTURES = Path(__file__).resolve().parents[1] / "rules"
KEPT = UNREADABLE | {rule.name for rule in OWN_CHECKS}


def check(*arguments: str) -> Result:
    return CliRunner().invoke(cli, ["check", *arguments], catch_exceptions=False)


def told(*arguments: str) -> list[str]:
    report = json.loads(check(*arguments, "--format", "json").stdout)
    return [diagnostic["rule"] for diagnostic in report["diagnostics"]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with the bad documents of all rules, a thousand findings of any sort."""
    for path in FIXTURES.glob("*/bad*"):
        if path.suffix in (".json", ".yaml"):
            target = tmp_path / path.parent.name
            target.mkdir(exist_ok=True)
            shutil.copy(path, target / path.name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("name", "text"),
    [
        (".nflint.yaml", None),
        (".nflint.yaml", "ignore:\n- merge-key  # ours\nseverity: {security: error}\n"),
        ("pyproject.toml", '[tool.other]\nx = 1\n\n[tool.nflint]\nignore = [\n  "merge-key",  # ours\n]\n[tool.z]\n'),
    ],
)
def test_what_is_entered_is_told_no_more(folder: Path, name: str, text: str | None) -> None:
    config = folder / name
    if text is not None:
        config.write_text(text, "utf-8")
    before = told("--min-severity", "info")
    assert len(before) > 500
    assert check("--add-ignores", "--min-severity", "info").exit_code == 0
    assert told("--min-severity", "info") == []
    entered = config.read_text("utf-8")
    assert all(line in entered for line in (text or "").splitlines() if line != "ignore: []")
    again = check("--add-ignores", "--min-severity", "info")
    assert (again.exit_code, config.read_text("utf-8")) == (0, entered)
    new = folder / "new.json"
    new.write_text('{"apiVersion": "v1", "spec": {"kind": "Workflow", "spec": {}}}', "utf-8")
    assert set(told()) == {"api-version", "missing-key"}


def test_what_was_mended_is_told(folder: Path) -> None:
    assert check("--add-ignores").exit_code == 0
    mended = folder / "duplicate-ref"
    shutil.rmtree(mended)
    mended.mkdir()
    assert set(told("--min-severity", "warning")) == {"unused-suppression"}


def test_what_says_that_a_file_was_not_read_is_not_entered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "northflank.json").write_text('{"apiVersion": "v1.2", "spec": ', "utf-8")
    result = check("northflank.json", "--add-ignores")
    assert result.exit_code == 1
    assert "which no entry can hide" in result.stderr
    assert not (tmp_path / ".nflint.yaml").exists()


def test_the_mode_of_the_file_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    config = tmp_path / ".nflint.yaml"
    config.write_text("ignore: []\n", "utf-8")
    config.chmod(0o640)
    (tmp_path / "northflank.yaml").write_text("apiVersion: v1\nspec: {kind: Workflow, spec: {}}\n", "utf-8")
    assert check("--add-ignores").exit_code == 0
    assert stat.S_IMODE(config.stat().st_mode) == 0o640
    assert sorted(path.name for path in tmp_path.iterdir()) == [".nflint.yaml", "northflank.yaml"]


def test_a_list_that_cannot_be_extended_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    text = "ignore: &all [merge-key]\npaths: {a: {ignore: *all}}\n"
    (tmp_path / ".nflint.yaml").write_text(text, "utf-8")
    (tmp_path / "northflank.yaml").write_text("apiVersion: v1\nspec: {kind: Workflow, spec: {}}\n", "utf-8")
    result = check("--add-ignores")
    assert result.exit_code == 2
    assert "must be written by hand" in result.stderr
    assert (tmp_path / ".nflint.yaml").read_text("utf-8") == text


def test_files_with_odd_names_are_entered_as_themselves(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a [1]").mkdir()
    for name in ("a [1]/flow*.yaml", "a [1]/flow1.yaml", "flow ü.yaml"):
        (tmp_path / name).write_text("apiVersion: v1\nspec: {kind: Workflow, spec: {}}\n", "utf-8")
    assert check("a [1]/flow*.yaml", "flow ü.yaml", "--add-ignores").exit_code == 0
    assert told("a [1]/flow*.yaml", "flow ü.yaml") == []
    assert told("a [1]/flow1.yaml") != []
