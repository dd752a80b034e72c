"""Documents: the values of a text and where each stands. The readers behind it are called from here only."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from . import json_places, parse_json, selection, substring
from .plain_values import plain
from .pointer import Pointer
from .problem import Problem
from .reading import Limits, Place, Reading
from .text import Span, Text, without_bom

if TYPE_CHECKING:
    from .memory import Memory

__all__ = ["Document", "Format", "Limits", "Location", "from_value", "read", "read_toml"]

Format = Literal["json", "yaml", "toml"]


class Location(NamedTuple):
    """Where a value stands, and its key when it stands in an object."""

    value: Span
    key: Span | None


class Document:
    """One JSON, YAML or TOML document.

    `value` is made of dict (keys are str), list, str, int, float, bool and None; `span` is the document's
    place in `text`; `problems` are in text order; `broken` says that `value` is not all of what was meant.
    Treat it as frozen: only places that are read on first use are kept inside.
    """

    __slots__ = ("_maps", "_place", "broken", "format", "problems", "span", "text", "value")

    def __init__(self, text: Text, reading: Reading, form: Format) -> None:
        self.text = text
        self.value = reading.value
        self.format: Format = form
        self.problems = reading.problems
        self.span = reading.span
        self.broken = reading.broken
        self._place = reading.place
        self._maps: tuple[tuple[int, str], list[int] | None] | None = None

    def __repr__(self) -> str:
        return f"Document({self.format}, {self.span}, {len(self.problems)} problems)"

    @property
    def place(self) -> Place | None:
        """Where the whole value stands, with the places inside it; None without a text."""
        return self._whole()

    def locate(self, pointer: Pointer) -> Location | None:
        """Where the value at `pointer` stands; None when there is no such value, or no text."""
        place = self._find(pointer)
        if place is None:
            return None
        key = Span(place.key_start, place.key_end) if place.key_start >= 0 else None
        return Location(Span(place.start, place.end), key)

    def places(self, pointer: Pointer) -> tuple[Place, ...]:
        """The places from the whole document down to the value at `pointer`, each with those inside it; empty when
        there is no such value, or no text. What an alias or a merge key brings in stands outside of its owner."""
        place = self._whole()
        found: list[Place] = []
        for part in (None, *pointer):
            if part is not None and place is not None:
                place = _inner(place, part)
            if place is None:
                return ()
            found.append(place)
        return tuple(found)

    def slice(self, pointer: Pointer, start: int, end: int) -> Span:
        """The source of characters `start` to `end` of the string value at `pointer`, as exact as the source
        allows: the whole value for folded scalars and non-strings, the document when there is no such
        value."""
        place = self._find(pointer)
        if place is None:
            return self.span
        return self._part(Span(place.start, place.end), self._value_at(pointer), start, end)

    def key_slice(self, pointer: Pointer, start: int, end: int) -> Span:
        """The same for the key at `pointer`; the value's span when it stands in a list."""
        place = self._find(pointer)
        if place is None:
            return self.span
        if place.key_start < 0:
            return Span(place.start, place.end)
        return self._part(Span(place.key_start, place.key_end), pointer[-1], start, end)

    def pointer_at(self, span: Span) -> Pointer:
        """The innermost value that `span` lies in, its key included; the whole document when there is none."""
        pointer: list[str | int] = []
        place = self._whole()
        if place is not None and self.format == "toml":
            # Imported here because only a configuration is written in TOML.
            from .toml_places import innermost

            return innermost(place, span)
        while place is not None:
            inner = next((step for step in _steps(place) if _holds(step[1], span)), None)
            if inner is None:
                break
            pointer.append(inner[0])
            place = inner[1]
        return tuple(pointer)

    def scalars(self) -> Iterator[Span]:
        """Where texts, numbers and the like stand, keys included, in no order."""
        whole = self._whole()
        pending = [] if whole is None else [whole]
        while pending:
            place = pending.pop()
            if place.key_start >= 0:
                yield Span(place.key_start, place.key_end)
            if place.children is None:
                yield Span(place.start, place.end)
            else:
                pending.extend(inner for _, inner in _steps(place))

    def _part(self, span: Span, decoded: object, start: int, end: int) -> Span:
        if not isinstance(decoded, str):
            return span
        start = min(max(start, 0), len(decoded))
        end = min(max(end, start), len(decoded))
        offset = substring.plain_offset(self.text.content, span, decoded)
        if offset is not None:
            return Span(offset + start, offset + end)
        key = (span.start, decoded)
        if self._maps is None or self._maps[0] != key:
            self._maps = (key, substring.offsets(self.text.content, span, decoded, self.format))
        offsets = self._maps[1]
        if offsets is None:
            return span
        return Span(offsets[start], offsets[end])

    def _find(self, pointer: Pointer) -> Place | None:
        place = self._whole()
        for part in pointer:
            if place is None:
                return None
            place = _inner(place, part)
        return place

    def _whole(self) -> Place | None:
        # Only the fast parser leaves places to be read later; what it has read is plain JSON.
        if self._place is None and self.format == "json" and self.text.content and not self.broken:
            self._place = json_places.whole(self.text.content)
        return self._place

    def _value_at(self, pointer: Pointer) -> object:
        value = self.value
        for part in pointer:
            if isinstance(value, dict | list):
                value = value[part]  # type: ignore[index]
        return value


def _inner(place: Place, part: str | int) -> Place | None:
    children = place.children
    if isinstance(children, dict):
        return children.get(part) if isinstance(part, str) else None
    if isinstance(children, list):
        return children[part] if isinstance(part, int) and 0 <= part < len(children) else None
    return None


def _steps(place: Place) -> Iterator[tuple[str | int, Place]]:
    if isinstance(place.children, dict):
        yield from place.children.items()
    else:
        yield from enumerate(place.children or ())


def _holds(place: Place, span: Span) -> bool:
    start = place.start if place.key_start < 0 else place.key_start
    return start <= span.start and span.end <= place.end


def read(
    content: str | Text,
    *,
    limits: Limits = Limits(),  # noqa: B008  (it is frozen)
    memory: Memory[Any] | None = None,
) -> tuple[Document, ...]:
    """Every document of a text, at least one. Never raises: what is wrong with the text is in `problems`.

    A `Text` is used with what it knows of its lines. With `memory` YAML that was read with it before is read faster.
    """
    given = content if isinstance(content, Text) else Text(content)
    content, marks = without_bom(given.content)
    text = Text(content) if marks else given
    form, readings = (
        ("json", (large,)) if (large := _too_large(content, limits)) else _readings(content, limits, memory)
    )
    if marks:
        first = readings[0]
        readings = (first._replace(problems=marks + first.problems), *readings[1:])
    return tuple(Document(text, reading, form) for reading in readings)


def read_plain(content: str) -> Document | None:
    """The document of a JSON text that has no mistake and no byte order mark; None for any other text."""
    limits = Limits()
    if content[:1] not in ("{", "[") or len(content) > limits.size:
        return None
    clean = _clean(content, limits)
    return None if clean is None else Document(Text(content), clean, "json")


def read_toml(content: str, limits: Limits = Limits()) -> Document:  # noqa: B008  (it is frozen)
    """The document of a TOML text, as which no text is taken by its content. Never raises: what is wrong with it is
    in `problems`. A byte order mark is passed over, and offsets count from behind it."""
    # Imported here because only a configuration is written in TOML.
    from . import toml_reader

    content, _ = without_bom(content)
    reading = _too_large(content, limits) or toml_reader.read_toml(content, limits)
    return Document(Text(content), reading, "toml")


def _too_large(content: str, limits: Limits) -> Reading | None:
    if len(content) <= limits.size:
        return None
    message = f"the text has more than {limits.size} characters"
    problem = Problem("too-large", Span(0, 0), message, "split it")
    return Reading(None, None, (problem,), Span(0, len(content)), True)


def _readings(content: str, limits: Limits, memory: Memory[Any] | None) -> tuple[Format, tuple[Reading, ...]]:
    # Most texts are JSON without a mistake, and what reads as JSON is JSON: no need to look at it before.
    if content[:1] in ("{", "[") and (clean := _clean(content, limits)):
        return "json", (clean,)
    likely = selection.likely(content)
    if likely == "empty":
        problem = Problem("empty-document", Span(0, 0), "the document is empty", "write a value")
        return "yaml", (Reading(None, None, (problem,), Span(0, len(content)), False),)
    if likely == "json":
        return "json", (_clean(content, limits) or _read_json(content, limits),)
    # Only YAML's readers need the library, and its import takes longer than reading a JSON file.
    from .yaml_reader import read_yaml

    readings = read_yaml(content, limits, memory)
    if likely == "either" and any(problem.check == "syntax-error" for problem in readings[0].problems):
        return "json", (_read_json(content, limits),)
    return "yaml", readings


def _read_json(content: str, limits: Limits) -> Reading:
    # Imported here because a plain JSON text does not need it.
    from .json_reader import read_json

    return read_json(content, limits)


def _clean(content: str, limits: Limits) -> Reading | None:
    """A JSON text there is nothing to say about; its places are read when they are asked for."""
    try:
        value = parse_json.parse(content, limits.depth)
    except parse_json.Unusual:
        return None
    return Reading(value, None, (), Span(0, len(content)), False)


def from_value(value: object) -> Document:
    """A document of values that are already parsed, without a text or places. What JSON has no form for is
    reported and replaced; the value given is not changed."""
    limits = Limits()
    result, problems, broken = plain(value, limits)
    return Document(Text(""), Reading(result, None, problems, Span(0, 0), broken), "json")
