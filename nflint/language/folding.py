"""What may be folded away in an editor: objects, lists, block scalars and comments of more than one line."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.language.analysis import Analysis
from nflint.language.items import Fold
from nflint.language.places import beginning
from nflint.language.tree import steps_of
from nflint.source.reading import Place

_MOST = 5_000
_YAML_COMMENTS = re.compile(r"(?:^[ \t]*#[^\r\n]*(?:\r\n|\r|\n|\Z)){2,}", re.MULTILINE)
_JSON_COMMENTS = re.compile(r"/\*.*?(?:\*/|\Z)|(?:^[ \t]*//[^\r\n]*(?:\r\n|\r|\n|\Z)){2,}", re.MULTILINE | re.DOTALL)


def folds(analysis: Analysis) -> tuple[Fold, ...]:
    """The folds in the order of the text, at most 5,000, each of at least two lines. Offsets count the text."""
    found = [fold for fold in (*_values(analysis), *_comments(analysis)) if _is_long(analysis, fold)]
    shift = analysis.shift
    return tuple(fold._replace(start=fold.start + shift, end=fold.end + shift) for fold in sorted(found)[:_MOST])


def _values(analysis: Analysis) -> Iterator[Fold]:
    pending: list[tuple[Place, Place | None]] = [(root, None)] if (root := analysis.document.place) else []
    content = analysis.content
    while pending:
        place, owner = pending.pop()
        # What an alias stands for is folded where it is written.
        if owner is not None and not owner.start <= beginning(place) <= place.end <= owner.end:
            continue
        brackets = content[place.start : place.start + 1] in ("{", "[")
        whole = owner is None and not brackets
        if (place.children is not None and not whole) or content[place.start : place.start + 1] in ("|", ">", '"', "'"):
            # The closing bracket stays in sight.
            closed = place.end - 1 if brackets and content[place.end - 1] in "}]" else place.end
            yield Fold(beginning(place), max(closed, place.start), "region")
        pending.extend((step.place, place) for step in steps_of(place))


def _comments(analysis: Analysis) -> Iterator[Fold]:
    pattern = _YAML_COMMENTS if analysis.document.format == "yaml" else _JSON_COMMENTS
    for match in pattern.finditer(analysis.content):
        blanks = len(match.group()) - len(match.group().lstrip(" \t"))
        yield Fold(match.start() + blanks, match.start() + len(match.group().rstrip()), "comment")


def _is_long(analysis: Analysis, fold: Fold) -> bool:
    return any(analysis.content.find(mark, fold.start, fold.end) >= 0 for mark in "\n\r")
