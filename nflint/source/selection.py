"""Which reader a text is for, by its first characters; file names and their suffixes say too little."""

from __future__ import annotations

import re
from typing import Literal

_BLANKS = re.compile(r"[ \t\r\n]*")
_LINE_END = re.compile(r"[\r\n]|\Z")
_SCALAR = re.compile(r"(?:-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?|true|false|null)[ \t\r\n]*\Z")
_YAML_FLOW = re.compile(
    r"[\[{ \t\r\n]*(?:(?<=[ \t\r\n])#[^\r\n]*[\r\n][\[{ \t\r\n]*)*([^\s\[\]{}\"',:#0-9/-][^\s,:\[\]{}]{0,200})"
)
_JSON_WORD = re.compile(r"[\[ \t\r\n]*(?:true|false|null|NaN|Infinity)\b")
_QUOTED_KEY = re.compile(r'"(?:[^"\\\r\n]|\\.)*"[ \t]*:(?:\s|\Z)')


def likely(content: str) -> Literal["json", "yaml", "either", "empty"]:
    """`json` or `yaml`, or `either` for what is YAML if YAML reads it whole, and else JSON with mistakes."""
    start = _significant(content)
    if start == len(content):
        return "json" if content.strip(" \t\r\n") else "empty"
    if content.startswith('"', start):
        return "yaml" if _QUOTED_KEY.match(content, start) else "json"
    if content[start] in "{[":
        word = _YAML_FLOW.match(content, start)
        if word and '"' not in word[1] and not _JSON_WORD.match(content, start):
            return "either"
        return "json"
    return "json" if _SCALAR.match(content, start) else "yaml"


def _significant(content: str) -> int:
    """The offset of the first character behind blanks and the comments of JavaScript."""
    position = 0
    while True:
        blanks = _BLANKS.match(content, position)
        position = blanks.end() if blanks else position
        if content.startswith("//", position):
            end = _LINE_END.search(content, position)
            position = end.end() if end else len(content)
        elif content.startswith("/*", position):
            closing = content.find("*/", position + 2)
            position = closing + 2 if closing >= 0 else len(content)
        else:
            return position
