"""The configuration that holds in the editor: found, read again when it changes, forgiven when it has a mistake."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")

from nflint.diagnostic import Severity
from nflint.lsp import configurations as module
from nflint.lsp.configurations import Configurations
from nflint.lsp.preferences import Preferences, read_preferences

PLUGIN = """\
import os
os.environ["NFLINT_PLUGIN_RAN"] = "yes"
RULES = ()
"""


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder below another one, in which nobody waits until a new configuration is seen."""
    monkeypatch.setattr(module, "_TRUST", 0.0)
    (tmp_path / "flows").mkdir()
    return tmp_path / "flows"


def write(path: Path, text: str) -> None:
    """Writes a file that has a new time, however coarse the clock of the file system is."""
    before = path.stat().st_mtime_ns if path.exists() else 0
    path.write_text(text, "utf-8")
    os.utime(path, ns=(before + 10**9, max(path.stat().st_mtime_ns, before + 10**9)))


def selected(configurations: Configurations, folder: Path) -> frozenset[str] | None:
    config = configurations.of(os.fspath(folder)).config
    return None if config is None else config.selection.select


def test_the_nearest_one_holds_and_changes_are_seen(folder: Path) -> None:
    configurations = Configurations()
    assert selected(configurations, folder) is None
    write(folder.parent / ".nflint.yaml", "select: [strict]\n")
    assert selected(configurations, folder) == {"strict"}
    write(folder.parent / ".nflint.yaml", "select: [all]\n")
    assert selected(configurations, folder) == {"all"}
    write(folder / "pyproject.toml", '[tool.nflint]\nselect = ["security"]\n')
    assert selected(configurations, folder) == {"security"}
    (folder / "pyproject.toml").unlink()
    assert selected(configurations, folder) == {"all"}
    (folder.parent / ".nflint.yaml").unlink()
    assert selected(configurations, folder) is None


def test_what_has_not_changed_is_the_same_object(folder: Path) -> None:
    write(folder / ".nflint.yaml", "select: [strict]\n")
    configurations = Configurations()
    held = configurations.of(os.fspath(folder))
    assert configurations.of(os.fspath(folder)) is held
    configurations.forget()
    assert configurations.of(os.fspath(folder)) is not held


def test_a_mistake_has_its_place_and_the_last_good_one_holds_on(folder: Path) -> None:
    path = folder / ".nflint.yaml"
    write(path, "select: [strict]\n")
    configurations = Configurations()
    assert selected(configurations, folder) == {"strict"}
    write(path, "ignore: []\nselct: [all]\n")
    held = configurations.of(os.fspath(folder))
    assert held.config is not None
    assert held.config.selection.select == {"strict"}
    assert held.path == os.fspath(path)
    assert [(one.rule, one.region.line) for one in held.mistakes] == [("unknown-key", 2)]
    assert "line 2" in held.complaint
    write(path, "select: [all]\n")
    assert configurations.of(os.fspath(folder)).complaint == ""
    assert selected(configurations, folder) == {"all"}


@pytest.mark.parametrize("text", ["select: [", "- 1\n", "a: &a [*a]\n", "---\n---\n", "\0", "select: [nosuch]\n"])
def test_whatever_stands_in_it_nothing_is_raised(folder: Path, text: str) -> None:
    write(folder / ".nflint.yaml", text)
    held = Configurations().of(os.fspath(folder))
    assert held.config is None
    assert held.complaint


def test_a_folder_in_its_place_and_two_at_once_are_told(folder: Path) -> None:
    (folder / ".nflint.yaml").mkdir()
    configurations = Configurations()
    assert "this is no file" in configurations.of(os.fspath(folder)).complaint
    (folder / ".nflint.yaml").rmdir()
    assert configurations.of(os.fspath(folder)).complaint == ""
    for name in (".nflint.yaml", ".nflint.yml"):
        write(folder / name, "")
    assert "remove one of the two" in configurations.of(os.fspath(folder)).complaint


def test_settings_choose_rules_beside_the_configuration(folder: Path) -> None:
    write(folder / ".nflint.yaml", "select: [strict]\nignore: [api-version]\n")
    preferences = Preferences(select=("all", "nosuch"), ignore=("unused-argument", "NF0X"))
    held = Configurations(preferences).of(os.fspath(folder))
    assert held.config is not None
    assert held.config.selection.select == {"all"}
    assert held.config.selection.ignore == {"api-version", "unused-argument"}
    assert "nosuch" in held.complaint
    assert "NF0X" in held.complaint
    assert Configurations(preferences).of("").config is not None


def test_a_configuration_of_the_settings_is_relative_to_the_workspace(folder: Path) -> None:
    write(folder.parent / "other.yaml", "select: [strict]\n")
    configurations = Configurations(Preferences(config="other.yaml"), root=os.fspath(folder.parent))
    assert selected(configurations, folder) == {"strict"}
    missing = Configurations(Preferences(config="missing.yaml"), root=os.fspath(folder))
    assert "no such file" in missing.of(os.fspath(folder)).complaint


@pytest.mark.parametrize("allowed", [False, True])
def test_plugins_run_only_where_the_settings_say_so(
    folder: Path,
    allowed: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("NFLINT_PLUGIN_RAN", raising=False)
    write(folder / "rules.py", PLUGIN)
    write(folder / ".nflint.yaml", "plugins: [rules.py]\n")
    Configurations(Preferences(allow_plugins=allowed)).of(os.fspath(folder))
    assert ("NFLINT_PLUGIN_RAN" in os.environ) == allowed


@pytest.mark.parametrize(
    ("value", "expected", "problems"),
    [
        (None, Preferences(), 0),
        ({}, Preferences(), 0),
        ({"nflint": {"select": ["strict"]}}, Preferences(select=("strict",)), 0),
        ({"select": "strict, NF220", "ignore": ["a", "b,c"]}, Preferences(("strict", "NF220"), ("a", "b", "c")), 0),
        ({"minSeverity": "error"}, Preferences(min_severity=Severity.ERROR), 0),
        ({"minSeverity": "fatal"}, Preferences(), 1),
        ({"config": "x.yaml"}, Preferences(config="x.yaml"), 0),
        ({"select": 1, "ignore": [1], "config": [], "minSeverity": {}}, Preferences(), 4),
        ({"selct": []}, Preferences(), 1),
        ([], Preferences(), 1),
        ("strict", Preferences(), 1),
        ({"allowPlugins": True}, Preferences(allow_plugins=True), 0),
        ({"allowPlugins": "yes"}, Preferences(), 0),
    ],
)
def test_settings_are_read_whatever_they_are(value: object, expected: Preferences, problems: int) -> None:
    read, told = read_preferences(value, trusted=True)
    assert read == expected
    assert len(told) == problems


def test_settings_that_a_folder_may_hold_run_no_plugin() -> None:
    read, told = read_preferences({"allowPlugins": True}, trusted=False)
    assert not read.allow_plugins
    assert told
