"""Every rule against the documents in its folder, `tests/rules/<rule-name>/`.

`bad*` gives exactly the report beside it, `<name>.txt`; `good*` gives nothing at all, from any rule that runs unasked;
`odd*` holds values of the wrong types, for which the contract speaks and the rule is silent. Rules on a request and its
flow have that flow beside the requests, `flow.json` or `flow.yaml`.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from nflint import lint
from nflint.cli import cli
from nflint.config import build_config
from nflint.contract.detect import Kind
from nflint.contract.kinds import step_kinds
from nflint.diagnostic import Report
from nflint.rules import all_rules, model_rules

FOLDER = Path(__file__).parent
SUFFIXES = (".json", ".yaml")


def documents(kind: str) -> list[Path]:
    """The documents of all rules whose names begin with `kind`."""
    return sorted(path for path in FOLDER.glob(f"*/{kind}*") if path.suffix in SUFFIXES)


def each(kind: str) -> pytest.MarkDecorator:
    paths = documents(kind)
    return pytest.mark.parametrize("path", paths, ids=[f"{path.parent.name}/{path.name}" for path in paths])


def flow_of(path: Path) -> Path | None:
    """The flow that the requests in the document's folder are for."""
    return next((flow for suffix in SUFFIXES if (flow := path.parent / f"flow{suffix}").is_file()), None)


def linted(path: Path) -> Report:
    """The report of all that runs unasked, and of the rule whose document it is."""
    flow = flow_of(path)
    kind: Kind | None = "run-request" if flow else None
    config = build_config({"select": ["recommended", path.parent.name]}, "", "", rules=all_rules())
    return lint(path.read_bytes(), name=path.name, kind=kind, flow=flow.read_bytes() if flow else None, config=config)


def printed(path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """What the command prints for the document, called in its own folder."""
    monkeypatch.chdir(path.parent)
    select = f"recommended,{path.parent.name}"
    arguments = ["check", path.name, "--min-severity", "info", "--color", "never", "--select", select]
    flow = flow_of(path)
    if flow:
        arguments += ["--flow", flow.name]
    return CliRunner().invoke(cli, arguments, catch_exceptions=False).stdout


def test_every_rule_has_a_folder_and_every_folder_a_rule() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir() and path.name[0] not in "._"}
    assert folders == {rule.name for rule in model_rules()}


@pytest.mark.parametrize("rule", [rule.name for rule in model_rules()])
def test_every_rule_has_two_bad_and_two_good_documents(rule: str) -> None:
    for kind in ("bad", "good"):
        assert len([path for path in documents(kind) if path.parent.name == rule]) >= 2


@each("bad")
def test_a_bad_document_gives_its_report(path: Path, update_goldens: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    golden = path.with_suffix(".txt")
    report = printed(path, monkeypatch)
    if update_goldens:
        golden.write_text(report, "utf-8")
    assert report == golden.read_text("utf-8")


def test_every_file_is_a_document_or_the_report_of_one() -> None:
    known = {path for kind in ("bad", "good", "odd") for path in documents(kind)}
    known |= {flow for path in known if (flow := flow_of(path))}
    known |= {path.with_suffix(".txt") for path in documents("bad")}
    found = {path for path in FOLDER.glob("*/*") if path.is_file() and path.parent.name[0] not in "._"}
    assert found == known


@each("bad")
def test_a_bad_document_is_bad_in_the_eyes_of_its_rule_alone(path: Path) -> None:
    found = {diagnostic.rule for diagnostic in linted(path).diagnostics}
    assert found == {path.parent.name}


@each("good")
def test_a_good_document_gives_nothing(path: Path) -> None:
    report = linted(path)
    assert [file.kind for file in report.files] != [None]
    assert report.diagnostics == ()


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*/flow.*")), ids=lambda path: path.parent.name)
def test_the_flow_of_requests_is_a_good_one(path: Path) -> None:
    # What only a request can give, by an argument or by a selection, is not declared in the flow.
    given = {"undeclared-argument", "optional-input-without-default"}
    assert {found.rule for found in lint(path.read_bytes(), name=path.name).diagnostics} <= given


@each("odd")
def test_a_rule_is_silent_about_values_of_the_wrong_type(path: Path) -> None:
    found = {diagnostic.rule for diagnostic in linted(path).diagnostics}
    assert found
    assert not found & {path.parent.name, "internal-error", "foreign-document", "unsupported-document"}


@each("bad")
def test_messages_are_plain_sentences_without_a_full_stop(path: Path) -> None:
    for diagnostic in linted(path).diagnostics:
        for text in (diagnostic.message, diagnostic.hint, *(related.message for related in diagnostic.related)):
            first = re.split(r"[ ']", text, maxsplit=1)[0]
            # A node is called by its kind, which is a name.
            assert not first[:1].isupper() or first in step_kinds()
            assert not text.endswith(".") or text.endswith("...")
            assert text == text.strip()
            assert "\n" not in text
