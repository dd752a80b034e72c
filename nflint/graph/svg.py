"""A picture as one SVG: no script, no font, no link to anywhere else; legible on light and dark paper, and without
colours.

Where everything stands is the business of `nflint.graph.layout` and `nflint.graph.routes`.
"""

from __future__ import annotations

import html
from collections.abc import Iterator, Mapping, Sequence

from nflint.graph.layout import LINE, PAD, Frame, Plan, plan
from nflint.graph.legend import legend
from nflint.graph.lettering import cut, width
from nflint.graph.lines import arrow_line, loop_line, order_line
from nflint.graph.picture import GROUPS, Box, Mark, Picture, Row
from nflint.graph.routes import order_lines, routes
from nflint.graph.svg_style import sign, sign_color, style_sheet

_MARGIN = 18
_TITLE = 22
_LEAST_WIDTH = 520
_SIZE = 12
_SIGN = 17
_MOST_DESCRIBED = 60
_CORNER = 9


def render(picture: Picture) -> str:
    """The picture as an SVG document, which ends with a line break."""
    return drawing(picture) + "\n"


def drawing(picture: Picture, prefix: str = "", links: Mapping[int, str] | None = None, *, styled: bool = True) -> str:
    """The element `svg`. `prefix` makes its ids unlike those of others on one page; `links` are places on the same
    page that boxes lead to, by the numbers of these; `styled` puts the style sheet into it."""
    layout = plan(picture)
    wide = max(layout.width, _LEAST_WIDTH)
    below = list(legend(picture, wide))
    legend_height = (max((entry.y for entry in below), default=-LINE) + LINE + 12) if below else 0
    notes = list(_notes(picture))
    top = _MARGIN + _TITLE + 6 + LINE * len(notes)
    high = top + layout.height + legend_height + _MARGIN + 8
    outer = wide + 2 * _MARGIN
    role = "img" if links is None else "group"
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" class="nflint-graph" viewBox="0 0 {outer:.0f} {high:.0f}" '
            f'width="{outer:.0f}" height="{high:.0f}" role="{role}" aria-labelledby="{prefix}title {prefix}desc">\n'
            f'<title id="{prefix}title">{_escaped(picture.title)}</title>\n'
            f'<desc id="{prefix}desc">{_escaped(_description(picture))}</desc>\n'
        )
    ]
    if styled:
        parts.append(f"<style>\n{style_sheet()}</style>\n")
    parts.append(f'<rect class="paper" width="{outer:.0f}" height="{high:.0f}" rx="6"/>\n')
    parts.append(_text("title", _MARGIN, _MARGIN + 14, cut(picture.name, wide, 15, bold=True)))
    for number, note in enumerate(notes):
        parts.append(_text("quiet", _MARGIN, _MARGIN + _TITLE + 12 + LINE * number, cut(note, wide, _SIZE)))
    parts.append(f'<g transform="translate({_MARGIN} {top})">\n')
    parts += _content(picture, layout, links or {})
    parts.append("</g>\n")
    parts.append(f'<g transform="translate({_MARGIN} {top + layout.height + 20:.1f})">\n')
    parts += [entry.drawn for entry in below]
    parts.append("</g>\n</svg>")
    return "".join(parts)


def _notes(picture: Picture) -> Iterator[str]:
    """What is said of the picture below its name."""
    yield picture.summary
    if picture.elsewhere:
        yield f"elsewhere in the document: {', '.join(mark.words for mark in picture.elsewhere)}"
    if picture.left_out:
        yield f"{picture.left_out} more steps are not drawn"


def _content(picture: Picture, layout: Plan, links: Mapping[int, str]) -> Iterator[str]:
    for number, box in enumerate(picture.boxes):
        yield from _box(box, layout.frames[number], links.get(number))
        if box.form == "loop":
            yield loop_line(layout.frames[number], PAD + LINE * (1 + len(box.rows) + bool(box.marks)))
    for start, end in order_lines(picture, layout):
        yield order_line(start, end)
    for route in routes(picture, layout):
        source, target = picture.boxes[route.arrow.source], picture.boxes[route.arrow.target]
        yield arrow_line(route, _escaped(f"{source.title} → {target.title}: {route.arrow.label or 'waits for it'}"))


def _box(box: Box, frame: Frame, link: str | None) -> Iterator[str]:
    """A box with its words. A box that leads somewhere is a link."""
    if box.form == "part":
        yield _text("title", frame.x + PAD, frame.y + PAD + 13, cut(box.heading, frame.width - 2 * PAD, 15, bold=True))
        return
    classes = [box.form, f"skip-{box.skip}"]
    # What holds other boxes keeps its own colour, so that these stand out.
    classes += [f"{box.outcome}-edge" if box.form in GROUPS else box.outcome] if box.outcome else []
    classes += [box.marks[0].severity.label] if box.marks else []
    tag = "g" if link is None else "a"
    # Whoever comes by keys has the same links in the list beside the picture.
    target = "" if link is None else f' href="{_escaped(link)}" tabindex="-1"'
    yield f'<{tag} class="{" ".join(classes)}"{target}>\n<title>{_escaped(_tooltip(box))}</title>\n'
    yield _shape(box, frame)
    room = frame.width - 2 * PAD
    x, y = frame.x + PAD, frame.y + PAD + 13
    yield _text("heading", x, y, cut(f"{box.step}  {box.heading}".strip(), room, 13, bold=True))
    for row in box.rows:
        y += LINE
        yield _row(row, box, x, y, room)
    if box.marks:
        yield from _marks(box.marks, x, y + LINE)
    yield f"</{tag}>\n"


def _row(row: Row, box: Box, x: float, y: float, room: float) -> str:
    if row.sort == "status":
        what = box.outcome or "unknown"
        words = cut(row.text, room - _SIGN, _SIZE, bold=True)
        return sign(what, x, y - 10) + _text(f"sign {sign_color(what)}", x + _SIGN, y, words)
    if row.sort == "name":
        return _text("name", x, y, cut(row.text, room, _SIZE, bold=True))
    return _text("row" if row.sort == "input" else "quiet", x, y, cut(row.text, room, _SIZE))


def _marks(marks: Sequence[Mark], x: float, y: float) -> Iterator[str]:
    for mark in marks:
        yield sign(mark.severity, x, y - 10)
        yield _text(f"sign {sign_color(mark.severity)}", x + _SIGN, y, mark.words)
        x += _SIGN + width(mark.words, _SIZE, bold=True) + 10


def _shape(box: Box, frame: Frame) -> str:
    """The outline: corners say what a box is. Round: a step; cut off: a wait; a tag: a trigger; double: a loop."""
    x, y, wide, high = frame.x, frame.y, frame.width, frame.height
    if box.form == "wait":
        c = _CORNER
        d = f"M{x + c:.1f} {y:.1f}h{wide - 2 * c:.1f}l{c} {c}v{high - 2 * c:.1f}l-{c} {c}h-{wide - 2 * c:.1f}l-{c} -{c}"
        return f'<path class="shape" d="{d}v-{high - 2 * c:.1f}z"/>\n'
    if box.form == "trigger":
        d = f"M{x + 6:.1f} {y:.1f}h{wide - 6:.1f}v{high:.1f}h-{wide - 6:.1f}l-6 -6v-{high - 12:.1f}z"
        return f'<path class="shape" d="{d}"/>\n'
    radius = 3 if box.form in GROUPS else 8
    outline = f'<rect class="shape" x="{x:.1f}" y="{y:.1f}" width="{wide:.1f}" height="{high:.1f}" rx="{radius}"/>\n'
    if box.form != "loop":
        return outline
    inner = f'x="{x + 4:.1f}" y="{y + 4:.1f}" width="{wide - 8:.1f}" height="{high - 8:.1f}"'
    return f'{outline}<rect class="shape" {inner} rx="{radius}"/>\n'


def _tooltip(box: Box) -> str:
    lines = [f"{box.step} {box.heading}".strip(), *(row.text for row in box.rows)]
    for mark in box.marks:
        lines.append(f"{mark.words}:")
        lines += mark.messages
        if mark.number > len(mark.messages):
            lines.append(f"and {mark.number - len(mark.messages)} more")
    return "\n".join(lines)


def _description(picture: Picture) -> str:
    """The picture for those who do not see it: its steps in their order."""
    told = [box for box in picture.boxes if box.form not in ("part", "triggers")]
    lines = [
        "; ".join(
            [box.title, *(row.text for row in box.rows if row.sort != "name"), *(mark.words for mark in box.marks)]
        )
        for box in told[:_MOST_DESCRIBED]
    ]
    if len(told) > _MOST_DESCRIBED:
        lines.append(f"and {len(told) - _MOST_DESCRIBED} more")
    return "\n".join(lines)


def _text(classes: str, x: float, y: float, words: str) -> str:
    return f'<text class="{classes}" x="{x:.1f}" y="{y:.1f}">{_escaped(words)}</text>\n'


def _escaped(text: str) -> str:
    return html.escape(text, quote=True)
