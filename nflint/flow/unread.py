"""Which names of arguments nothing in a flow reads.

Where such a name is declared, and whether that is a mistake, is the business of the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from nflint.flow.uses import SUPPLIED_ARGUMENTS, Scope
from nflint.flow.wiring import Wiring
from nflint.nearest import nearest

# Of very many arguments only the first are compared with those that are used.
_MOST_COMPARED = 200
_WRITTEN = re.compile(r"\bargs\.([\w-]+)")


class Unread(NamedTuple):
    """A name that nothing reads, and the one that an expression reads and nobody declares, if the two are alike."""

    name: str
    near: str | None


def unread(wiring: Wiring, scope: Scope, names: Iterable[str]) -> Iterator[Unread]:
    """Those of `names` that no expression of `scope` reads, but for those that `undeclared-argument` asks about."""
    # None stands for all of them: 'args' with no name after it.
    used = dict.fromkeys([use.name(1) for use in wiring.arguments if use.scope is scope])
    if None in used:
        return
    undeclared = [name for name in used if name and name not in scope.flow.arguments]
    written: frozenset[str] | None = None
    compared = 0
    for name in names:
        if name in used:
            continue
        written = _written(wiring) if written is None else written
        if name in written:
            continue
        compared += 1
        near = nearest(name, undeclared) if compared <= _MOST_COMPARED else None
        if not (near and _is_told(name, near, scope, wiring)):
            yield Unread(name, near)


def _written(wiring: Wiring) -> frozenset[str]:
    """The arguments that are named where no path could be read: in `{{args.NAME}}`, or in an arrow function."""
    return frozenset(name for text in wiring.texts for name in _WRITTEN.findall(text.text))


def _is_told(name: str, near: str, scope: Scope, wiring: Wiring) -> bool:
    """Whether `undeclared-argument` asks at `near` whether `name` is meant."""
    silent = scope.inner or near in wiring.given or near in SUPPLIED_ARGUMENTS
    return not silent and nearest(near, (*scope.flow.arguments, *scope.inputs)) == name
