"""A clean file is linted without the modules that only explanations need: they are most of a start's time."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = sorted(path for path in (ROOT / "examples" / "good").iterdir() if path.suffix in (".json", ".yaml"))
BAD = ROOT / "examples" / "bad"
EXPLAINING = {"jsonschema", "referencing", "regex"}


def imported(path: Path) -> tuple[int, set[str]]:
    """The status of `nflint check` on the file, and the top-level modules that were imported on the way."""
    answer = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "nflint", "check", str(path)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=60,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        check=False,
    )
    lines = [line for line in answer.stderr.splitlines() if line.startswith("import time:")]
    return answer.returncode, {line.rpartition("|")[2].strip().split(".")[0] for line in lines}


@pytest.mark.parametrize("path", GOOD, ids=lambda path: path.name)
def test_a_clean_file_is_linted_without_the_explaining_modules(path: Path) -> None:
    status, modules = imported(path)
    assert status == 0
    assert "nflint" in modules
    assert not modules & EXPLAINING
    assert ("yaml" in modules) == (path.suffix == ".yaml")


def test_both_kinds_of_clean_file_are_looked_at() -> None:
    assert {path.suffix for path in GOOD} == {".json", ".yaml"}


def test_a_mistake_takes_the_explaining_modules() -> None:
    # Otherwise the tests above would look for the wrong names.
    status, modules = imported(BAD / "release-flow.json")
    assert status == 1
    assert modules >= EXPLAINING - {"regex"}
