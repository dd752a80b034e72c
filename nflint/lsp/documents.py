"""The documents that an editor has open, each with the text that stands in it now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from lsprotocol import types
from pygls.uris import to_fs_path, urlparse

from nflint.files import display_path
from nflint.lsp.positions import Encoding, offset_at, paired
from nflint.source.text import Text

Change: TypeAlias = types.TextDocumentContentChangeEvent


class OpenDocument(NamedTuple):
    """A document at one version of it. `path` is the absolute path of its file, empty where it has none, and `name`
    what diagnostics call it."""

    uri: str
    version: int
    path: str
    name: str
    text: Text

    @property
    def content(self) -> str:
        """The text as a string."""
        return self.text.content


def opened(item: types.TextDocumentItem) -> OpenDocument:
    """A document as the editor gives it."""
    path = path_of(item.uri)
    return OpenDocument(item.uri, item.version, path, path or _title(item.uri), Text(paired(item.text)))


def path_of(uri: str) -> str:
    """The absolute path of a file, with forward slashes; empty for what is no file, such as `untitled:` documents."""
    try:
        path = to_fs_path(uri)
    except ValueError:  # What no address can be.
        return ""
    return display_path(path) if path else ""


def _title(uri: str) -> str:
    try:
        return display_path(urlparse(uri)[2]) or uri
    except ValueError:
        return uri


def changed(document: OpenDocument, version: int, changes: Iterable[Change], encoding: Encoding) -> OpenDocument:
    """The document after changes, each of which counts in the text that the one before it has left."""
    text = document.text
    for change in changes:
        if isinstance(change, types.TextDocumentContentChangeWholeDocument):
            text = Text(paired(change.text))
            continue
        start = offset_at(text, change.range.start, encoding)
        end = max(start, offset_at(text, change.range.end, encoding))
        content = text.content
        text = Text(paired(f"{content[:start]}{change.text}{content[end:]}"))
    return document._replace(version=version, text=text)
