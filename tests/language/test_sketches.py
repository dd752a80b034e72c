"""The readers of damaged texts: the same as the others where nothing is damaged, and what they make of the rest."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from nflint.language import analyse, definition, outline
from nflint.language.bracket_sketch import sketch_json
from nflint.language.places import spot_at
from nflint.language.tree import is_unread, scan, shallow_steps
from nflint.language.yaml_sketch import sketch
from nflint.source.document import read
from nflint.source.reading import Place

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted(path for path in (ROOT / "tests").rglob("good*") if path.suffix in (".json", ".yaml"))


def test_what_can_be_read_is_read_the_same() -> None:
    compared = 0
    for path in FIXTURES:
        document = read(path.read_text("utf-8"))[0]
        content = document.text.content
        if document.broken or not isinstance(document.value, dict) or "<<:" in content:
            continue
        reading = sketch_json(content) if document.format == "json" else sketch(content)
        assert reading.value == document.value, path
        if document.format == "json":
            assert document.place is not None
            assert reading.place == spread(document.place), path
            scanned = scan(content, document.place.start)
            assert scanned is not None
            assert deep(content, scanned[1]) == spread(document.place), path
        compared += 1
    assert compared > 400


def spread(place: Place) -> Place:
    """The place with all places inside, which are read when they are asked for."""
    children = place.children
    if isinstance(children, dict):
        return place._replace(inside={key: spread(inner) for key, inner in children.items()})
    return place if children is None else place._replace(inside=[spread(inner) for inner in children])


def deep(content: str, place: Place) -> Place:
    """The place with all places inside, looked into one after the other."""
    if not is_unread(place):
        return place
    steps = [(step.part, deep(content, step.place)) for step in shallow_steps(content, place)]
    children: Any = dict(steps) if isinstance(place.children, dict) else [inner for _, inner in steps]
    return place._replace(inside=children)


# A JSON text, and what is made of it.
JSON: dict[str, tuple[str, object]] = {
    "key-being-written": ('{\n "re\n "spec": {"a": 1}\n}', {"re": None, "spec": {"a": 1}}),
    "key-without-colon": ('{\n "re"\n "spec": {"a": 1}\n}', {"re": None, "spec": {"a": 1}}),
    "value-not-there-yet": ('{\n "ref":\n "spec": {"a": 1}\n}', {"ref": None, "spec": {"a": 1}}),
    "value-not-there-before-comma": ('{"ref": , "spec": 1}', {"ref": None, "spec": 1}),
    "value-not-closed": ('{\n "ref": "bu\n}', {"ref": "bu"}),
    "value-not-closed-before-comma": ('{\n "ref": "bu,\n "a": 1\n}', {"ref": "bu", "a": 1}),
    "expression-not-closed": ('{\n "ref": "${refs.a,\n "b": 1\n}', {"ref": "${refs.a", "b": 1}),
    "key-not-closed-before-object": ('{"a": {"b: {"c": 1}}}', {"a": {"b": {"c": 1}}}),
    "comma-missing": ('{"a": 1 "b": 2}', {"a": 1, "b": 2}),
    "brace-missing": ('{\n "a": {\n  "b": 1\n "c": 2\n}', {"a": {"b": 1, "c": 2}}),
    "brace-missing-within": (
        '{\n "a": [\n  {\n   "b": 1\n  ,\n  {}\n ],\n "c": 2\n}',
        {"a": [{"b": 1}], "c": 2},
    ),
    "brace-too-much": ('{\n "a": {{\n  "b": 1\n },\n "c": 2\n}', {"a": {"b": 1}, "c": 2}),
    "braces-too-much": ('{"a": {"b": 1, {} }, "c": 2}', {"a": {"b": 1}, "c": 2}),
    "bracket-that-closes-nothing": ('{"a": 1], "b": 2}', {"a": 1, "b": 2}),
    "cut": ('{"a": [1, {"b": "c', {"a": [1, {"b": "c"}]}),
    "comments": ('{/* x */ "a": 1, // y\n "b": [2,]}', {"a": 1, "b": [2]}),
    "words": ("{a: true, 'b': 1e3, c: x}", {"a": True, "b": 1000.0, "c": "x"}),
    "nothing": ("", None),
}


@pytest.mark.parametrize("case", JSON)
def test_damaged_json(case: str) -> None:
    text, expected = JSON[case]
    value = sketch_json(text).value
    assert value == expected
    # Parts without mistakes may be read at once, which comes to the same here.
    assert sketch_json(text, deep=False).value == value


# A YAML text, and what is made of it.
YAML: dict[str, tuple[str, object]] = {
    "key-being-written": ("a: 1\nre\nb: 2\n", {"a": 1, "re": None, "b": 2}),
    "key-in-item": ("- kind: A\n  re\n  spec:\n    b: 1\n", [{"kind": "A", "re": None, "spec": {"b": 1}}]),
    "first-key-of-item": ("- ki\n  spec: 1\n- kind: B\n", [{"ki": None, "spec": 1}, {"kind": "B"}]),
    "key-without-blank": ("a:1\nb: 2\n", {"a": 1, "b": 2}),
    "quote-not-closed": ('a: "x\nb: 2\n', {"a": "x", "b": 2}),
    "quote-over-lines": ('a: "x\n  y"\nb: [\n', {"a": "x\n  y", "b": []}),
    "brackets-not-closed": ("a: {b: 1, c: [2\nd: 3\n", {"a": {"b": 1, "c": [2]}, "d": 3}),
    "key-missing-above": ("kind: A\n  type: b\nref: c\n", {"kind": "A", "": {"type": "b"}, "ref": "c"}),
    "one-blank-too-many": ("a: 1\n b: 2\nc: 3\n", {"a": 1, "b": 2, "c": 3}),
    "list-less-deep": ("s:\n    - 1\n  - 2\nt: 3\n", {"s": [1, 2], "t": 3}),
    "list-as-deep-as-key": ("s:\n- 1\n- a: 2\nt: 3\nu\n", {"s": [1, {"a": 2}], "t": 3, "u": None}),
    "stray-bracket": ("a:\n  b: 1\n  ]c: 2\nd: 3\n", {"a": {"b": 1, "c": 2}, "d": 3}),
    "block-scalars": ("a: |\n  x\n\n  y\nb: >-\n  z\n w\nc", {"a": "x\n\ny\n", "b": "z\n", "c": None}),
    "comments-and-anchors": ("# x\na: &x 1 # y\nb: *x\nc: !!str 2\nd", {"a": 1, "b": None, "c": 2, "d": None}),
    "second-document": ("a: 1\n---\nb: [\n", {"a": 1}),
    "nothing": ("", None),
}


@pytest.mark.parametrize("case", YAML)
def test_damaged_yaml(case: str) -> None:
    text, expected = YAML[case]
    assert sketch(text).value == expected
    if case not in ("quote-over-lines", "block-scalars"):
        assert sketch(text.replace("\n", "\r\n")).value == expected


@pytest.mark.parametrize("ending", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("mark", ["", "\ufeff"])
def test_offsets_count_code_points_of_the_text_as_it_is(ending: str, mark: str) -> None:
    lines = (
        "apiVersion: v1.2",
        "arguments: {A: 😀}",
        "spec:",
        "  kind: Workflow",
        "  skipNodeExecution: '😀 ${args.A}'",
        "  spec: {type: sequential, steps: [{kind: Build, ref: b}]}",
    )
    text = mark + ending.join(lines)
    for damaged in (text, text + ending + "x"):
        [span] = definition(analyse(damaged, "a.yaml"), damaged.index("args.A") + 5)
        assert damaged[span.start : span.end] == "A"
        symbols = outline(analyse(damaged, "a.yaml"))
        assert damaged[symbols[-1].children[0].selection.start :].startswith("b}")


def test_a_key_and_a_value_know_where_they_are() -> None:
    text = '{"a": [{"b": "c"}]}'
    analysis = analyse(text, "a.json", "release-flow")
    spot = spot_at(analysis, text.index("c"))
    assert spot is not None
    assert (spot.pointer, spot.anchor) == (("a", 0, "b"), "value")
    spot = spot_at(analysis, text.index("b"))
    assert spot is not None
    assert (spot.pointer, spot.anchor) == (("a", 0, "b"), "key")


def test_the_explaining_modules_are_not_imported() -> None:
    code = (
        'import sys; from nflint.language import *; a = analyse(\'{"apiVersion": "v1.2", "spec": {"|"\', \'a.json\');'
        "completions(a, 33); hover(a, 3); outline(a); lenses(a);"
        "print(sorted({'jsonschema', 'referencing', 'regex', 'yaml'} & set(sys.modules)))"
    )
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True, cwd=ROOT
    )
    assert found.stdout.strip() == "[]"
