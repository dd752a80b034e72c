"""The edit by which a single finding is not told any more: a comment in YAML, and for JSON, which has none, an entry
of the configuration."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import Literal, NamedTuple

from lsprotocol import types
from pygls.uris import from_fs_path

from nflint.baseline import entry_for
from nflint.diagnostic import Diagnostic
from nflint.entries import with_ignores
from nflint.files import UnreadableFileError, byte_limit, read_file
from nflint.lsp.positions import Encoding, range_at, region_offsets
from nflint.lsp.session import Linted, Session
from nflint.lsp.workspace_edits import creation, difference, edit_of
from nflint.settings import UNREADABLE
from nflint.source.document import Document, Limits
from nflint.source.span import Span
from nflint.source.text import BOM, Text

_NEW = ".nflint.yaml"
_COMMENT = re.compile(r"(?<!\S)#[ \t]*nflint:[ \t]*ignore\[[^\]\r\n]*(?=\])")


class Source(NamedTuple):
    """A text in which comments may be put, and its scalars in order; it has none where it can have no comments."""

    text: Text
    scalars: tuple[Span, ...] | None


def source_of(text: Text, documents: Sequence[Document]) -> Source:
    """A text that was read as those documents."""
    if any(document.format != "yaml" or document.broken for document in documents):
        return Source(text, None)
    return Source(text, tuple(sorted(span for document in documents for span in document.scalars())))


def comment_edit(source: Source, diagnostic: Diagnostic, encoding: Encoding) -> list[types.TextEdit]:
    """The comment that hides a diagnostic of a text; none where it can have none.

    It stands at the end of its line, in a comment for nflint that is there already, or, where the line goes on inside
    of a string, in a line of its own above.
    """
    if source.scalars is None or diagnostic.rule in UNREADABLE:
        return []
    text = source.text
    begin, _ = region_offsets(text, diagnostic.region)
    line = text.position(begin)[0]
    start = text.line_starts[line - 1]
    words = text.line(line)
    there = _COMMENT.search(words)
    if there is not None and not _is_inside(source, start + there.start()):
        at, insert = start + there.end(), f", {diagnostic.rule}"
    elif not _is_inside(source, start + len(words)):
        at, insert = start + len(words), f"  # nflint: ignore[{diagnostic.rule}]"
    elif not _is_inside(source, start):
        indent = words[: len(words) - len(words.lstrip(" "))]
        at, insert = start, f"{indent}# nflint: ignore[{diagnostic.rule}]{_line_end(text)}"
    else:
        return []
    return [types.TextEdit(range_at(text, at, at, encoding), insert)]


def _is_inside(source: Source, at: int) -> bool:
    """Whether an offset lies within a string, or another scalar, where a comment would be a part of it."""
    content = source.text.content
    shift = int(content.startswith(BOM))
    index = bisect_left(source.scalars or (), (at - shift,)) - 1
    if index < 0:
        return False
    start, end = (offset + shift for offset in (source.scalars or ())[index])
    # A plain or quoted scalar ends where it ends; a block scalar goes on to the end of its last line.
    return at < end or (at == end and content[start] in "|>")


def _line_end(text: Text) -> str:
    found = re.search(r"\r\n|\n|\r", text.content)
    return found[0] if found else "\n"


def entry_edit(linted: Linted, diagnostic: Diagnostic, session: Session) -> types.WorkspaceEdit | None:
    """The entry in the configuration that hides a diagnostic: in the one that holds for the document, or in a new one
    in its workspace, or its folder; None where the editor or the configuration cannot have it."""
    path = linted.document.path
    if not path:
        return None
    config = linted.held.path
    around = [folder for folder in session.folders if path.startswith(f"{folder.rstrip('/')}/")]
    folder = max(around, key=len, default=path.rpartition("/")[0])
    target = config or f"{folder}/{_NEW}"
    uri = from_fs_path(target)
    entry = entry_for(diagnostic, path, target.rpartition("/")[0])
    if uri is None or entry is None:
        return None
    there = session.documents.get(uri)
    try:
        content = there.content if there else read_file(target, byte_limit(Limits())).decode("utf-8") if config else ""
        form: Literal["toml", "yaml"] = "toml" if target.lower().endswith(".toml") else "yaml"
        extended = with_ignores(content, form, [entry])
    except (ValueError, UnreadableFileError) as error:
        session.log(f"{target}: {error}")
        return None
    if there is None and not config:
        return creation(uri, extended) if session.client.creates_files else None
    edits = difference(Text(content), extended, session.encoding)
    return edit_of(uri, there.version if there else None, edits, session.client)
