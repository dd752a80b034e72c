"""Simulates all runs of a flow with builds: which of them may still be going on whenever a step begins.

Plain and slow, and without a word of the code under test: one thing at a time begins, ends or is passed over, in every
possible order. A Condition has nothing to wait for where its build is passed over. Loops are left out, since it is
documented nowhere what they leave behind.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from typing import Literal, NamedTuple

from hypothesis import reject

Path = tuple[int, ...]

MOST_STATES = 6000
"""States of a run above which a flow is left out, which is rare; else one example can take all the time there is."""


class Leaf(NamedTuple):
    """A step: a build and whether it waits itself, a Condition that waits for the build at `of`, or any other one."""

    path: Path
    does: Literal["build", "wait", "step"]
    waits: bool
    of: Path | None
    skips: frozenset[str]
    after: tuple[int, ...]


State = tuple[tuple[str, ...], tuple[str, ...]]
"""How far each leaf is, "new", "begun" or "done", and each build: "new", "going" or "finished"."""


def moves(leaves: tuple[Leaf, ...], state: State, skipped: frozenset[str]) -> Iterator[tuple[State, Leaf | None]]:
    """Everything that can happen next, with the leaf that begins, if one does."""
    steps, builds = state
    index = {leaf.path: position for position, leaf in enumerate(leaves)}

    def then(at: int, step: str, build: str | None = None) -> State:
        after = list(builds)
        if build is not None:
            after[at] = build
        return (*steps[:at], step, *steps[at + 1 :]), tuple(after)

    for at, leaf in enumerate(leaves):
        if builds[at] == "going":
            yield then(at, steps[at], "finished"), None
        if steps[at] == "new" and all(steps[before] == "done" for before in leaf.after):
            if leaf.skips & skipped:
                yield then(at, "done"), None
            else:
                yield then(at, "begun", "going" if leaf.does == "build" else None), leaf
        elif steps[at] == "begun":
            awaited = index[leaf.of] if leaf.of is not None else at if leaf.waits else None
            passed_over = awaited is not None and (steps[awaited], builds[awaited]) == ("done", "new")
            if awaited is None or passed_over or builds[awaited] == "finished":
                yield then(at, "done"), None


Going = dict[Path, set[frozenset[Path]]]
"""For each step, the sets of builds that were going on when it began."""


def simulate(leaves: tuple[Leaf, ...]) -> Going:
    """All runs of the flow, for all conditions under which its steps are skipped."""
    seen: Going = {}
    conditions = sorted({skip for leaf in leaves for skip in leaf.skips if skip != "true"})
    for truths in product((False, True), repeat=len(conditions)):
        skipped = frozenset(("true", *(name for name, truth in zip(conditions, truths, strict=True) if truth)))
        start: State = (("new",) * len(leaves), ("new",) * len(leaves))
        pending, known = [start], {start}
        while pending:
            state = pending.pop()
            for after, began in moves(leaves, state, skipped):
                if began is not None:
                    going = frozenset(one.path for one, build in zip(leaves, state[1], strict=True) if build == "going")
                    seen.setdefault(began.path, set()).add(going)
                if after not in known:
                    known.add(after)
                    pending.append(after)
            if len(known) > MOST_STATES:
                reject()
    return seen
