"""From places in a document to regions of its text: the one place where offsets become lines and columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from nflint.diagnostic import Edit, Place, Region, TextFix
from nflint.source.document import Document
from nflint.source.pointer import to_string
from nflint.source.span import Span

if TYPE_CHECKING:
    from nflint.source.splices import Repair


def pointer_text(place: Place) -> str:
    """The RFC 6901 pointer of a place."""
    return to_string(place.pointer)


def place_region(document: Document, place: Place) -> Region:
    """Where `place` stands in the text; what is not in it stands where its nearest owner does."""
    return region(document, _span(document, place))


def region(document: Document, span: Span) -> Region:
    """The lines and columns of a span of offsets."""
    line, column = document.text.position(span.start)
    end_line, end_column = document.text.position(span.end)
    return Region(line, column, end_line, end_column)


def text_fix(document: Document, repair: Repair) -> TextFix:
    """What mends a text, with lines and columns in place of offsets."""
    edits = (Edit(region(document, Span(splice.start, splice.end)), splice.text) for splice in sorted(repair.splices))
    return TextFix(repair.title, tuple(edits), repair.safe)


def _span(document: Document, place: Place) -> Span:
    location = document.locate(place.pointer)
    if location is None:
        # The value is not in the text, for example below a merge key: its owner is the nearest place that is.
        start = document.span.start
        return _span(document, Place(place.pointer[:-1])) if place.pointer else Span(start, start)
    if place.start is not None and place.end is not None:
        part = document.key_slice if place.anchor == "key" else document.slice
        return part(place.pointer, place.start, place.end)
    if place.anchor == "key" and location.key is not None:
        return location.key
    if place.anchor == "key" or not place.pointer:
        return _opening(document, location.value)
    return location.value


def _opening(document: Document, whole: Span) -> Span:
    """Where to show a finding about a whole object: its bracket or its first line, never all of its lines."""
    text = document.text.content
    if text[whole.start : whole.start + 1] in ("{", "["):
        return Span(whole.start, whole.start + 1)
    ends = [end for mark in "\r\n" if (end := text.find(mark, whole.start, whole.end)) >= 0]
    return Span(whole.start, min(ends, default=whole.end))
