"""What a picture of a flow holds: boxes inside boxes, arrows between them, marks on them.

Plain data, without a place on any paper: where a box stands is the business of `nflint.graph.layout`, how it is
written that of `mermaid`, `dot` and `svg`. How it is made from a document is in `nflint.graph.sketch`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Literal, NamedTuple, TypeAlias

from nflint.diagnostic import Pointer, Severity

Form: TypeAlias = Literal["part", "triggers", "trigger", "sequential", "parallel", "loop", "wait", "step", "rest"]
"""What a box is: a part of the document, its triggers or one of them, a workflow by how it runs its steps, a node that
only waits, any other node, or what stands for all that is not drawn."""

GROUPS = frozenset({"part", "triggers", "sequential", "parallel", "loop"})
"""The forms that hold other boxes, even where there is none."""

SIDE_BY_SIDE = frozenset({"parallel", "triggers"})
"""The groups whose boxes come at the same time."""

IN_ORDER = frozenset({"sequential", "loop"})
"""The groups whose boxes come one after the other."""

RowSort: TypeAlias = Literal["name", "detail", "input", "wait", "skip", "status"]
Skip: TypeAlias = Literal["no", "yes", "maybe"]
Outcome: TypeAlias = Literal["good", "bad", "open", "skipped", "unknown"]
ArrowSort: TypeAlias = Literal["reference", "wait", "trigger"]
Doubt: TypeAlias = Literal["no", "maybe", "broken"]
"""Whether what an arrow brings is there: always, not in every run, or never."""


class Row(NamedTuple):
    """One line of words in a box."""

    sort: RowSort
    text: str


class Mark(NamedTuple):
    """How many diagnostics of one severity a box carries, and the words of the first of them."""

    severity: Severity
    number: int
    messages: tuple[str, ...] = ()

    @property
    def words(self) -> str:
        """The mark for those who read: `2 errors`."""
        return f"{self.number} {self.severity.label}{'' if self.number == 1 else 's'}"


class Box(NamedTuple):
    """One box. `parent` is the number of the box around it, `step` its place in the run order (`2.1`), `heading` what
    stands first in it, `rows` what follows, `marks` the diagnostics, the worst first; `outcome` is that of a run."""

    pointer: Pointer
    form: Form
    parent: int | None
    step: str
    heading: str
    rows: tuple[Row, ...] = ()
    marks: tuple[Mark, ...] = ()
    skip: Skip = "no"
    outcome: Outcome | None = None

    @property
    def title(self) -> str:
        """The box in one line: its step, its heading and its name."""
        name = next((f" '{row.text}'" for row in self.rows if row.sort == "name"), "")
        return f"{self.step} {self.heading}{name}".strip()


class Arrow(NamedTuple):
    """An arrow between two boxes by their numbers; `row` is the line of the target that it belongs to, `label` what
    it brings."""

    source: int
    target: int
    sort: ArrowSort
    label: str
    row: int
    doubt: Doubt = "no"


class Picture(NamedTuple):
    """A drawing: its boxes, each after the one around it, and its arrows; `left_out` are boxes too many to be drawn.
    `name` is what the text is called, `summary` what is in it.

    `elsewhere` are the diagnostics that no box carries.
    """

    name: str
    summary: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    elsewhere: tuple[Mark, ...] = ()
    left_out: int = 0

    @property
    def title(self) -> str:
        """The picture in one line."""
        return f"{self.name}: {self.summary}"


def children(boxes: Sequence[Box]) -> list[list[int]]:
    """Of each box the numbers of those directly in it, in their order."""
    found: list[list[int]] = [[] for _ in boxes]
    for number, box in enumerate(boxes):
        if box.parent is not None:
            found[box.parent].append(number)
    return found


class Visit(NamedTuple):
    """A box on a walk through a picture, how many are around it there, and whether a group ends here."""

    number: int
    depth: int
    ends: bool = False


def walk(boxes: Sequence[Box], inside: Sequence[Sequence[int]], root: int) -> Iterator[Visit]:
    """A box and all in it, in document order, groups a second time where they end; without recursion, whatever the
    depth. `inside` are the `children`."""
    pending = [Visit(root, 0)]
    while pending:
        visit = pending.pop()
        yield visit
        if visit.ends or boxes[visit.number].form not in GROUPS:
            continue
        pending.append(visit._replace(ends=True))
        pending += [Visit(child, visit.depth + 1) for child in reversed(inside[visit.number])]


def successions(boxes: Sequence[Box]) -> list[tuple[int, int]]:
    """Which box comes directly after which, in document order: the steps of workflows that run them in order, and
    what triggers start."""
    found: list[tuple[int, int]] = []
    for number, inside in enumerate(children(boxes)):
        form = boxes[number].form
        if form in IN_ORDER:
            found += pairwise(inside)
        elif form == "part":
            found += [pair for pair in pairwise(inside) if boxes[pair[0]].form == "triggers"]
    return found


def strip(marks: Sequence[Mark]) -> str:
    """The marks in words, `2 errors, 1 warning`."""
    return ", ".join(mark.words for mark in marks)
