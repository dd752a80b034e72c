"""Reads the timestamps of the API: RFC 3339 date-times, and the form with a space that the reference itself prints.

What a wrong timestamp is worth is said elsewhere.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta, timezone
from functools import lru_cache

_SHAPE = re.compile(r"(\d{4})-(\d{2})-(\d{2})([Tt ])(\d{2}):(\d{2}):(\d{2})(\.\d+)?([Zz]|[+-]\d{2}:\d{2})?\Z", re.ASCII)


def is_date_time(text: str) -> bool:
    """Whether `text` is a `date-time` of RFC 3339, section 5.6, with the `T` that the grammar asks for."""
    shape = _SHAPE.match(text)
    return bool(shape and shape[4] != " " and shape[9]) and parse(text) is not None


@lru_cache(maxsize=256)
def parse(text: str) -> datetime | None:
    """The moment that `text` names, or None. A space for the `T` and a missing zone (read as UTC) are let pass."""
    shape = _SHAPE.match(text)
    if shape is None:
        return None
    year, month, day, hour, minute, second = (int(shape[group]) for group in (1, 2, 3, 5, 6, 7))
    leap = second == 60  # RFC 3339 allows a leap second, `datetime` does not.
    try:
        moment = datetime(
            year, month, day, hour, minute, 59 if leap else second, tzinfo=_zone(shape[9] or "Z")
        ) + timedelta(seconds=int(leap), microseconds=int((shape[8] or ".0")[1:7].ljust(6, "0")))
        return moment.astimezone(timezone.utc)
    except (ValueError, OverflowError):
        return None


def _zone(text: str) -> timezone:
    if text in "Zz":
        return timezone.utc
    hours, minutes = int(text[1:3]), int(text[4:6])
    if hours > 23 or minutes > 59:
        raise ValueError(text)
    offset = timedelta(hours=hours, minutes=minutes)
    return timezone(-offset if text[0] == "-" else offset)
