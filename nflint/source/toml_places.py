"""Where every key and value of a TOML text stands. What the values are, and whether the text is TOML at all, is for
the library to say: of a text that is not, the places found before the first mistake are given."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import suppress
from typing import NamedTuple

from .pointer import Pointer
from .reading import Place
from .span import Span
from .toml_library import TOMLDecodeError, loads

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_SPACE = re.compile(r"[ \t]*")
_BASIC = r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"'
_LITERAL = r"'[^'\n]*'"
_KEY = re.compile(rf"[A-Za-z0-9_-]+|{_BASIC}|{_LITERAL}")
# Up to two quotes may stand before the three that close a string of several lines.
_STRING = re.compile(
    r'"""[^"\\]*(?:(?:\\.|"(?!""))[^"\\]*)*"""(?:"{0,2})'
    r"|'''[^']*(?:'(?!'')[^']*)*'''(?:'{0,2})"
    rf"|(?!\"\"\"|'''){_BASIC}|(?!\"\"\"|'''){_LITERAL}",
    re.S,
)
_WORD = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[^\s,\[\]{}#]*|[^\s,\[\]{}#=\"']+")
_LONG_NUMBER = re.compile(r"[-+]?[0-9_]{1000,}\Z")


class Part(NamedTuple):
    """One name of a dotted key, with its place."""

    name: str
    start: int
    end: int


class Scan(NamedTuple):
    """What was found in a text.

    `bodies` gives for the start of each header where the last statement below it ends (or it itself). `too_deep` is
    where there is one level too many, `long` where a number has too many digits to be read, `opened` where the
    innermost string or bracket starts that the text does not close; each is -1 when there is none. `key` and `clash`
    are the last key that was read and the place where it had been given before.
    """

    root: Place
    bodies: dict[int, int]
    too_deep: int
    long: int
    opened: int
    key: Span | None
    clash: Span | None


class _Halt(Exception):  # noqa: N818  (it is no error: what was found until then is kept)
    """There is nothing more to find."""


def scan(content: str, depth: int) -> Scan:
    """The places of a text, up to the first value that is more than `depth` levels deep. Never raises, but
    `RecursionError` where the caller has left no room for so many levels."""
    reader = _Scanner(content, depth)
    with suppress(_Halt):
        reader.statements()
    root = Place(0, len(content), -1, -1, reader.root)
    return Scan(root, reader.bodies, reader.too_deep, reader.long, reader.opened, reader.key, reader.clash)


def innermost(root: Place, span: Span) -> Pointer:
    """The pointer of the smallest value that `span` lies in, its key included; the root's when there is none.

    All are looked at, since a table's place is its header, in which what belongs to it does not lie.
    """
    best: tuple[int, int, Pointer] | None = None
    for pointer, place in _everywhere(root):
        whole = (place.start, place.end)
        if place.key_start >= 0:
            whole = (min(place.start, place.key_start), max(place.end, place.key_end))
        for start, end in (whole, (place.key_start, place.key_end)):
            if 0 <= start <= span.start and span.end <= end:
                size = (end - start, -len(pointer), pointer)
                best = size if best is None or size[:2] < best[:2] else best
    return () if best is None else best[2]


def _everywhere(root: Place) -> Iterator[tuple[Pointer, Place]]:
    pending: list[tuple[Pointer, Place]] = [((), root)]
    while pending:
        pointer, place = pending.pop()
        steps = place.children.items() if isinstance(place.children, dict) else enumerate(place.children or ())
        for step, inner in steps:
            yield (*pointer, step), inner
            pending.append(((*pointer, step), inner))


class _Scanner:
    """One pass over a text; `table` holds the places that the next statement's belong to."""

    def __init__(self, content: str, depth: int) -> None:
        self.content = content
        self.depth = depth
        self.root: dict[str, Place] = {}
        self.bodies: dict[int, int] = {}
        self.too_deep = self.long = self.opened = -1
        self.key: Span | None = None
        self.clash: Span | None = None
        self.table = self.root
        self.level = 1

    def statements(self) -> None:
        """Read to the end."""
        header = -1
        at = self._after(_BLANK, 0)
        while at < len(self.content):
            if self.content[at] == "[":
                header = at
                at = self._header(at)
            else:
                at = self._pair(at, self.table, self.level)
            if header >= 0:
                self.bodies[header] = at
            at = self._after(_BLANK, at)

    def _after(self, pattern: re.Pattern[str], at: int) -> int:
        match = pattern.match(self.content, at)
        return match.end() if match else at

    def _names(self, at: int) -> tuple[list[Part], int]:
        """The names of a dotted key, and where what follows it stands."""
        names: list[Part] = []
        while True:
            match = _KEY.match(self.content, self._after(_SPACE, at))
            if match is None:
                raise _Halt
            names.append(Part(_name(match.group()), match.start(), match.end()))
            at = self._after(_SPACE, match.end())
            if not self.content.startswith(".", at):
                return names, at
            at += 1

    def _header(self, start: int) -> int:
        several = self.content.startswith("[[", start)
        names, at = self._names(start + 1 + several)
        span = Span(start, at + 1 + several)
        self.key, self.clash = Span(names[0].start, names[-1].end), None
        owner, self.level = self._descend(self.root, names[:-1], span, 1)
        self.table = self._append(owner, names[-1], span) if several else self._declare(owner, names[-1], span)
        # Looked at last, since the library complains of a table that is given twice before it reads the bracket.
        if not self.content.startswith("]]" if several else "]", at):
            raise _Halt
        return span.end

    def _declare(self, owner: dict[str, Place], last: Part, span: Span) -> dict[str, Place]:
        """The table of a header. One that is known from the headers of its own tables gets its place here."""
        known = owner.get(last.name)
        self.clash = None if known is None else Span(known.key_start, known.key_end)
        table, self.level = self._descend(owner, [last], span, self.level)
        if known is not None and isinstance(known.children, dict):
            owner[last.name] = Place(span.start, span.end, last.start, last.end, known.children)
        return table

    def _append(self, owner: dict[str, Place], last: Part, span: Span) -> dict[str, Place]:
        """Another table of an array of tables."""
        known = owner.setdefault(last.name, Place(span.start, span.end, last.start, last.end, []))
        self.clash = Span(known.key_start, known.key_end)
        table: dict[str, Place] = {}
        if not isinstance(known.children, list):
            raise _Halt
        self.level = self._deeper(self._deeper(self.level, last.start), last.start)
        known.children.append(Place(span.start, span.end, -1, -1, table))
        return table

    def _descend(
        self, table: dict[str, Place], names: list[Part], span: Span, level: int
    ) -> tuple[dict[str, Place], int]:
        """The table that `names` lead to, and its level; those that are missing are made, with `span` as their
        place."""
        for name, start, end in names:
            level = self._deeper(level, start)
            inner = table.setdefault(name, Place(span.start, span.end, start, end, {})).children
            if isinstance(inner, list) and inner:
                level = self._deeper(level, start)
                inner = inner[-1].children
            if not isinstance(inner, dict):
                raise _Halt
            table = inner
        return table, level

    def _deeper(self, level: int, at: int) -> int:
        if level >= self.depth:
            self.too_deep = at
            raise _Halt
        return level + 1

    def _pair(self, at: int, table: dict[str, Place], level: int) -> int:
        """A key and its value, and where they end."""
        names, at = self._names(at)
        if not self.content.startswith("=", at):
            raise _Halt
        key = self.key = Span(names[0].start, names[-1].end)
        self.clash = None
        table, level = self._descend(table, names[:-1], key, level)
        start = self._after(_SPACE, at + 1)
        end, children = self._value(start, level)
        last = names[-1]
        known = table.setdefault(last.name, Place(start, end, last.start, last.end, children))
        self.key = key
        self.clash = Span(known.key_start, known.key_end) if known.start != start else None
        return end

    def _value(self, at: int, level: int) -> tuple[int, dict[str, Place] | list[Place] | None]:
        char = self.content[at : at + 1]
        if char == "[":
            return self._list(at, self._deeper(level, at))
        if char == "{":
            return self._inline(at, self._deeper(level, at))
        match = (_STRING if char in ("'", '"') else _WORD).match(self.content, at)
        if match is None:
            if char in ("'", '"'):
                self.opened = at
            raise _Halt
        if _LONG_NUMBER.match(match.group()):
            self.long = at
            raise _Halt
        return match.end(), None

    def _list(self, start: int, level: int) -> tuple[int, list[Place]]:
        places: list[Place] = []
        at = self._inside(start, start + 1)
        while self.content[at] != "]":
            end, children = self._value(at, level)
            places.append(Place(at, end, -1, -1, children))
            at = self._next(start, end, "]")
        return at + 1, places

    def _inline(self, start: int, level: int) -> tuple[int, dict[str, Place]]:
        table: dict[str, Place] = {}
        at = self._inside(start, start + 1)
        while self.content[at] != "}":
            at = self._next(start, self._pair(at, table, level), "}")
        return at + 1, table

    def _next(self, start: int, at: int, closer: str) -> int:
        """Where the next item, or the closing bracket, stands."""
        at = self._inside(start, at)
        if self.content[at] == ",":
            return self._inside(start, at + 1)
        if self.content[at] != closer:
            raise _Halt
        return at

    def _inside(self, start: int, at: int) -> int:
        """Where the next character stands between the bracket at `start` and its end."""
        at = self._after(_BLANK, at)
        if at >= len(self.content):
            self.opened = start
            raise _Halt
        return at


def _name(source: str) -> str:
    if source[0] == "'" or (source[0] == '"' and "\\" not in source):
        return source[1:-1]
    if source[0] != '"':
        return source
    try:
        name: str = next(iter(loads(f"{source}=0")))
    except TOMLDecodeError:
        raise _Halt from None
    return name
