"""Writes a syntax tree as source again: the canonical form, which parses to the same tree."""

from __future__ import annotations

import re

from nflint.expression.tree import Constant, Expression, Path, Raw, Value

_NAME = re.compile(r"[\w-]+")
# Secrets are called as their owners like.
_SECRET_NAME = re.compile(r"[^\s.(){}\[\]'\",|&=?!$]+")
_ESCAPED = re.compile("[\\\\'\n\r\t\u2028\u2029]")
_ESCAPES = {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\u2028": "\\u2028", "\u2029": "\\u2029"}


def source(value: Value) -> str:
    """The source of `value`: texts in single quotes, one blank after a comma."""
    if isinstance(value, Constant):
        return _constant(value.value)
    if isinstance(value, Path):
        return _path(value)
    if isinstance(value, Raw):
        return value.source
    return f"{_path(value.callee)}({', '.join(source(argument) for argument in value.arguments)})"


def written(expression: Expression) -> str:
    """The source of a whole expression with its delimiters; nothing in them where nothing could be read.

    Of the form `shell` the tree knows the name only, so whoever prints a text copies those from it.
    """
    inner = "" if expression.value is None else source(expression.value)
    return f"${{{{{inner}}}}}" if expression.form == "runtime" else f"${{{inner}}}"


def number(value: int | float) -> str:
    """The number as JavaScript writes it: all digits from 1e-6 to 1e21, with an exponent beyond.

    Integers are rounded to what a double holds. Source: ECMA-262, Number::toString.
    """
    try:
        value = float(value)
    except OverflowError:
        return "-Infinity" if value < 0 else "Infinity"
    if value != value or value in (float("inf"), float("-inf")):
        return "NaN" if value != value else "Infinity" if value > 0 else "-Infinity"
    mantissa, _, exponent = f"{abs(value)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    padded = whole + fraction.rstrip("0")
    digits = padded.lstrip("0")
    # The value is 0.DIGITS times ten to the power of `point`.
    point = len(whole) + int(exponent or 0) - (len(padded) - len(digits))
    digits = digits.rstrip("0")
    sign = "-" if value < 0 else ""
    if not digits:
        return "0"
    if len(digits) <= point <= 21:
        return f"{sign}{digits}{'0' * (point - len(digits))}"
    if 0 < point <= 21:
        return f"{sign}{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return f"{sign}0.{'0' * -point}{digits}"
    rest = f".{digits[1:]}" if len(digits) > 1 else ""
    return f"{sign}{digits[0]}{rest}e{'+' if point > 0 else '-'}{abs(point - 1)}"


def _constant(value: str | int | float | bool) -> str:
    if isinstance(value, str):
        escaped = _ESCAPED.sub(lambda found: _ESCAPES[found[0]], value)
        return f"'{escaped}'"
    if isinstance(value, bool):
        return "true" if value else "false"
    written_number = number(value)
    # JavaScript has no literal for these, but reads a number that is too great as one.
    return written_number.replace("Infinity", "1e999")


def _path(path: Path) -> str:
    names = path.names
    plain = _SECRET_NAME if names[:1] == ("secrets",) else _NAME
    return names[0] + "".join(f".{name}" if plain.fullmatch(name) else _bracketed(name) for name in names[1:])


def _bracketed(name: str) -> str:
    quote = '"' if "'" in name else "'"
    return f"[{quote}{name}{quote}]"
