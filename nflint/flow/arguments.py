"""Finds out what the arguments of a flow come to before its run, whatever the order in which they are declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from nflint.expression.parser import parse
from nflint.expression.reduction import Known, reduce
from nflint.expression.tree import paths
from nflint.expression.values import LONGEST_TEXT, UNDEFINED, CannotEvaluateError, as_text
from nflint.flow.circles import groups
from nflint.flow.given import Given, hidden_places
from nflint.flow.uses import RELEASE_FLOWS, SUPPLIED_ARGUMENTS
from nflint.flow.wiring import Wiring

Arguments = Mapping[str, Known | None]
"""What each argument comes to; None for one that only the run knows."""

MOST_PUT_IN_PLACE = 10_000_000
"""Characters that may be put in place in one document; expressions after that stay as they are."""

# Levels of objects and lists that arguments may come to by way of each other: as many as a document may have.
_DEEPEST = 128

# Positions of more digits are in no list.
_MOST_DIGITS = 9

OfRefs = Callable[[tuple[str, ...], bool], Known | None]
"""What a path that begins with `refs` comes to, given whether it stands in a call."""


class Extent(NamedTuple):
    """How large a value is: about how many characters it takes when it is written out, and its levels."""

    size: int
    depth: int


class Extents:
    """Measures values. What several of them share is measured once, for as long as this lives."""

    __slots__ = ("_known",)

    def __init__(self) -> None:
        # With the values themselves, so that no other one can come to have the same identity.
        self._known: dict[int, tuple[object, Extent]] = {}

    def of(self, value: object) -> Extent:
        """The extent of `value`, which may be no deeper than a document where no part of it has been measured."""
        if not isinstance(value, (list, dict)):
            return Extent(len(value) if isinstance(value, str) else 8, 0)
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        size = sum(8 + len(key) for key in value) if isinstance(value, dict) else 8 * len(value)
        depth = 0
        for item in value.values() if isinstance(value, dict) else value:
            inner = self.of(item)
            size, depth = size + inner.size, max(depth, inner.depth)
        extent = Extent(size, depth + 1)
        self._known[id(value)] = (value, extent)
        return extent


def resolve_arguments(wiring: Wiring, given: Given, of_refs: OfRefs, extents: Extents) -> tuple[Arguments, str | None]:
    """What the declared and the given arguments come to. Those that need each other in a circle come to nothing.

    From the argument on whose name is returned too, they come to nothing as well, since it is too large or too deep.
    """
    values = {**wiring.flow.arguments, **given.arguments}
    needs = {name: [needed for needed in _needed(value) if needed in values] for name, value in values.items()}
    group = groups(needs)
    found: dict[str, Known | None] = {}
    size, beyond = 0, None
    # What an argument needs is in a group that comes before its own.
    for name in group:

        def lookup(names: tuple[str, ...], inside: bool, name: str = name) -> Known | None:
            if names[0] == "refs":
                return of_refs(names, inside)
            if names[0] != "args" or len(names) < 2:
                return None
            if group.get(names[1]) == group[name]:
                return None
            return lookup_argument(names, inside, found, wiring)

        # A part of a value may be the secret one; of nothing there is nothing to hide.
        hidden = any(True for _ in hidden_places({"arguments": {name: values[name]}}, given))
        known = None if beyond else _value(values[name], hidden, lookup)
        if known is not None and known.value is not values[name]:
            extent = extents.of(known.value)
            size += extent.size
            if size > MOST_PUT_IN_PLACE or extent.depth > _DEEPEST:
                known, beyond = None, name
        found[name] = known
    return found, beyond


def lookup_argument(names: tuple[str, ...], inside: bool, known: Arguments, wiring: Wiring) -> Known | None:
    """What a path that begins with `args` comes to; in a call an argument that nobody gives is undefined."""
    name = names[1]
    if name in known:
        return part(known[name], names[2:])
    return Known(UNDEFINED) if inside and not is_supplied(name, wiring) else None


def is_supplied(name: str, wiring: Wiring) -> bool:
    """Whether something else than the file may give the argument `name`: a rich input, or Northflank to a preview."""
    return name in wiring.scopes[0].inputs or (name in SUPPLIED_ARGUMENTS and wiring.document not in RELEASE_FLOWS)


def part(known: Known | None, names: tuple[str, ...]) -> Known | None:
    """The part of a value that the rest of a path names; None where there is none."""
    for name in names:
        if known is None:
            return None
        value = known.value
        if isinstance(value, dict) and name in value:
            known = Known(value[name], known.hidden)
        elif isinstance(value, list) and _is_position(name) and int(name) < len(value):
            known = Known(value[int(name)], known.hidden)
        else:
            return None
    return known


def _is_position(name: str) -> bool:
    return name.isascii() and name.isdigit() and len(name) <= _MOST_DIGITS


def strings(value: object) -> Iterator[str]:
    """All strings of a value, keys aside."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, (dict, list)):
        for item in value.values() if isinstance(value, dict) else value:
            yield from strings(item)


def _needed(value: object) -> Iterator[str]:
    for text in strings(value):
        for expression in parse(text):
            for path, _ in paths(expression.value):
                if path.names[0] == "args" and len(path.names) > 1:
                    yield path.names[1]


def _value(value: Any, hidden: bool, lookup: OfRefs) -> Known | None:
    """What a declared value comes to, with every expression in it put in place."""
    if isinstance(value, str):
        return _text(value, hidden, lookup)
    if not isinstance(value, (dict, list)) or not any("${" in text for text in strings(value)):
        return Known(value, hidden)
    copy: Any = {} if isinstance(value, dict) else []
    for key, item in value.items() if isinstance(value, dict) else enumerate(value):
        known = _value(item, hidden, lookup)
        if known is None or known.value is UNDEFINED:
            return None
        hidden = hidden or known.hidden
        if isinstance(copy, dict):
            copy[key] = known.value
        else:
            copy.append(known.value)
    return Known(copy, hidden)


def _text(value: str, hidden: bool, lookup: OfRefs) -> Known | None:
    expressions = parse(value)
    parts: list[str] = []
    size = at = 0
    for expression in expressions:
        if expression.form in ("name", "shell") and not expression.mistakes:
            continue  # It reaches the process as it is.
        if expression.mistakes or expression.value is None or expression.form != "template":
            return None
        result = reduce(expression.value, lookup)
        if not isinstance(result, Known) or result.value is UNDEFINED:
            return None
        hidden = hidden or result.hidden
        if expression.start == 0 and expression.end == len(value):
            return Known(result.value, hidden)
        try:
            parts += (value[at : expression.start], as_text(result.value))
        except CannotEvaluateError:
            return None
        at = expression.end
        size += len(parts[-2]) + len(parts[-1])
        if size > LONGEST_TEXT:
            return None
    return Known("".join(parts) + value[at:], hidden)
