"""Strings as they are written in YAML, so that every reader takes them for what they are."""

from __future__ import annotations

import re

from . import yaml_scalars

ODD = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")
"""Characters that are written as escapes: what no text has, and what ends a line for some readers."""

# Numbers, dates and times of one reader or another: 1_000, 0o17, 1:30, 2024-01-02.
_NUMERIC = re.compile(r"[-+]?[.0-9][-+.:_0-9a-fA-FxXoOtTzZ \t]*\Z")
_INDICATORS = frozenset("-?:,[]{}#&*!|>'\"%@`")
_BLOCK_MARKS = re.compile(r": |:\Z| #|\t")
_FLOW_MARKS = re.compile(r"[,\[\]{}?:]| #|\t")
# `=` and `<<` are types of their own to PyYAML.
_TYPES = frozenset(("=", "<<"))


def is_plain(text: str, *, flow: bool) -> bool:
    """Whether every reader takes the text for itself when it has no quotes, inside of brackets (`flow`) or outside."""
    if not text or text != text.strip() or text[0] in _INDICATORS or text in _TYPES:
        return False
    marks = _FLOW_MARKS if flow else _BLOCK_MARKS
    if ODD.search(text) or marks.search(text) or _NUMERIC.match(text):
        return False
    return yaml_scalars.resolve(text) == yaml_scalars.Scalar(text)


def escaped(text: str) -> str:
    """The text as it stands between double quotes, with escapes that YAML, JSON and TOML know."""
    text = text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n").replace("\t", "\\t")
    return ODD.sub(lambda match: f"\\u{ord(match.group()):04x}", text)


def quoted(text: str, quote: str = '"') -> str:
    """The text in quotes: those asked for, or double ones where it needs escapes."""
    if quote == "'" and not ODD.search(text):
        return "'" + text.replace("'", "''") + "'"
    return f'"{escaped(text)}"'
