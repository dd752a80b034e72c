"""Edits of documents and files as the editor at the other end understands them."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise

from lsprotocol import types

from nflint.lsp.capabilities import Client
from nflint.lsp.positions import Encoding, range_at
from nflint.source.text import Text


def edit_of(uri: str, version: int | None, edits: list[types.TextEdit], client: Client) -> types.WorkspaceEdit:
    """Edits of one document at that version; None for a file that is not open."""
    if not client.versioned_edits:
        return types.WorkspaceEdit(changes={uri: edits})
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri, version)
    return types.WorkspaceEdit(document_changes=[types.TextDocumentEdit(identifier, [*edits])])


def creation(uri: str, content: str) -> types.WorkspaceEdit:
    """A new file with that content; the editor must be able to create files."""
    begin = types.Position(0, 0)
    edit = types.TextEdit(types.Range(begin, begin), content)
    identifier = types.OptionalVersionedTextDocumentIdentifier(uri, None)
    return types.WorkspaceEdit(
        document_changes=[types.CreateFile(uri), types.TextDocumentEdit(identifier, [edit])],
    )


def difference(before: Text, after: str, encoding: Encoding) -> list[types.TextEdit]:
    """The edits that make one text of another, each as short as it can be, so that cursors and marks stay where they
    are; none where the texts are equal."""
    edits = []
    old_lines, new_lines = (_lines(text) for text in (before, Text(after)))
    at, done = 0, 0
    for _, start, end, new_start, new_end in SequenceMatcher(None, old_lines, new_lines).get_opcodes():
        at += sum(map(len, old_lines[done:start]))
        old, new = "".join(old_lines[start:end]), "".join(new_lines[new_start:new_end])
        if old != new:
            edits.append(_shortest(before, at, old, new, encoding))
        done = start
    return edits


def _lines(text: Text) -> list[str]:
    """The lines of a text with their ends."""
    return [text.content[start:end] for start, end in pairwise((*text.line_starts, len(text.content)))]


def _shortest(text: Text, at: int, old: str, new: str, encoding: Encoding) -> types.TextEdit:
    """The edit that makes `new` of `old`, which stands at an offset of the text."""
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    # No editor has a place between CR and LF.
    start -= old[:start].endswith("\r")
    end -= end > 0 and old[-end] == "\n" and old[-end - 1 : -end] == "\r"
    return types.TextEdit(range_at(text, at + start, at + len(old) - end, encoding), new[start : len(new) - end])


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with that are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
