"""Computes the documented functions, for arguments that are known.

What each does is what its JavaScript namesake does, as the guide's words and its talk of "truthy and falsy values
similar to JavaScript" say. Functions whose result only the run knows, and arguments for which pages leave the result
open, are a `CannotEvaluateError`.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from types import MappingProxyType

from nflint.expression import json_text, strings
from nflint.expression.functions import FUNCTIONS
from nflint.expression.tree import Raw
from nflint.expression.values import (
    LONGEST_TEXT,
    MOST_ITEMS,
    UNDEFINED,
    CannotEvaluateError,
    as_number,
    as_strict_number,
    equal,
    of_number,
    truthy,
)

_GREATEST_POWER = 1100
_GREATEST_POWER_OF_FRACTION = 20
_STEP = re.compile(r"[\w-]+")


def apply(name: str, arguments: Sequence[object]) -> object:
    """What the function `name` gives for `arguments`, which are values, `UNDEFINED`, or source that is kept as it is.

    Raises `CannotEvaluateError` where that is not known before the run.
    """
    function, compute = FUNCTIONS.get(name), _COMPUTED.get(name)
    if function is None or compute is None or any(isinstance(argument, Raw) for argument in arguments):
        raise CannotEvaluateError
    if len(arguments) < function.least or (function.most is not None and len(arguments) > function.most):
        raise CannotEvaluateError
    try:
        result = compute(*arguments)
    except (OverflowError, ValueError, RecursionError):
        raise CannotEvaluateError from None
    if isinstance(result, (str, list)) and len(result) > (LONGEST_TEXT if isinstance(result, str) else MOST_ITEMS):
        raise CannotEvaluateError
    return result


def _not(value: object) -> bool:
    return not truthy(value)


def _or(*values: object) -> bool:
    return any(map(truthy, values))


def _and(*values: object) -> bool:
    return all(map(truthy, values))


def _eq(first: object, *others: object) -> bool:
    same = [equal(first, other) for other in others]
    return all(same)


def _neq(first: object, *others: object) -> bool:
    same = [equal(first, other) for other in others]
    if len(same) > 1 and any(same):
        raise CannotEvaluateError  # Whether all must differ from each other, or one from the first, is left open.
    return not any(same)


def _compared(compare: Callable[[object, object], bool]) -> Callable[[object, object], bool]:
    def apply_to(one: object, other: object) -> bool:
        result = compare(as_number(one), as_number(other))
        # JavaScript compares two texts letter by letter, and the guide says that these are numbers.
        if isinstance(one, str) and isinstance(other, str) and compare(one, other) != result:
            raise CannotEvaluateError
        return result

    return apply_to


def _add(*values: object) -> int | float:
    total = 0.0
    for value in values:
        total += as_strict_number(value)
    return of_number(total)


def _subtract(first: object, *others: object) -> int | float:
    total = as_number(first)
    for other in others:
        total -= as_number(other)
    return of_number(total)


def _multiply(*values: object) -> int | float:
    return of_number(math.prod(map(as_number, values)))


def _divide(one: object, other: object) -> int | float:
    divisor = as_number(other)
    if not divisor:
        raise CannotEvaluateError
    return of_number(as_number(one) / divisor)


def _remainder(one: object, other: object) -> int | float:
    return of_number(math.fmod(as_number(one), as_number(other)))


def _exp(one: object, other: object) -> int | float:
    base, power = as_number(one), as_number(other)
    greatest = _GREATEST_POWER if base.is_integer() else _GREATEST_POWER_OF_FRACTION
    if not power.is_integer() or abs(power) > greatest or (not base and power < 0):
        raise CannotEvaluateError
    exact = Fraction(base) ** int(power)
    # ECMA-262 leaves the last digit of what is no exact number to the implementation.
    if exact != Fraction(float(exact)):
        raise CannotEvaluateError
    return of_number(float(exact))


def _floor(value: object) -> int | float:
    return of_number(float(math.floor(as_number(value))))


def _ceil(value: object) -> int | float:
    return of_number(float(math.ceil(as_number(value))))


def _get(value: object, path: object) -> object:
    """The part at a path such as `ports.0.dns`."""
    steps = strings.text(path).split(".")
    if not isinstance(value, (dict, list)) or (len(steps) > 1 and path in value):
        raise CannotEvaluateError
    part: object = value
    for step in steps:
        if not _STEP.fullmatch(step):
            raise CannotEvaluateError
        if isinstance(part, dict):
            part = part.get(step, UNDEFINED)
        elif isinstance(part, list) and step.isascii() and step.isdigit() and str(int(step)) == step:
            part = part[int(step)] if int(step) < len(part) else UNDEFINED
        elif part is None or part is UNDEFINED:
            return UNDEFINED
        else:
            raise CannotEvaluateError  # What a text or number has for parts is JavaScript's own affair.
    return part


def _object(value: object) -> dict[str, object]:
    if not isinstance(value, dict):
        raise CannotEvaluateError
    return value


def _list(value: object) -> list[object]:
    if not isinstance(value, list):
        raise CannotEvaluateError
    return value


def _entries(value: object) -> list[object]:
    return [[key, item] for key, item in json_text.in_order(_object(value))]


def _values(value: object) -> list[object]:
    return [item for _, item in json_text.in_order(_object(value))]


def _keys(value: object) -> list[object]:
    return [key for key, _ in json_text.in_order(_object(value))]


def _concat(*lists: object) -> list[object]:
    if sum(len(_list(one)) for one in lists) > MOST_ITEMS:
        raise CannotEvaluateError
    return [item for one in lists for item in _list(one)]


def _arr_slice(value: object, start: object, end: object = UNDEFINED) -> list[object]:
    found = _list(value)
    return found[strings.span(len(found), start, end)]


def _arr_length(value: object) -> int:
    return len(_list(value))


_COMPUTED: Mapping[str, Callable[..., object]] = MappingProxyType(
    {
        "toBase64": strings.to_base64,
        "fromBase64": strings.from_base64,
        "slug": strings.slug,
        "toUpper": strings.to_upper,
        "toLower": strings.to_lower,
        "length": strings.length,
        "indexOf": strings.index_of,
        "search": strings.search,
        "replace": strings.replace,
        "replaceAll": strings.replace_all,
        "slice": strings.part,
        "split": strings.split,
        "join": strings.join,
        "not": _not,
        "or": _or,
        "and": _and,
        "eq": _eq,
        "neq": _neq,
        "gt": _compared(lambda one, other: one > other),  # type: ignore[operator]
        "lt": _compared(lambda one, other: one < other),  # type: ignore[operator]
        "gte": _compared(lambda one, other: one >= other),  # type: ignore[operator]
        "lte": _compared(lambda one, other: one <= other),  # type: ignore[operator]
        "add": _add,
        "subtract": _subtract,
        "multiply": _multiply,
        "divide": _divide,
        "remainder": _remainder,
        "exp": _exp,
        "floor": _floor,
        "ceil": _ceil,
        "get": _get,
        "stringifyJSON": json_text.stringify,
        "parseJSON": json_text.parse,
        "entries": _entries,
        "values": _values,
        "keys": _keys,
        "concat": _concat,
        "arrSlice": _arr_slice,
        "arrLength": _arr_length,
    }
)
"""All functions but `if`, of which only one branch is computed, those that need the run, and those that take a
function of their own, whose source no page shows."""
