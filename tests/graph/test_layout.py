"""The geometry: boxes stand in their groups and on nothing else, arrows end at boxes and cross none, words fit."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from itertools import combinations, pairwise
from typing import Any

import graph_flows
import pytest

from nflint.graph import svg
from nflint.graph.layout import Frame, Plan, plan
from nflint.graph.lettering import cut, width
from nflint.graph.lines import path
from nflint.graph.picture import GROUPS, Picture, children
from nflint.graph.routes import order_lines, routes
from nflint.graph.sketch import Sheet, picture_of

SVG = "{http://www.w3.org/2000/svg}"
FLOWS = {
    "simple": graph_flows.simple(),
    "nested": graph_flows.nested(),
    "hostile": graph_flows.hostile(),
    "large": graph_flows.large(365),
    "empty": graph_flows.flow(graph_flows.workflow("parallel"), triggers=[{}]),
    "one": graph_flows.flow({"kind": "JobRun"}),
    "wide": graph_flows.flow(graph_flows.workflow("parallel", *[graph_flows.build(f"b{n}") for n in range(40)])),
    "loops": graph_flows.flow(
        {"kind": "LoopWorkflow", "spec": {"iterations": [1], "steps": [graph_flows.nested()["spec"]]}}
    ),
}


def picture(value: Any) -> Picture:
    return picture_of([Sheet("release-flow", value)], "flow.json")


@pytest.fixture(params=FLOWS, scope="module")
def drawn(request: pytest.FixtureRequest) -> tuple[Picture, Plan]:
    found = picture(FLOWS[request.param])
    return found, plan(found)


def apart(one: Frame, other: Frame) -> bool:
    return one.right <= other.x or other.right <= one.x or one.bottom <= other.y or other.bottom <= one.y


def test_boxes_lie_in_the_box_around_them(drawn: tuple[Picture, Plan]) -> None:
    found, layout = drawn
    for box, frame in zip(found.boxes, layout.frames, strict=True):
        around = Frame(0, 0, layout.width, layout.height) if box.parent is None else layout.frames[box.parent]
        assert around.x <= frame.x
        assert around.y <= frame.y
        assert frame.right <= around.right + 0.01
        assert frame.bottom <= around.bottom + 0.01


def test_boxes_of_one_group_do_not_overlap(drawn: tuple[Picture, Plan]) -> None:
    found, layout = drawn
    roots = [number for number, box in enumerate(found.boxes) if box.parent is None]
    for inside in (roots, *children(found.boxes)):
        for at, number in enumerate(inside):
            assert all(apart(layout.frames[number], layout.frames[other]) for other in inside[at + 1 :])


def segments(points: tuple[tuple[float, float], ...]) -> Iterator[Frame]:
    for (x, y), (to_x, to_y) in pairwise(points):
        yield Frame(min(x, to_x), min(y, to_y), abs(to_x - x), abs(to_y - y))


def test_arrows_begin_and_end_at_boxes_and_cross_none(drawn: tuple[Picture, Plan]) -> None:
    found, layout = drawn
    leaves = [
        (number, frame)
        for number, (box, frame) in enumerate(zip(found.boxes, layout.frames, strict=True))
        if box.form not in GROUPS
    ]
    for route in routes(found, layout):
        source, target = layout.frames[route.arrow.source], layout.frames[route.arrow.target]
        for end, frame in ((route.points[0], source), (route.points[-1], target)):
            assert end[0] == pytest.approx(frame.right)
            assert frame.y < end[1] < frame.bottom
        assert all(0 <= x <= layout.width + 0.01 and 0 <= y <= layout.height + 0.01 for x, y in route.points)
        for segment in segments(route.points):
            assert segment.width < 0.01 or segment.height < 0.01
            for number, frame in leaves:
                ends = (route.arrow.source, route.arrow.target)
                assert apart(segment, frame) or number in ends, (route.arrow, found.boxes[number].title)


def test_lines_from_step_to_step_go_down(drawn: tuple[Picture, Plan]) -> None:
    found, layout = drawn
    for (x, y), (to_x, to_y) in order_lines(found, layout):
        assert x == pytest.approx(to_x)
        assert y < to_y


def test_words_fit(drawn: tuple[Picture, Plan]) -> None:
    root = ET.fromstring(svg.render(drawn[0]))
    right = float(root.attrib["width"])
    texts = list(root.iter(f"{SVG}text"))
    assert texts
    for text in texts:
        bold = any(name in text.attrib["class"].split() for name in ("heading", "name", "sign", "title"))
        size = 15 if text.attrib["class"] == "title" else 13 if text.attrib["class"] == "heading" else 12
        assert float(text.attrib["x"]) + width(text.text or "", size, bold=bold) <= right
    for group in root.iter():
        shape = group.find(f"{SVG}rect[@class='shape']")
        if shape is not None and "x" in shape.attrib and "class" in group.attrib:
            edge = float(shape.attrib["x"]) + float(shape.attrib["width"])
            for text in group.findall(f"{SVG}text"):
                assert float(text.attrib["x"]) + width(text.text or "", 12) <= edge


def test_arrows_of_different_sources_do_not_run_on_each_other() -> None:
    found = picture(FLOWS["nested"])
    layout = plan(found)
    upright = [
        (route.arrow.source, segment)
        for route in routes(found, layout)
        for segment in segments(route.points)
        if segment.width < 0.01 < segment.height
    ]
    assert len({source for source, _ in upright}) > 3
    for (one, first), (other, second) in combinations(upright, 2):
        assert one == other or first.x != second.x or apart(first, second)


def test_a_flow_with_too_many_steps_is_cut_with_a_word() -> None:
    found = picture_of([Sheet("release-flow", graph_flows.large(300))], "flow.json", most=100)
    assert found.left_out == len(picture(graph_flows.large(300)).boxes) - 1 - (100 - 1)
    assert found.boxes[-1].heading == f"{found.left_out} more steps, not drawn"
    assert "more steps are not drawn" in svg.render(found)


def test_a_line_has_its_corners_where_it_turns() -> None:
    assert path([(0, 0), (20, 0), (20, 20)]) == "M0.0 0.0L13.0 0.0Q20.0 0.0 20.0 7.0L20.0 20.0"


def test_what_is_cut_keeps_both_ends() -> None:
    for text in ("a" * 300, "漢字" * 90, "e\u0301" * 200, "MW@%" * 80, "\ufdfd" * 40):
        for most in (30, 100, 250):
            shown = cut(text, most, 12)
            assert width(shown, 12) <= most
            assert "…" in shown
    assert cut("short", 200, 12) == "short"


def test_colours_contrast_with_what_is_behind_them() -> None:
    from nflint.graph.svg_style import DARK, LIGHT

    for colors in (LIGHT, DARK):
        for behind in ("paper", "box", "sequential", "parallel", "loop", "goodbox", "badbox", "openbox"):
            for words in ("ink", "quiet", "error", "warning", "info", "good"):
                assert contrast(colors[words], colors[behind]) >= 4.5, (words, behind)
            for line in ("line", "order", "reference", "wait"):
                assert contrast(colors[line], colors[behind]) >= 3, (line, behind)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours (WCAG 2.2, "contrast ratio")."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(color: str) -> float:
    assert re.fullmatch("#[0-9a-f]{6}", color)
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    parts = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in (red, green, blue)]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]
