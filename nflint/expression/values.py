"""The values that expressions come to, read as JavaScript reads them: what counts as true, what is equal to what.

A value is a string, number, boolean, None, list or dict, or `UNDEFINED`. Where pages leave open what Northflank makes
of one, nobody guesses: that is a `CannotEvaluateError`, and the expression stays for the run.
"""

from __future__ import annotations

import math
import re
from typing import Final

from nflint.expression.printing import number

LONGEST_TEXT = 1_000_000
"""Characters of a text that is put together; what would be longer is left to the run."""

MOST_ITEMS = 100_000
"""Items of a list that is put together; likewise."""

_DECIMAL = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_EXACT = 2**53


class CannotEvaluateError(Exception):
    """What comes of it is not known before the run."""


class _Undefined:
    """The value of a name that nothing has, and of a part that is not there."""

    def __repr__(self) -> str:
        return "UNDEFINED"


UNDEFINED: Final = _Undefined()


def truthy(value: object) -> bool:
    """Whether `value` counts as true ("truthy and falsy values similar to JavaScript")."""
    if value is UNDEFINED or value is None or value == "":
        return False
    if isinstance(value, (bool, int, float)):
        return bool(value) and value == value
    return True


def equal(one: object, other: object) -> bool:
    """Whether the two are equal. Raises `CannotEvaluateError` where it matters how they are compared: a number with a
    text of the same digits, two lists of the same items."""
    if type(one) is type(other) or (_is_number(one) and _is_number(other)):
        if isinstance(one, (list, dict)) and _alike(one, other):
            raise CannotEvaluateError
        return not isinstance(one, (list, dict)) and one == other
    if _missing(one) or _missing(other):
        # What is not resolved counts as false, at least where a boolean is wanted.
        if not truthy(one) and not truthy(other):
            raise CannotEvaluateError
        return False
    if isinstance(one, (list, dict)) or isinstance(other, (list, dict)):
        raise CannotEvaluateError
    if _loose(one) == _loose(other):
        raise CannotEvaluateError
    return False


def as_number(value: object) -> float:
    """The number that `value` is, or that a text stands for ("SERVICE_INSTANCES": "1" feeds a number)."""
    if isinstance(value, str) and _DECIMAL.fullmatch(value):
        return float(value)
    if not _is_number(value):
        raise CannotEvaluateError
    return _double(value)


def as_strict_number(value: object) -> float:
    """The number that `value` is; a text is none, since JavaScript would put texts together instead of adding them."""
    if not _is_number(value):
        raise CannotEvaluateError
    return _double(value)


def of_number(value: float) -> int | float:
    """A result of arithmetic; not-a-number and infinities, which no document can hold, are left to the run."""
    if math.isnan(value) or math.isinf(value):
        raise CannotEvaluateError
    return int(value) if value.is_integer() and abs(value) < _EXACT else value


def as_text(value: object) -> str:
    """What stands in a text in place of an expression that comes to `value`."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if _is_number(value):
        return number(value)  # type: ignore[arg-type]
    raise CannotEvaluateError  # What an object looks like inside a text is documented nowhere.


def _is_number(value: object) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _double(value: object) -> float:
    try:
        return float(value)  # type: ignore[arg-type]
    except OverflowError:
        raise CannotEvaluateError from None


def _missing(value: object) -> bool:
    return value is UNDEFINED or value is None


def _loose(value: object) -> object:
    """What `==` of JavaScript compares a text, number or boolean by."""
    if isinstance(value, str):
        return float(value) if _DECIMAL.fullmatch(value) else 0.0 if not value.strip() else value
    return _double(value)


def _alike(one: object, other: object) -> bool:
    try:
        return bool(one == other)
    except RecursionError:
        raise CannotEvaluateError from None
