"""The cursor within an expression: what has been written of it so far, read from the source of the text.

Goes by the source and not by the decoded string, so that it holds in every kind of quotes and in what nobody has closed
yet; between the names of an expression nothing is ever escaped.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from nflint.diagnostic import Pointer
from nflint.language.analysis import Analysis
from nflint.language.places import spot_at
from nflint.source.span import Span

_PATH = re.compile(r"(?:\A|(?<=[\s(,{]))((?:[^\W\d][\w-]*)?(?:\.[\w-]*)*)\Z")
_NAME = re.compile(r"[\w-]*")
_REST = re.compile(r"[^\"'$}\r\n]*")
_LONGEST = 10_000


class OpenCall(NamedTuple):
    """A call that is not closed yet: the name before its parenthesis, and how many commas are written."""

    name: str
    commas: int


class ExpressionCursor(NamedTuple):
    """A place within an expression of the string at `pointer`.

    `names` are those of the path before the cursor, the last one as far as it is written, and `span` is what is
    replaced: that last name. None for `names` where no path can stand. `calls` are the calls around, outermost first;
    `closed` says that the expression has its brace, and `follows` is what stands behind the span.
    """

    pointer: Pointer
    names: tuple[str, ...] | None
    span: Span
    calls: tuple[OpenCall, ...]
    closed: bool
    follows: str


def expression_cursor(analysis: Analysis, offset: int) -> ExpressionCursor | None:
    """Where `offset` is in an expression; None where it is in none."""
    if not analysis.has_wiring:
        return None
    content, line = analysis.content, analysis.line(offset)
    start = content.rfind("${", max(line.start, offset - _LONGEST), offset)
    if start < 0 or start + 2 > offset or _escaped(analysis, start):
        return None
    inner = content[start + 2 : offset].removeprefix("{")
    calls = _open_calls(inner)
    spot = spot_at(analysis, start) if calls is not None else None
    if calls is None or spot is None or not _goes_on(content, spot.span, offset):
        return None
    end = offset + len(_NAME.match(content, offset).group())  # type: ignore[union-attr]
    rest = content[end : line.end]
    left = _REST.match(rest)
    closed = left is not None and rest[left.end() : left.end() + 1] == "}"
    if inner.count("'") % 2:
        return ExpressionCursor(spot.pointer, None, Span(offset, offset), calls, closed, rest[:1])
    path = _PATH.search(inner)
    names = tuple(path.group(1).split(".")) if path else None
    begun = len(names[-1]) if names else 0
    return ExpressionCursor(spot.pointer, names, Span(offset - begun, end), calls, closed, rest[:1])


def _goes_on(content: str, span: Span, offset: int) -> bool:
    """Whether the string at `span` reaches to `offset`; of one without a closing quote the end cannot be known."""
    quote = content[span.start]
    if quote in "\"'" and span.end - span.start > 1 and content[span.end - 1] == quote:
        return offset < span.end
    return offset <= span.end or not content[span.end : offset].strip(" \t,]}")


def _escaped(analysis: Analysis, start: int) -> bool:
    """Whether the dollar is meant as a text: behind an odd number of backslashes, each of which JSON writes twice."""
    at = start
    while at and analysis.content[at - 1] == "\\":
        at -= 1
    spot = spot_at(analysis, start)
    doubled = analysis.is_json or (spot is not None and analysis.content[spot.span.start : spot.span.start + 1] == '"')
    count = start - at
    return (count // 2 if doubled else count) % 2 == 1


def _open_calls(inner: str) -> tuple[OpenCall, ...] | None:
    """The calls that are open at the end of `inner`; None when the expression has ended before."""
    calls: list[OpenCall] = []
    quoted = False
    name = ""
    for sign in inner:
        if sign == "'":
            quoted = not quoted
        elif quoted:
            continue
        elif sign == "}":
            return None
        elif sign == "(":
            calls.append(OpenCall(name, 0))
            name = ""
        elif sign == ")":
            calls = calls[:-1]
            name = ""
        elif sign == ",":
            if calls:
                calls[-1] = calls[-1]._replace(commas=calls[-1].commas + 1)
            name = ""
        else:
            name = name + sign if not sign.isspace() else ""
    return tuple(calls)
