"""Numbers as JavaScript has them, since Northflank and its tools hold every number as a double."""

from __future__ import annotations

import re
from math import isfinite

_EXACT = 1 << 53
_INTEGER_DIGITS = 400
_MANTISSA = re.compile(r"[-+]?0*([0-9]*)(?:\.([0-9]*))?")


def integer(digits: str) -> int | float:
    """A decimal integer (sign and ASCII digits only). One that no double can hold is an infinite float: it
    has over 308 digits, and from 4,301 on Python would refuse to convert it."""
    if len(digits.lstrip("+-")) <= _INTEGER_DIGITS:
        value = int(digits)
        try:
            float(value)
        except OverflowError:
            pass
        else:
            return value
        return float("-inf") if value < 0 else float("inf")
    sign = "-" if digits.startswith("-") else ""
    stripped = digits.lstrip("+-").lstrip("0")
    if len(stripped) <= _INTEGER_DIGITS:
        return integer(sign + (stripped or "0"))
    return float(sign + "inf")


def fault(value: int | float, text: str) -> tuple[str, str, str] | None:
    """What a double makes of a decimal number's text: (check, message, hint), or None when it keeps it.

    An integer is kept when a double has exactly its value, a fraction when it has at most 17 significant
    digits.
    """
    shown = text if len(text) <= 40 else text[:37] + "..."
    if isinstance(value, float) and not isfinite(value):
        message = f"'{shown}' is not a finite number and is sent as null"
        return ("non-finite-number", message, "write a finite number")
    if isinstance(value, int):
        changed = abs(value) > _EXACT and int(float(value)) != value
    else:
        changed = _loses(value, text)
    if not changed:
        return None
    message = f"'{shown}' has more digits than a number keeps and is read as {to_javascript(value)}"
    return ("imprecise-number", message, "quote it if the digits matter")


def _loses(value: float, text: str) -> bool:
    match = _MANTISSA.match(text)
    if match is None:
        return False
    whole, fraction = match.group(1), match.group(2) or ""
    digits = (whole + fraction).strip("0")
    return len(digits) > 17 or (value == 0 and digits != "")


def to_javascript(value: int | float) -> str:
    """`String(value)` of ECMA-262 (Number::toString, radix 10)."""
    try:
        number = float(value)
    except OverflowError:
        return "-Infinity" if value < 0 else "Infinity"
    if number != number:
        return "NaN"
    if not isfinite(number):
        return "Infinity" if number > 0 else "-Infinity"
    if number == 0:
        return "0"
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0")
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    digits = digits.rstrip("0")
    return ("-" if number < 0 else "") + _layout(digits, point)


def _layout(digits: str, point: int) -> str:
    """Digits with the decimal point behind the first `point` of them, as ECMA-262 lays them out."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return digits[:point] + "." + digits[point:]
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    exponent = f"e{point - 1:+d}"
    return digits[0] + ("." + digits[1:] if count > 1 else "") + exponent
