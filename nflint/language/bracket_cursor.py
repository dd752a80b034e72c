"""The cursor within brackets, of JSON or of YAML: by the tokens between it and the last value that is surely there."""

from __future__ import annotations

import re

from nflint.diagnostic import Pointer
from nflint.language.analysis import Analysis
from nflint.language.bracket_sketch import FLOW_TOKEN, JSON_TOKEN, string_end
from nflint.language.cursor import Cursor, Style
from nflint.language.places import beginning
from nflint.language.tree import Step
from nflint.source.reading import Place
from nflint.source.span import Span

_COLON = re.compile(r"[ \t]*:")
_NEXT = re.compile(r"(?:[ \t\r\n]+|//[^\r\n]*|#[^\r\n]*|/\*(?:[^*]|\*(?!/))*\*/)*([^\s])?")


class _Frame:
    """A collection that has been entered: `expect` is what comes next in it."""

    __slots__ = ("expect", "index", "key", "opener")

    def __init__(self, opener: str, index: int = 0) -> None:
        self.opener = opener
        self.index = index
        self.key = ""
        self.expect = "key" if opener == "{" else "value"

    @property
    def part(self) -> str | int:
        return self.key if self.opener == "{" else self.index

    def take(self, kind: str, text: str) -> None:
        """Goes on behind a token that is no bracket."""
        if text == "," and kind == "mark":
            self.index += 1
            self.expect = "key" if self.opener == "{" else "value"
        elif text == ":" and kind == "mark":
            self.expect = "value" if self.opener == "{" else self.expect
        elif self.opener == "{" and self.expect in ("key", "comma"):
            self.key = text.strip("\"'")
            self.expect = "colon"
        else:
            self.expect = "comma"


def opened_around(analysis: Analysis, offset: int) -> list[Step]:
    """The way to the innermost collection in brackets that is open at `offset`; empty without one."""
    content = analysis.content
    way = [Step("", analysis.root)] if analysis.root is not None else []
    deepest = 0
    while way:
        owner = way[-1].place
        if is_open(analysis, owner, offset):
            deepest = len(way)
        inner = [
            step
            for step in analysis.steps(owner)
            if step.place.children is not None and beginning(step.place) < offset <= step.place.end <= owner.end
        ]
        inner = [
            step for step in inner if not _is_bracket(content, step.place) or is_open(analysis, step.place, offset)
        ]
        if not inner:
            break
        way.append(inner[-1])
    return way[:deepest] if deepest == len(way) else []


def _is_bracket(content: str, place: Place) -> bool:
    return content[place.start : place.start + 1] in ("{", "[")


def is_open(analysis: Analysis, place: Place, offset: int) -> bool:
    """Whether `offset` is between the brackets of `place`, of which the closing one may be missing."""
    content = analysis.content
    if place.children is None or not _is_bracket(content, place) or offset <= place.start:
        return False
    if offset != place.end:
        return offset < place.end
    closed = place.end - place.start > 1 and content[place.end - 1] == ("}" if content[place.start] == "{" else "]")
    return not closed or any(
        step.place.children is not None and step.place.end == offset for step in analysis.steps(place)
    )


def bracket_cursor(analysis: Analysis, offset: int) -> Cursor | None:
    """What may be written at `offset`, which is in brackets; None for nothing."""
    content = analysis.content
    way = opened_around(analysis, offset)
    if not way:
        return Cursor("value", (), Span(offset, offset), "json") if not content.strip() else None
    pointer = tuple(step.part for step in way[1:])
    place = way[-1].place
    before = [step for step in analysis.steps(place) if beginning(step.place) < offset]
    last = max(before, key=lambda step: beginning(step.place), default=None)
    frame = _Frame(content[place.start], max(len(before) - 1, 0))
    start = place.start + 1
    if last is not None:
        ended = last.place.children is not None and last.place.end <= offset
        start = last.place.end if ended else beginning(last.place)
        frame.key = str(last.part)
        frame.expect = "comma" if ended else frame.expect
    return _scan(analysis, start, offset, [frame], pointer)


def _scan(analysis: Analysis, start: int, offset: int, frames: list[_Frame], pointer: Pointer) -> Cursor | None:
    content = analysis.content
    pattern = JSON_TOKEN if analysis.is_json else FLOW_TOKEN
    here: Span | None = None
    broken = False
    at = start
    while at < offset and (token := pattern.match(content, at)):
        kind, text, begun = token.lastgroup or "", token.group(), at
        at = token.end()
        if kind == "blank":
            # A comment goes on to the end of its line.
            if text[0] in "/#" and offset - at < (not text.endswith("*/")):
                return None
            broken = "\n" in text[: offset - begun]
            continue
        if kind == "quoted":
            at = string_end(content, begun, at)
        here = _touched(content, kind, Span(begun, at), offset)
        if here is not None:
            break
        broken = False
        if text in ("{", "["):
            frames.append(_Frame(text))
        elif text in ("}", "]"):
            if len(frames) > 1:
                frames.pop()
            frames[-1].expect = "comma"
        else:
            frames[-1].take(kind, content[begun:at])
    return _cursor(analysis, here or Span(offset, offset), frames, pointer, broken)


def _touched(content: str, kind: str, span: Span, offset: int) -> Span | None:
    """The span of a token that is being written at `offset`; None for one that ends before."""
    if kind == "quoted":
        closed = span.end - span.start > 1 and content[span.start] == content[span.end - 1]
        return span if offset < span.end + (not closed) else None
    return span if kind in ("plain", "other") and offset <= span.end else None


def _cursor(analysis: Analysis, span: Span, frames: list[_Frame], pointer: Pointer, broken: bool) -> Cursor | None:
    content, frame = analysis.content, frames[-1]
    written = content[span.start : span.end]
    quote = written[:1] if written[:1] in ("'", '"') else ""
    style: Style = "json" if analysis.is_json else "flow"
    owner = (*pointer, *(outer.part for outer in frames[:-1]))
    following = _NEXT.match(content, span.end)
    comma = following is not None and (following.group(1) or ",") not in ",]}"
    if frame.expect == "value":
        return Cursor("value", (*owner, frame.part), span, style, quote, None, False, comma)
    # A new line behind a value wants a key, and a comma before it.
    if frame.opener == "{" and (frame.expect == "key" or (frame.expect == "comma" and (broken or written))):
        followed = _COLON.match(content, span.end) is not None
        return Cursor("key", owner, span, style, quote, written.strip("\"'"), followed, comma)
    return None
