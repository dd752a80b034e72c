"""What the server says of a text after many key presses is what it says of the same text when that is opened."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")

from lsprotocol import types

from nflint.lsp import handlers
from nflint.lsp.capabilities import Client
from nflint.lsp.documents import OpenDocument, changed, opened
from nflint.lsp.positions import range_at
from nflint.lsp.session import Session
from nflint.source.memory import Memory

TESTS = Path(__file__).parents[1]
# Some of each folder, so that most rules have something to say.
FILES = sorted(path for path in (TESTS / "rules").glob("*/bad*") if path.suffix in (".json", ".yaml"))[::7]
KEYS = ('"', "'", "{", "}", "[", "]", ",", ":", "a", " ", "\n", "$", "${refs.", "- ", "#", "\U0001f600")


def session_with(document: OpenDocument) -> Session:
    """A session in which the document is open."""
    session = Session()
    session.client = Client(snippets=True, markdown=True, pulls=True)
    session.documents[document.uri] = document
    return session


def completed(session: Session, document: OpenDocument, offset: int) -> list[types.CompletionItem]:
    """What is offered behind the last key press."""
    place = range_at(document.text, offset, offset, "utf-16").end
    asked = types.CompletionParams(types.TextDocumentIdentifier(document.uri), place)
    return handlers.completion(session, asked) or []


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_it_is_the_same_as_of_a_text_that_was_just_opened(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = path.read_bytes().decode("utf-8", "replace")
    document = opened(types.TextDocumentItem(f"file:///flows/{path.name}", "yaml", 1, text))
    session = session_with(document)
    chance = random.Random(path.name)
    for number in range(10):
        start = chance.randrange(len(document.content) + 1)
        end = min(start + chance.randrange(3), len(document.content))
        key = chance.choice(KEYS)
        place = range_at(document.text, start, end, "utf-16")
        change = types.TextDocumentContentChangePartial(text=key, range=place)
        document = changed(document, number + 2, [change], "utf-16")
        session.documents[document.uri] = document
        offered = completed(session, document, start + len(key))
        shown = session.lint(document, session.held(document)).shown
        with monkeypatch.context() as patch:
            patch.setattr(Memory, "suits", staticmethod(lambda _: False))
            fresh = session_with(document)
            first = completed(fresh, document, start + len(key))
            # Of a text that does not look like a flow any more the session knows that it was one.
            if fresh.analysis(document).kind == session.analysis(document).kind:
                assert offered == first, document.content
            assert shown == fresh.lint(document, fresh.held(document)).shown, document.content
