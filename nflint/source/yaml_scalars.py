"""What a YAML scalar means to js-yaml 3 (`safeLoad`), which Northflank's own command line reads with, and
what in it surprises other readers. The rules are those of js-yaml 3.14, `lib/js-yaml/type/*.js`."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from typing import NamedTuple

from . import numbers
from .reading import shorten


class Scalar(NamedTuple):
    """A scalar's value, and the problem with it as check, message and hint (empty when there is none)."""

    value: object
    check: str = ""
    message: str = ""
    hint: str = ""


_NULLS = frozenset(("", "~", "null", "Null", "NULL"))
_BOOLS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_AMBIGUOUS = frozenset(("yes", "no", "on", "off", "y", "n"))
_DECIMAL = re.compile(r"[-+]?(?:0|[1-9](?:[0-9_]*[0-9])?)\Z")
_OCTAL = re.compile(r"[-+]?0[0-7_]*[0-7]\Z")
_BINARY = re.compile(r"[-+]?0b[01_]*[01]\Z")
_HEX = re.compile(r"[-+]?0x[0-9a-fA-F_]*[0-9a-fA-F]\Z")
_SIXTY = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\Z")
_SIXTY_FLOAT = re.compile(r"[-+]?[0-9][0-9_]*(?::[0-5]?[0-9])+\.[0-9_]*\Z")
_FLOAT = re.compile(r"(?:[-+]?(?:0|[1-9][0-9_]*)(?:\.[0-9_]*)?(?:[eE][-+]?[0-9]+)?|\.[0-9_]+(?:[eE][-+]?[0-9]+)?)\Z")
_INFINITE = re.compile(r"(?:([-+]?)\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN))\Z")
_OLD_FLOAT = re.compile(r"[-+]?(?:[0-9][0-9_]*)?\.[0-9_]*(?:[eE][-+][0-9]+)?\Z")
_NEW_OCTAL = re.compile(r"[-+]?0o[0-7]+\Z")
_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})\Z")
_TIMESTAMP = re.compile(
    r"([0-9]{4})-([0-9][0-9]?)-([0-9][0-9]?)(?:[Tt]|[ \t]+)([0-9][0-9]?):([0-9]{2}):([0-9]{2})(?:\.([0-9]*))?"
    r"(?:[ \t]*(?:Z|([-+])([0-9][0-9]?)(?::([0-9]{2}))?))?\Z"
)
_STARTS = frozenset("-+.0123456789~nNtTfFyYoO")
_QUOTE = "quote it if it is meant as text"


def is_null(text: str) -> bool:
    """Whether `!!null` of js-yaml 3 takes the text."""
    return text in _NULLS


def boolean(text: str) -> bool | None:
    """`!!bool` of js-yaml 3, or None when the text is none."""
    return _BOOLS.get(text)


def resolve(text: str) -> Scalar:
    """A plain scalar without a tag."""
    if not text:
        return Scalar(None)
    if text[0] not in _STARTS:
        return Scalar(text)
    if len(text) <= 5:
        if text in _NULLS:
            return Scalar(None)
        if text in _BOOLS:
            return Scalar(_BOOLS[text])
        if text.lower() in _AMBIGUOUS:
            message = f"'{text}' is text here and a boolean to YAML 1.1 readers"
            return Scalar(text, "ambiguous-word", message, "quote it, or write true or false")
    if text[0] in "nNtTfFyYoO~":
        return Scalar(text)
    return _number(text) or _date(text) or _text(text)


# A version such as 1.10 is another one without its zero; nobody writes a quantity like that.
_LOST_ZERO = re.compile(r"[0-9]+\.[0-9]*[1-9]0+\Z")


def _text(text: str) -> Scalar:
    if _NEW_OCTAL.match(text):
        message = f"'{shorten(text)}' is text here and an octal number to YAML 1.2 readers"
        return Scalar(text, "surprising-scalar", message, "quote it, or write a decimal number")
    return Scalar(text)


def _number(text: str) -> Scalar | None:
    value = integer(text)
    if value is None:
        value = decimal(text)
    if value is None:
        return None
    plain = text.replace("_", "")
    if _INFINITE.match(text):
        message = f"'{text}' is not a finite number and is sent as null"
        return Scalar(value, "non-finite-number", message, "write a finite number, or quote it")
    if not _is_plain(text) or (isinstance(value, float) and _LOST_ZERO.match(text)):
        message = f"'{shorten(text)}' is read as the number {numbers.to_javascript(value)}"
        return Scalar(value, "surprising-scalar", message, _QUOTE)
    if _HEX.match(text):
        fault = numbers.fault(value, text) if isinstance(value, float) or abs(value) > 1 << 53 else None
    else:
        fault = numbers.fault(value, plain)
    return Scalar(value, *fault) if fault else Scalar(value)


def _is_plain(text: str) -> bool:
    """Whether YAML 1.1, YAML 1.2 and JSON readers agree that it is a number, and on which."""
    if "_" in text or ":" in text:
        return False
    if _DECIMAL.match(text) or _HEX.match(text):
        return True
    return _OLD_FLOAT.match(text) is not None


def integer(text: str) -> int | float | None:
    """`!!int` of js-yaml 3, or None when the text is none. One that no double holds is infinite."""
    digits = text.replace("_", "")
    if _DECIMAL.match(text):
        return numbers.integer(digits)
    for pattern, base in ((_OCTAL, 8), (_BINARY, 2), (_HEX, 16)):
        if pattern.match(text):
            return _finite(int(digits.replace("0b", "", 1) if base == 2 else digits, base))
    if _SIXTY.match(text) and text.lstrip("+-")[0] != "0":
        return _finite(_sixty(digits))
    return None


def _finite(value: int | float) -> int | float:
    try:
        float(value)
    except OverflowError:
        return float("-inf") if value < 0 else float("inf")
    return value


def _sixty(digits: str) -> int | float:
    """A sexagesimal number, of which 200 places are already infinite as a double."""
    places = digits.lstrip("+-").split(":")
    sign = -1 if digits.startswith("-") else 1
    if len(places) > 200 or len(places[0]) > 400:
        return sign * float("inf")
    value: int | float = 0
    for place in places:
        value = value * 60 + (float(place) if "." in place else int(place))
    return sign * value


def decimal(text: str) -> float | int | None:
    """`!!float` of js-yaml 3, or None when the text is none. Whole values are given as `float` too."""
    if infinite := _INFINITE.match(text):
        sign = infinite.group(1)
        if sign is None:
            return float("nan")
        return float(sign + "inf")
    if text.endswith("_"):
        return None
    digits = text.replace("_", "")
    if _FLOAT.match(text):
        return float(digits)
    if _SIXTY_FLOAT.match(text):
        return _sixty(digits)
    return None


def _date(text: str) -> Scalar | None:
    value = timestamp(text)
    if value is None:
        return None
    message = f"'{text}' is read as a point in time and sent as '{value}'"
    return Scalar(value, "surprising-scalar", message, "quote it")


def timestamp(text: str) -> str | None:
    """`!!timestamp` of js-yaml 3 as `JSON.stringify` writes the Date (ECMA-262 toISOString), or None."""
    if match := _DATE.match(text):
        return _iso([int(part) for part in match.groups()] + [0, 0, 0], 0, 0)
    match = _TIMESTAMP.match(text)
    if match is None:
        return None
    fraction = int((match.group(7) or "")[:3].ljust(3, "0"))
    minutes = 0
    if match.group(8):
        minutes = int(match.group(9)) * 60 + int(match.group(10) or 0)
        minutes = -minutes if match.group(8) == "-" else minutes
    return _iso([int(part) for part in match.groups()[:6]], fraction, minutes)


def _iso(parts: list[int], milliseconds: int, offset: int) -> str | None:
    """Date.UTC: months and days beyond their end roll over, and years 0 to 99 are those of the last
    century."""
    year, month, day, hour, minute, second = parts
    year += 1900 if year < 100 else 0
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    try:
        moment = datetime(year, month, 1, tzinfo=timezone.utc) + timedelta(
            days=day - 1, hours=hour, minutes=minute - offset, seconds=second, milliseconds=milliseconds
        )
    except (OverflowError, ValueError):
        return None
    return f"{moment:%m-%dT%H:%M:%S}".join((f"{moment.year:04d}-", f".{moment.microsecond // 1000:03d}Z"))
