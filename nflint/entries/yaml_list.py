"""Where entries go into a YAML text, and how they are written there: in block style, or inside brackets where the
list has them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nflint.entries.edits import KEY, Entry, by_hand, in_brackets, inserted
from nflint.source import yaml_scalars
from nflint.source.document import Document, Location
from nflint.source.span import Span
from nflint.source.splices import Splice, indentation, is_first, line_end, line_start
from nflint.source.yaml_writing import is_plain, quoted

_INDENTATION = "  "
_DOCUMENT_END = re.compile(r"^\.\.\.(?=[ \t\r\n]|\Z)", re.M)
_COMMENT = re.compile(r"([ \t]*)#[^\r\n]*(?:\r\n|\n|\r|\Z)")
_EMPTY = re.compile(r"\[[ \t]*\]")


def edits(document: Document, entries: Sequence[Entry]) -> list[Splice]:
    """What puts the entries into the text. Raises `ValueError` where the list is written in an unusual way."""
    text = document.text.content
    root = document.locate(())
    if not isinstance(document.value, dict) or root is None:
        return [_appended(text, Span(0, 0), entries)]
    is_flow = text.startswith("{", root.value.start)
    location = document.locate((KEY,))
    if location is None:
        return _with_key(document, root.value, entries) if is_flow else [_appended(text, root.value, entries)]
    value = document.value[KEY]
    if not isinstance(value, list) or not value:
        if is_flow or (text.startswith("[", location.value.start) and not _EMPTY.match(text, location.value.start)):
            return _as_flow(document, location.value, entries)
        return _as_block(text, location, entries)
    last = document.locate((KEY, len(value) - 1))
    first = document.locate((KEY, 0))
    if last is None or first is None:
        raise by_hand("its items are written elsewhere")
    if text.startswith("[", location.value.start):
        return in_brackets(text, location.value, last.value, _flow_items(document, entries))
    return [_after_items(text, location.value.start, first.value, last.value, entries)]


def _appended(text: str, root: Span, entries: Sequence[Entry]) -> Splice:
    """The key and its list behind everything else in the document."""
    marker = _DOCUMENT_END.search(text, root.end)
    around = indentation(text, root.start) if is_first(text, root.start) else ""
    lines = [f"{around}{KEY}:", *_block(entries, around + _INDENTATION, " ")]
    return inserted(text, marker.start() if marker else len(text), lines)


def _with_key(document: Document, root: Span, entries: Sequence[Entry]) -> list[Splice]:
    """The key and its list at the end of a configuration in braces."""
    value = document.value
    found = [document.locate((key,)) for key in value] if isinstance(value, dict) else []
    last = max((location.value for location in found if location), key=lambda span: span.end, default=None)
    key = f'"{KEY}"' if document.format == "json" else KEY
    item = f"{key}: [{', '.join(_flow_items(document, entries))}]"
    return in_brackets(document.text.content, root, last, [item])


def _as_flow(document: Document, span: Span, entries: Sequence[Entry]) -> list[Splice]:
    """A list in brackets for null, a string or an empty list."""
    text = document.text.content
    items = _flow_items(document, entries)
    source = text[span.start : span.end]
    if source.startswith("["):
        return in_brackets(text, span, None, items)
    is_null = isinstance(document.value, dict) and document.value[KEY] is None
    return [Splice(span.start, span.end, f"[{', '.join(items if is_null else [source, *items])}]")]


def _as_block(text: str, location: Location, entries: Sequence[Entry]) -> list[Splice]:
    """A block list for null, `[]` or a string, which becomes its first item."""
    start, end = location.value
    key = location.key
    if key is None or not is_first(text, key.start) or line_start(text, end) > key.start:
        raise by_hand("it is not written in the line of its key")
    around = indentation(text, key.start) + _INDENTATION
    source = text[start:end]
    items = list(_block(entries, around, " "))
    if not yaml_scalars.is_null(source) and not source.startswith("["):
        items.insert(0, f"{around}- {source}")
    before = text[key.end : start].rstrip(" \t")
    return [Splice(key.end + len(before), end, ""), inserted(text, line_end(text, end), items)]


class Place(NamedTuple):
    """Where a further item of a block list goes: at the start of a line, with `around` before its dash and `gap`
    behind it."""

    at: int
    around: str
    gap: str


def behind_items(text: str, start: int, first: Span, last: Span) -> Place | None:
    """The place behind the last item of the list at `start`, and behind its comments, for one written as the first;
    None for a list that is not in block style."""
    if not is_first(text, start) or not text.startswith("-", start):
        return None
    around = indentation(text, start)
    gap = text[start + 1 : first.start]
    at = line_end(text, last.end)
    # Comments further in than the items belong to the last of them.
    while (match := _COMMENT.match(text, at)) and len(match.group(1)) > len(around):
        at = match.end()
    return Place(at, around, gap if gap and not gap.strip(" ") else " ")


def _after_items(text: str, start: int, first: Span, last: Span, entries: Sequence[Entry]) -> Splice:
    """Further items behind the last one, as the first one is written."""
    place = behind_items(text, start, first, last)
    if place is None:
        raise by_hand("it is not written as a list of its own")
    return inserted(text, place.at, list(_block(entries, place.around, place.gap)))


def _block(entries: Sequence[Entry], around: str, gap: str) -> Iterator[str]:
    """The lines of block items, with `gap` between a dash and what follows."""
    for entry in entries:
        lead = f"-{gap}"
        if not entry:
            yield f"{around}{lead}{{}}"
        for key, value in entry.items():
            yield f"{around}{lead}{_block_text(key)}: {_block_text(value)}"
            lead = " " * len(lead)


def _flow_items(document: Document, entries: Sequence[Entry]) -> list[str]:
    if document.format == "json":
        return [json.dumps(dict(entry), ensure_ascii=False) for entry in entries]
    pairs = ([f"{_flow_text(key)}: {_flow_text(value)}" for key, value in entry.items()] for entry in entries)
    return [f"{{{', '.join(items)}}}" for items in pairs]


def _block_text(text: str) -> str:
    return text if is_plain(text, flow=False) else quoted(text, "'")


def _flow_text(text: str) -> str:
    return text if is_plain(text, flow=True) else quoted(text, "'")
