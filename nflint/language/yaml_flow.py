"""YAML's collections in brackets, read as far as they go: the part of `yaml_sketch` that does not go by lines."""

from __future__ import annotations

import re

from nflint.source.reading import Place
from nflint.source.substring import decoded
from nflint.source.yaml_scalars import resolve

TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r\n]+|\#[^\r\n]*)
    |(?P<quoted>"(?:[^"\\\r\n]|\\.)*"?|'(?:[^'\r\n]|'')*'?)
    |(?P<mark>[{}\[\],]|:(?=[\s,\[\]{}]|\Z))
    |(?P<plain>(?:\$\{\{?[^}\r\n]*\}{0,2}|[^\s{}\[\],:]|:(?![\s,\[\]{}]|\Z)|[ \t]+(?![\s{}\[\],:\#]))+)
    |(?P<other>.)
    """,
    re.VERBOSE,
)
"""A piece of a collection: blanks and comments, a string in quotes, a bracket, comma or colon, or a plain scalar."""

_DEEPEST = 100


class _Frame:
    __slots__ = ("children", "expects_value", "holder", "key", "key_end", "key_start", "start")

    def __init__(self, opener: str, start: int) -> None:
        self.holder: dict[str, object] | list[object] = {} if opener == "{" else []
        self.children: dict[str, Place] | list[Place] = {} if opener == "{" else []
        self.start = start
        self.key: str | None = None
        self.key_start = self.key_end = -1
        self.expects_value = opener == "["

    def put(self, value: object, start: int, end: int, children: dict[str, Place] | list[Place] | None = None) -> None:
        """Adds a value, which in a mapping is a key where one is to come."""
        if isinstance(self.holder, list) and isinstance(self.children, list):
            self.holder.append(value)
            self.children.append(Place(start, end, -1, -1, children))
        elif isinstance(self.holder, dict) and isinstance(self.children, dict):
            if self.expects_value and self.key is not None:
                self.holder[self.key] = value
                self.children[self.key] = Place(start, end, self.key_start, self.key_end, children)
                self.key = None
                self.expects_value = False
            else:
                self.key, self.key_start, self.key_end = str(value), start, end

    def settle(self, at: int) -> None:
        """Gives a key that has none a value."""
        if self.key is not None:
            self.expects_value = True
            self.put(None, at, at)


def read_flow(content: str, start: int, end: int) -> tuple[object, Place]:
    """The collection whose bracket stands at `start`, read up to its closing bracket, or to `end` without one."""
    frames: list[_Frame] = []
    last = start
    for token in TOKEN.finditer(content, start, end):
        text = token.group()
        if token.lastgroup == "blank":
            continue
        if text in ("{", "["):
            if len(frames) >= _DEEPEST:
                break
            frames.append(_Frame(text, token.start()))
        elif text in ("}", "]"):
            frame = frames.pop()
            frame.settle(last)
            place = Place(frame.start, token.end(), -1, -1, frame.children)
            if not frames:
                return frame.holder, place
            frames[-1].put(frame.holder, place.start, place.end, place.children)
        elif text == ",":
            frames[-1].settle(last)
            frames[-1].expects_value = isinstance(frames[-1].holder, list)
        elif text == ":":
            frames[-1].expects_value = True
        else:
            value = decoded(text) if token.lastgroup == "quoted" else resolve(text).value
            frames[-1].put(value, token.start(), token.end())
        last = token.end()
    while True:
        frame = frames.pop()
        frame.settle(last)
        place = Place(frame.start, max(last, frame.start + 1), -1, -1, frame.children)
        if not frames:
            return frame.holder, place
        frames[-1].put(frame.holder, place.start, place.end, place.children)
