"""Edits of documents and files as the editor at the other end understands them."""

from __future__ import annotations

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
    """The one edit that makes one text of another, as short as it can be; none where they are equal."""
    old = before.content
    if old == after:
        return []
    start = _shared(old, after)
    end = _shared(old[start:][::-1], after[start:][::-1])
    # No editor has a place between CR and LF.
    start -= old[:start].endswith("\r")
    end -= end > 0 and old[-end] == "\n"
    text = after[start : len(after) - end]
    return [types.TextEdit(range_at(before, start, len(old) - end, encoding), text)]


def _shared(one: str, other: str) -> int:
    """How many characters two texts begin with that are the same."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (a, b) in pairs if a != b), min(len(one), len(other)))
