"""The tokens of the language, and the values of those that are literals.

What no page describes is read as in JavaScript.
"""

from __future__ import annotations

import re

from nflint.expression.tree import Path, Segment

BLANKS = re.compile(r"\s*")
# What secrets are called is up to their owners; everything else has names of Northflank's own making.
PATH = re.compile(r"secrets(?:\.[^\s.(){}\[\]'\",|&=?!$]+)+|[^\W\d][\w-]*(?:\.[\w-]+)*")
TAIL = re.compile(r"(?:\.[\w-]+)+")
LAMBDA = re.compile(r"\(\s*(?:[^\W\d]\w*\s*(?:,\s*[^\W\d]\w*\s*)*)?\)\s*=>")
INDEX = re.compile(r"\[\s*(?:(\d+)|'([^'\\]+)'|\"([^\"\\]+)\")\s*\]")
NUMBER = re.compile(r"-?(?:[0-9]+(?:\.[0-9]+)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?(?![\w.-])")
QUOTED = {
    "'": re.compile(r"'[^'\\]*(?:\\.[^'\\]*)*'"),
    '"': re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"'),
    "/": re.compile(r"/[^/\\*][^/\\]*(?:\\.[^/\\]*)*/[a-z]*|/(?:\\.[^/\\]*)+/[a-z]*"),
}

# A backslash before anything else is kept, since documented examples write `\\${` for what others are to read.
_ESCAPE = re.compile(r"\\(?:(['\"\\])|([nrt])|u([0-9a-fA-F]{4}))")
_ESCAPED = {"n": "\n", "r": "\r", "t": "\t"}


def number(source: str) -> int | float:
    """The number that is written as `source`."""
    # Integers beyond these have no exact value in JavaScript, which reads them.
    return int(source) if len(source) <= 15 and source.lstrip("-").isdigit() else float(source)


def string(source: str) -> str:
    """The text that is written as `source`, without its quotes."""
    return _ESCAPE.sub(_unescaped, source) if "\\" in source else source


def path_of(source: str, start: int) -> Path:
    """The path that is written as `source` and begins at `start`."""
    segments: list[Segment] = []
    at = start
    for name in source.split("."):
        end = at + len(name)
        segments.append(Segment(at, end, name))
        at = end + 1
    return Path(start, at - 1, tuple(segments))


def _unescaped(found: re.Match[str]) -> str:
    if found[3]:
        return chr(int(found[3], 16))
    return found[1] or _ESCAPED[found[2]]
