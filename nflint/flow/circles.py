"""Finds the circles of a graph: things that need each other, so that none of them can come first."""

from __future__ import annotations

from collections import deque
from collections.abc import Hashable, Iterator, Mapping, Sequence
from typing import TypeVar

Name = TypeVar("Name", bound=Hashable)


def circles(needs: Mapping[Name, Sequence[Name]]) -> Iterator[tuple[Name, ...]]:
    """The circles of `needs`, one for each group of names that all need each other, in the order of the mapping.

    A circle is a shortest one through the first of its group, and begins there: `(a, b)` when `a` needs `b` and `b`
    needs `a`, `(a,)` when `a` needs itself. Takes time in proportion to names and needs.
    """
    group = groups(needs)
    told: set[int] = set()
    for name in needs:
        if group[name] not in told:
            circle = _shortest(name, needs, group)
            if circle:
                told.add(group[name])
                yield circle


def _shortest(first: Name, needs: Mapping[Name, Sequence[Name]], group: Mapping[Name, int]) -> tuple[Name, ...]:
    """The shortest way from `first` back to it inside its group; empty when there is none."""
    before: dict[Name, Name] = {}
    pending = deque([first])
    while pending:
        name = pending.popleft()
        for needed in needs.get(name, ()):
            if needed == first:
                way = [name]
                while way[-1] != first:
                    way.append(before[way[-1]])
                return tuple(reversed(way))
            if needed not in before and group.get(needed) == group[first]:
                before[needed] = name
                pending.append(needed)
    return ()


def groups(needs: Mapping[Name, Sequence[Name]]) -> dict[Name, int]:
    """A number for each group of names that all need each other (Tarjan, without recursion).

    What a group needs comes before it in the mapping.
    """
    index: dict[Name, int] = {}
    low: dict[Name, int] = {}
    group: dict[Name, int] = {}
    stack: list[Name] = []
    for root in needs:
        if root in index:
            continue
        index[root] = low[root] = len(index)
        stack.append(root)
        work = [(root, iter(needs.get(root, ())))]
        while work:
            name, following = work[-1]
            for needed in following:
                if needed not in index:
                    index[needed] = low[needed] = len(index)
                    stack.append(needed)
                    work.append((needed, iter(needs.get(needed, ()))))
                    break
                if needed not in group:
                    low[name] = min(low[name], index[needed])
            else:
                work.pop()
                if work:
                    low[work[-1][0]] = min(low[work[-1][0]], low[name])
                if low[name] == index[name]:
                    while True:
                        member = stack.pop()
                        group[member] = index[name]
                        if member == name:
                            break
    return group
