"""Every fixture whose findings have fixes is fixed, and what is left is what no fix is for.

The documents are those of the rules, the kinds of node and the typical mistakes, found by folder. What comes of each is
in `goldens/<area>/<folder>.txt`: what was fixed in which document, safely or not, and the lines that changed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from difflib import unified_diff
from functools import lru_cache
from pathlib import Path

import pytest

from nflint import Fixed, fix, lint
from nflint.config import build_config
from nflint.contract.detect import Kind
from nflint.diagnostic import Diagnostic, Report
from nflint.rules import all_rules, rules_by_name

TESTS = Path(__file__).parents[1]
GOLDENS = Path(__file__).parent / "goldens"
SUFFIXES = (".json", ".yaml")
AREAS = {"rules": "*/bad*", "nodes": "*/bad*", "mistakes": "*/*"}


def folders() -> dict[str, list[Path]]:
    """The fixtures of each folder, by its path below `tests`."""
    found: dict[str, list[Path]] = {}
    for area, pattern in AREAS.items():
        for path in sorted((TESTS / area).glob(pattern)):
            if path.suffix in SUFFIXES and path.parent.name != "good":
                found.setdefault(f"{area}/{path.parent.name}", []).append(path)
    return found


FOLDERS = folders()


def _shown(path: Path) -> str:
    return f"{path.parent.name}/{path.name}"


class Case:
    """A fixture with what holds for it."""

    def __init__(self, path: Path) -> None:
        names = ["recommended", *([path.parent.name] if path.parent.name in rules_by_name() else [])]
        flow = next((found for suffix in SUFFIXES if (found := path.parent / f"flow{suffix}").is_file()), None)
        self.data = path.read_bytes()
        self.name = path.name
        self.kind: Kind | None = "run-request" if flow else None
        self.flow = flow.read_bytes() if flow else None
        self.config = build_config({"select": names}, "", "", rules=all_rules())

    def lint(self, text: str | bytes) -> Report:
        return lint(text, name=self.name, kind=self.kind, flow=self.flow, config=self.config)

    def fix(self, *, unsafe: bool) -> Fixed:
        return fix(self.data, name=self.name, kind=self.kind, flow=self.flow, config=self.config, unsafe=unsafe)


@lru_cache(maxsize=1024)
def case_of(path: Path) -> Case:
    return Case(path)


def told(path: Path) -> Iterator[str]:
    """What fixing a document changes."""
    case = case_of(path)
    fixed = case.fix(unsafe=True)
    if not fixed.applied:
        return
    yield f"=== {path.name}"
    for diagnostic in fixed.applied:
        yield f"{_safety(diagnostic)} {diagnostic.rule} {diagnostic.pointer or '/'}: {_title(diagnostic)}"
    before, after = (text.replace("\r", "\\r").split("\n") for text in (case.data.decode("utf-8"), fixed.text))
    yield from list(unified_diff(before, after, lineterm="", n=0))[2:]


def _safety(diagnostic: Diagnostic) -> str:
    return "safe:" if diagnostic.fix is None or diagnostic.fix.safe else "unsafe:"


def _title(diagnostic: Diagnostic) -> str:
    return diagnostic.hint if diagnostic.fix is None else diagnostic.fix.title


@pytest.mark.parametrize("folder", FOLDERS)
def test_what_fixing_changes(folder: str, update_goldens: bool) -> None:
    golden = GOLDENS / f"{folder}.txt"
    lines = [line for path in FOLDERS[folder] for line in told(path)]
    text = "".join(f"{line}\n" for line in lines)
    if update_goldens:
        golden.parent.mkdir(parents=True, exist_ok=True)
        golden.write_text(text, "utf-8") if text else golden.unlink(missing_ok=True)
    assert text == (golden.read_text("utf-8") if golden.is_file() else "")


def test_every_golden_is_of_a_folder() -> None:
    assert {f"{path.parent.name}/{path.stem}" for path in GOLDENS.glob("*/*")} <= set(FOLDERS)


FIXABLE = [
    path
    for paths in FOLDERS.values()
    for path in paths
    if any(diagnostic.fix for diagnostic in case_of(path).lint(case_of(path).data).diagnostics)
]

# Fixtures with findings whose fixes are not made, since more would be told afterwards, by how many; with the reason.
LEFT: dict[str, tuple[int, str]] = {
    "malformed-expression/bad-names.yaml": (1, "with a comma the function has an argument too many"),
    "static-fetch-secret/bad-variables.yaml": (1, "what is read that way is shown in a log"),
    "uneven-iterations/bad-spelling.yaml": (1, "the same is told of the next item then"),
    "unknown-override/bad-refs.json": (1, "another key has the same nearest ref"),
    "unknown-override-key/bad-keys.json": (1, "another key has the same nearest output"),
    "AddonImport/bad-names-of-the-guide.json": (1, "the source is one that another key does not go with then"),
    "json/python-none.json": (1, "where it stands, null is no better"),
    "yaml/timeout-clock.yaml": (1, "where it stands, text is no better"),
}


def test_each_of_those_that_are_left_is_a_fixture() -> None:
    assert set(LEFT) <= {_shown(path) for path in FIXABLE}


@pytest.mark.parametrize("path", FIXABLE, ids=[_shown(path) for path in FIXABLE])
def test_what_is_fixed_is_gone(path: Path) -> None:
    case = case_of(path)
    before = case.lint(case.data)
    after = case.fix(unsafe=True).report
    others = Counter(_words(one) for one in before.diagnostics if one.fix is None)
    fixable = Counter(_words(one) for one in before.diagnostics if one.fix is not None)
    left = (Counter(map(_words, after.diagnostics)) - others) & fixable
    assert left.total() == LEFT.get(_shown(path), (0, ""))[0], left
    assert len(after.diagnostics) <= len(before.diagnostics)


def _words(diagnostic: Diagnostic) -> tuple[str, str]:
    return diagnostic.rule, diagnostic.message


_YES = {True: "yes", False: ""}
PAGE = TESTS.parent / "docs" / "fixes.md"


def test_the_page_lists_the_rules_with_fixes(update_goldens: bool) -> None:
    page = PAGE.read_text("utf-8")
    before, rest = page.split("<!-- fixes -->\n")
    after = rest.split("<!-- /fixes -->\n")[1]
    current = f"{before}<!-- fixes -->\n{_table()}<!-- /fixes -->\n{after}"
    if update_goldens:
        PAGE.write_text(current, "utf-8")
    assert page == current


def _table() -> str:
    """The rules whose fixtures have fixes, and which."""
    found: dict[tuple[str, str], set[bool]] = {}
    for path in FIXABLE:
        for diagnostic in case_of(path).lint(case_of(path).data).diagnostics:
            if diagnostic.fix is not None:
                found.setdefault((diagnostic.code, diagnostic.rule), set()).add(diagnostic.fix.safe)
    rows = [
        f"| {code} | [{rule}](rules/{rule}.md) | {_YES[True in kinds]} | {_YES[False in kinds]} |\n"
        for (code, rule), kinds in sorted(found.items())
    ]
    return "".join(("| code | rule | safe | unsafe |\n|---|---|---|---|\n", *rows))
