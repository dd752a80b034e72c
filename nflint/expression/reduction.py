"""Computes as much of an expression as is known before a run, and keeps the rest of it as an expression."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple, TypeAlias

from nflint.expression.evaluation import apply
from nflint.expression.tree import Call, Constant, Path, Raw, Value
from nflint.expression.values import UNDEFINED, CannotEvaluateError, truthy


class Known(NamedTuple):
    """A value that is known before the run, `UNDEFINED` where there is none.

    `hidden` says that it was made of something that nobody wants to see printed.
    """

    value: object
    hidden: bool = False


Lookup: TypeAlias = Callable[[tuple[str, ...], bool], Known | None]
"""What a path comes to, given whether it stands in a call; None for what only the run knows."""


def reduce(value: Value, lookup: Lookup) -> Known | Value:
    """What `value` comes to, or the part of it that is left to the run. Never raises.

    A `then` or `else` that is not chosen is dropped, and so is what cannot change an `or` or an `and` any more.
    """
    return _reduce(value, lookup, inside=False)


def _reduce(value: Value, lookup: Lookup, *, inside: bool) -> Known | Value:
    if isinstance(value, Constant):
        return Known(value.value)
    if isinstance(value, Path):
        return lookup(value.names, inside) or value
    if not isinstance(value, Call) or value.callee.names[:-1] != ("fn",):
        return value
    name = value.callee.names[-1]
    if name == "if" and 2 <= len(value.arguments) <= 3:
        return _choice(value, lookup)
    arguments = [_reduce(argument, lookup, inside=True) for argument in value.arguments]
    if name in ("or", "and") and len(arguments) > 1:
        decided = next(
            (known for known in arguments if isinstance(known, Known) and truthy(known.value) == (name == "or")), None
        )
        if decided:
            return Known(name == "or")
    plain = [_plain(argument) for argument in arguments]
    if any(argument is _LEFT for argument in plain):
        return _rest(value, arguments)
    try:
        result = apply(name, plain)
    except CannotEvaluateError:
        return _rest(value, arguments)
    # That a comparison holds gives away no value.
    hidden = name not in _DECIDING and any(one.hidden for one in arguments if isinstance(one, Known))
    return Known(result, hidden)


# Functions that tell true from false, and give nothing of what they are given.
_DECIDING = frozenset({"eq", "neq", "gt", "gte", "lt", "lte", "not", "and", "or"})

_LEFT = object()


def _plain(argument: Known | Value) -> object:
    """The value of an argument that is known, or source; `_LEFT` for what is left to the run."""
    if isinstance(argument, Known):
        return argument.value
    return argument if isinstance(argument, Raw) else _LEFT


def _choice(call: Call, lookup: Lookup) -> Known | Value:
    condition = _reduce(call.arguments[0], lookup, inside=True)
    if not isinstance(condition, Known):
        return _rest(call, [condition, *(_reduce(branch, lookup, inside=True) for branch in call.arguments[1:])])
    branches = call.arguments[1:]
    if not truthy(condition.value) and len(branches) == 1:
        return Known(UNDEFINED)
    return _reduce(branches[0 if truthy(condition.value) else 1], lookup, inside=True)


def _rest(call: Call, arguments: list[Known | Value]) -> Call:
    """The call with what is known of its arguments written out; what is hidden stays as it was."""
    left: list[Value] = []
    for source, argument in zip(call.arguments, arguments, strict=True):
        if not isinstance(argument, Known):
            left.append(argument)
        elif not argument.hidden and isinstance(argument.value, (str, int, float)):
            left.append(Constant(source.start, source.end, argument.value))
        else:
            left.append(source)
    return call._replace(arguments=tuple(left))
