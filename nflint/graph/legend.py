"""The legend of an SVG picture: what its shapes and lines mean, as far as they are in it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from nflint.graph.layout import LINE
from nflint.graph.lettering import width
from nflint.graph.picture import Picture, successions
from nflint.graph.svg_style import sign

_SAMPLE = 34
_BETWEEN = 20
_SIZE = 12


class Entry(NamedTuple):
    """One entry: its height in the legend, and the entry as it is drawn."""

    y: float
    drawn: str


def legend(picture: Picture, wide: float) -> Iterator[Entry]:
    """The entries, in rows that are at most so wide."""
    x = y = 0.0
    for sample, words in _entries(picture):
        length = _SAMPLE + width(words, _SIZE) + _BETWEEN
        if x and x + length > wide:
            x, y = 0.0, y + LINE + 4
        yield Entry(
            y,
            f'<g transform="translate({x:.1f} {y:.1f})">{sample}'
            f'<text class="quiet" x="{_SAMPLE}" y="11">{words}</text></g>\n',
        )
        x += length


def _entries(picture: Picture) -> Iterator[tuple[str, str]]:
    boxes, arrows = picture.boxes, picture.arrows
    if successions(boxes):
        yield _line("order", "order-head"), "runs next"
    if any(arrow.sort == "reference" and arrow.doubt == "no" for arrow in arrows):
        yield _line("reference", "reference-head"), "gives outputs to"
    if any(arrow.sort == "trigger" for arrow in arrows):
        yield _line("trigger-line", "trigger-head"), "gives commit to"
    if any(arrow.sort == "wait" for arrow in arrows):
        yield _line("wait-line", "wait-head"), "is waited for by"
    if any(arrow.doubt == "maybe" for arrow in arrows):
        yield _line("reference doubtful", "reference-head"), "outputs may not be there"
    if any(arrow.doubt == "broken" for arrow in arrows):
        cross = '<path class="line broken" d="M9 2l8 8m0 -8l-8 8"/>'
        yield _line("reference broken doubtful", "broken-head") + cross, "outputs are not there yet"
    if any(box.form == "wait" for box in boxes):
        yield '<path class="shape" d="M4 0h18l4 4v4l-4 4h-18l-4 -4v-4z"/>', "only waits"
    if any(box.form == "loop" for box in boxes):
        yield (
            '<rect class="shape" width="26" height="12"/><rect class="shape" x="2.5" y="2.5" width="21" height="7"/>',
            ("loop"),
        )
    for skip, words in (("maybe", "may be skipped"), ("yes", "always skipped")):
        if any(box.skip == skip for box in boxes):
            yield f'<g class="skip-{skip}"><rect class="shape" width="26" height="12" rx="4"/></g>', words
    severities = {mark.severity for box in boxes for mark in box.marks}
    for severity in sorted(severities, reverse=True):
        yield sign(severity, 7, 0), severity.label


def _line(name: str, head: str) -> str:
    return f'<path class="line {name}" d="M0 6h20"/><path class="{head}" d="M27 6l-7 -4v8z"/>'
