"""Characters of a decoded string or key lead back to the source they were written as."""

from __future__ import annotations

import pytest

from nflint.source.document import from_value, read
from nflint.source.pointer import Pointer
from nflint.source.text import Span

SLICES: list[tuple[str, Pointer, str, str]] = [
    # text, pointer, characters looked for, source expected
    ('{"a": "x ${b} y"}', ("a",), "${b}", "${b}"),
    ('{"a": "x\\n${b}\\ty"}', ("a",), "${b}", "${b}"),
    ('{"a": "x\\n${b}\\ty"}', ("a",), "\n$", "\\n$"),
    ('{"a": "\\u0041\\ud83d\\ude00B"}', ("a",), "\U0001f600", "\\ud83d\\ude00"),
    ('{"a": "\\ud83d\\ude00B"}', ("a",), "B", "B"),
    ('{"a": "\\\\${\\"q\\"}"}', ("a",), '${"q"}', '${\\"q\\"}'),
    ("{\"a\": 'x${b}'}", ("a",), "${b}", "${b}"),
    ('{"a": "x${b},\n"c": 1}', ("a",), "${b}", "${b}"),
    ('{"a": x${b}, "c": 1}', ("a",), "${b}", "${b}"),
    ('["x${b}"]', (0,), "${b}", "${b}"),
    ('"x${b}"', (), "${b}", "${b}"),
    ("a: x ${b} y\n", ("a",), "${b}", "${b}"),
    ("a: &n !!str x ${b} y\n", ("a",), "${b}", "${b}"),
    ('a: "x\\n\\x41\\u0042${b}"\n', ("a",), "B$", "\\u0042$"),
    ('a: "\\U0001F600\\_${b}"\n', ("a",), "\U0001f600\xa0$", "\\U0001F600\\_$"),
    ('a: "\\ud83d\\ude00${b}"\n', ("a",), "\U0001f600$", "\\ud83d\\ude00$"),
    ("a: 'it''s ${b}'\n", ("a",), "'s $", "''s $"),
    ("a: |\n  one\n    ${b}\n\n  three\n", ("a",), "${b}", "${b}"),
    ("a: |\r\n  one\r\n  ${b}\r\n", ("a",), "${b}", "${b}"),
    ("a: |2-\n    one ${b}\n  two\n", ("a",), "${b}\ntw", "${b}\n  tw"),
    ("a: |\n\n  one ${b}\n", ("a",), "${b}", "${b}"),
    ("a: | # note\n  one\u2028${b}\n", ("a",), "${b}", "${b}"),
    ("- - x${b}\n", (0, 0), "${b}", "${b}"),
    # what cannot be exact is the whole value
    ("a: >\n  one\n  ${b}\n", ("a",), "${b}", ">\n  one\n  ${b}"),
    ("a: one\n  ${b}\n", ("a",), "${b}", "one\n  ${b}"),
    ('a: "one\n  ${b}"\n', ("a",), "${b}", '"one\n  ${b}"'),
]


@pytest.mark.parametrize(("text", "pointer", "part", "source"), SLICES)
def test_a_part_of_a_value(text: str, pointer: Pointer, part: str, source: str) -> None:
    document = read(text)[0]
    value = document.value
    for step in pointer:
        assert isinstance(value, dict | list)
        value = value[step]  # type: ignore[index]
    assert isinstance(value, str)
    start = value.index(part)
    span = document.slice(pointer, start, start + len(part))
    assert document.text.content[span.start : span.end] == source


KEYS: list[tuple[str, Pointer, int, int, str]] = [
    ('{"a\\nbc": 1}', ("a\nbc",), 1, 3, "\\nb"),
    ('{"abc": 1}', ("abc",), 1, 2, "b"),
    ('{"x": 1, abc: 2}', ("abc",), 1, 2, "b"),
    ("a: {'it''s': 1}", ("a", "it's"), 2, 4, "''s"),
    ("abc: 1", ("abc",), 2, 3, "c"),
    ("1.0: 1", ("1",), 0, 1, "1.0"),
]


@pytest.mark.parametrize(("text", "pointer", "start", "end", "source"), KEYS)
def test_a_part_of_a_key(text: str, pointer: Pointer, start: int, end: int, source: str) -> None:
    document = read(text)[0]
    span = document.key_slice(pointer, start, end)
    assert document.text.content[span.start : span.end] == source


def test_a_range_beyond_the_string_is_clamped() -> None:
    (document,) = read('["a\\nb"]')
    assert document.slice((0,), -5, 99) == Span(2, 6)
    assert document.slice((0,), 3, 1) == Span(6, 6)
    assert document.slice((0,), 99, 99) == Span(6, 6)


def test_what_is_no_string_is_whole() -> None:
    (document,) = read('{"a": [12], "b": 1}')
    assert document.slice(("a", 0), 0, 1) == Span(7, 9)
    assert document.key_slice(("a", 0), 0, 1) == Span(7, 9)
    assert document.slice(("nowhere",), 0, 1) == document.span
    assert document.key_slice(("nowhere",), 0, 1) == document.span


@pytest.mark.parametrize("pointer", [("b",), ("a", "0"), ("a", 1), ("a", -1), ("a", 0, 0), (0,)])
def test_nothing_stands_where_nothing_is(pointer: Pointer) -> None:
    for text in ('{"a": [12]}', "a: [12]\n"):
        (document,) = read(text)
        assert document.locate(("a", 0)) is not None
        assert document.locate(pointer) is None


def test_values_from_elsewhere_stand_nowhere() -> None:
    document = from_value({"a": "b"})
    assert document.locate(()) is None
    assert document.locate(("a",)) is None
    assert document.slice(("a",), 0, 1) == Span(0, 0)
