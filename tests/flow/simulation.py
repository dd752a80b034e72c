"""Simulates all runs of a flow: which outputs there are whenever a step begins.

Plain and slow, and without a word of the code under test: one step at a time begins, ends or is passed over, in every
possible order.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from typing import Any, Literal, NamedTuple

from hypothesis import reject

from nflint.flow.model import Area

Tree = dict[str, Any]
"""A node as it is in a document, of a kind that this module knows: Build, Workflow or LoopWorkflow."""

Key = tuple[Area, tuple[int, ...]]
"""The area of a node and its place among the steps."""

State = Any
"""How far a step is: `NEW`, `DONE`, or the states of its steps; of a loop, also how many iterations are left."""

NEW, DONE = "new", "done"

MOST_ITERATIONS = 2
MOST_STATES = 4000
"""States of a flow above which it is left out, which is rare; else one example can take all the time there is."""


class Step(NamedTuple):
    """A node to simulate; `skip` is its condition, "true", or None; `body` the keys of all nodes below it."""

    key: Key
    kind: Literal["leaf", "parallel", "sequential", "loop"]
    skip: str | None
    steps: tuple[Step, ...]
    body: frozenset[Key]


class World(NamedTuple):
    """What is decided before a run: which conditions are true, and whether an iteration loses what the one before
    has left, which is documented nowhere."""

    skipped: frozenset[str | None]
    forgets: bool


def step_of(tree: Tree, key: Key) -> Step:
    area, path = key
    steps = tuple(step_of(step, (area, (*path, index))) for index, step in enumerate(tree["spec"].get("steps", ())))
    kind: Any = "leaf" if tree["kind"] == "Build" else tree["spec"].get("type", "loop")
    body = frozenset(key for step in steps for key in (step.key, *step.body))
    return Step(key, kind, tree["skipNodeExecution"], steps, body)


Move = tuple[State, frozenset[Key], "Key | None"]
"""What a step is after a move, the outputs that there are then, and the node that has begun, if any."""


def moves(step: Step, state: State, outputs: frozenset[Key], world: World) -> Iterator[Move]:
    """Everything that can happen next inside of `step`: one node begins, ends or is passed over."""
    if state == NEW:
        fresh = (NEW,) * len(step.steps)
        if step.skip in world.skipped:
            yield DONE, outputs, None
        elif step.kind == "loop":
            for count in range(MOST_ITERATIONS + 1):
                yield (count, fresh), outputs, step.key
        else:
            yield (1, fresh), outputs, step.key
    elif state != DONE:
        left, inner = state
        open_steps = [index for index, one in enumerate(inner) if one != DONE]
        if left == 0 or (left == 1 and not open_steps):
            yield DONE, outputs | {step.key}, None
        elif not open_steps:
            kept = outputs - step.body if world.forgets else outputs
            yield (left - 1, (NEW,) * len(inner)), kept, None
        for index in (open_steps if step.kind == "parallel" else open_steps[:1]) if left else ():
            for after, then, began in moves(step.steps[index], inner[index], outputs, world):
                yield (left, (*inner[:index], after, *inner[index + 1 :])), then, began


Seen = dict[Key, set[frozenset[Key]]]
"""For each node, the sets of outputs that there were when it began."""


def explore(root: Step, starts: set[frozenset[Key]], world: World, seen: Seen) -> set[frozenset[Key]]:
    """Goes through every state that a run of `root` can come to; gives the outputs with which it can end."""
    pending: list[tuple[State, frozenset[Key]]] = [(NEW, outputs) for outputs in starts]
    known = set(pending)
    ends = set()
    while pending:
        state, outputs = pending.pop()
        if state == DONE:
            ends.add(outputs)
        for after, then, began in moves(root, state, outputs, world):
            if began is not None:
                seen.setdefault(began, set()).add(outputs)
            if (after, then) not in known:
                known.add((after, then))
                pending.append((after, then))
        if len(known) > MOST_STATES:
            reject()
    return ends


def simulate(spec: Tree, teardown: Tree | None, conditions: Sequence[str], *, forgets: bool) -> Seen:
    """All runs of the flow, each followed by its teardown, which starts from what the run has left.

    `conditions` are the values of `skipNodeExecution` that may be true or false, each the same wherever it stands.
    """
    roots = [step_of(spec, ("spec", ())), *([step_of(teardown, ("teardown", ()))] if teardown else [])]
    seen: Seen = {}
    for truths in product((False, True), repeat=len(conditions)):
        skipped = frozenset(("true", *(text for text, truth in zip(conditions, truths, strict=True) if truth)))
        ends = {frozenset[Key]()}
        for root in roots:
            ends = explore(root, ends, World(skipped, forgets), seen)
    return seen
