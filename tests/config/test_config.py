"""Configurations: what they say of a file, what is wrong with them and where, and where they are found."""

from __future__ import annotations

from pathlib import Path

import pytest

import nflint
from nflint import lint
from nflint.config import Config, build_config
from nflint.diagnostic import Severity
from nflint.discovery import find_config, load_config
from nflint.files import ConfigError, config_file
from nflint.rules import all_rules

FLOW = '{"apiVersion": "v1", "optoins": {}, "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": []}}}'


def config(value: object, folder: str = "") -> Config:
    return build_config(value, ".nflint.yaml", folder, rules=all_rules())


def rules_of(given: Config, name: str = "release-flow.json") -> list[str]:
    return [diagnostic.rule for diagnostic in lint(FLOW, name=name, config=given).diagnostics]


ALL = ["api-version", "unknown-key", "empty-workflow"]


@pytest.mark.parametrize(
    ("value", "name", "expected"),
    [
        ({}, "a.json", ALL),
        ({"select": ["contract"]}, "a.json", ALL[:2]),
        ({"select": ["NF102"]}, "a.json", ["unknown-key"]),
        ({"ignore": ["contract"]}, "a.json", ["empty-workflow"]),
        ({"ignore": [{"rule": "contract"}]}, "a.json", ["empty-workflow"]),
        ({"ignore": [{"rule": "NF102", "files": "a.json"}]}, "a.json", ["api-version", "empty-workflow"]),
        ({"ignore": [{"rule": "NF102", "files": "b.json"}]}, "a.json", ALL),
        ({"ignore": [{"rule": "all", "at": "/apiVersion"}]}, "a.json", ALL[1:]),
        ({"ignore": [{"rule": "all", "files": "*.json", "at": "/**"}]}, "a.json", []),
        ({"ignore": [{"rule": "all", "at": ""}]}, "a.json", ALL),
        ({"paths": {"old/**": {"ignore": ["contract"]}}}, "old/a.json", ["empty-workflow"]),
        ({"paths": {"old/**": {"ignore": ["contract"]}}}, "new/a.json", ALL),
        ({"paths": {"old/**": {"ignore": ["NF110"]}, "*.json": {"ignore": ["NF102"]}}}, "old/a.json", ALL[2:]),
    ],
)
def test_a_configuration_says_what_is_told(value: object, name: str, expected: list[str]) -> None:
    assert rules_of(config(value), name) == expected


def test_severities_hold_for_rules_and_groups() -> None:
    given = config({"severity": {"contract": "info", "NF110": "error"}})
    found = {one.rule: one.severity for one in lint(FLOW, config=given).diagnostics}
    assert found == {
        "api-version": Severity.ERROR,
        "unknown-key": Severity.INFO,
        "empty-workflow": Severity.INFO,
    }


def test_the_last_path_that_fits_says_what_a_document_is() -> None:
    given = config({"paths": {"*.json": {"kind": "run"}, "flows/*": {"kind": "release-flow"}, "x/*": {"kind": "none"}}})
    assert [given.kind(path) for path in ("a.json", "flows/a.json", "a.yaml")] == ["run", "release-flow", None]
    assert given.passes_over("x/a.json")
    assert not given.passes_over("a.json")
    assert [file.kind for file in lint("{}", name="a.json", config=given).files] == ["run"]


def test_paths_are_those_below_the_folder_of_the_configuration() -> None:
    given = config({"ignore": [{"rule": "contract", "files": "flows/*.json"}]}, "/srv/shop")
    assert rules_of(given, "/srv/shop/flows/a.json") == ["empty-workflow"]
    assert rules_of(given, "/srv/flows/a.json") == ALL


def test_the_revision_of_a_configuration_gives_way_to_the_callers() -> None:
    text = '{"apiVersion": "v1.2", "gitops": {"vcsService": "github"}, "spec": {}}'
    given = config({"contract": "founding"})
    assert lint(text, config=given) == lint(text, contract="founding")
    assert lint(text, config=given, contract="current") == lint(text)


MISTAKES = {
    "unknown key": ("ignores: []\n", "unknown-key", 1, 1, "did you mean 'ignore'?"),
    "unknown rule": ("ignore: [undefind-ref]\n", "unknown-rule", 1, 10, "did you mean 'undefined-ref'?"),
    "unknown group": ("select: [recomended]\n", "unknown-rule", 1, 10, "did you mean 'recommended'?"),
    "unknown code": ("severity:\n  NF9999: info\n", "unknown-rule", 2, 3, None),
    "unknown severity": ("severity:\n  NF102: warn\n", "unknown-value", 2, 10, None),
    "rule of an entry": ("ignore:\n  - rule: later-refs\n", "unknown-rule", 2, 11, "did you mean 'later-ref'?"),
    "rule of a path": ("paths:\n  a: {ignore: [later-refs]}\n", "unknown-rule", 2, 16, "did you mean 'later-ref'?"),
    "no rule": ("ignore:\n  - files: a.json\n", "missing-key", 2, 5, "add 'rule'"),
    "key of an entry": ("ignore:\n  - {rule: all, file: a.json}\n", "unknown-key", 2, 17, "did you mean 'files'?"),
    "pointer": ("ignore:\n  - {rule: all, at: spec}\n", "malformed-value", 2, 21, None),
    "no list": ("select: recommended\n", "wrong-type", 1, 9, None),
    "no text": ("ignore: [3]\n", "wrong-type", 1, 10, None),
    "kind": ("paths:\n  a: {kind: releaseflow}\n", "unknown-value", 2, 13, None),
    "level": ("fail-on: never\n", "unknown-value", 1, 10, None),
    "no object": ("- recommended\n", "wrong-type", 1, 1, None),
    "twice": ("ignore: []\nignore: []\n", "duplicate-key", 2, 1, None),
    "no YAML": ("ignore: [\n", "syntax-error", None, None, None),
}


@pytest.mark.parametrize(("text", "rule", "line", "column", "hint"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_has_a_place_and_a_hint(
    tmp_path: Path, text: str, rule: str, line: int | None, column: int | None, hint: str | None
) -> None:
    path = tmp_path / ".nflint.yaml"
    path.write_text(text, "utf-8")
    with pytest.raises(ConfigError) as raised:
        load_config(str(path))
    [diagnostic] = raised.value.report.diagnostics
    assert diagnostic.rule == rule
    assert diagnostic.severity is Severity.ERROR
    if line is not None:
        assert (diagnostic.region.line, diagnostic.region.column) == (line, column)
    if hint is not None:
        assert diagnostic.hint == hint
    # The file is a document like any other.
    assert [found.rule for found in lint(text, name=".nflint.yaml").diagnostics] == [rule]


@pytest.mark.parametrize("text", ["", "# nothing yet\n", "{}\n"])
def test_a_configuration_may_say_nothing(tmp_path: Path, text: str) -> None:
    path = tmp_path / ".nflint.yaml"
    path.write_text(text, "utf-8")
    assert rules_of(load_config(str(path))) == ALL


PROJECT = """\
[project]
name = "shop"

[tool.nflint]
ignore = ["unused-argument", {rule = "api-version", files = "old.json"}]
severity = {unknown-key = "error"}
"""


def test_a_pyproject_holds_a_configuration(tmp_path: Path) -> None:
    (tmp_path / "pyproject.toml").write_text(PROJECT, "utf-8")
    found = find_config(tmp_path / "flows")
    assert found is not None
    assert found.severities == {"unknown-key": Severity.ERROR}
    assert rules_of(found, f"{found.folder}/old.json") == ["unknown-key", "empty-workflow"]


@pytest.mark.parametrize(
    ("text", "rule", "line", "column"),
    [
        ('[tool.nflint]\nignore = ["later-refs"]\n', "unknown-rule", 2, 11),
        ('[tool.nflint]\nignores = ["later-ref"]\n', "unknown-key", 2, 1),
        ('[tool.nflint.severity]\nlater-refs = "info"\n', "unknown-rule", 2, 1),
        ('[[tool.nflint.ignore]]\nrule = "later-ref"\n\n[[tool.nflint.ignore]]\nrule = "x"\n', "unknown-rule", 5, 8),
        ("[tool.nflint]\nignore = [\n", "syntax-error", 2, 10),
    ],
)
def test_a_mistake_in_a_pyproject_has_its_place(tmp_path: Path, text: str, rule: str, line: int, column: int) -> None:
    path = tmp_path / "pyproject.toml"
    path.write_text(f"[project]\n{text}", "utf-8")
    with pytest.raises(ConfigError) as raised:
        load_config(str(path))
    [diagnostic] = raised.value.report.diagnostics
    assert (diagnostic.rule, diagnostic.region.line, diagnostic.region.column) == (rule, line + 1, column)


def test_the_nearest_file_holds_and_nothing_is_added_from_above(tmp_path: Path) -> None:
    (tmp_path / ".nflint.yaml").write_text("ignore: [contract]\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.nflint]\nignore = ['order']\n", "utf-8")
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    (tmp_path / "a" / "pyproject.toml").write_text("[tool.black]\n", "utf-8")
    known: dict[str, str | None] = {}
    assert config_file(str(inner), known) == str(tmp_path / ".nflint.yaml")
    assert {str(inner), str(inner.parent), str(tmp_path)} <= set(known)
    (inner / "pyproject.toml").write_text("[tool.nflint]\n", "utf-8")
    assert config_file(str(inner), {}) == str(inner / "pyproject.toml")
    assert config_file(str(inner), known) == str(tmp_path / ".nflint.yaml"), "asked once for each folder"


def test_lint_file_takes_a_configuration_for_the_place_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".nflint.yaml").write_text("ignore: [{rule: contract, files: flows/*.json}]\n", "utf-8")
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "a.json").write_text(FLOW, "utf-8")
    monkeypatch.chdir(tmp_path / "flows")
    report = nflint.lint_file("a.json", config=nflint.find_config("a.json"))
    assert [diagnostic.rule for diagnostic in report.diagnostics] == ["empty-workflow"]
    assert report.diagnostics[0].path == "a.json"
    assert [diagnostic.rule for diagnostic in nflint.lint_file("a.json").diagnostics] == ALL
