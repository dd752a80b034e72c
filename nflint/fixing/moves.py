"""Takes a key with its value to another object: as it is written, indented like its new neighbours."""

from __future__ import annotations

import re

from nflint.diagnostic import Move, Place, Pointer, Rewrite
from nflint.fixing.removals import removed
from nflint.fixing.rewrites import rewritten, written
from nflint.fixing.sites import Site, Source, find_site, head, rest_of_line
from nflint.source import reading
from nflint.source.pointer import value_at
from nflint.source.splices import Splice, indentation, is_first, line_end, line_ending, line_start

_LINES = re.compile(r"[^\r\n]*(?:\r\n|\n|\r|\Z)")
_COLON = re.compile(r"[ \t]*:[ \t]*\Z")
_UNIT = "  "


def moved(source: Source, change: Move) -> list[Splice] | None:
    """The changes that move a value; None where that cannot be done with certainty."""
    pointer, target = change.pointer, change.target
    if not target or not isinstance(target[-1], str) or pointer == target[: len(pointer)]:
        return None
    if pointer[:-1] == target[:-1]:
        return rewritten(source, Rewrite(Place(pointer, "key"), target[-1]))
    site = find_site(source, pointer)
    owners = source.chain(target[:-1])
    if site is None or not owners or source.is_alias(site.place) or source.is_alias(owners[-1]):
        return None
    if not isinstance(value_at(source.document.value, target[:-1]), dict):
        return None
    gone = removed(source, pointer)
    flow = any(source.is_flow(place) for place in owners)
    name = _name(source, site, pointer, target[-1], flow=flow)
    neighbour = _neighbour(source, owners[-1], site)
    if gone is None or name is None:
        return None
    if flow:
        added = _into_brackets(source, owners[-1], neighbour, site, name)
    else:
        added = _into_block(source, neighbour, site, name)
    return None if added is None else [*gone, added]


def _name(source: Source, site: Site, pointer: Pointer, name: str, *, flow: bool) -> str | None:
    """The key and its colon, as they are written now if the key stays what it is."""
    place = site.place
    between = source.text[place.key_end : place.start] if place.key_end >= 0 else ""
    colon = between if _COLON.match(between) else ": "
    if not colon.endswith(" ") and not source.is_json:
        colon = ": "
    if place.key_start >= 0 and pointer[-1] == name:
        return source.text[place.key_start : place.key_end] + colon
    text = written(source, name, flow=flow)
    return None if text is None else text + colon


def _neighbour(source: Source, owner: reading.Place, site: Site) -> reading.Place | None:
    """The one of the values in `owner` that the moved one goes behind: the one that it comes out of, else the last."""
    members = owner.children.values() if isinstance(owner.children, dict) else ()
    within = [one for one in members if owner.start <= head(one) and one.end <= owner.end]
    around = (one for one in within if one.start <= head(site.place) and site.place.end <= one.end)
    return next(around, max(within, key=head, default=None))


def _into_brackets(
    source: Source, owner: reading.Place, neighbour: reading.Place | None, site: Site, name: str
) -> Splice | None:
    text, place = source.text, site.place
    ending = line_ending(text)
    before = indentation(text, head(place))
    if neighbour is not None:
        own_line = is_first(text, head(neighbour)) and line_start(text, head(neighbour)) > owner.start
        after = indentation(text, head(neighbour))
        value = _shifted(text, place.start, place.end, before, after)
        if value is None:
            return None
        return Splice(
            neighbour.end, neighbour.end, f",{ending}{after}{name}{value}" if own_line else f", {name}{value}"
        )
    if text[owner.start + 1 : owner.end - 1].strip():
        return None
    around = indentation(text, owner.start)
    value = _shifted(text, place.start, place.end, before, around + _UNIT)
    if value is None:
        return None
    inside = f"{ending}{around}{_UNIT}{name}{value}{ending}{around}" if ending in value else f"{name}{value}"
    return Splice(owner.start + 1, owner.end - 1, inside)


def _into_block(source: Source, neighbour: reading.Place | None, site: Site, name: str) -> Splice | None:
    if neighbour is None or neighbour.key_start < 0:
        return None
    text, place = source.text, site.place
    around = " " * source.column(neighbour.key_start)
    end = place.end
    if not source.is_flow(site.owner):
        end = rest_of_line(text, place.end) or place.end
    value = _shifted(text, place.start, end, " " * source.column(head(place)), around)
    finish = rest_of_line(text, neighbour.end)
    if value is None or finish is None:
        return None
    # A value that starts in the line below its key is taken with the break between them.
    between = text[place.key_end : place.start] if place.key_end >= 0 else ""
    if "\n" in between or "\r" in between:
        whole = _shifted(text, place.key_end, end, " " * source.column(head(place)), around)
        if whole is None or not between.lstrip(" ").startswith(":"):
            return None
        name, value = name.rstrip(" ").removesuffix(":").rstrip(" "), whole
    ending = line_ending(text)
    at = line_end(text, finish)
    if at == finish:  # The text ends without a line end.
        return Splice(at, at, f"{ending}{around}{name}{value}")
    return Splice(at, at, f"{around}{name}{value}{ending}")


def _shifted(text: str, start: int, end: int, before: str, after: str) -> str | None:
    """A piece of the text with all lines but the first indented by `after` where they were by `before`; None where
    one of them is not."""
    first, *others = _LINES.findall(text[start:end])
    lines = [first]
    for line in others:
        if line.strip() and not line.startswith(before):
            return None
        lines.append(after + line[len(before) :] if line.strip() else line)
    return "".join(lines)
