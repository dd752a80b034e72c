"""Tells the description of an argument, as other tools declare them, from a value."""

from __future__ import annotations

from collections.abc import Mapping

# Keys of which one alone says that a value is described, and keys that stand beside them.
_TELLING = frozenset({"description", "default", "required", "value"})
_KEYS = _TELLING | {"type", "title", "enum", "validation", "sensitive", "secret", "pattern", "format", "example"}
_TYPES = frozenset({"string", "number", "integer", "boolean", "object", "array"})


def is_description(value: object) -> bool:
    """Whether `value` describes an argument (`{type: string, default: main}`) instead of being one."""
    if not isinstance(value, Mapping) or not value.keys() <= _KEYS:
        return False
    kind = value.get("type")
    return not _TELLING.isdisjoint(value) or (isinstance(kind, str) and kind.lower() in _TYPES)
