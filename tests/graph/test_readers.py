"""What real readers make of the pictures: Graphviz, Mermaid's own parser, an XML parser; and nothing breaks them.

Graphviz is skipped where `dot` is not installed, Mermaid where there is no Node or no `npm ci` in this folder.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET
from functools import lru_cache
from pathlib import Path

import graph_flows
import pytest
from test_pictures import CASES, drawn

from nflint.graph import dot, mermaid, svg
from nflint.graph.picture import GROUPS, Picture, successions
from nflint.graph.sketch import Sheet, picture_of
from nflint.lint import lint_value

HERE = Path(__file__).resolve().parent

needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="needs Graphviz")
needs_mermaid = pytest.mark.skipif(
    not (HERE / "node_modules" / "mermaid").is_dir() or shutil.which("node") is None,
    reason="needs Node and `npm ci` in tests/graph",
)

SVG = "{http://www.w3.org/2000/svg}"


@lru_cache
def pictures() -> dict[str, Picture]:
    flows = {
        "simple": graph_flows.simple(),
        "nested": graph_flows.nested(),
        "hostile": graph_flows.hostile(),
        "large": graph_flows.large(120),
    }
    found = {
        name: picture_of([Sheet("release-flow", value, lint_value(value).diagnostics)], name)
        for name, value in flows.items()
    }
    found |= {path.stem: drawn(path) for path in CASES}
    found[']]> <&" name\x00'] = found["simple"]._replace(name="]]>", summary='"<&')
    return found


@pytest.fixture(params=range(4 + len(CASES) + 1))
def picture(request: pytest.FixtureRequest) -> Picture:
    return list(pictures().values())[request.param]


@needs_dot
def test_graphviz_draws_every_box_and_arrow(picture: Picture) -> None:
    text = dot.render(picture)
    answer = subprocess.run(["dot", "-Tjson0"], input=text.encode(), capture_output=True, timeout=120, check=False)
    assert answer.returncode == 0, answer.stderr
    assert not answer.stderr
    read = json.loads(answer.stdout.decode("utf-8", "replace"), strict=False)
    clusters = [one["name"] for one in read.get("objects", []) if one["name"].startswith("cluster_")]
    assert len(clusters) == sum(box.form in GROUPS for box in picture.boxes)
    assert len(read.get("edges", [])) == len(picture.arrows) + len(successions(picture.boxes))


@needs_mermaid
def test_mermaid_reads_every_box_and_arrow(tmp_path: Path) -> None:
    files = []
    for number, picture in enumerate(pictures().values()):
        file = tmp_path / f"{number}.mmd"
        file.write_text(mermaid.render(picture), "utf-8")
        files.append(str(file))
    answer = subprocess.run(
        ["node", "mermaid.mjs", *files], cwd=HERE, capture_output=True, text=True, timeout=120, check=False
    )
    assert answer.returncode == 0, answer.stderr
    for picture, said in zip(pictures().values(), json.loads(answer.stdout), strict=True):
        assert "error" not in said, said
        assert said["edges"] == len(picture.arrows) + len(successions(picture.boxes))
        assert said["vertices"] >= sum(box.form not in GROUPS for box in picture.boxes)


def test_every_picture_is_xml_that_asks_for_nothing(picture: Picture) -> None:
    text = svg.render(picture)
    root = ET.fromstring(text)
    assert root.tag == f"{SVG}svg"
    assert root.attrib["role"] == "img"
    labels = root.attrib["aria-labelledby"].split()
    assert [one.attrib.get("id") for one in (root[0], root[1])] == labels
    assert {one.tag.removeprefix(SVG) for one in root.iter()} <= {
        *("svg", "title", "desc", "style", "g", "rect", "path", "circle", "text"),
    }
    assert not re.search(r"(?:href|src|url\(|@import|<script|xlink)", text.replace("&lt;script", ""))
    names = {name for one in root.iter() for name in one.attrib}
    assert not {name for name in names if name.startswith("on")}


def test_no_control_character_and_no_turn_of_direction_is_left(picture: Picture) -> None:
    for text in (svg.render(picture), dot.render(picture), mermaid.render(picture)):
        assert all(letter == "\n" or letter.isprintable() for letter in text)


def test_a_description_tells_the_steps_in_words() -> None:
    root = ET.fromstring(svg.render(pictures()["run"]))
    assert "3 JobRun 'migrate'" in (root[1].text or "")
    assert "failure, 5 min 40 s, 3 attempts" in (root[1].text or "")


def test_the_same_document_gives_the_same_picture() -> None:
    value = graph_flows.large(60)
    first, second = (picture_of([Sheet("release-flow", value)], "x") for _ in range(2))
    for module in (svg, dot, mermaid):
        assert module.render(first) == module.render(second)


def test_mermaid_says_where_its_limits_are() -> None:
    assert mermaid.limits(mermaid.render(pictures()["simple"])) == ""
    many = picture_of([Sheet("release-flow", graph_flows.large(1_100))], "x")
    assert "'maxEdges'" in mermaid.limits(mermaid.render(many))


def test_a_large_flow_takes_time_in_proportion() -> None:
    # Counted in what is written, since a clock tells of the machine.
    sizes = [len(svg.render(picture_of([Sheet("release-flow", graph_flows.large(n))], "x"))) for n in (500, 2_000)]
    assert sizes[1] < sizes[0] * 6
