"""Takes plain values for what they should be, and for nothing where they are something else."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from types import MappingProxyType
from typing import Any

_NOTHING: Mapping[str, Any] = MappingProxyType({})


def mapping(value: object) -> Mapping[str, Any]:
    """`value` when it is an object, else an empty one."""
    return value if isinstance(value, dict) else _NOTHING


def text(value: object) -> str | None:
    """`value` when it is a string, else None."""
    return value if isinstance(value, str) else None


def frozen(value: object) -> Hashable:
    """`value` in a form that is equal, and has one hash, for equal values; the order of keys does not count."""
    if isinstance(value, dict):
        return frozenset((key, frozen(item)) for key, item in value.items())
    if isinstance(value, list):
        return tuple(frozen(item) for item in value)
    return value if isinstance(value, Hashable) else id(value)


def lacks(fields: Mapping[str, Any], key: str) -> bool:
    """Whether `fields` has nothing at `key`: no value at all, or a text of nothing but blanks."""
    return key not in fields or is_blank(fields[key])


def is_blank(value: object) -> bool:
    """Whether `value` is a text of nothing but blanks."""
    return isinstance(value, str) and not value.strip()
