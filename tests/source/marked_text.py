"""Texts with marks for places: «…» is where a problem must stand, ‹…› where its related place is."""

from __future__ import annotations

import re
from typing import NamedTuple

from nflint.source.text import Span

_MARK = re.compile("[«»‹›]")


class Marked(NamedTuple):
    """A text without its marks, the spans of «…» in order, and those of ‹…›."""

    text: str
    spans: list[Span]
    related: list[Span]


def unmark(marked: str) -> Marked:
    """Take the marks out of a text."""
    starts: dict[str, list[int]] = {"«": [], "‹": []}
    spans: dict[str, list[Span]] = {"«": [], "‹": []}
    for count, match in enumerate(_MARK.finditer(marked)):
        offset = match.start() - count
        if match.group() in starts:
            starts[match.group()].append(offset)
        else:
            opening = "«" if match.group() == "»" else "‹"
            spans[opening].append(Span(starts[opening].pop(), offset))
    return Marked(_MARK.sub("", marked), spans["«"], spans["‹"])
