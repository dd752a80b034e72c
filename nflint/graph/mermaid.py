"""A picture as a Mermaid flowchart, which GitHub, GitLab and many editors draw where it stands in Markdown."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from nflint.graph.lettering import shortened
from nflint.graph.picture import GROUPS, SIDE_BY_SIDE, Arrow, Box, Picture, children, successions, walk

MOST_EDGES = 500
"""The arrows that Mermaid draws unless its configuration says more (`maxEdges`)."""

MOST_CHARACTERS = 50_000
"""The length of a text that Mermaid draws unless its configuration says more (`maxTextSize`)."""

_LONGEST = 70

# Everything that means something to Mermaid, to Markdown or to HTML, in any place.
_OTHERS = re.compile(r"[^\w ,.()'/+-]|_{2,}|(?<!\w)_|_(?!\w)")

_LOOKS = {
    "wait": "stroke-width:2px,rx:14,ry:14",
    "maybe": "stroke-dasharray: 6 4",
    "off": "stroke-dasharray: 2 4,color:#767676",
    "good": "fill:#e3f4e6,stroke:#1a7f37,color:#1f2328",
    "bad": "fill:#fde3e1,stroke:#b42318,color:#1f2328",
    "info": "stroke:#175cd3,stroke-width:2px",
    "warning": "stroke:#a15c00,stroke-width:3px",
    "error": "stroke:#b42318,stroke-width:3px",
}


def render(picture: Picture) -> str:
    """The picture as the text of a Mermaid flowchart, which ends with a line break."""
    # Mermaid looks for HTML in everything, and puts other quotes into it.
    title = json.dumps(shortened(picture.title, 200)).replace("<", "\\u003c")
    lines = [f"---\ntitle: {title}\n---\nflowchart TB\n"]
    inside = children(picture.boxes)
    for number, box in enumerate(picture.boxes):
        if box.parent is None:
            lines += _box(picture.boxes, inside, number)
    lines += [f"  n{before} --> n{after}\n" for before, after in successions(picture.boxes)]
    lines += [_arrow(arrow) for arrow in picture.arrows]
    lines += _classes(picture.boxes)
    return "".join(lines)


def _box(boxes: Sequence[Box], inside: Sequence[list[int]], root: int) -> Iterator[str]:
    """A box with all in it."""
    for number, depth, ends in walk(boxes, inside, root):
        indent, box = "  " * (depth + 1), boxes[number]
        if ends:
            yield f"{indent}end\n"
            continue
        if box.form not in GROUPS:
            opening, closing = ("([", "])") if box.form in ("wait", "trigger") else ("[", "]")
            yield f'{indent}n{number}{opening}"{_label(box)}"{closing}\n'
            continue
        yield f'{indent}subgraph n{number}["{_label(box)}"]\n'
        yield f"{indent}  direction {'LR' if box.form in SIDE_BY_SIDE else 'TB'}\n"
        if not inside[number]:
            yield f'{indent}  n{number}e["nothing in it"]\n'


def _label(box: Box) -> str:
    rows = [f"{box.step} {box.heading}".strip(), *(row.text for row in box.rows)]
    if box.marks:
        rows.append("; ".join(f"{_SYMBOLS[mark.severity.label]} {mark.words}" for mark in box.marks))
    return "<br/>".join(_escaped(shortened(row, _LONGEST)) for row in rows)


_SYMBOLS = {"error": "✖", "warning": "⚠", "info": "ℹ"}


def _escaped(text: str) -> str:
    return _OTHERS.sub(lambda found: "".join(f"#{ord(letter)};" for letter in found[0]), text)


def _arrow(arrow: Arrow) -> str:
    words = {"wait": "awaited", "reference": "", "trigger": ""}[arrow.sort]
    doubt = {"no": "", "maybe": "maybe", "broken": "✖ not there"}[arrow.doubt]
    label = ": ".join(filter(None, (words, ", ".join(filter(None, (arrow.label, doubt))))))
    thick = arrow.sort == "wait"
    if not label:
        return f"  n{arrow.source} {'==>' if thick else '-.->'} n{arrow.target}\n"
    words = f'"{_escaped(shortened(label, _LONGEST))}"'
    return f"  n{arrow.source} {'==' if thick else '-.'} {words} {'==>' if thick else '.->'} n{arrow.target}\n"


def _classes(boxes: Sequence[Box]) -> Iterator[str]:
    """Which boxes look otherwise; the worst of the severities comes last and wins."""
    found: dict[str, list[int]] = {}
    for number, box in enumerate(boxes):
        if box.form == "wait":
            found.setdefault("wait", []).append(number)
        if box.skip != "no":
            found.setdefault("maybe" if box.skip == "maybe" else "off", []).append(number)
        if box.outcome in ("good", "bad"):
            found.setdefault(box.outcome, []).append(number)
        if box.marks:
            found.setdefault(box.marks[0].severity.label, []).append(number)
    for name, numbers in found.items():
        yield f"  classDef {name} {_LOOKS[name]}\n"
        yield f"  class {','.join(f'n{number}' for number in numbers)} {name}\n"


def limits(text: str) -> str:
    """What keeps Mermaid from drawing a text unless its configuration is changed; empty for nearly all."""
    edges = len(re.findall(r"^  n\d+ (?:-|=)", text, re.MULTILINE))
    if edges > MOST_EDGES:
        return f"there are {edges} arrows, and Mermaid draws {MOST_EDGES} unless 'maxEdges' is set; use --format svg"
    if len(text) > MOST_CHARACTERS:
        return f"the text has {len(text)} characters, and Mermaid reads {MOST_CHARACTERS} unless 'maxTextSize' is set"
    return ""
