"""The places that are read when they are asked for hold the source of the values that they are for, no more."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nflint.source import json_places
from nflint.source.json_reader import read_json
from nflint.source.reading import Limits, Place

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def check(content: str, place: Place, value: Any) -> int:
    """Holds the place and all inside against the value; gives how many there are."""
    source = content[place.start : place.end]
    assert json.loads(source) == value
    assert source.strip() == source
    children = place.children
    if isinstance(value, dict):
        assert isinstance(children, dict)
        assert list(children) == list(value)
        for key, inner in children.items():
            assert json.loads(content[inner.key_start : inner.key_end]) == key
        return 1 + sum(check(content, inner, value[key]) for key, inner in children.items())
    if isinstance(value, list):
        assert isinstance(children, list)
        assert all((inner.key_start, inner.key_end) == (-1, -1) for inner in children)
        return 1 + sum(check(content, inner, one) for inner, one in zip(children, value, strict=True))
    assert children is None
    return 1


def both(content: str) -> list[Place]:
    """The whole text as it is read for places alone, and by the reader that goes on after a mistake."""
    place = read_json(content, Limits()).place
    assert place is not None
    return [json_places.whole(content), place]


@given(VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_any_value(value: object, indent: int | None, ascii_only: bool) -> None:
    content = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "replace").decode()
    for place in both(content):
        assert check(content, place, json.loads(content))


@pytest.mark.parametrize(
    "content", [" [ ] ", '\n{ "a" :\t[ 1 ,2e5,-0.5 , {"\\u0062" : null} ] , "" : {} }\r\n', '"x"', "[[[[0]]]]"]
)
def test_spaces_and_escapes(content: str) -> None:
    for place in both(content):
        assert check(content, place, json.loads(content))


@pytest.mark.parametrize("depth", [10, 30, 60])
def test_many_levels_are_read_at_once(depth: int) -> None:
    content = '{"a": [1, ' * depth + "[2]" + "]}" * depth
    for place in both(content):
        assert check(content, place, json.loads(content)) == 3 * depth + 2


def test_the_places_around_a_mistake_are_those_of_the_text() -> None:
    content = '{"first": {"a": [1, {"b": "é"}]}, "second" [{"c": {}}], "third": {"d": null}}'
    reading = read_json(content, Limits())
    assert [problem.check for problem in reading.problems] == ["syntax-error"]
    value = {"first": {"a": [1, {"b": "é"}]}, "second": [{"c": {}}], "third": {"d": None}}
    assert reading.value == value
    assert reading.place is not None
    assert isinstance(reading.place.children, dict)
    for key, inner in reading.place.children.items():
        assert check(content, inner, value[key]) > 1
