"""Where entries go into the table `tool.nflint` of a TOML text, and how they are written there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from nflint.entries.edits import KEY, Entry, by_hand, in_brackets, inserted
from nflint.source.document import Document, Limits
from nflint.source.reading import Place
from nflint.source.span import Span
from nflint.source.splices import Splice, indentation, line_end, line_ending
from nflint.source.toml_places import Scan, scan
from nflint.source.yaml_writing import quoted

_BARE = re.compile(r"[A-Za-z0-9_-]+\Z")
_EMPTY = re.compile(r"\[[ \t]*\]")
_HEADER_END = re.compile(r"[ \t]*\]")


def edits(document: Document, entries: Sequence[Entry]) -> list[Splice]:
    """What puts the entries into the text. Raises `ValueError` where the list is written in an unusual way."""
    text = document.text.content
    found = scan(text, Limits().depth)
    table = _child(_child(found.root, "tool"), "nflint")
    place = _child(table, KEY)
    if place is None:
        return _made(text, found, table, entries)
    if _is_named_inside(place):
        return [_further_tables(text, found, place, entries)]
    span = Span(place.start, place.end)
    items = [_inline(entry) for entry in entries]
    if isinstance(place.children, list) and not _EMPTY.match(text, place.start):
        last = place.children[-1] if place.children else None
        return in_brackets(text, span, Span(last.start, last.end) if last else None, items)
    given = [] if isinstance(place.children, list) else [text[span.start : span.end]]
    return [Splice(*span, line_ending(text).join(_array(indentation(text, span.start), [*given, *items])))]


def _child(place: Place | None, name: str) -> Place | None:
    return place.children.get(name) if place is not None and isinstance(place.children, dict) else None


def _is_named_inside(place: Place) -> bool:
    """Whether the key stands inside of the place, as in the header of a table or a dotted key."""
    return place.start <= place.key_start


def _inside(place: Place) -> Iterator[Place]:
    """The place and all inside of it."""
    pending = [place]
    while pending:
        place = pending.pop()
        yield place
        children = place.children
        pending.extend(children.values() if isinstance(children, dict) else children or ())


def _made(text: str, found: Scan, table: Place | None, entries: Sequence[Entry]) -> list[Splice]:
    """The key with its list in a table that has none yet, or together with the table."""
    if table is None:
        return [_with_header(text, [_inline(entry) for entry in entries])]
    around = indentation(text, table.start)
    items = [_inline(entry) for entry in entries]
    if text.startswith("{", table.start):
        ends = [Span(place.start, place.end) for place in _inside(table) if place is not table]
        last = max(ends, key=lambda span: span.end, default=None)
        return in_brackets(text, Span(table.start, table.end), last, [f"{KEY} = [{', '.join(items)}]"])
    if table.start not in found.bodies:
        # A dotted key: its first value is as good a place as any, and the others may be far away.
        end = min((place.end for place in _inside(table) if not place.children and place is not table), default=0)
        key = f"{text[table.start : table.key_end]}.{KEY}"
        return [inserted(text, line_end(text, end), _statement(key, around, items))]
    if not _HEADER_END.match(text, table.key_end):
        return [_with_header(text, items)]
    return [inserted(text, line_end(text, found.bodies[table.start]), _statement(KEY, around, items))]


def _with_header(text: str, items: Sequence[str]) -> Splice:
    lines = ["[tool.nflint]", *_statement(KEY, "", items)]
    return inserted(text, len(text), ["", *lines] if text.strip() else lines)


def _further_tables(text: str, found: Scan, place: Place, entries: Sequence[Entry]) -> Splice:
    """Further tables of an array of tables, behind the last one with the tables in it."""
    if not isinstance(place.children, list):
        raise by_hand(f"'{KEY}' is a table")
    last = place.children[-1]
    end = max(found.bodies.get(inner.start, 0) for inner in _inside(last))
    around = indentation(text, last.start)
    header = f"{around}{text[last.start : last.end]}"
    lines: list[str] = []
    for entry in entries:
        lines += ["", header, *(f"{around}{_pair(key, value)}" for key, value in entry.items())]
    return inserted(text, line_end(text, end), lines)


def _statement(key: str, around: str, items: Sequence[str]) -> list[str]:
    first, *others = _array(around, items)
    return [f"{around}{key} = {first}", *others]


def _array(around: str, items: Sequence[str]) -> list[str]:
    """The lines of an array, the first of which goes behind its key."""
    return ["[", *(f"{around}  {item}," for item in items), f"{around}]"]


def _inline(entry: Entry) -> str:
    pairs = ", ".join(_pair(key, value) for key, value in entry.items())
    return f"{{ {pairs} }}" if pairs else "{}"


def _pair(key: str, value: str) -> str:
    return f"{key if _BARE.match(key) else quoted(key)} = {quoted(value)}"
