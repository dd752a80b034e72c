"""Where something stands in a text, in code points from its start; lines and columns are `text`'s work."""

from __future__ import annotations

from typing import NamedTuple


class Span(NamedTuple):
    """A range of code point offsets: `start` is the first, `end` the one behind the last."""

    start: int
    end: int
