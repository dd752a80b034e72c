"""The words for fields, values and types that messages about the contract are made of."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from datetime import datetime, timezone
from typing import Any

from nflint.contract.synonyms import meant_value
from nflint.diagnostic import Pointer
from nflint.nearest import choices, nearest

TIMESTAMP = "write date and time as in 2021-01-01T12:00:00.000Z"

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

BOOLEANS = {
    **dict.fromkeys(("true", "yes", "on", "1"), "true"),
    **dict.fromkeys(("false", "no", "off", "0"), "false"),
}

# Keys that are required wherever they are known.
_NEEDED = frozenset({"apiVersion", "kind", "origin", "spec", "type"})

_DIGITS = re.compile(r"-?[0-9]{1,18}")
_PERCENT = re.compile(r"([0-9]{1,3}) ?%")
_TEMPLATE = re.compile(r"\$?\{\{ ?([\w.-]+) ?\}\}")
_TIME = re.compile(r"([0-9]{1,9}) ?(ms|s|secs?|seconds?|m|mins?|minutes?|h|hours?)")
_SECONDS = {
    "ms": 0.001,
    **dict.fromkeys(("s", "sec", "secs", "second", "seconds"), 1),
    **dict.fromkeys(("m", "min", "mins", "minute", "minutes"), 60),
    **dict.fromkeys(("h", "hour", "hours"), 3600),
}

# What a YAML reader makes of a key without a space after the colon.
_NO_SPACE = re.compile(r"([A-Za-z]\w{0,40}):[^\s/]")
_PAIR = re.compile(r"([A-Za-z_]\w{0,40})=(.{0,60})", re.DOTALL)

# Examples of what stands in a field or a list, for those who have written a name there.
_OBJECTS = {
    "target": 'write an object: {"id": ..., "type": "service"}',
    "origin": "write an object that says where the release comes from",
}
_ITEMS = {
    "steps": 'write a node: {"kind": ..., "spec": {...}}',
    "triggers": 'write a trigger: {"vcsService": ..., "repoUrl": ...}',
    "runs": "write an object that describes the run",
}


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
    named = isinstance(kind, str) and len(kind) < _LONGEST
    if not pointer:
        return field_name(pointer)
    if isinstance(pointer[-1], int):
        return f"the {kind} {'node' if 'steps' in pointer else 'input'}" if named else field_name(pointer)
    if pointer[-1] != "spec":
        return field_name(pointer)
    if pointer[-2:-1] != ("spec",):
        if len(pointer) > 1 and isinstance(pointer[-2], int):
            return "the 'spec' of the node" if "steps" in pointer else "the 'spec' of the input"
        return f"the root {kind}" if named else field_name(pointer)
    return "the inner 'spec' of the node" if "steps" in pointer else "the 'spec' of the root Workflow"


def listed(words: Sequence[str], *, limit: int = 3) -> str:
    """The words in quotes, joined with "and"; what is beyond `limit` is counted."""
    shown = [show(word) for word in words[:limit]]
    if len(words) > limit:
        return f"{', '.join(shown)} and {len(words) - limit} more"
    return " and ".join(filter(None, (", ".join(shown[:-1]), shown[-1] if shown else "")))


def quoted(value: str, values: Sequence[str]) -> str:
    """How a hint asks for one of the strings `values`: the words true and false have to be told from booleans."""
    return f'"{value}" in quotes' if set(values) == {"true", "false"} else f"'{value}'"


def value_hint(value: str, values: Sequence[str]) -> str:
    """What to write instead of a string that is none of `values`."""
    if set(values) == {"true", "false"}:
        meant = BOOLEANS.get(value.strip().lower())
        return f"write {quoted(meant, values)}" if meant else 'write "true" or "false", in quotes'
    near = nearest(value, values) or meant_value(value, values)
    others = [other for other in values if other != near]
    if near is None or not others:
        return f"write {choices(values)}"
    return f"did you mean '{near}'? otherwise write {choices(others)}"


def time_hint(value: Any) -> str:
    """What to write where a date and time is wanted and `value` stands; counts of seconds are turned into one."""
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 10**8 <= value < 10**14:
        seconds = value if value < 10**11 else value / 1000
        moment = datetime.fromtimestamp(seconds, timezone.utc).isoformat(timespec="milliseconds")
        return f'write "{moment.replace("+00:00", "Z")}", the same moment as text'
    return TIMESTAMP


def type_hint(expected: str, value: Any, pointer: Pointer) -> str:
    """What to write instead of a value of the wrong type; empty when there is nothing to guess."""
    field = next((part for part in reversed(pointer) if isinstance(part, str)), "")
    if value is None:
        return f"give '{field}' a value" + ("" if field in _NEEDED else ", or remove it") if field else ""
    if expected == "string":
        return _string_hint(value, pointer)
    if expected == "boolean":
        meant = BOOLEANS.get(value.strip().lower()) if isinstance(value, str) else None
        if meant and value.strip().lower() != meant:
            return f"write {meant}, {show(value)} is only text"
        return f"write {meant} without quotes" if meant else "write true or false, without quotes"
    if expected in ("integer", "number"):
        return _number_hint(value, field)
    if expected == "array":
        return "put it into a list: [{...}]" if isinstance(value, dict) else f"put it into a list: [{_json(value)}]"
    return _object_hint(value, pointer)


def _string_hint(value: Any, pointer: Pointer) -> str:
    if isinstance(value, float):
        return "put it in quotes"  # In the text it may have another form, such as 1.10.
    if isinstance(value, (bool, int)):
        return f"write {json.dumps(show(value))} in quotes"
    if isinstance(value, list) and pointer and isinstance(pointer[-1], int):
        return "remove the inner brackets, or put them in quotes if they belong to the text"
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return f"write one string: {_json(' '.join(value))}"
    return "write text in quotes"


def amount_of(text: str, field: str) -> int | None:
    """The whole number that `text` stands for in a field, a time there in seconds."""
    if _DIGITS.fullmatch(text):
        return int(text)
    if percent := _PERCENT.fullmatch(text):
        return int(percent[1])
    time = _TIME.fullmatch(text.lower()) if field == "timeoutDuration" else None
    return int(int(time[1]) * _SECONDS[time[2]]) or None if time else None


def _number_hint(value: Any, field: str) -> str:
    if isinstance(value, float):
        return f"write {math.floor(value)} or {math.ceil(value)}" if abs(value) < 1e15 else "write a whole number"
    if not isinstance(value, str):
        return "write a number"
    text = value.strip()[:_LONGEST]
    amount = amount_of(text, field)
    if _DIGITS.fullmatch(text):
        return f"write {amount} without quotes"
    if _PERCENT.fullmatch(text):
        return f"write {amount}, without '%' and quotes"
    if wrapped := _TEMPLATE.fullmatch(text):
        return f"write an expression as ${{{wrapped[1]}}}"
    if field.endswith("Time") or field == "timestamp":
        return "write the seconds since 1970, as a number"
    if field == "timeoutDuration":
        return f"write {amount}, the time is in seconds" if amount else "give the time in seconds, as a number"
    return "write a number, without quotes"


def _object_hint(value: Any, pointer: Pointer) -> str:
    field = next((part for part in reversed(pointer) if isinstance(part, str)), "")
    if pointer and isinstance(pointer[-1], int):
        return _ITEMS.get(field, "write an object: {...}")
    if isinstance(value, list):
        return _map_hint(value)
    if isinstance(value, str) and (slip := _NO_SPACE.match(value)):
        return f"write a space after '{slip[1]}:'"
    if len(pointer) > 1 and pointer[-2] == "overrides":
        return 'write what to change, for example {"branch": "main"}'
    return _OBJECTS.get(field, "write an object: {...}")


def _map_hint(value: list[Any]) -> str:
    """For a list where names with values are wanted: the same as an object, as far as that can be seen."""
    first = value[0] if value else None
    if isinstance(first, str) and (pair := _PAIR.match(first)):
        return f"write an object: {{{_json(pair[1])}: {_json(pair[2])}}}"
    if isinstance(first, dict):
        name = next((first[key] for key in ("name", "key") if isinstance(first.get(key), str)), None)
        if name is not None:
            held = next((first[key] for key in ("value", "default") if key in first), "...")
            return f"write an object: {{{_json(name)}: {_json(held)}}}"
        if len(value) == 1:
            return "remove the list around the object"
    return "write an object: {...}"


def _json(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False) if not isinstance(value, (dict, list)) else "..."
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."
