"""What a report keeps of a text: the lines around each diagnostic, or, for those who ask for it, all of it.

The texts are without credentials already; that is the business of `nflint.redaction`.
"""

from __future__ import annotations

from collections.abc import Sequence

from nflint.diagnostic import Excerpt, LintedFile, Region, Source, SourceDocument
from nflint.flow.model import build_flow
from nflint.source.document import Document
from nflint.source.text import Text

# Characters kept on each side of a place, several times what a terminal is wide.
_EXCERPT = 400


def kept_source(text: Text, documents: Sequence[Document], files: Sequence[LintedFile]) -> Source:
    """A whole text for the report; `text` has no credentials any more."""
    from nflint.redaction import without_credentials

    found = []
    for document, file in zip(documents, files, strict=False):
        line, _ = text.position(document.span.start)
        end_line, _ = text.position(document.span.end)
        owners = build_flow(document.value).owners
        places = ((owner.pointer, document.locate(owner.pointer)) for owner in owners)
        lines = {pointer: text.position(place.value.start)[0] for pointer, place in places if place is not None}
        found.append(SourceDocument(file.kind, without_credentials(document.value), line, end_line, lines))
    return Source(text.content, tuple(found))


def excerpt(text: Text, region: Region) -> Excerpt:
    """The line where a region begins, cut to what can be shown around it, and the line before."""
    shift = max(0, region.column - 1 - _EXCERPT)
    line = _line_part(text, region.line, shift, region.column - 1 + _EXCERPT)
    before = _line_part(text, region.line - 1, 0, _EXCERPT) if region.line > 1 else ""
    return Excerpt(line, shift, before)


def _line_part(text: Text, line: int, start: int, end: int) -> str:
    """Characters `start` to `end` of a line; a line may be megabytes long and is not copied for that."""
    offset = text.line_starts[line - 1]
    part = text.content[offset + start : offset + end]
    ends = [found for mark in "\r\n" if (found := part.find(mark)) >= 0]
    return part[: min(ends, default=len(part))]
