"""Automata over UTF-16 units, to prove that two patterns take the same subjects and that neither is slow.

It knows what the patterns of the schemas use: classes, groups, repetitions, `^` and `$`, searched as
`RegExp.test` searches. Lookarounds and word edges are refused. Reading a pattern is left to `ecma`.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from nflint.contract.charset import LAST_UNIT
from nflint.contract.ecma import Chars, Choice, Edge, Node, Repeat, Seq, parse

STATE_LIMIT = 20_000
"""States of an automaton after which a proof is given up."""
LOOP_LIMIT = 4
"""Longest loop that is tried as an attack, in units."""


@dataclass(frozen=True, slots=True)
class Step:
    """One way out of a state: on a unit out of `ranges`, or for nothing (at an `edge`, if there is one)."""

    target: int
    ranges: tuple[tuple[int, int], ...] | None = None
    edge: str | None = None


class Automaton:
    """The pattern as states with ordered steps: a backtracking engine tries the first step first."""

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.steps: list[list[Step]] = []
        self.final = self._state()
        self.first = self._build(parse(pattern), self.final)

    def _state(self) -> int:
        self.steps.append([])
        return len(self.steps) - 1

    def _build(self, node: Node, after: int) -> int:
        """Add the states of `node`, which go on to `after`; return the one it begins with."""
        if isinstance(node, Seq):
            for part in reversed(node.parts):
                after = self._build(part, after)
            return after
        if isinstance(node, Choice):
            options = [self._build(option, after) for option in node.options]
            return self._branch(*options)
        if isinstance(node, Repeat):
            return self._build_repeat(node, after)
        start = self._state()
        if isinstance(node, Chars):
            self.steps[start].append(Step(after, ranges=node.ranges))
        elif isinstance(node, Edge) and node.kind in ("start", "end"):
            self.steps[start].append(Step(after, edge=node.kind))
        else:
            raise ValueError(f"no automaton for {node} in {self.pattern}")
        return start

    def _build_repeat(self, node: Repeat, after: int) -> int:
        if node.most is None:
            loop = self._state()
            body = self._build(node.body, loop)
            self.steps[loop].extend(map(Step, (after, body) if node.lazy else (body, after)))
            start = loop
        else:
            start = after
            for _ in range(node.most - node.least):
                body = self._build(node.body, start)
                start = self._branch(*((after, body) if node.lazy else (body, after)))
        for _ in range(node.least):
            start = self._build(node.body, start)
        return start

    def _branch(self, *targets: int) -> int:
        start = self._state()
        self.steps[start].extend(map(Step, targets))
        return start

    def closure(self, states: frozenset[int], edges: frozenset[str]) -> frozenset[int]:
        """All states that are reached from `states` without a character, past the given edges only."""
        seen = set(states)
        todo = list(states)
        while todo:
            for step in self.steps[todo.pop()]:
                free = step.ranges is None and (step.edge is None or step.edge in edges)
                if free and step.target not in seen:
                    seen.add(step.target)
                    todo.append(step.target)
        return frozenset(seen)

    @cached_property
    def bounds(self) -> frozenset[int]:
        """The units at which some class of the pattern begins or has just ended."""
        ranges = (pair for steps in self.steps for step in steps for pair in step.ranges or ())
        return frozenset(edge for low, high in ranges for edge in (low, high + 1) if edge <= LAST_UNIT)


@dataclass(frozen=True, slots=True)
class Place:
    """A state of the deterministic automaton: what goes on from here, and whether nothing was read yet."""

    states: frozenset[int]
    at_start: bool
    done: bool


class Machine:
    """The deterministic automaton of a pattern, made as far as it is walked."""

    def __init__(self, automaton: Automaton) -> None:
        self.automaton = automaton
        self._moves: dict[tuple[Place, int], Place] = {}
        self.start = self._place(frozenset({automaton.first}), at_start=True)

    def _place(self, states: frozenset[int], *, at_start: bool) -> Place:
        edges = frozenset({"start"} if at_start else ())
        reached = self.automaton.closure(states | {self.automaton.first}, edges)
        if self.automaton.final in reached:
            # A search that has found its match does not look at the rest.
            return Place(frozenset(), False, True)
        return Place(reached, at_start, False)

    def move(self, place: Place, unit: int) -> Place:
        """The place after one more unit of the subject."""
        if place.done:
            return place
        found = self._moves.get((place, unit))
        if found is None:
            targets = frozenset(
                step.target
                for state in place.states
                for step in self.automaton.steps[state]
                if step.ranges is not None and any(low <= unit <= high for low, high in step.ranges)
            )
            found = self._moves[(place, unit)] = self._place(targets, at_start=False)
        return found

    def accepts_at(self, place: Place) -> bool:
        """Whether a subject that ends here matches."""
        if place.done:
            return True
        edges = frozenset({"start", "end"} if place.at_start else {"end"})
        return self.automaton.final in self.automaton.closure(place.states, edges)

    def accepts(self, subject: str) -> bool:
        """Whether the pattern is found in the subject, which is split into UTF-16 units already."""
        place = self.start
        for char in subject:
            place = self.move(place, ord(char))
        return self.accepts_at(place)

    def access(self, alphabet: tuple[int, ...]) -> Mapping[Place, str]:
        """Each place that can be reached, with the shortest subject that leads there."""
        found = {self.start: ""}
        todo = deque([self.start])
        while todo:
            place = todo.popleft()
            for unit in alphabet:
                after = self.move(place, unit)
                if after not in found:
                    found[after] = found[place] + chr(unit)
                    todo.append(after)
            if len(found) > STATE_LIMIT:
                raise ValueError(f"too many states in {self.automaton.pattern}")
        return found


def sample_alphabet(*automata: Automaton) -> tuple[int, ...]:
    """One unit for each set of units that no class of the patterns tells apart, printable where possible."""
    bounds = sorted(frozenset({0}).union(*(automaton.bounds for automaton in automata)))
    ends = [*bounds[1:], LAST_UNIT + 1]
    return tuple(
        next((unit for unit in range(low, min(end, 0x7F)) if unit > 0x20), low)
        for low, end in zip(bounds, ends, strict=True)
    )


def difference(one: str, other: str) -> str | None:
    """The shortest subject that exactly one of the two patterns matches; None is a proof that there is none.

    Both machines are walked side by side through every pair of places that some subject leads to.
    """
    automata = Automaton(one), Automaton(other)
    alphabet = sample_alphabet(*automata)
    left, right = map(Machine, automata)
    seen = {(left.start, right.start): ""}
    todo = deque(seen)
    while todo:
        pair = todo.popleft()
        if left.accepts_at(pair[0]) != right.accepts_at(pair[1]):
            return seen[pair]
        for unit in alphabet:
            after = left.move(pair[0], unit), right.move(pair[1], unit)
            if after not in seen:
                seen[after] = seen[pair] + chr(unit)
                todo.append(after)
        if len(seen) > STATE_LIMIT:
            raise ValueError(f"too many states for {one} and {other}")
    return None


@dataclass(frozen=True, slots=True)
class Attack:
    """A family of subjects: `prefix`, then `pump` as often as one likes, then `suffix`."""

    prefix: str
    pump: str
    suffix: str

    def subject(self, times: int) -> str:
        return self.prefix + self.pump * times + self.suffix


def attacks(pattern: str) -> Iterator[Attack]:
    """The families that keep the pattern undecided: a way to each place, and the short loops back to it."""
    automaton = Automaton(pattern)
    machine, alphabet = Machine(automaton), sample_alphabet(automaton)
    for place, prefix in machine.access(alphabet).items():
        for unit in () if place.done else alphabet:
            rest = _way(machine, alphabet, machine.move(place, unit), place)
            if rest is not None:
                yield from (Attack(prefix, chr(unit) + rest, suffix) for suffix in ("", "\0"))


def _way(machine: Machine, alphabet: tuple[int, ...], start: Place, goal: Place) -> str | None:
    """The shortest units that lead from one place to another; None when no short ones do."""
    found = {start: ""}
    todo = deque([start])
    while todo:
        place = todo.popleft()
        if place == goal:
            return found[place]
        for unit in alphabet if len(found[place]) < LOOP_LIMIT - 1 else ():
            after = machine.move(place, unit)
            if after not in found:
                found[after] = found[place] + chr(unit)
                todo.append(after)
    return None


def backtracking_steps(automaton: Automaton, subject: str, limit: int) -> int:
    """Steps (int) a plain backtracking engine takes to decide the subject, at most `limit`.

    Counted, not timed, so that the answer is the same on every machine.
    """
    count = 0
    for begin in range(len(subject) + 1):
        trail = [(automaton.first, begin)]
        while trail:
            state, at = trail.pop()
            count += 1
            if state == automaton.final or count >= limit:
                return count
            for step in reversed(automaton.steps[state]):
                if step.ranges is None:
                    if step.edge is None or at == (0 if step.edge == "start" else len(subject)):
                        trail.append((step.target, at))
                elif at < len(subject) and any(low <= ord(subject[at]) <= high for low, high in step.ranges):
                    trail.append((step.target, at + 1))
    return count
