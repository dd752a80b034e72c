"""JSON Pointers (RFC 6901) as tuples: a key is a `str`, a list position an `int`. No document is needed."""

from __future__ import annotations

from typing import Any, TypeAlias

Pointer: TypeAlias = tuple[str | int, ...]


def to_string(pointer: Pointer) -> str:
    """The pointer as RFC 6901 writes it; the root is the empty string."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in pointer)


def from_string(text: str) -> Pointer:
    """Read an RFC 6901 string. Every part stays a `str`: whether `3` is a key or a list position is known
    only next to a value (see `resolve`). A missing first `/` and a `~` that escapes nothing are let pass."""
    if not text:
        return ()
    parts = text.removeprefix("/").split("/")
    return tuple(part.replace("~1", "/").replace("~0", "~") for part in parts)


def resolve(pointer: Pointer, value: object) -> Pointer | None:
    """The same pointer with list positions as `int`, or None when `value` has nothing there."""
    parts: list[str | int] = []
    for part in pointer:
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and (position := _position(part)) < len(value):
            part, value = position, value[position]
        else:
            return None
        parts.append(part)
    return tuple(parts)


def value_at(value: Any, pointer: Pointer) -> Any:
    """What stands in `value` at `pointer`, which leads somewhere in it."""
    for part in pointer:
        value = value[part]
    return value


def _position(part: str | int) -> int:
    """The list position a part stands for, beyond any list when it is none (RFC 6901: no leading zeros)."""
    if isinstance(part, int):
        return part if part >= 0 else _NOWHERE
    if part.isascii() and part.isdigit() and len(part) < 16 and (part == "0" or part[0] != "0"):
        return int(part)
    return _NOWHERE


_NOWHERE = 1 << 62
