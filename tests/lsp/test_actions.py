"""Code actions: fixes, all safe fixes at once, comments and entries that hide one finding, and the page of a rule."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")

from lsprotocol import types

from nflint.diagnostic import Edit, Region, Report, TextFix
from nflint.lint import lint
from nflint.lsp.actions import FIX_ALL, Asked, code_actions
from nflint.lsp.capabilities import Client
from nflint.lsp.configurations import Configurations
from nflint.lsp.documents import OpenDocument, opened
from nflint.lsp.linting import lint_open
from nflint.lsp.positions import offset_at
from nflint.lsp.session import Linted, Session
from nflint.source.document import read
from nflint.source.text import Text

CLIENT = Client(literal_actions=True, versioned_edits=True, creates_files=True, shows_documents=True)

FLOW = """\
apiVersion: v1.2
arguments: {OLD: "1"}
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - kind: Message
        spec:
          kind: SLACK
          spec: {integrationInternalId: team, message: "\U0001f600 ${args.NEW}"}
"""


def session_of(text: str, path: Path | str = "/flows/release-flow.yaml", root: str = "") -> tuple[Session, Linted]:
    """A session in which the text is open, and what was found in it."""
    session = Session()
    session.client = CLIENT
    session.configurations = Configurations(root=root)
    session.folders = (root,) if root else ()
    uri = Path(path).as_uri()
    document = opened(types.TextDocumentItem(uri, "yaml", 7, text))
    session.documents[uri] = document
    held = session.held(document)
    report = lint_open(document, held, lambda: read(document.content), fixes=True)
    return session, Linted(document, held, report, [], "1")


def actions_of(session: Session, linted: Linted, only: tuple[str, ...] = ()) -> dict[str, types.CodeAction]:
    """All actions for the whole text, by their titles; the fixes are those in `linted`."""
    session._mendable[linted.document.uri] = linted
    return {one.title: one for one in code_actions(Asked(linted, 0, len(linted.document.content), only), session)}


def result(document: OpenDocument, action: types.CodeAction) -> str:
    """The text after an action on the open document."""
    assert action.edit is not None
    [change] = action.edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document == types.OptionalVersionedTextDocumentIdentifier(document.uri, document.version)
    text, content = document.text, document.content
    for edit in reversed(change.edits):
        start, end = (offset_at(text, one, "utf-16") for one in (edit.range.start, edit.range.end))
        content = content[:start] + edit.new_text + content[end:]
    return content


def fixed(linted: Linted, *fixes: TextFix) -> Linted:
    """The same, with these fixes for what was found first."""
    found = linted.report.diagnostics
    given = tuple(one._replace(fix=fix) for one, fix in zip(found, fixes, strict=False))
    return linted._replace(report=Report((*given, *found[len(fixes) :]), linted.report.files))


def edit_of(text: str, old: str, new: str) -> Edit:
    start, whole = text.index(old), Text(text)
    return Edit(Region(*whole.position(start), *whole.position(start + len(old))), new)


def test_a_fix_is_preferred_where_it_is_safe() -> None:
    session, linted = session_of(FLOW)
    safe = TextFix("call it 'OLD'", (edit_of(FLOW, "NEW", "OLD"),), safe=True)
    unsafe = TextFix("remove it", (edit_of(FLOW, 'OLD: "1"', ""),), safe=False)
    linted = fixed(linted, unsafe, safe)
    actions = actions_of(session, linted)
    assert actions["Call it 'OLD'"].is_preferred is True
    assert actions["Remove it"].is_preferred is None
    assert result(linted.document, actions["Call it 'OLD'"]) == FLOW.replace("NEW", "OLD")
    assert actions["Call it 'OLD'"].diagnostics


def _both() -> tuple[TextFix, TextFix]:
    return (
        TextFix("one", (edit_of(FLOW, "NEW", "LATEST"),), safe=True),
        TextFix("two", (edit_of(FLOW, "sequential", "parallel"),), safe=True),
    )


@pytest.mark.parametrize(
    ("only", "fixes", "everything"),
    [
        ((), True, True),
        (("quickfix",), True, False),
        (("source",), False, True),
        (("source.fixAll",), False, True),
        ((FIX_ALL,), False, True),
        (("refactor",), False, False),
        (("source.fixAll.other",), False, False),
        (("source.fix",), False, False),
        (("",), True, True),
    ],
)
def test_only_what_is_asked_for(only: tuple[str, ...], fixes: bool, everything: bool) -> None:
    session, linted = session_of(FLOW)
    session.client = CLIENT._replace(resolves_edits=True)
    titles = actions_of(session, fixed(linted, *_both()), only)
    assert ("One" in titles) == fixes
    assert ("Fix all that nflint can fix safely" in titles) == everything


def test_only_what_is_at_the_place() -> None:
    session, linted = session_of(FLOW)
    at = FLOW.index("NEW")
    found = code_actions(Asked(linted, at, at, ()), session)
    assert {one.title for one in found} == {"Ignore undeclared-argument here with a comment", "Explain NF220"}


BLOCK = FLOW.replace('message: "\U0001f600 ${args.NEW}"}', "message: x}").replace(
    "          spec: {integrationInternalId: team, message: x}\n",
    "          spec:\n            integrationInternalId: team\n            message: |\n              one\n"
    "              ${args.NEW}\n",
)
HIDDEN = FLOW.replace('NEW}"}', 'NEW}"}  # nflint: ignore[undeclared-argument]')


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FLOW, HIDDEN),
        (FLOW.replace("\n", "\r\n"), HIDDEN.replace("\n", "\r\n")),
        (f"\ufeff{FLOW}", f"\ufeff{HIDDEN}"),
        (
            FLOW.replace('NEW}"}', 'NEW}"}  # why'),
            FLOW.replace('NEW}"}', 'NEW}"}  # why  # nflint: ignore[undeclared-argument]'),
        ),
        (
            FLOW.replace('NEW}"}', 'NEW}"} # nflint: ignore[other] why'),
            FLOW.replace('NEW}"}', 'NEW}"} # nflint: ignore[other, undeclared-argument] why'),
        ),
    ],
    ids=["flow", "crlf", "bom", "comment", "own-comment"],
)
def test_a_comment_hides_what_it_is_for_and_changes_no_value(text: str, expected: str) -> None:
    session, linted = session_of(text)
    action = actions_of(session, linted)["Ignore undeclared-argument here with a comment"]
    after = result(linted.document, action)
    assert after == expected
    assert read(after)[0].value == read(text)[0].value
    assert "undeclared-argument" not in {one.rule for one in lint(after, name="release-flow.yaml").diagnostics}


def test_a_string_that_goes_on_has_its_comment_above() -> None:
    text = FLOW.replace('"\U0001f600 ${args.NEW}"', '"${args.NEW}\n            and more"')
    session, linted = session_of(text)
    action = actions_of(session, linted)["Ignore undeclared-argument here with a comment"]
    after = result(linted.document, action)
    assert "          # nflint: ignore[undeclared-argument]\n          spec: {integ" in after
    assert "undeclared-argument" not in {one.rule for one in lint(after, name="release-flow.yaml").diagnostics}


def test_within_a_block_of_text_it_takes_an_entry(tmp_path: Path) -> None:
    path = tmp_path / "flows" / "release-flow.yaml"
    session, linted = session_of(BLOCK, path, tmp_path.as_posix())
    action = actions_of(session, linted)["Ignore undeclared-argument here in the configuration"]
    assert action.edit is not None
    create, edit = action.edit.document_changes or ()
    uri = (tmp_path / ".nflint.yaml").as_uri()
    assert create == types.CreateFile(uri)
    assert isinstance(edit, types.TextDocumentEdit)
    [written] = edit.edits
    assert re.search(
        r"rule: undeclared-argument\n    files: flows/release-flow.yaml\n    at: \S*/message\n", written.new_text
    )


def test_an_entry_goes_where_the_configuration_is(tmp_path: Path) -> None:
    config = tmp_path / "pyproject.toml"
    config.write_bytes(b'[tool.nflint]\r\nignore = [\r\n  "unused-argument",\r\n]\r\n')
    session, linted = session_of('{"apiVersion": "v9", "spec": {"kind": "Workflow"}}', tmp_path / "release-flow.json")
    action = actions_of(session, linted)["Ignore api-version here in the configuration"]
    assert action.edit is not None
    [change] = action.edit.document_changes or ()
    assert isinstance(change, types.TextDocumentEdit)
    assert change.text_document == types.OptionalVersionedTextDocumentIdentifier(config.as_uri(), None)
    [edit] = change.edits
    assert edit.range.start == edit.range.end
    assert edit.new_text == '  { rule = "api-version", files = "./release-flow.json", at = "/apiVersion" },\r\n'


def test_an_open_configuration_is_changed_as_it_stands_in_the_editor(tmp_path: Path) -> None:
    config = tmp_path / ".nflint.yaml"
    config.write_text("ignore: [unused-argument]\n", "utf-8")
    session, linted = session_of('{"apiVersion": "v9", "spec": {"kind": "Workflow"}}', tmp_path / "release-flow.json")
    there = opened(types.TextDocumentItem(config.as_uri(), "yaml", 3, "fail-on: error\n"))
    session.documents[there.uri] = there
    action = actions_of(session, linted)["Ignore api-version here in the configuration"]
    assert result(there, action).startswith("fail-on: error\nignore:\n  - rule: api-version\n")


@pytest.mark.parametrize("client", [CLIENT._replace(creates_files=False), CLIENT._replace(versioned_edits=False)])
def test_an_editor_that_cannot_create_files_is_offered_none(tmp_path: Path, client: Client) -> None:
    session, linted = session_of('{"apiVersion": "v9", "spec": {"kind": "Workflow"}}', tmp_path / "release-flow.json")
    session.client = client._replace(creates_files=False)
    assert not [title for title in actions_of(session, linted) if title.startswith("Ignore")]


@pytest.mark.parametrize("text", ['{"apiVersion": "v1.2", "spec": {', "apiVersion: v1.2\nspec: {\n"])
def test_that_a_file_cannot_be_read_is_not_hidden(text: str) -> None:
    session, linted = session_of(text)
    assert linted.report.diagnostics
    assert not [title for title in actions_of(session, linted) if title.startswith("Ignore syntax-error")]


def test_a_page_is_offered_once_where_the_editor_can_show_it() -> None:
    session, linted = session_of(FLOW)
    explaining = [one for title, one in actions_of(session, linted).items() if title.startswith("Explain")]
    codes = {one.code for one in linted.report.diagnostics}
    assert {one.title for one in explaining} == {f"Explain {code}" for code in codes}
    assert all(one.command and one.command.arguments for one in explaining)
    session.client = CLIENT._replace(shows_documents=False)
    assert not [title for title in actions_of(session, linted) if title.startswith("Explain")]
