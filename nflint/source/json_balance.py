"""Which bracket was left open, told by indentation: a reader knows only at the end of a text that one is
missing."""

from __future__ import annotations

from .reading import Place

_LINE_LENGTH = 400


def swallowed(content: str, root: Place, unclosed: set[int]) -> Place | None:
    """The first place to end whose closing bracket, first in its line, is indented otherwise than the line of its
    opening one: it took a bracket that was meant for one further out. None when no indentation tells.

    `unclosed` are the starts of the places that the end of the text closed.
    """
    best: Place | None = None
    pending = [root]
    while pending:
        place = pending.pop()
        children = place.children
        if children is None:
            continue
        pending.extend(children.values() if isinstance(children, dict) else children)
        if place.start not in unclosed and (best is None or place.end < best.end) and _differs(content, place):
            best = place
    return best


def _differs(content: str, place: Place) -> bool:
    closing = _indentation(content, place.end - 1)
    if closing is None or closing[1] != place.end - 1:
        return False
    opening = _indentation(content, place.start)
    return opening is not None and opening[0] != closing[0]


def _indentation(content: str, offset: int) -> tuple[str, int] | None:
    """The blanks a line starts with, and where they end; None for a line that is too long to look at."""
    begin = content.rfind("\n", max(0, offset - _LINE_LENGTH), offset) + 1
    if begin == 0 and offset > _LINE_LENGTH:
        return None
    line = content[begin : offset + 1]
    blanks = line[: len(line) - len(line.lstrip(" \t"))]
    return blanks, begin + len(blanks)
