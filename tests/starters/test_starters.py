"""What `nflint init` writes has no finding under any rule, says what is to be replaced, and asks only on a terminal."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any, Literal

import pytest

import nflint
from nflint.config import Config
from nflint.settings import Selection
from nflint.source.document import read
from nflint.starters import CONFIG, HOOK, SHAPES, Shape, flow_text

ROOT = Path(__file__).resolve().parents[2]
EVERY_SHAPE = pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.name)

# A word in capital letters is a blank unless it is inside an expression, or one of Northflank's own.
_EXPRESSION = re.compile(r"\$\{[^}]*\}")
_BLANK = re.compile(r"[A-Z][A-Z/-]{3,}")
_OWN_WORDS = {"SLACK"}


def values(value: Any) -> list[str]:
    """Every string in a JSON value that is no key."""
    if isinstance(value, dict):
        return [text for item in value.values() for text in values(item)]
    if isinstance(value, list):
        return [text for item in value for text in values(item)]
    return [value] if isinstance(value, str) else []


@EVERY_SHAPE
@pytest.mark.parametrize("form", ["json", "yaml"])
@pytest.mark.parametrize("group", ["strict", "all"])
def test_no_rule_finds_anything(shape: Shape, form: Literal["json", "yaml"], group: str) -> None:
    config = Config(selection=Selection(select=frozenset({group})))
    report = nflint.lint(flow_text(shape, form), name=f"release-flow.{form}", config=config)
    assert report.diagnostics == ()
    assert [file.kind for file in report.files] == ["release-flow"]


@EVERY_SHAPE
def test_both_forms_say_the_same(shape: Shape) -> None:
    (as_json,), (as_yaml,) = read(flow_text(shape, "json")), read(flow_text(shape, "yaml"))
    assert as_json.value == as_yaml.value


@EVERY_SHAPE
def test_all_that_is_to_be_replaced_is_listed(shape: Shape) -> None:
    texts = [_EXPRESSION.sub("", text) for text in values(json.loads(flow_text(shape, "json")))]
    # OWNER/REPOSITORY is one blank, and OWNER may be another.
    found = {word.strip("/") for text in texts for word in _BLANK.findall(text)} - _OWN_WORDS
    assert found == set(shape.blanks)


@EVERY_SHAPE
def test_a_dry_run_gets_to_the_end(shape: Shape) -> None:
    told = nflint.dry_run(flow_text(shape, "json"), arguments={"IMAGE_TAG": "1.2"} if "registry" in shape.name else {})
    assert told.report.diagnostics == ()


def test_every_file_of_the_package_is_a_shape() -> None:
    assert {path.stem for path in (ROOT / "nflint" / "starters").glob("*.json")} == {shape.name for shape in SHAPES}


def test_the_configuration_is_clean() -> None:
    report = nflint.lint(CONFIG, name=".nflint.yaml")
    assert (report.diagnostics, [file.kind for file in report.files]) == ((), ["config"])


def test_the_entry_is_that_of_the_readme() -> None:
    assert HOOK in (ROOT / "README.md").read_text("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no pseudo-terminals")
@pytest.mark.parametrize(
    ("typed", "written"), [("\n", "build-and-release"), ("nonsense\nregistry-image\n", "registry-image")]
)
def test_on_a_terminal_the_shape_is_asked_for(typed: str, written: str, tmp_path: Path) -> None:
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "nflint", "init"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
        stdin=theirs,
        stdout=subprocess.PIPE,
        stderr=theirs,
    )
    os.write(ours, typed.encode())
    stdout, _ = process.communicate(timeout=60)
    os.close(theirs)
    assert process.returncode == 0
    asked = os.read(ours, 10_000).decode()
    os.close(ours)
    assert "Shape [build-and-release]" in asked
    assert ("nonsense" in asked) == ("nonsense" in typed)
    chosen = next(shape for shape in SHAPES if shape.name == written)
    assert (tmp_path / "release-flow.json").read_text("utf-8") == flow_text(chosen, "json")
    assert stdout.startswith(b"release-flow.json: written")
