"""A picture in the language of Graphviz: workflows are clusters, and arrows between them end at their borders."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nflint.graph.lettering import shortened
from nflint.graph.picture import GROUPS, Arrow, Box, Picture, Skip, children, successions, walk

_LONGEST = 70
_SYMBOLS = {"error": "✖", "warning": "⚠", "info": "ℹ"}
_COLORS = {"error": "#b42318", "warning": "#a15c00", "info": "#175cd3"}
_FILLS = {"good": "#e3f4e6", "bad": "#fde3e1"}
_LINES: dict[Skip, str] = {"no": "solid", "maybe": "dashed", "yes": "dotted"}

_HEAD = """\
digraph flow {
  graph [compound=true, labelloc=t, labeljust=l, fontname="sans-serif", fontsize=13, nodesep=0.35, ranksep=0.45];
  node [shape=box, style=rounded, fontname="sans-serif", fontsize=11, margin="0.14,0.08"];
  edge [fontname="sans-serif", fontsize=10, arrowsize=0.7];
"""


def render(picture: Picture) -> str:
    """The picture as a DOT text, which ends with a line break."""
    boxes, inside = picture.boxes, children(picture.boxes)
    lines = [_HEAD, f"  label={_quoted([picture.title])};\n"]
    for number, box in enumerate(boxes):
        if box.parent is None:
            lines += _box(boxes, inside, number)
    ends = _ends(boxes, inside)
    for before, after in successions(boxes):
        lines.append(_edge(boxes, ends, before, after, ["weight=8"]))
    for arrow in picture.arrows:
        lines.append(_edge(boxes, ends, arrow.source, arrow.target, _looks(arrow)))
    lines.append("}\n")
    return "".join(lines)


def _box(boxes: Sequence[Box], inside: Sequence[list[int]], root: int) -> Iterator[str]:
    """A box with all in it."""
    for number, depth, ends in walk(boxes, inside, root):
        indent, box = "  " * (depth + 1), boxes[number]
        if ends:
            yield f"{indent}}}\n"
            continue
        if box.form not in GROUPS:
            yield f"{indent}n{number} [{', '.join(_attributes(box))}];\n"
            continue
        yield f"{indent}subgraph cluster_{number} {{\n"
        yield f"{indent}  {'; '.join(_attributes(box))};\n"
        if not inside[number]:
            yield f'{indent}  n{number} [label="nothing in it", shape=plaintext];\n'


def _attributes(box: Box) -> Iterator[str]:
    yield f"label={_quoted(_rows(box))}"
    style = _LINES[box.skip]
    if box.form not in GROUPS:
        style = f"rounded,{style}"
        yield f"shape={'octagon' if box.form == 'wait' else 'cds' if box.form == 'trigger' else 'box'}"
    if box.form == "loop":
        yield "peripheries=2"
    if box.outcome in _FILLS:
        style += ",filled"
        yield f'fillcolor="{_FILLS[box.outcome]}"'
    if box.marks:
        yield f'color="{_COLORS[box.marks[0].severity.label]}"'
        yield "penwidth=2"
    yield f'style="{style}"'


def _rows(box: Box) -> Iterator[str]:
    yield f"{box.step} {box.heading}".strip()
    for row in box.rows:
        yield row.text
    if box.marks:
        yield "; ".join(f"{_SYMBOLS[mark.severity.label]} {mark.words}" for mark in box.marks)


def _ends(boxes: Sequence[Box], inside: Sequence[list[int]]) -> list[int]:
    """Of each box the first one in it that is no group, where its arrows begin and end; itself where there is none."""
    found = list(range(len(boxes)))
    for number in reversed(range(len(boxes))):
        if inside[number]:
            found[number] = found[inside[number][0]]
    return found


def _edge(boxes: Sequence[Box], ends: Sequence[int], before: int, after: int, looks: Sequence[str]) -> str:
    sides = [f"ltail=cluster_{before}"] if boxes[before].form in GROUPS else []
    sides += [f"lhead=cluster_{after}"] if boxes[after].form in GROUPS else []
    return f"  n{ends[before]} -> n{ends[after]} [{', '.join([*looks, *sides])}];\n"


def _looks(arrow: Arrow) -> list[str]:
    words = {"no": "", "maybe": "maybe", "broken": "✖ not there"}[arrow.doubt]
    label = ", ".join(filter(None, ("awaited" if arrow.sort == "wait" else "", arrow.label, words)))
    style = "bold" if arrow.sort == "wait" else "dotted" if arrow.sort == "trigger" else "dashed"
    color = ['color="#b42318"', 'fontcolor="#b42318"'] if arrow.doubt == "broken" else []
    return [f"label={_quoted([label])}", f"style={style}", "constraint=false", *color]


def _quoted(rows: Sequence[str] | Iterator[str]) -> str:
    """A string of DOT, one line for each row. Graphviz reads escapes of its own and entities of HTML in it."""
    escaped = (shortened(row, _LONGEST).replace("&", "&amp;").replace("\\", "\\\\") for row in rows)
    return '"' + "\\n".join(row.replace('"', '\\"') for row in escaped) + '"'
