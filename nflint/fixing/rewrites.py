"""Writes a value, a key or a part of a string anew, in the quotes it stands in, and only the characters that change."""

from __future__ import annotations

import json
import math

from nflint.diagnostic import Rewrite
from nflint.fixing.sites import Source
from nflint.source import substring, yaml_scalars
from nflint.source.pointer import value_at
from nflint.source.span import Span
from nflint.source.splices import Splice
from nflint.source.yaml_writing import ODD, escaped, is_plain, quoted


def rewritten(source: Source, change: Rewrite) -> list[Splice] | None:
    """The changes that write what is at the place of `change` anew; None where that cannot be done with certainty."""
    place = change.place
    chain = source.chain(place.pointer)
    if not chain:
        return None
    own = chain[-1]
    is_key = place.anchor == "key"
    if (own.key_start < 0) if is_key else source.is_alias(own):
        return None
    span = Span(own.key_start, own.key_end) if is_key else Span(own.start, own.end)
    old = place.pointer[-1] if is_key else value_at(source.document.value, place.pointer)
    new = change.value
    if place.start is not None and place.end is not None:
        if not (isinstance(old, str) and isinstance(new, str)):
            return None
        new = old[: place.start] + new + old[place.end :]
    flow = any(source.is_flow(one) for one in chain[:-1])
    if isinstance(old, str) and isinstance(new, str):
        return _string(source, span, old, new, flow=flow)
    text = None if is_key else written(source, new, flow=flow)
    if text is None or (isinstance(old, dict | list) and old and "\n" in source.text[span.start : span.end]):
        return None
    gap = " " if span.start == span.end and source.text[span.start - 1 : span.start] not in ("", " ") else ""
    return [Splice(*span, gap + text)]


def written(source: Source, value: object, *, flow: bool) -> str | None:
    """A value as it is written in the document, on one line; None for what JSON has no form for."""
    if isinstance(value, str):
        if source.is_json:
            return f'"{escaped(value)}"'
        return value if is_plain(value, flow=flow) else quoted(value, source.quote)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return json.dumps(value, ensure_ascii=False)


def _string(source: Source, span: Span, old: str, new: str, *, flow: bool) -> list[Splice] | None:
    """One string in the place of another, of which as much stays as both have in common."""
    start = _common(old, new)
    tail = _common(old[start:][::-1], new[start:][::-1])
    end, middle = len(old) - tail, new[start : len(new) - tail]
    opening = source.text[span.start : span.start + 1]
    if source.is_json and opening != '"':
        return None
    if opening == '"':
        middle = escaped(middle)
    elif opening == "'" and span.end - span.start >= 2:
        if ODD.search(middle):
            return [Splice(*span, quoted(new))]
        middle = middle.replace("'", "''")
    elif ODD.search(middle):
        return None if opening in ("|", ">") else [Splice(*span, quoted(new))]
    elif opening not in ("|", ">") and not _stays_plain(old, new, start, flow=flow):
        return [Splice(*span, quoted(new, source.quote))]
    part = _part(source, span, old, start, end)
    return None if part is None else [Splice(*part, middle)]


def _common(one: str, other: str) -> int:
    """With how many characters both begin."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((index for index, (left, right) in pairs if left != right), min(len(one), len(other)))


def _stays_plain(old: str, new: str, start: int, *, flow: bool) -> bool:
    if is_plain(new, flow=flow):
        return True
    # What the first two characters do not start now, they do not start then.
    kept = start >= 2 and new == new.strip() and is_plain("x" + new[1:], flow=flow)
    return kept and yaml_scalars.resolve(new) == yaml_scalars.Scalar(new)


def _part(source: Source, span: Span, old: str, start: int, end: int) -> Span | None:
    """Where characters of a string are written."""
    text = source.text
    offset = substring.plain_offset(text, span, old)
    if offset is not None:
        return Span(offset + start, offset + end)
    offsets = substring.offsets(text, span, old, source.document.format)
    if offsets is not None:
        return Span(offsets[start], offsets[end])
    # Lines that are folded: what stands there once, word by word, can be found.
    first, last = start, end
    while first > 0 and not old[first - 1].isspace():
        first -= 1
    while last < len(old) and not old[last].isspace():
        last += 1
    words = old[first:last]
    if not words or old.count(words) != 1 or text.count(words, span.start, span.end) != 1:
        return None
    at = text.index(words, span.start, span.end)
    return Span(at + start - first, at + end - first)
