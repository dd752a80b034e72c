"""Typical mistakes, one in a document, against what the command prints for them: `<area>/<mistake>.txt`.

The documents in `good/` are those that the mistakes were made in; they give nothing.
"""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest
from click.testing import CliRunner

from nflint import lint
from nflint.cli import cli
from nflint.contract.kinds import step_kinds

FOLDER = Path(__file__).parent
SUFFIXES = (".json", ".yaml")
DOCUMENTS = sorted(path for path in FOLDER.glob("*/*") if path.suffix in SUFFIXES)
GOOD = [path for path in DOCUMENTS if path.parent.name == "good"]
MISTAKES = [path for path in DOCUMENTS if path.parent.name != "good"]

# Messages may begin with the name of a format or a node.
NAMES = {"JSON", "YAML"} | step_kinds()

# The report of one mistake has to be read at a glance: a page of it would be what other tools print.
MOST_CHARACTERS = 800


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=[f"{path.parent.name}/{path.stem}" for path in paths])


def printed(path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the command prints for the document, called in its own folder."""
    monkeypatch.chdir(path.parent)
    arguments = ["check", path.name, "--min-severity", "info", "--color", "never"]
    return CliRunner().invoke(cli, arguments, catch_exceptions=False).stdout


def test_there_are_many_mistakes_in_both_formats() -> None:
    assert len(MISTAKES) >= 200
    assert sum(path.suffix == ".yaml" for path in MISTAKES) >= 25


def test_every_file_is_a_document_or_the_report_of_one() -> None:
    known = set(DOCUMENTS) | {path.with_suffix(".txt") for path in MISTAKES}
    found = {path for path in FOLDER.glob("*/*") if path.is_file() and path.parent.name[0] not in "._"}
    assert found == known


@each(MISTAKES)
def test_a_mistake_gives_its_report(path: Path, update_goldens: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    golden = path.with_suffix(".txt")
    report = printed(path, monkeypatch)
    if update_goldens:
        golden.write_text(report, "utf-8")
    assert report == golden.read_text("utf-8")
    assert len(report) <= MOST_CHARACTERS


@each(MISTAKES)
def test_one_mistake_gives_one_diagnostic_with_a_place_and_a_hint(path: Path) -> None:
    diagnostics = lint(path.read_bytes(), name=path.name).diagnostics
    assert len(diagnostics) == 1
    assert diagnostics[0].region.line > 0
    assert diagnostics[0].hint


@each(MISTAKES)
def test_messages_are_plain_sentences_without_a_full_stop(path: Path) -> None:
    for diagnostic in lint(path.read_bytes(), name=path.name).diagnostics:
        for text in (diagnostic.message, diagnostic.hint, *(related.message for related in diagnostic.related)):
            first = re.split(r"[ ']", text, maxsplit=1)[0]
            assert not first[:1].isupper() or first in NAMES
            assert not text.endswith(".") or text.endswith("...")
            assert text == text.strip()
            assert "\n" not in text


@each(GOOD)
def test_without_its_mistake_a_document_gives_nothing(path: Path) -> None:
    report = lint(path.read_bytes(), name=path.name)
    assert None not in [file.kind for file in report.files]
    assert report.diagnostics == ()


def test_the_page_that_compares_messages_has_those_of_today() -> None:
    root = FOLDER.parents[1]
    tool = runpy.run_path(str(root / "tools" / "compare_messages.py"))
    page = (root / "docs" / "messages.md").read_text("utf-8")
    assert len(tool["DOCUMENTS"]) == 10
    for name in tool["DOCUMENTS"]:
        output = tool["of_nflint"](name)
        row = next(line for line in page.splitlines() if f"/{name}.json)" in line)
        assert row.endswith(f"| `{tool['cell'](output.line)}` ({output.size} bytes) |")
