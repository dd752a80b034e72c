"""The types of the language: what an expression may come to, and what can serve as what.

Only what is documented counts; where nothing is known the type is any, and fits everywhere.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

Kind = Literal["string", "number", "integer", "boolean", "array", "object"]
Type: TypeAlias = frozenset[Kind]
"""The kinds that a value may be of."""

STRING: Type = frozenset({"string"})
NUMBER: Type = frozenset({"number", "integer"})
INTEGER: Type = frozenset({"integer"})
BOOLEAN: Type = frozenset({"boolean"})
ARRAY: Type = frozenset({"array"})
OBJECT: Type = frozenset({"object"})
ANY: Type = STRING | NUMBER | BOOLEAN | ARRAY | OBJECT

_NAMES: dict[Kind, str] = {
    "string": "a text",
    "number": "a number",
    "integer": "a whole number",
    "boolean": "a boolean",
    "array": "an array",
    "object": "an object",
}


def type_of(value: object) -> Type:
    """The type of a plain value; null, of which no page tells, is any."""
    if isinstance(value, bool):
        return BOOLEAN
    if isinstance(value, str):
        return STRING
    if isinstance(value, (int, float)):
        return INTEGER if isinstance(value, int) or value.is_integer() else frozenset({"number"})
    if isinstance(value, list):
        return ARRAY
    return OBJECT if isinstance(value, dict) else ANY


def named(found: Type) -> str:
    """The type in words: `a text`, `a number or a boolean`."""
    kinds = sorted(found - {"integer"} if "number" in found else found, key=list(_NAMES).index)
    return " or ".join(_NAMES[kind] for kind in kinds)


def as_given(found: Type) -> str:
    """The type of what is given, in words: the text of an argument is a text, whatever else it may serve as."""
    if found >= STRING:
        return named(STRING)
    return named(found | NUMBER if found & NUMBER else found)
