"""`action.yml` follows the schema of actions, and its steps do in bash what it says."""

from __future__ import annotations

import json
import os
import re
import shutil
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from runner import ROOT, Place, make_place, run_action

from nflint import __version__

pytestmark = pytest.mark.skipif(
    shutil.which("bash") is None or os.name == "nt", reason="needs bash, and programs that are scripts"
)

ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
SCHEMAS = ROOT / "tests" / "reports" / "schemas"
BAD = ROOT / "examples" / "bad" / "release-flow.json"
GOOD = ROOT / "examples" / "good" / "release-flow.json"


@pytest.fixture
def place(tmp_path: Path) -> Place:
    made = make_place(tmp_path)
    (made.checkout / "flows").mkdir()
    shutil.copy(BAD, made.checkout / "flows" / "bad flow.json")
    shutil.copy(GOOD, made.checkout / "good.json")
    return made


def test_the_action_follows_the_schema_of_actions() -> None:
    schema = json.loads((SCHEMAS / "github-action.schema.json").read_text("utf-8"))
    jsonschema.Draft7Validator(schema).validate(ACTION)


def test_no_input_is_pasted_into_a_script() -> None:
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step["run"]
        assert step["shell"] == "bash"


def test_every_input_is_used_and_documented() -> None:
    text = (ROOT / "action.yml").read_text("utf-8")
    page = (ROOT / "docs" / "ci.md").read_text("utf-8")
    assert set(re.findall(r"\$\{\{ inputs\.([\w-]+) \}\}", text)) == set(ACTION["inputs"])
    assert re.findall(r"^\| `([\w-]+)` \|", page, re.MULTILINE) == list(ACTION["inputs"])


def test_the_action_finds_what_is_wrong_and_fails(place: Place) -> None:
    outcome = run_action(place, {})
    assert outcome.status == 1
    assert outcome.outputs == {"status": "1", "sarif-file": ""}
    assert place.installed()[-1] == os.fspath(ROOT)
    levels = [level for level, _, _ in outcome.annotations]
    assert levels == sorted(levels) == ["error"] * 9 + ["warning"] * 2
    assert {properties["file"] for _, properties, _ in outcome.annotations} == {"flows/bad flow.json"}
    assert "9 errors, 2 warnings in 2 files" in outcome.log
    assert outcome.summary.startswith("### nflint\n\n    flows/bad flow.json:")
    assert len(outcome.summary.splitlines()) == 2 + 11


def test_the_action_passes_a_clean_file(place: Place) -> None:
    outcome = run_action(place, {"paths": "good.json"})
    assert (outcome.status, outcome.annotations) == (0, [])
    assert outcome.outputs["status"] == "0"
    assert outcome.summary == "### nflint\n\nNothing found.\n"


def test_paths_are_lines_and_options_are_words(place: Place) -> None:
    given = {"paths": "flows/bad flow.json\n\ngood.json\n", "args": "--select NF102\n  --min-severity info"}
    outcome = run_action(place, given)
    assert "1 warning in 2 files" in outcome.log
    assert [properties["title"] for _, properties, _ in outcome.annotations] == ["NF102 unknown-key"]
    outcome = run_action(place, {"paths": "flows/*.json", "args": "--fail-on error --select NF102"})
    assert outcome.status == 0
    assert len(outcome.annotations) == 1


def test_without_annotations_there_are_none(place: Place) -> None:
    outcome = run_action(place, {"annotations": "false"})
    assert (outcome.status, outcome.annotations) == (1, [])
    assert "9 errors" in outcome.log


def test_a_sarif_report_for_code_scanning(place: Place) -> None:
    outcome = run_action(place, {"sarif-file": "nflint report.sarif"})
    report = place.checkout / "nflint report.sarif"
    assert outcome.outputs["sarif-file"] == os.fspath(report)
    log = json.loads(report.read_text("utf-8"))
    schema = json.loads((SCHEMAS / "sarif-2.1.0.schema.json").read_text("utf-8"))
    jsonschema.Draft4Validator(schema).validate(log)
    assert len(log["runs"][0]["results"]) >= 11
    elsewhere = place.rest / "elsewhere.sarif"
    assert run_action(place, {"sarif-file": os.fspath(elsewhere)}).outputs["sarif-file"] == os.fspath(elsewhere)
    assert elsewhere.exists()


def test_without_a_sarif_report_there_is_none_to_upload(place: Place) -> None:
    outcome = run_action(place, {"sarif-file": "nflint.sarif", "args": "--bogus"})
    assert outcome.outputs == {"status": "2", "sarif-file": ""}


def test_in_another_folder_annotations_find_their_files(place: Place) -> None:
    outcome = run_action(place, {"working-directory": "flows", "sarif-file": "a.sarif"})
    assert {properties["file"] for _, properties, _ in outcome.annotations} == {"flows/bad flow.json"}
    assert "flows/bad%20flow.json" in (place.checkout / "flows" / "a.sarif").read_text("utf-8")


@pytest.mark.parametrize(
    ("version", "wanted"),
    [("", os.fspath(ROOT)), ("latest", "nflint"), (__version__, f"nflint=={__version__}"), ("1; x", "nflint==1; x")],
)
def test_versions(place: Place, version: str, wanted: str) -> None:
    run_action(place, {"version": version})
    assert place.installed() == ["install", "--quiet", "--disable-pip-version-check", wanted]


@pytest.mark.parametrize("name", ["paths", "args", "version", "annotations", "sarif-file"])
def test_an_input_is_no_command(place: Place, name: str) -> None:
    outcome = run_action(place, {name: "$(touch ran) `touch ran` \"; touch ran; ' | touch ran"})
    assert list(place.checkout.rglob("ran")) == []
    assert list(place.rest.rglob("ran")) == []
    assert outcome.outputs["status"] in ("0", "1", "2")


def test_a_path_is_no_option(place: Place) -> None:
    outcome = run_action(place, {"paths": "--output=stolen"})
    assert outcome.status == 2
    assert "--output=stolen: no such file or folder" in outcome.log
    assert not (place.checkout / "stolen").exists()


def test_a_name_cannot_set_outputs(place: Place) -> None:
    outcome = run_action(place, {"sarif-file": "a.sarif\nstatus=0"})
    assert outcome.status == 2
    assert outcome.outputs == {"status": "", "sarif-file": ""}


def test_a_document_gives_no_commands_to_the_runner(place: Place) -> None:
    # The source lines of the text report are in the log.
    text = '{"apiVersion": "v1.2",\n"##[add-mask]::error::x": "::warning::",\n"::error::y": 1, "spec": {}}'
    (place.checkout / "release-flow.json").write_text(text, encoding="utf-8")
    outcome = run_action(place, {"paths": "release-flow.json", "args": "--min-severity info"})
    assert "##[add-mask]" in outcome.log
    assert all(properties["file"] == "release-flow.json" for _, properties, _ in outcome.annotations)


def test_a_mistake_in_the_options_is_told_in_the_log(place: Place) -> None:
    outcome = run_action(place, {"args": "--select nothing-like-it"})
    assert (outcome.status, outcome.annotations, outcome.summary) == (2, [], "")
    assert "there is no rule or group 'nothing-like-it'" in outcome.log


def test_a_long_list_is_cut_in_the_summary(place: Place) -> None:
    for number in range(12):
        shutil.copy(BAD, place.checkout / "flows" / f"{number}.json")
    outcome = run_action(place, {})
    assert outcome.summary.endswith("\nThe log has all 143.\n")
    assert len(outcome.summary.splitlines()) == 2 + 100 + 2
    assert "nflint: 107 errors, 16 warnings more than GitHub shows" in outcome.log
