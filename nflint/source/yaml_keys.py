"""YAML keys as text: js-yaml 3 keeps mappings as JavaScript objects, whose keys are `String(key)`."""

from __future__ import annotations

from . import numbers


def text(value: object) -> str:
    """`String(value)` of ECMA-262, as js-yaml 3 applies it to a key."""
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        return "[object Object]"
    if isinstance(value, list):
        return ",".join("" if item is None else _inner(item) for item in value)
    return _scalar(value)


def _inner(item: object) -> str:
    if isinstance(item, str):
        return item
    return "[object Object]" if isinstance(item, dict | list) else _scalar(item)


def _scalar(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "true" if value else "false"
    return numbers.to_javascript(value) if isinstance(value, int | float) else str(value)


def complaint(value: object) -> tuple[str, str]:
    """What is wrong with a key that is no string, and what to do: message and hint."""
    if isinstance(value, dict):
        return "the key is a mapping, as of a template without quotes", "quote the template"
    if isinstance(value, list):
        return "the key is a list, as of a template without quotes", "quote the template"
    return f"the key '{text(value)}' is not text", "quote it"
