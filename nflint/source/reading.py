"""What the readers hand back: values with the places they stand at, and the limits they keep."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from .pointer import Pointer
from .problem import Problem
from .span import Span

if TYPE_CHECKING:
    from .splices import Repair

_LINE_END = re.compile(r"[\r\n]")


def shorten(text: str) -> str:
    """A piece of the text as a message quotes it: at most 40 characters of the first line."""
    line = _LINE_END.split(text[:80], maxsplit=1)[0]
    return line if len(line) <= 40 else line[:37] + "..."


class Limits(NamedTuple):
    """How much is read: characters of text, levels of nesting, nodes that aliases may stand for, and problems
    kept for one document."""

    size: int = 10_000_000
    depth: int = 128
    alias_nodes: int = 100_000
    problems: int = 100


class Unread:
    """The places inside an object or a list that are read when somebody asks for them."""

    __slots__ = ("_known", "_read")

    def __init__(self, read: Callable[[], Places]) -> None:
        self._read = read
        self._known: Places | None = None

    def places(self) -> Places:
        """The places, which are read once."""
        if self._known is None:
            self._known = self._read()
        return self._known


class Place(NamedTuple):
    """Where a value stands, and its key (-1 and -1 without one), with what is known of the places inside it.

    A tuple, since a reader makes one for each value and a frozen dataclass takes three times as long to make.
    """

    start: int
    end: int
    key_start: int
    key_end: int
    inside: Places | Unread | None

    @property
    def children(self) -> Places | None:
        """The places directly inside: of an object by their keys, of a list in order; None for other values."""
        inside = self.inside
        return inside.places() if isinstance(inside, Unread) else inside


Places: TypeAlias = "dict[str, Place] | list[Place]"


def moved_inside(inside: Places | Unread, by: int) -> Unread:
    """The places inside a value in a text in which that stands `by` characters further on. They are moved when somebody
    asks for them."""

    def moved() -> Places:
        places = inside.places() if isinstance(inside, Unread) else inside
        if isinstance(places, dict):
            return {key: _moved(place, by) for key, place in places.items()}
        return [_moved(place, by) for place in places]

    return Unread(moved)


def _moved(place: Place, by: int) -> Place:
    start, end, key_start, key_end, inside = place
    if key_start >= 0:
        key_start, key_end = key_start + by, key_end + by
    return Place(start + by, end + by, key_start, key_end, None if inside is None else moved_inside(inside, by))


class Reading(NamedTuple):
    """One document as read: its value, its places (None when there are none), its problems in text order.

    `broken` says that the value is not all of what the text was meant to hold.
    """

    value: object
    place: Place | None
    problems: tuple[Problem, ...]
    span: Span
    broken: bool


class Problems:
    """The problems of one document while it is read: those beyond the limit are counted and dropped.

    `told` counts all of them. `cut` is set by what runs off the end of the text, so that the brackets it swallowed are
    not reported as well.
    """

    __slots__ = ("_kept", "broken", "cut", "errors", "limit", "told")

    def __init__(self, limit: int) -> None:
        self._kept: list[Problem] = []
        self.limit = limit
        self.errors = 0
        self.told = 0
        self.broken = False
        self.cut = False

    def add(
        self,
        check: str,
        start: int,
        end: int,
        message: str,
        hint: str = "",
        related: tuple[tuple[Span, str], ...] = (),
        pointer: Pointer | None = None,
        *,
        repair: Repair | None = None,
    ) -> None:
        """Keep a problem; a syntax error, or what stops a reader, makes the document broken."""
        self.told += 1
        if check in STOPPING:
            self.broken = True
            self.errors += 1
        if len(self._kept) < self.limit:
            self._kept.append(Problem(check, Span(start, end), message, hint, related, pointer, repair))

    def drop(self, check: str, span: Span) -> None:
        """Forget the problems of a check within a span that another problem explains."""
        self._kept = [
            problem
            for problem in self._kept
            if problem.check != check or not span.start <= problem.span.start < span.end
        ]

    @property
    def full(self) -> bool:
        """Whether no more problems are kept."""
        return len(self._kept) >= self.limit

    @property
    def exhausted(self) -> bool:
        """Whether there were so many syntax errors that reading on is of no use."""
        return self.errors >= self.limit

    def sorted(self) -> tuple[Problem, ...]:
        """The problems kept, in the order of the text."""
        return tuple(sorted(self._kept, key=lambda problem: (problem.span.start, problem.span.end)))


STOPPING = frozenset(("syntax-error", "too-deep", "too-large", "alias-limit", "recursive-alias"))
"""The problems that stop a reader, so that the value is not all of what the text was meant to hold."""


def stopping(problems: Sequence[Problem]) -> Problem:
    """The one of the problems of a text that could not be read for which reading stopped."""
    return next((problem for problem in problems if problem.check in STOPPING), problems[0])
