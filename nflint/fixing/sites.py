"""Where a value stands among its neighbours in the text, and in which style."""

from __future__ import annotations

import re
from functools import cached_property
from typing import NamedTuple

from nflint.diagnostic import Pointer
from nflint.source.document import Document
from nflint.source.reading import Place
from nflint.source.splices import line_start


class Source:
    """A document with what is looked up in it again and again. Treat it as frozen."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self.text = document.text.content
        self.is_json = document.format == "json"

    @cached_property
    def quote(self) -> str:
        """The quotes that most strings of the document stand in."""
        if self.is_json:
            return '"'
        counts = {'"': 0, "'": 0}
        for scalar in self.document.scalars():
            first = self.text[scalar.start : scalar.start + 1]
            if first in counts:
                counts[first] += 1
        return "'" if counts["'"] > counts['"'] else '"'

    def chain(self, pointer: Pointer) -> tuple[Place, ...]:
        """The places down to the value at `pointer`; empty where one of them stands elsewhere in the text, as what an
        alias or a merge key brings in."""
        places = self.document.places(pointer)
        for index, place in enumerate(places):
            if index and not (places[index - 1].start <= head(place) and place.end <= places[index - 1].end):
                return ()
            if index < len(places) - 1 and self.is_alias(place):
                return ()
        return places

    def is_alias(self, place: Place) -> bool:
        """Whether the value is an alias of another one."""
        return not self.is_json and self.text.startswith("*", place.start)

    def is_flow(self, place: Place) -> bool:
        """Whether the object or list stands in brackets."""
        return self.text[place.start : place.start + 1] in ("{", "[")

    def column(self, at: int) -> int:
        """How many characters stand before `at` in its line."""
        return at - line_start(self.text, at)


class Site(NamedTuple):
    """A value in an object or list: its place, that of its owner, and those of its neighbours in the text."""

    owner: Place
    place: Place
    before: Place | None
    after: Place | None

    @property
    def is_only(self) -> bool:
        """Whether there is nothing else in the owner."""
        return self.before is None and self.after is None


def head(place: Place) -> int:
    """Where a value starts, with its key."""
    return place.start if place.key_start < 0 else place.key_start


def find_site(source: Source, pointer: Pointer) -> Site | None:
    """The site of the value at `pointer`; None for the whole document, and for what stands elsewhere in the text."""
    places = source.chain(pointer)
    if len(places) < 2:
        return None
    owner, place = places[-2:]
    last = pointer[-1]
    if isinstance(owner.children, list) and isinstance(last, int):
        before = owner.children[last - 1] if last else None
        after = owner.children[last + 1] if last + 1 < len(owner.children) else None
        return Site(owner, place, before, after)
    members = owner.children.values() if isinstance(owner.children, dict) else ()
    within = [one for one in members if owner.start <= head(one) and one.end <= owner.end]
    before = max((one for one in within if head(one) < head(place)), key=head, default=None)
    after = min((one for one in within if head(one) > head(place)), key=head, default=None)
    return Site(owner, place, before, after)


_REST = re.compile(r"[ \t]*(?:(?<![^ \t])#[^\r\n]*)?(?=[\r\n]|\Z)")


def rest_of_line(text: str, at: int) -> int | None:
    """Where the line of `at` ends, if nothing but blanks and a comment of YAML follow in it."""
    match = _REST.match(text, at)
    return match.end() if match else None
