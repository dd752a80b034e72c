"""Takes a key with its value, or an item, out of the text: with its comma or its lines, and the comment at its end."""

from __future__ import annotations

import re

from nflint.diagnostic import Pointer
from nflint.fixing.sites import Site, Source, find_site, head, rest_of_line
from nflint.source.splices import Splice, is_first, line_start, whole_lines

# What stands between two items in brackets: blanks and the comma.
_COMMA = re.compile(r"[ \t\r\n]*(,?)[ \t\r\n]*")
_COMMENTS = re.compile(r"(?:[ \t\r\n,]|(?<![^\s,])#[^\r\n]*|//[^\r\n]*|/\*.*?\*/)*", re.S)
_REST = re.compile(r"[ \t]*(,?)[ \t]*(?:(?://|(?<=[ \t,])#)[^\r\n]*)?(?=[\r\n]|\Z)")
_DASHES = re.compile(r"[ ]*(?:-[ ]+)*\Z")
_DASH = re.compile(r"-[ ]*\Z")
_LONE_DASH = re.compile(r"[ ]*(?:-[ ]+)*(-)[ ]*(?:\r\n|\n|\r)\Z")
_OPENING = re.compile(r"[ ]*:(?=[ \t]*(?:(?<=[ \t])#[^\r\n]*)?(?:\r\n|\n|\r)[ ]*\Z)")
_MARK = "nflint:"


def removed(source: Source, pointer: Pointer) -> list[Splice] | None:
    """The changes that take out what is at `pointer`; None where that cannot be done with certainty."""
    site = find_site(source, pointer)
    if site is None:
        return None
    if source.is_flow(site.owner):
        return _from_brackets(source.text, site)
    return None if source.is_json else _from_block(source, site, pointer)


def _from_brackets(text: str, site: Site) -> list[Splice] | None:
    start, end = head(site.place), site.place.end
    opening = site.owner.start + 1 if site.before is None else site.before.end
    closing = site.owner.end - 1 if site.after is None else head(site.after)
    # Anything else than commas and comments is an anchor, a tag or the like.
    if not (_COMMENTS.fullmatch(text, opening, start) and _COMMENTS.fullmatch(text, end, closing)):
        return None
    comma_before, comma_after = _COMMA.fullmatch(text, opening, start), _COMMA.fullmatch(text, end, closing)
    if site.is_only:
        return [Splice(opening, closing, "")] if comma_before and comma_after else None
    if rest := _own_line(text, site):
        lines = whole_lines(text, start, end)
        if site.after is not None or rest.group(1):
            return [lines]
        comma = text.find(",", opening, start)
        return [Splice(comma, comma + 1, ""), lines] if comma_before else None
    if site.before is not None:
        return [Splice(site.before.end, end, "")] if comma_before else None
    if comma_after is None:
        return None
    behind = comma_after.end(1)
    return [Splice(start, behind if text[behind : behind + 1] in "\r\n" else closing, "")]


def _own_line(text: str, site: Site) -> re.Match[str] | None:
    """What follows in the last line of a value that has its lines for itself, with its comma unless it is the last."""
    start = head(site.place)
    rest = _REST.match(text, site.place.end)
    if rest is None or not is_first(text, start) or line_start(text, start) <= site.owner.start:
        return None
    return rest if rest.end() < site.owner.end and (rest.group(1) or site.after is None) else None


def _from_block(source: Source, site: Site, pointer: Pointer) -> list[Splice] | None:
    text = source.text
    start = _block_start(text, site)
    finish = rest_of_line(text, site.place.end)
    if start is None or finish is None:
        return None
    line = line_start(text, start)
    before = text[line_start(text, line - 1) : line] if line else ""
    if before.lstrip().startswith("#") and _MARK in before:
        return None  # A comment that hides what is found here would hide what is found in the line below.
    prefix = text[line:start]
    if not _DASHES.match(prefix):
        return None
    if site.is_only:
        return _emptied(source, site, pointer, start)
    if not prefix.strip():
        return [whole_lines(text, start, finish)]
    following = None if site.after is None else _block_start(text, site._replace(place=site.after))
    if following is None or text[finish:following].strip() or source.column(following) != source.column(start):
        return None
    # The first of what stands behind a dash: the next one takes its place there.
    return [Splice(start, following, "")]


def _block_start(text: str, site: Site) -> int | None:
    """Where a key, or the dash of an item, stands."""
    place = site.place
    if place.key_start >= 0:
        return place.key_start
    line = line_start(text, place.start)
    if dash := _DASH.search(text, line, place.start):
        return dash.start()
    if text[line : place.start].strip():
        return None
    above = line_start(text, line - 1) if line else 0
    lone = _LONE_DASH.match(text[above:line])
    return above + lone.start(1) if lone else None


def _emptied(source: Source, site: Site, pointer: Pointer, start: int) -> list[Splice] | None:
    """An object or list that keeps its type without anything in it: no brackets at all would be null."""
    text, empty = source.text, "{}" if site.place.key_start >= 0 else "[]"
    owner = source.chain(pointer[:-1])[-1]
    opening = _OPENING.match(text[:start], owner.key_end) if owner.key_end >= 0 else None
    if opening is not None:
        return [Splice(opening.end(), opening.end(), f" {empty}"), whole_lines(text, start, site.place.end)]
    return [Splice(start, site.place.end, empty)]
