"""The syntax tree of the expressions in a string.

All offsets are code points in the decoded string, ends exclusive. Whether a name exists and whether a function takes
what it is given is not known here.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

Form = Literal["template", "runtime", "name", "shell"]
"""`template` is `${...}`, `runtime` is `${{...}}`; `name` is `${NAME}`, one word, and `shell` what only a shell reads,
such as `${NAME:-default}`: both are left for what starts in the container."""

MistakeKind = Literal["unclosed", "empty", "malformed", "too-long", "too-deep"]

Edit: TypeAlias = tuple[int, int, str]
"""Where a stretch of a string starts and ends, and what goes there."""


class Segment(NamedTuple):
    """One name of a path: what stands between two dots."""

    start: int
    end: int
    name: str


class Constant(NamedTuple):
    """A string, number or boolean, with the value it stands for."""

    start: int
    end: int
    value: str | int | float | bool


class Path(NamedTuple):
    """Names with dots between them: `refs.build.id`, `args.TAG`, or one word."""

    start: int
    end: int
    segments: tuple[Segment, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """The names alone, `("refs", "build", "id")`."""
        return tuple([segment.name for segment in self.segments])


class Call(NamedTuple):
    """A call: `callee` is the path before the parenthesis, `("fn", "eq")` where it is as documented."""

    start: int
    end: int
    callee: Path
    arguments: tuple[Value, ...]


class Raw(NamedTuple):
    """Source that is kept as it is: a form that no page documents, or what a mistake has left unread."""

    start: int
    end: int
    form: Literal["regex", "lambda", "broken"]
    source: str


Value: TypeAlias = Constant | Path | Call | Raw


class Mistake(NamedTuple):
    """What is wrong with the source of an expression, where, and what to write instead.

    `edits` do what the hint says, where a program can: each is a stretch of the string with what goes there. `doubtful`
    marks what is not documented rather than known to fail.
    """

    kind: MistakeKind
    start: int
    end: int
    message: str
    hint: str
    edits: tuple[Edit, ...] = ()
    doubtful: bool = False


class Expression(NamedTuple):
    """One `${...}` of a string, with its delimiters. `value` is None where nothing of it could be read."""

    start: int
    end: int
    form: Form
    value: Value | None
    mistakes: tuple[Mistake, ...] = ()


def paths(value: Value | None) -> tuple[tuple[Path, bool], ...]:
    """All paths of `value` in source order, each with whether it stands inside a call."""
    found: list[tuple[Path, bool]] = []
    pending: list[tuple[Value | None, bool]] = [(value, False)]
    while pending:
        part, inside = pending.pop()
        if isinstance(part, Path):
            found.append((part, inside))
        elif isinstance(part, Call):
            pending.extend((argument, True) for argument in reversed(part.arguments))
    return tuple(found)


def calls(value: Value | None) -> tuple[Call, ...]:
    """All calls of `value`, outer before inner, in source order."""
    found: list[Call] = []
    pending: list[Value | None] = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, Call):
            found.append(part)
            pending.extend(reversed(part.arguments))
    return tuple(found)
