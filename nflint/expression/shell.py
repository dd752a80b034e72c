"""The `${...}` that is meant for a shell or for what starts in a container, and left alone by Northflank's engine."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

_NAME = re.compile(r"\s*([^\W\d][\w-]*)\s*\}")

# A parameter expansion: the name as the group, then what no expression goes on with.
_EXPANSION = re.compile(
    r"[#!]?([A-Za-z_][A-Za-z0-9_]*|[0-9]+|[@*?$!#-])"
    r"(?:(?=\})|:[-=?+]|:\s*-?\d|[-=?+](?=[^\s=])|##?|%%?(?=\S)|//?(?=\S)|\^\^?|,,?(?=\})|@[A-Za-z](?=\})|\[[@*\w]+\])"
)

# `${my-addon.host}` could be `my` with a default, but refs are written so, and shell variables hardly ever.
_DOTTED = re.compile(r"[a-z][a-z0-9]*(?:-[a-z0-9]+)+(?:\.[\w-]+)+\s*\}")


class Variable(NamedTuple):
    """A variable: `name` stands at `start`; `end` is where what could be read of it ends, the brace included only in
    the form `name`."""

    form: Literal["name", "shell"]
    name: str
    start: int
    end: int


def variable(text: str, at: int, end: int) -> Variable | None:
    """The variable that is read by a `${` before `at`, on a line that ends at `end`; None for an expression."""
    word = _NAME.match(text, at, end)
    if word:
        return Variable("name", word[1], word.start(1), word.end())
    expansion = _EXPANSION.match(text, at, end)
    if expansion and not _DOTTED.match(text, at, end):
        return Variable("shell", expansion[1], expansion.start(1), expansion.end())
    return None
