"""What the editor is told of a text is what the library says of it, and mending all in the editor is `nflint.fix`."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")

from lsprotocol import types

from nflint.diagnostic import Report, Severity
from nflint.files import lint_content
from nflint.lint import governed
from nflint.lsp.actions import FIX_ALL, Asked, code_actions
from nflint.lsp.capabilities import Client
from nflint.lsp.documents import opened
from nflint.lsp.linting import lint_open
from nflint.lsp.positions import offset_at
from nflint.lsp.session import Linted, Session
from nflint.mending import fix
from nflint.source.document import read
from nflint.source.text import Text

TESTS = Path(__file__).parents[1]
EVERY = 4
"""One file of so many is compared, others in each folder."""

FILES = [
    *sorted(path for path in (TESTS.parent / "examples").rglob("*.*") if path.suffix in (".json", ".yaml")),
    *sorted(path for path in (TESTS / "rules").glob("*/*") if path.suffix in (".json", ".yaml"))[::EVERY],
    *sorted((TESTS / "mistakes").glob("*/*.json"))[::EVERY],
]


def open_text(text: str, name: str, least: Severity = Severity.INFO) -> tuple[Session, Linted]:
    """A session in which the text is open, and what was found in it."""
    session = Session()
    session.client = Client(literal_actions=True, versioned_edits=True)
    preferences = session.configurations.preferences
    session.configurations.preferences = preferences._replace(min_severity=least)
    document = opened(types.TextDocumentItem(f"file:///flows/{name}", "json", 1, text))
    session.documents[document.uri] = document
    held = session.held(document)
    report = lint_open(document, held, lambda: read(document.content), fixes=True)
    return session, Linted(document, held, report, [], "1")


def mended_in_the_editor(session: Session, linted: Linted) -> str:
    """The text after `source.fixAll.nflint`, whose edits must not touch each other."""
    content = linted.document.content
    found = code_actions(Asked(linted, 0, 0, (FIX_ALL,)), session)
    assert len(found) < 2
    if not found or found[0].edit is None:
        return content
    [change] = found[0].edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    end = len(content) + 1
    for edit in reversed(change.edits):
        text = Text(linted.document.content)
        start, stop = (offset_at(text, one, "utf-16") for one in (edit.range.start, edit.range.end))
        assert stop < end
        content, end = content[:start] + edit.new_text + content[stop:], start
    return content


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_diagnostics_and_fixes_are_those_of_the_command(path: Path) -> None:
    data = path.read_bytes()
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        pytest.skip("an editor gives text, and these bytes are none")
    session, linted = open_text(text, path.name)
    name = linted.document.name
    ruled = governed(name, None, None, None)
    expected: Report = lint_content(data, name, ruled.kind, ruled.context, skip_unknown=True)
    # The editor has the text.
    assert linted.report == expected._replace(excerpts={})
    wanted = fix(text, name=name).text if expected.diagnostics else text
    assert mended_in_the_editor(session, linted) == wanted


FLOW = """\
{
  "apiVersion": "v1",
  "spec": {
    "kind": "workflow",
    "spec": {"type": "SEQUENTIAL", "steps": [{"kind": "approval", "skipNodeExecution": true, "spec": {"amount": 1}},]}
  }
}
"""


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("start", ["", "\ufeff"], ids=["plain", "bom"])
def test_what_fixes_bring_to_light_is_fixed_too(start: str, end: str) -> None:
    text = start + FLOW.replace("\n", end)
    after = mended_in_the_editor(*open_text(text, "release-flow.json"))
    assert after == fix(text, name="release-flow.json").text
    for old, new in [
        ('"v1"', '"v1.2"'),
        ('"workflow"', '"Workflow"'),
        ("SEQUENTIAL", "sequential"),
        ('"approval"', '"Approval"'),
        ("true", '"true"'),
        ("},]", "}]"),
    ]:
        text = text.replace(old, new)
    assert after == text.removeprefix("\ufeff")


def test_half_a_pair_in_a_string_stays_as_it_is() -> None:
    text = FLOW.replace("{\n", '{\n  "$schema": "\ud83d",\n', 1)
    after = mended_in_the_editor(*open_text(text, "release-flow.json"))
    assert '"v1.2"' in after
    assert '"$schema": "\ud83d"' in after


def test_what_is_not_shown_is_not_fixed() -> None:
    text = (TESTS / "rules" / "redundant-branch-rule" / "bad-prefix-and-twice.yaml").read_text("utf-8")
    text = text.replace("v1.2", "v1")
    mended = text.replace("v1\n", "v1.2\n")
    assert mended_in_the_editor(*open_text(text, "release-flow.yaml", Severity.WARNING)) == mended
    mended = mended.replace("[feature/cart, feature/cart]", "[feature/cart]")
    assert mended_in_the_editor(*open_text(text, "release-flow.yaml")) == mended


def test_it_is_given_up_when_the_document_changes() -> None:
    session, linted = open_text(FLOW, "release-flow.json")
    document = linted.document
    session.documents[document.uri] = document._replace(version=2)
    assert session.fixed(linted) is None
    assert code_actions(Asked(linted, 0, 0, (FIX_ALL,)), session) == []


def test_nobody_waits_for_it_at_each_step_of_the_cursor() -> None:
    session, linted = open_text(FLOW, "release-flow.json")
    everything = Asked(linted, 0, 0, (), unasked=True)
    assert FIX_ALL not in {one.kind for one in code_actions(everything, session)}
    session.client = session.client._replace(resolves_edits=True)
    [action] = [one for one in code_actions(everything, session) if one.kind == FIX_ALL]
    assert action.edit is None
    assert action.data == {"uri": linted.document.uri, "version": 1}
