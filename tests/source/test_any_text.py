"""What holds for every text and every value."""

from __future__ import annotations

import json
from math import isfinite
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from nflint.source.document import Document, from_value, read
from nflint.source.pointer import Pointer
from nflint.source.problem import CHECKS

PIECES = (
    "{", "}", "[", "]", ":", ",", '"', "'", " ", "\n", "a", "b", "1", "0", "-", ".", "e", "\\", "u", "//", "/*",
    "*/", "#",
    "&x ", "*x ", "!", "!!str ", "<<", "? ", "- ", "|", ">", "%", "@", "\t", "\r", "\0", "\ufeff", "\u2028", "\x85",
    "\ud800", "\U0001f600", "é", "true", "null", "NaN", "${", "}}", "{{", "---\n", "...\n", "\n  ", "a: ", '"a": ',
    '"b",', "\\ud83d", "\\u0041", "yes", "012", "1:30", "2024-01-02",
)  # fmt: skip

texts = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=14).map("".join))
characters = st.characters(exclude_categories=["Cs"])
strings = st.text(characters, max_size=8)
numbers = st.one_of(
    st.integers(-(2**53), 2**53),
    st.floats(allow_nan=False, allow_infinity=False, allow_subnormal=False),
)
values = st.recursive(
    st.one_of(st.none(), st.booleans(), numbers, strings),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(strings, inner, max_size=4)),
    max_leaves=12,
)
holders = st.one_of(st.lists(values, max_size=4), st.dictionaries(strings, values, max_size=4))


def everywhere(document: Document) -> list[tuple[Pointer, object]]:
    """Each pointer of a document with its value."""
    found: list[tuple[Pointer, object]] = []
    pending: list[tuple[Pointer, object]] = [((), document.value)]
    while pending:
        pointer, value = pending.pop()
        found.append((pointer, value))
        if isinstance(value, dict):
            pending.extend(((*pointer, key), item) for key, item in value.items())
        elif isinstance(value, list):
            pending.extend(((*pointer, place), item) for place, item in enumerate(value))
    return found


@given(texts)
@settings(max_examples=1500, deadline=None, derandomize=True)
def test_any_text_gives_documents(text: str) -> None:
    documents = read(text)
    assert documents
    for document in documents:
        length = len(document.text.content)
        assert 0 <= document.span.start <= document.span.end <= length
        for problem in document.problems:
            assert problem.check in CHECKS
            assert problem.message
            assert problem.message[0] == problem.message[0].lower() or problem.message.startswith(("JSON", "U+"))
            assert not problem.message.endswith(".")
            assert 0 <= problem.span.start <= problem.span.end <= length
            assert all(0 <= span.start <= span.end <= length for span, _ in problem.related)
        for pointer, value in everywhere(document):
            location = document.locate(pointer)
            assert location is not None or value is None
            if location is not None:
                assert 0 <= location.value.start <= location.value.end <= length
                assert (location.key is not None) == bool(pointer and isinstance(pointer[-1], str))
                document.slice(pointer, 0, 2)
                document.key_slice(pointer, 0, 2)


@given(texts)
@settings(max_examples=300, deadline=None, derandomize=True)
def test_reading_twice_gives_the_same(text: str) -> None:
    first, second = read(text), read(text)
    assert [repr(document.value) for document in first] == [repr(document.value) for document in second]
    assert [document.problems for document in first] == [document.problems for document in second]


@given(holders, st.sampled_from([None, 0, 1, 2, "\t"]), st.booleans(), st.sampled_from(["\n", "\r\n"]))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_json_reads_back_and_each_place_holds_its_value(
    value: Any, indent: int | str | None, ascii_only: bool, line_end: str
) -> None:
    text = json.dumps(value, indent=indent, ensure_ascii=ascii_only).replace("\n", line_end)
    (document,) = read(text)
    assert document.problems == ()
    assert document.format == "json"
    assert document.value == value
    for pointer, item in everywhere(document):
        location = document.locate(pointer)
        assert location is not None
        assert json.loads(text[location.value.start : location.value.end]) == item
        if location.key is not None:
            assert json.loads(text[location.key.start : location.key.end]) == pointer[-1]


@given(holders)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_the_reader_with_places_agrees_with_the_one_without(value: Any) -> None:
    text = json.dumps(value)
    (commented,) = read("/**/" + text)
    assert [problem.check for problem in commented.problems] == ["json-comment"]
    assert commented.value == value


@given(st.text(characters, min_size=1, max_size=12), st.data(), st.sampled_from(["json", "ascii", "yaml"]))
@settings(max_examples=400, deadline=None, derandomize=True)
def test_slices_of_strings_hold_their_characters(value: str, data: st.DataObject, way: str) -> None:
    if way == "yaml":
        text = yaml.safe_dump({"a": value}, default_style='"', width=10**6)
    else:
        text = json.dumps({"a": value}, ensure_ascii=way == "ascii")
    start = data.draw(st.integers(0, len(value)))
    end = data.draw(st.integers(start, len(value)))
    (document,) = read(text)
    span = document.slice(("a",), start, end)
    source = text[span.start : span.end]
    decoded = yaml.safe_load(f'"{source}"') if way == "yaml" else json.loads(f'"{source}"')
    assert decoded == value[start:end]


printable = st.text(
    st.characters(min_codepoint=32, max_codepoint=0xD7FF, exclude_characters="\x7f\x85\u2028\u2029"), max_size=8
)
plain_values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), printable),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(printable, inner, max_size=4)),
    max_leaves=12,
)


@given(
    st.one_of(st.lists(plain_values, max_size=4), st.dictionaries(printable, plain_values, max_size=4)),
    st.sampled_from([None, "'", '"', "|", ">"]),
)
@settings(max_examples=400, deadline=None, derandomize=True)
def test_yaml_gives_the_value_it_was_written_from(value: Any, style: str | None) -> None:
    text = yaml.safe_dump(value, default_flow_style=False, default_style=style, allow_unicode=True)
    (document,) = read(text)
    quoted = {"surprising-scalar", "ambiguous-word", "unknown-tag"}
    assert {problem.check for problem in document.problems} <= quoted
    if not document.problems:
        assert document.value == value


@given(values)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_values_from_elsewhere_stay_what_they_are(value: Any) -> None:
    document = from_value(value)
    assert document.value == value
    assert document.problems == ()
    assert all(isfinite(item) for _, item in everywhere(document) if isinstance(item, float))
