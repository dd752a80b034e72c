"""The words for fields, values and types that messages about the contract are made of."""

from __future__ import annotations

import json
from typing import Any

from nflint.diagnostic import Pointer

TYPES = {
    "string": "a string",
    "integer": "a whole number",
    "number": "a number",
    "boolean": "true or false",
    "array": "a list",
    "object": "an object",
    "null": "null",
}

_LONGEST = 60


def show(value: Any) -> str:
    """A value as a message shows it: strings in quotes, the rest as JSON writes it, never long."""
    if isinstance(value, str):
        text = value.encode("utf-8", "backslashreplace").decode()
        printable = "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text[:_LONGEST])
        return f"'{printable}...'" if len(text) > _LONGEST else f"'{printable}'"
    if isinstance(value, (dict, list)):
        return article(value)
    if isinstance(value, int) and not isinstance(value, bool) and abs(value) >= 10**20:
        return "the number"
    return json.dumps(value)


def article(value: Any) -> str:
    """A value with its type, for the end of "must be a string, not ...": `the number 5`, `a list`."""
    if isinstance(value, bool):
        return f"the boolean {json.dumps(value)}"
    if value is None:
        return "null"
    if isinstance(value, str):
        return f"the string {show(value)}" if value else "an empty string"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    return f"the number {show(value)}" if show(value) != "the number" else "a number beyond all measure"


def field_name(pointer: Pointer) -> str:
    """How a message calls the value at `pointer`: its key in quotes, or the list and the place in it."""
    if not pointer:
        return "the document"
    last = pointer[-1]
    if isinstance(last, str):
        return f"'{last}'"
    owner = next((part for part in reversed(pointer) if isinstance(part, str)), None)
    return f"item {last + 1} of '{owner}'" if owner else f"item {last + 1}"


def owner_name(pointer: Pointer, instance: Any) -> str:
    """How a message calls the object at `pointer` when it speaks of the object's keys."""
    kind = instance.get("kind") if isinstance(instance, dict) else None
    if isinstance(kind, str) and pointer and isinstance(pointer[-1], int) and len(kind) < _LONGEST:
        return f"the {kind} {'node' if 'steps' in pointer else 'input'}"
    if len(pointer) >= 2 and pointer[-1] == "spec" and isinstance(pointer[-2], int):
        return "the 'spec' of the node" if "steps" in pointer else "the 'spec' of the input"
    return field_name(pointer)


def type_hint(expected: str, value: Any, pointer: Pointer) -> str:
    """What to write instead of a value of the wrong type; empty when there is nothing to guess."""
    field = next((part for part in reversed(pointer) if isinstance(part, str)), "")
    if value is None:
        return f"remove '{field}', or give it a value" if field else ""
    if expected == "string" and isinstance(value, (bool, int, float)):
        return f"write {json.dumps(show(value))} in quotes"
    if expected == "boolean" and isinstance(value, str):
        word = {"true": "true", "yes": "true", "on": "true", "false": "false", "no": "false", "off": "false"}
        meant = word.get(value.strip().lower())
        return f"write {meant} without quotes" if meant else "write true or false, without quotes"
    if expected in ("integer", "number"):
        return _number_hint(value, field)
    if expected == "array" and isinstance(value, (str, int, float)):
        return f"put it into a list: [{json.dumps(value)[:_LONGEST]}]"
    if expected == "array" and isinstance(value, dict):
        return "put it into a list: [{...}]"
    if expected == "object" and isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict):
        return "remove the list around the object"
    return ""


def _number_hint(value: Any, field: str) -> str:
    if isinstance(value, float):
        return f"write {round(value)}" if abs(value) < 1e15 else ""
    if isinstance(value, str):
        text = value.strip()
        if text.removeprefix("-").isdecimal() and text.isascii() and len(text) < 20:
            return f"write {int(text)} without quotes"
        if field == "timeoutDuration":
            return "give the time in seconds, as a number"
        return "write a number without quotes, or an expression such as ${args.NAME}"
    return ""
