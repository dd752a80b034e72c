"""Places found one by one are the places that reading the whole text gives."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nflint.source import json_places
from nflint.source.json_reader import read_json
from nflint.source.pointer import Pointer
from nflint.source.reading import Limits, Place

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=4),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def compare(content: str, place: Place, pointer: Pointer) -> None:
    found = json_places.find(content, pointer)
    assert found is not None
    assert found[:4] == place[:4]
    children = place.children
    inner = children.items() if isinstance(children, dict) else enumerate(children or ())
    for step, child in inner:
        compare(content, child, (*pointer, step))
    for absent in ("no such key", -1, len(children or ())):
        assert json_places.find(content, (*pointer, absent)) is None


@given(VALUES, st.sampled_from([None, 0, 2]), st.booleans())
def test_any_value(value: object, indent: int | None, ascii_only: bool) -> None:
    content = json.dumps(value, indent=indent, ensure_ascii=ascii_only).encode("utf-8", "replace").decode()
    whole = read_json(content, Limits()).place
    assert whole is not None
    compare(content, whole, ())


@pytest.mark.parametrize(
    "content", [" [ ] ", '\n{ "a" :\t[ 1 ,2e5,-0.5 , {"\\u0062" : null} ] , "" : {} }\r\n', '"x"', "[[[[0]]]]"]
)
def test_spaces_and_escapes(content: str) -> None:
    whole = read_json(content, Limits()).place
    assert whole is not None
    compare(content, whole, ())
