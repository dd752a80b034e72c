"""The snippets in `docs/ci.md` are what they say they are, and their commands run."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest
import yaml
from runner import ROOT, Place, bash, make_place

from nflint import __version__

pytestmark = pytest.mark.skipif(
    shutil.which("bash") is None or os.name == "nt", reason="needs bash, and programs that are scripts"
)

PAGE = (ROOT / "docs" / "ci.md").read_text("utf-8")
SCHEMAS = ROOT / "tests" / "reports" / "schemas"
_SNIPPET = re.compile(r"^<!-- snippet: ([a-z ]+) -->\n```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)

SNIPPETS: dict[str, Any] = {name: yaml.safe_load(text) for name, text in _SNIPPET.findall(PAGE)}


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = make_place(tmp_path)
    shutil.copytree(ROOT / "examples", made.checkout / "flows")
    return made


def steps(name: str) -> list[dict[str, Any]]:
    [job] = SNIPPETS[name]["jobs"].values()
    found: list[dict[str, Any]] = job["steps"]
    return found


def test_every_snippet_of_the_page_is_known() -> None:
    assert set(SNIPPETS) == {"github action", "github plain", "github code scanning", "gitlab"}
    assert PAGE.count("```yaml") == len(SNIPPETS)


@pytest.mark.parametrize("name", ["github action", "github code scanning"])
def test_the_action_is_given_inputs_that_it_has(name: str) -> None:
    inputs = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))["inputs"]
    [step] = [step for step in steps(name) if step.get("uses", "").startswith("nflint/nflint@")]
    assert step["with"].keys() <= inputs.keys()
    assert step["uses"] == f"nflint/nflint@v{__version__}"


def test_code_scanning_takes_the_file_that_the_action_writes() -> None:
    written, upload = steps("github code scanning")[1:]
    assert upload["with"]["sarif_file"] == written["with"]["sarif-file"]
    assert SNIPPETS["github code scanning"]["permissions"]["security-events"] == "write"


def test_the_plain_steps_run(place: Place) -> None:
    git = "git -c user.name=a -c user.email=a@b.c -c commit.gpgsign=false"
    commit = f"{git} commit -q --allow-empty -m one && git update-ref refs/remotes/origin/main HEAD"
    if shutil.which("git") is None:
        pytest.skip("git is not installed")
    assert bash(f"git init -q -b main . && {commit}", place.checkout, place.environment())[0] == 0
    commands = [step["run"] for step in steps("github plain") if "run" in step]
    known = {"GITHUB_BASE_REF": "main", "GITHUB_WORKSPACE": os.fspath(place.checkout), "GITHUB_ACTIONS": "true"}
    results = [bash(command, place.checkout, place.environment(**known)) for command in commands]
    assert place.installed() == ["install", "nflint"]
    assert [status for status, _ in results] == [0, 1]
    assert results[1][1].startswith("::error file=flows/bad/release-flow.json,line=")


def test_the_gitlab_job_runs_and_leaves_its_reports(place: Place) -> None:
    [job] = SNIPPETS["gitlab"].values()
    known = {"CI_PROJECT_DIR": os.fspath(place.checkout), "GITLAB_CI": "true"}
    results = [bash(line, place.checkout, place.environment(**known)) for line in job["script"]]
    assert [status for status, _ in results] == [0, 1]
    assert place.installed() == ["install", "nflint"]
    assert re.search(r"^\d+ errors, \d+ warnings in \d+ files", results[1][1], re.MULTILINE)
    assert job["artifacts"]["when"] == "always"
    reports = job["artifacts"]["reports"]
    quality = json.loads((place.checkout / reports["codequality"]).read_text("utf-8"))
    schema = json.loads((SCHEMAS / "codeclimate.schema.json").read_text("utf-8"))
    for entry in quality:
        jsonschema.Draft7Validator(schema).validate(entry)
    assert {entry["location"]["path"] for entry in quality} >= {"flows/bad/release-flow.json", "flows/bad/run.yaml"}
    content = (place.checkout / reports["junit"]).read_bytes()
    names = {case.get("name") for case in ElementTree.fromstring(content).iter("testcase")}
    assert {"flows/bad/run.yaml", "flows/good/release-flow.json"} <= names
