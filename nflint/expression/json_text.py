"""JSON as JavaScript writes and reads it: the functions `stringifyJSON` and `parseJSON`.

Source: ECMA-262, the JSON object.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator

from nflint.expression.printing import number
from nflint.expression.values import LONGEST_TEXT, UNDEFINED, CannotEvaluateError

_SURROGATE = re.compile("[\ud800-\udfff]")
_INDEX = re.compile(r"0|[1-9][0-9]{0,9}")
_LAST_INDEX = 2**32 - 2


def stringify(value: object) -> str:
    """The JSON of `value`, without blanks."""
    if value is UNDEFINED:
        raise CannotEvaluateError
    pieces: list[str] = []
    size = 0
    try:
        for piece in _pieces(value):
            pieces.append(piece)
            size += len(piece)
            if size > LONGEST_TEXT:
                raise CannotEvaluateError
    except RecursionError:
        raise CannotEvaluateError from None
    return "".join(pieces)


def parse(text: object) -> object:
    """The value of a JSON text; '' for a text that is none ("or '' when it cannot parse")."""
    if not isinstance(text, str):
        raise CannotEvaluateError
    try:
        value: object = json.loads(text, parse_constant=_refuse, parse_int=_double, parse_float=_double)
    except RecursionError:
        raise CannotEvaluateError from None
    except ValueError:
        return ""
    return value


def in_order(value: dict[str, object]) -> list[tuple[str, object]]:
    """The entries of an object in the order of JavaScript: array positions first, by number."""
    positions = [key for key in value if _INDEX.fullmatch(key) and int(key) <= _LAST_INDEX]
    if not positions:
        return list(value.items())
    first = dict.fromkeys(sorted(positions, key=int))
    return [(key, value[key]) for key in (*first, *(key for key in value if key not in first))]


def _pieces(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield _quoted(value)
    elif isinstance(value, bool):
        yield "true" if value else "false"
    elif isinstance(value, (int, float)):
        written = number(value)
        yield written if written[-1].isdigit() else "null"
    elif isinstance(value, dict):
        between = "{"
        for key, item in in_order(value):
            if item is not UNDEFINED:
                yield f"{between}{_quoted(key)}:"
                yield from _pieces(item)
                between = ","
        yield "{}" if between == "{" else "}"
    elif isinstance(value, list):
        between = "["
        for item in value:
            yield between
            yield from _pieces(None if item is UNDEFINED else item)
            between = ","
        yield "[]" if between == "[" else "]"
    else:
        yield "null"


def _quoted(value: str) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return _SURROGATE.sub(lambda found: f"\\u{ord(found[0]):04x}", written)


def _refuse(constant: str) -> object:
    raise ValueError(constant)


def _double(source: str) -> int | float:
    value = float(source)
    if math.isinf(value):
        raise CannotEvaluateError
    return int(value) if value.is_integer() and abs(value) < 2**53 else value
