"""Objects and lists in brackets that no parser reads, in JSON or within YAML: what is there, and where.

What has been begun is taken for what it will be: a string behind a key that has no value is the next key, and a
bracket at the beginning of a line closes what has been opened at that indentation. Nothing is said of mistakes.
"""

from __future__ import annotations

import re
from typing import Any

from nflint.language.tree import scan
from nflint.source.reading import Place, Reading
from nflint.source.span import Span
from nflint.source.substring import decoded
from nflint.source.yaml_scalars import resolve

JSON_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r\n]+|//[^\r\n]*|/\*(?:[^*]|\*(?!/))*(?:\*/)?)
    |(?P<quoted>"(?:[^"\\\r\n]|\\.)*"?|'(?:[^'\\\r\n]|\\.)*'?)
    |(?P<mark>[{}\[\],:])
    |(?P<plain>[^\s{}\[\],:"']+)
    |(?P<other>[^\s])
    """,
    re.VERBOSE,
)
FLOW_TOKEN = re.compile(
    r"""
    (?P<blank>[ \t\r\n]+|\#[^\r\n]*)
    |(?P<quoted>"(?:[^"\\\r\n]|\\.)*"?|'(?:[^'\r\n]|'')*'?)
    |(?P<mark>[{}\[\],]|:(?=[\s,\[\]{}]|\Z))
    |(?P<plain>(?:\$\{\{?[^}\r\n]*\}{0,2}|[^\s{}\[\],:]|:(?![\s,\[\]{}]|\Z)|[ \t]+(?![\s{}\[\],:\#]))+)
    |(?P<other>[^\s])
    """,
    re.VERBOSE,
)
_INDENT = re.compile(r"[ \t]*")
_TAIL = re.compile(r"[ \t,]*\Z")
_CLOSING_TAIL = re.compile(r"[ \t,}\]]*\Z")
# A key whose closing quote is missing, by the value behind its colon.
_OPEN_KEY = re.compile(r"[\"'][\w$.-]*(?=[ \t]*:(?:[ \t]|[ \t]*[\[{\"]|\Z))")
# The same where the opening quote of the first key behind it has been taken for the closing one.
_SWALLOWED = re.compile(r"[\"'][\w$.-]*(?=[ \t]*:[ \t]*[\[{][\[{ \t]*[\"']\Z)")
_EMPTY = re.compile(r"\{\s*\}|\[\s*\]")
_ALONE = re.compile(r"[ \t]*,?[ \t]*(?=[\r\n]|\Z)")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_DEEPEST = 120
_DIGITS = 300


def string_end(content: str, start: int, end: int) -> int:
    """Where the string token from `start` to `end` ends: one that nobody has closed before the marks at its end."""
    text = content[start:end]
    if len(text) > 1 and text[-1] == text[0]:
        swallowed = _SWALLOWED.match(text) if text[-2] in " \t{[" else None
        return end if swallowed is None else start + swallowed.end()
    key = _OPEN_KEY.match(text)
    if key is not None:
        return start + key.end()
    tail = (_TAIL if "{" in text else _CLOSING_TAIL).search(text)
    return max(start + 1, start + tail.start()) if tail else end


class _Frame:
    """A collection that is being read. In an object `key` is None until the next key is there."""

    __slots__ = ("awaits", "children", "holder", "key", "key_end", "key_start", "last", "opener", "start")

    def __init__(self, opener: str, start: int) -> None:
        self.opener = opener
        self.start = start
        self.holder: dict[str, object] | list[object] = {} if opener == "{" else []
        self.children: dict[str, Place] | list[Place] = {} if opener == "{" else []
        self.key: str | None = None
        self.key_start = self.key_end = -1
        self.awaits = opener == "["
        # The key whose value has just been given by a string, which a colon may turn into a key.
        self.last: str | None = None

    def put(self, value: object, start: int, end: int, children: dict[str, Place] | list[Place] | None = None) -> None:
        """Adds a value; in an object a key where one is to come."""
        self.last = None
        if isinstance(self.holder, list) and isinstance(self.children, list):
            self.holder.append(value)
            self.children.append(Place(start, end, -1, -1, children))
        elif isinstance(self.holder, dict) and isinstance(self.children, dict):
            if self.awaits and self.key is not None:
                self.holder[self.key] = value
                self.children[self.key] = Place(start, end, self.key_start, self.key_end, children)
                self.last, self.key = self.key, None
                self.awaits = False
            elif children is None:
                self.settle(self.key_end)
                self.key, self.key_start, self.key_end = _name(value), start, end

    def settle(self, at: int) -> None:
        """Gives a key that has no value null."""
        if self.key is not None and self.opener == "{":
            self.awaits = True
            self.put(None, at, at)
            self.last = None

    def colon(self, content: str) -> None:
        """A colon: behind a string that has been taken for the value of a key in an earlier line, that is a key."""
        if self.opener == "[":
            return
        if self.last is not None and isinstance(self.children, dict) and isinstance(self.holder, dict):
            place, value = self.children[self.last], self.holder[self.last]
            if place.children is None and "\n" in content[place.key_end : place.start]:
                self.holder[self.last] = None
                after = min(place.key_end + 1, place.start)
                self.children[self.last] = place._replace(start=after, end=after)
                self.key, self.key_start, self.key_end = _name(value), place.start, place.end
        self.awaits = True


def _name(value: object) -> str:
    return value if isinstance(value, str) else "null" if value is None else str(value)


def read_flow(content: str, start: int, end: int) -> tuple[object, Place]:
    """YAML's collection whose bracket stands at `start`, up to its closing bracket, or to `end` without one."""
    value, place = _Reader(content, "yaml").read(start, end)
    return value, place or Place(start, start, -1, -1, None)


def sketch_json(content: str, *, deep: bool = True) -> Reading:
    """What can be made out of a JSON text. Never raises.

    Unless it is to be `deep`, parts without mistakes are read in one go, with `UNREAD_OBJECT` or `UNREAD_LIST` for the
    places inside.
    """
    value, place = _Reader(content, "json", deep).read(0, len(content))
    return Reading(value, place, (), Span(0, len(content)), True)


class _Reader:
    def __init__(self, content: str, form: str, deep: bool = True) -> None:
        self.content = content
        self.form = form
        self.deep = deep
        self.returns = "\r" in content
        self.frames: list[_Frame] = []
        self.whole: tuple[object, Place | None] = (None, None)

    def read(self, start: int, end: int) -> tuple[Any, Place | None]:
        """The first value from `start` on."""
        content, frames = self.content, self.frames
        pattern = JSON_TOKEN if self.form == "json" else FLOW_TOKEN
        at = start
        while at < end and (token := pattern.match(content, at, end)):
            kind, at = token.lastgroup, token.end()
            if kind == "blank":
                continue
            if kind == "mark":
                at = self._mark(content[token.start()], token.start())
            elif frames:
                at = string_end(content, token.start(), at) if kind == "quoted" else at
                frames[-1].put(self._scalar(token.start(), at, kind), token.start(), at)
            if len(frames) > _DEEPEST or self.whole[1] is not None:
                break
        while frames:
            self._close(end if self.form == "json" else self._line_end(at))
        return self.whole

    def _line_end(self, at: int) -> int:
        ends = [end for mark in "\r\n" if (end := self.content.find(mark, at)) >= 0]
        return min(ends, default=len(self.content))

    def _scalar(self, start: int, end: int, kind: str | None) -> object:
        source = self.content[start:end]
        if kind == "quoted":
            return decoded(source, self.form)
        if self.form != "json":
            return resolve(source).value
        if source in _WORDS:
            return _WORDS[source]
        try:
            return int(source) if len(source) < _DIGITS and source.lstrip("-").isdigit() else float(source)
        except ValueError:
            return source

    def _mark(self, sign: str, at: int) -> int:
        """Takes a bracket, comma or colon; returns where to read on."""
        frames = self.frames
        if sign in "{[":
            if frames and frames[-1].opener == "{" and not frames[-1].awaits:
                empty = _EMPTY.match(self.content, at)
                if empty is not None or (sign == "{" and not frames[-1].children and frames[-1].key is None):
                    return empty.end() if empty else at + 1  # One bracket too many.
                # A value without a key: what it holds stands beside the keys that are there.
                frames[-1].settle(frames[-1].key_end)
                frames[-1].key, frames[-1].key_start, frames[-1].key_end, frames[-1].awaits = "", at, at, True
            if frames and not self.deep and (found := scan(self.content, at)):
                value, place = found
                frames[-1].put(value, at, place.end, place.children)
                return place.end
            frames.append(_Frame(sign, at))
        elif not frames:
            return at + 1
        elif sign in "}]":
            self._closing(sign, at)
        elif sign == ",":
            frames[-1].settle(frames[-1].key_end + frames[-1].awaits)
            frames[-1].last = None
            frames[-1].awaits = frames[-1].opener == "["
        else:
            frames[-1].colon(self.content)
        return at + 1

    def _closing(self, sign: str, at: int) -> None:
        """Closes what the bracket at `at` closes, and what is open inside of it."""
        opener = "{" if sign == "}" else "["
        depths = [depth for depth, frame in enumerate(self.frames) if frame.opener == opener]
        own = self._indent(at)
        if own is not None and self.form == "json":
            aligned = [depth for depth in depths if self._indent_of_line(self.frames[depth].start) == own]
            depths = aligned or [depth for depth in depths if depth == len(self.frames) - 1]
        if not depths:
            return
        while len(self.frames) - 1 > depths[-1]:
            self._close(at)
        self._close(at + 1)

    def _line_start(self, at: int) -> int:
        start = self.content.rfind("\n", 0, at)
        return max(start, self.content.rfind("\r", start + 1, at) if self.returns else start) + 1

    def _indent(self, at: int) -> int | None:
        """The column of a bracket that has its line for itself; None for any other."""
        if _ALONE.match(self.content, at + 1) is None:
            return None
        start = self._line_start(at)
        return at - start if not self.content[start:at].strip(" \t") and start else None

    def _indent_of_line(self, at: int) -> int:
        start = self._line_start(at)
        found = _INDENT.match(self.content, start)
        return found.end() - start if found else 0

    def _close(self, end: int) -> None:
        frame = self.frames.pop()
        frame.settle(frame.key_end + frame.awaits)
        if self.frames:
            self.frames[-1].put(frame.holder, frame.start, end, frame.children)
        else:
            self.whole = (frame.holder, Place(frame.start, end, -1, -1, frame.children))
