"""Every scenario in `scenarios/`: a folder, commands in it, and what they print and answer."""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path

import pytest
import scenarios
from scenarios import Outcome, Step

FILES = sorted(scenarios.FOLDER.glob("*.txt"))

_UNSET = ("NO_COLOR", "TERM", "GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE")

needs_links = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names, links and pipes")


@needs_links
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_scenario(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, update_goldens: bool) -> None:
    text = path.read_text("utf-8")
    parts = scenarios.directions(text)
    if any(part.word == "repository" for part in parts) and shutil.which("git") is None:
        pytest.skip("git is not installed")
    for name in _UNSET:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("COLUMNS", "120")
    # A folder above the scenario's must not be a repository by chance.
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", os.fspath(tmp_path.parent))
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    for name, value in scenarios.lay_out(parts, tmp_path).items():
        monkeypatch.setenv(name, value)
    monkeypatch.chdir(tmp_path)
    outcomes = []
    for step in scenarios.steps(parts):
        outcome = scenarios.run(step, monkeypatch)
        outcomes.append(outcome)
        if not update_goldens:
            _compare(step, outcome)
    if update_goldens:
        path.write_text(scenarios.updated(text, outcomes, tmp_path), "utf-8")


def _compare(step: Step, outcome: Outcome) -> None:
    expected = {part.word: part for part in step.expected}
    for name, text in (("stdout", outcome.stdout), ("stderr", outcome.stderr)):
        if f"{name} has" in expected:
            for line in expected[f"{name} has"].body.splitlines():
                assert line in text, f"{step.command}: {name} lacks {line!r}:\n{text}"
        else:
            assert text == (expected[name].body if name in expected else ""), f"{step.command}: {name}"
    assert outcome.status == int(expected["status"].rest if "status" in expected else 0), step.command
    for part in step.expected:
        if part.word == "contents":
            assert scenarios.visible(Path(part.rest).read_text("utf-8")) == part.body, f"{step.command}: {part.rest}"


def test_every_option_of_check_is_in_a_scenario() -> None:
    from nflint.cli import cli

    commands = [step.command for path in FILES for step in scenarios.steps(scenarios.directions(path.read_text()))]
    for name, command in cli.commands.items():
        typed = [line for line in commands if line.startswith(f"nflint {name}")]
        assert typed, name
        for option in command.params:
            if option.param_type_name == "option":
                assert any(word in line.split() for line in typed for word in option.opts), (name, option.opts)
