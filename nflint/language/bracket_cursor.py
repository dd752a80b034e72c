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
_LINE_ENDS = frozenset("\r\n")
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
    # What is being written tells nothing of what stands before it.
    before = [
        step
        for step in analysis.steps(place)
        if beginning(step.place) < offset and not step.place.key_start <= offset <= step.place.key_end
    ]
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
    at = ended = start
    while at < offset and (token := pattern.match(content, at)):
        kind, text, begun = token.lastgroup or "", token.group(), at
        at = token.end()
        if kind == "blank":
            # A comment goes on to the end of its line.
            if text[0] in "/#" and offset - at < (not text.endswith("*/")):
                return None
            broken = broken or not _LINE_ENDS.isdisjoint(text[: offset - begun])
            continue
        if kind == "quoted":
            at = string_end(content, begun, at)
        here = _touched(content, kind, Span(begun, at), offset)
        if here is not None:
            break
        broken, ended = False, at
        if text in ("{", "["):
            frames.append(_Frame(text))
        elif text in ("}", "]"):
            if len(frames) > 1:
                frames.pop()
            frames[-1].expect = "comma"
        else:
            frames[-1].take(kind, content[begun:at])
    missing = ended if frames[-1].expect == "comma" else -1
    return _cursor(analysis, here or Span(offset, offset), frames, pointer, missing, broken)


def _touched(content: str, kind: str, span: Span, offset: int) -> Span | None:
    """The span of a token that is being written at `offset`; None for one that ends before."""
    if kind == "quoted":
        closed = span.end - span.start > 1 and content[span.start] == content[span.end - 1]
        return span if offset < span.end + (not closed) else None
    return span if kind in ("plain", "other") and offset <= span.end else None


def _cursor(
    analysis: Analysis, span: Span, frames: list[_Frame], pointer: Pointer, missing: int, broken: bool
) -> Cursor | None:
    content, frame = analysis.content, frames[-1]
    written = content[span.start : span.end]
    quote = written[:1] if written[:1] in ("'", '"') else ""
    style: Style = "json" if analysis.is_json else "flow"
    owner = (*pointer, *(outer.part for outer in frames[:-1]))
    if frame.opener == "[":
        # In YAML a text without quotes goes on in the next line.
        if frame.expect != "value" and not (broken and analysis.is_json):
            return None
        index = frame.index + (frame.expect != "value")
        comma = _is_followed(content, span.end)
        return Cursor("value", (*owner, index), span, style, quote, None, False, comma, missing=missing)
    if frame.expect == "value":
        whole = span if written else _with_value(analysis, span.end)
        gap = " " if content[span.start - 1 : span.start] == ":" else ""
        comma = whole is not None and _is_followed(content, whole.end)
        pointer = (*owner, frame.key)
        return Cursor("value", pointer, whole, style, quote, None, False, comma, 0, gap) if whole is not None else None
    # A new line behind a value wants a key, and a comma before it.
    if frame.expect == "key" or (frame.expect == "comma" and (broken or written)):
        followed = _COLON.match(content, span.end) is not None
        comma = _is_followed(content, span.end)
        own = written.strip("\"'")
        return Cursor("key", owner, span, style, quote, own, followed, comma, missing=missing)
    return None


def _is_followed(content: str, end: int) -> bool:
    """Whether something comes next that needs a comma before it."""
    following = _NEXT.match(content, end)
    return following is not None and (following.group(1) or ",") not in ",]}"


def _with_value(analysis: Analysis, offset: int) -> Span | None:
    """What is replaced by a value that is written at `offset`, behind a colon: nothing, or the value that comes next in
    the line; None where a value comes next that is no scalar or stands in another line."""
    content, nothing = analysis.content, Span(offset, offset)
    following = _NEXT.match(content, offset)
    if following is None or (following.group(1) or ",") in ",]}":
        return nothing
    start = following.start(1)
    token = (JSON_TOKEN if analysis.is_json else FLOW_TOKEN).match(content, start)
    end = start if token is None else token.end()
    if token is not None and token.lastgroup == "quoted":
        end = string_end(content, start, end)
    if content[start] in "{[":
        return None
    if _COLON.match(content, end):
        return nothing  # It is the next key.
    return Span(offset, end) if end <= analysis.line(offset).end else None
