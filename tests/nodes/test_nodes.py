"""Every node kind against the release flows in its folder, `tests/nodes/<Kind>/`.

`good*.json` gives nothing at all, and all of a kind's together use every field that its schema knows; `bad*.json`
holds mistakes that are typical for the kind and gives exactly the report beside it, `<name>.txt`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from nflint import lint
from nflint.cli import cli
from nflint.contract import catalogue
from nflint.contract.kinds import step_kinds, teardown_kinds

FOLDER = Path(__file__).parent
KINDS = sorted(step_kinds() | teardown_kinds())

# Only the nodes of a run have these.
OF_RUNS = {"settings", "response"}


def documents(kind: str, start: str) -> list[Path]:
    """The documents of a kind whose names begin with `start`."""
    return sorted((FOLDER / kind).glob(f"{start}*.json"))


def each(start: str) -> pytest.MarkDecorator:
    paths = [path for kind in KINDS for path in documents(kind, start)]
    return pytest.mark.parametrize("path", paths, ids=[f"{path.parent.name}/{path.name}" for path in paths])


def fields(file: str, schema: Any, seen: frozenset[tuple[str, str]] = frozenset()) -> set[str]:
    """The names of all properties that `schema`, which stands in `file`, knows at any depth."""
    found: set[str] = set()
    if isinstance(schema, list):
        return found.union(*(fields(file, part, seen) for part in schema))
    if not isinstance(schema, dict) or catalogue.FORBIDDEN in schema:
        return found
    reference = schema.get("$ref")
    if isinstance(reference, str) and (file, reference) not in seen:
        found |= fields(*catalogue.resolve(file, reference), seen | {(file, reference)})
    for name, part in schema.get("properties", {}).items():
        if name not in OF_RUNS and not (isinstance(part, dict) and catalogue.FORBIDDEN in part):
            found |= {name} | fields(file, part, seen)
    for keyword in ("anyOf", "allOf", "then", "else", "items"):
        found |= fields(file, schema.get(keyword), seen)
    return found


def nodes(value: Any, kind: str) -> Iterator[Any]:
    """Every node of this kind below `value`."""
    if isinstance(value, dict) and value.get("kind") == kind and "spec" in value:
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from nodes(item, kind)


def keys(value: Any) -> set[str]:
    """Every key at any depth."""
    if isinstance(value, dict):
        return set(value).union(*map(keys, value.values()))
    return set().union(*map(keys, value)) if isinstance(value, list) else set()


def test_every_kind_has_a_folder_and_every_folder_a_kind() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert sorted(folders) == KINDS


def test_every_file_is_a_document_or_the_report_of_one() -> None:
    known = {path for kind in KINDS for start in ("good", "bad") for path in documents(kind, start)}
    known |= {path.with_suffix(".txt") for kind in KINDS for path in documents(kind, "bad")}
    assert {path for path in FOLDER.glob("*/*") if path.is_file() and path.parent.name[0] not in "._"} == known


@pytest.mark.parametrize("kind", KINDS)
def test_the_good_documents_use_every_field_of_the_kind(kind: str) -> None:
    file = f"nodes/{kind}.schema.json"
    used: set[str] = set()
    for path in documents(kind, "good"):
        used |= keys(list(nodes(json.loads(path.read_text("utf-8")), kind)))
    assert fields(file, catalogue.strict(file)) - used == set()


@each("good")
def test_a_good_document_gives_nothing(path: Path) -> None:
    report = lint(path.read_bytes(), name=path.name)
    assert [file.kind for file in report.files] == ["release-flow"]
    assert report.diagnostics == ()


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_bad_document(kind: str) -> None:
    assert documents(kind, "bad")


@each("bad")
def test_a_bad_document_gives_its_report(path: Path, update_goldens: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(path.parent)
    arguments = ["check", path.name, "--min-severity", "info", "--color", "never"]
    printed = CliRunner().invoke(cli, arguments, catch_exceptions=False).stdout
    golden = path.with_suffix(".txt")
    if update_goldens:
        golden.write_text(printed, "utf-8")
    assert printed == golden.read_text("utf-8")


@each("bad")
def test_every_diagnostic_is_about_a_node(path: Path) -> None:
    found = lint(path.read_bytes(), name=path.name).diagnostics
    assert found
    assert all(diagnostic.pointer.startswith(("/spec", "/teardownSpec")) for diagnostic in found)
