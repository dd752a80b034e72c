"""Finds out what the arguments of a flow come to before its run, whatever the order in which they are declared."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from nflint.expression.parser import parse
from nflint.expression.reduction import Known, reduce
from nflint.expression.tree import paths
from nflint.expression.values import LONGEST_TEXT, UNDEFINED, CannotEvaluateError, as_text
from nflint.flow.circles import groups
from nflint.flow.given import Given
from nflint.flow.uses import SUPPLIED_ARGUMENTS
from nflint.flow.wiring import Wiring

Arguments = Mapping[str, Known | None]
"""What each argument comes to; None for one that only the run knows."""

OfRefs = Callable[[tuple[str, ...], bool], Known | None]
"""What a path that begins with `refs` comes to, given whether it stands in a call."""


def resolve_arguments(wiring: Wiring, given: Given, of_refs: OfRefs) -> Arguments:
    """What the declared and the given arguments come to. Those that need each other in a circle come to nothing."""
    values = {**wiring.flow.arguments, **given.arguments}
    needs = {name: [needed for needed in _needed(value) if needed in values] for name, value in values.items()}
    group = groups(needs)
    found: dict[str, Known | None] = {}
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

        # Of nothing there is nothing to hide.
        hidden = given.hides(name) and values[name] not in ("", None)
        found[name] = _value(values[name], hidden, lookup)
    return found


def lookup_argument(names: tuple[str, ...], inside: bool, known: Arguments, wiring: Wiring) -> Known | None:
    """What a path that begins with `args` comes to; in a call an argument that nobody gives is undefined."""
    name = names[1]
    if name in known:
        return part(known[name], names[2:])
    return Known(UNDEFINED) if inside and not is_supplied(name, wiring) else None


def is_supplied(name: str, wiring: Wiring) -> bool:
    """Whether something else than the file may give the argument `name`: a rich input, or Northflank to a preview."""
    return name in wiring.scopes[0].inputs or (name in SUPPLIED_ARGUMENTS and wiring.document != "release-flow")


def part(known: Known | None, names: tuple[str, ...]) -> Known | None:
    """The part of a value that the rest of a path names; None where there is none."""
    for name in names:
        if known is None:
            return None
        value = known.value
        if isinstance(value, dict) and name in value:
            known = Known(value[name], known.hidden)
        elif isinstance(value, list) and name.isascii() and name.isdigit() and int(name) < len(value):
            known = Known(value[int(name)], known.hidden)
        else:
            return None
    return known


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
