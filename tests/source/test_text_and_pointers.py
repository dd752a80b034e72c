"""Lines and columns, bytes into text, and JSON Pointers."""

from __future__ import annotations

import pytest

from nflint.source import pointer
from nflint.source.document import read
from nflint.source.text import Span, Text, decode

POSITIONS = [
    ("", [(0, (1, 1))], [""]),
    ("ab", [(0, (1, 1)), (2, (1, 3)), (9, (1, 3)), (-1, (1, 1))], ["ab"]),
    ("a\nb", [(1, (1, 2)), (2, (2, 1))], ["a", "b"]),
    ("a\r\nb\rc\n", [(2, (1, 3)), (3, (2, 1)), (5, (3, 1)), (7, (4, 1))], ["a", "b", "c", ""]),
    ("\U0001f600x\u2028\x85\x0b\x0cy", [(1, (1, 2)), (6, (1, 7))], ["\U0001f600x\u2028\x85\x0b\x0cy"]),
]


@pytest.mark.parametrize(("content", "positions", "lines"), POSITIONS)
def test_positions_count_lines_and_code_points(
    content: str, positions: list[tuple[int, tuple[int, int]]], lines: list[str]
) -> None:
    text = Text(content)
    assert [text.position(offset) for offset, _ in positions] == [position for _, position in positions]
    assert [text.line(number + 1) for number in range(text.line_count)] == lines
    for offset, (line, column) in positions:
        if 0 <= offset <= len(content) and content[offset - 1 : offset + 1] != "\r\n":
            assert text.offset(line, column) == offset


def test_a_place_outside_the_text_is_clamped() -> None:
    text = Text("ab\ncd")
    assert text.offset(0, 5) == 0
    assert text.offset(1, 99) == 2
    assert text.offset(9, 1) == 5
    assert text.line(0) == text.line(3) == ""


ENCODED = [
    (b'{"a": 1}', '{"a": 1}', []),
    ("é\U0001f600".encode(), "é\U0001f600", []),
    (b"", "", []),
    (b"\xef\xbb\xbf[1]", "[1]", [("byte-order-mark", Span(0, 0))]),
    ("[1]".encode("utf-16"), "[1]", [("invalid-encoding", Span(0, 0))]),
    ("[1]".encode("utf-16-le"), "[1]", [("invalid-encoding", Span(0, 0))]),
    ("[1]".encode("utf-16-be"), "[1]", [("invalid-encoding", Span(0, 0))]),
    ("[1]".encode("utf-32"), "[1]", [("invalid-encoding", Span(0, 0))]),
    ("[1]".encode("utf-32-be"), "[1]", [("invalid-encoding", Span(0, 0))]),
    (b"\xff\xfe[", "\ufffd\ufffd[", [("invalid-encoding", Span(0, 1))]),
    (b'["\xe9"]', '["\ufffd"]', [("invalid-encoding", Span(2, 3))]),
    ("é".encode() + b"\xff", "é\ufffd", [("invalid-encoding", Span(1, 2))]),
    (b"\xef\xbb\xbf\xff", "\ufffd", [("invalid-encoding", Span(0, 1))]),
]


@pytest.mark.parametrize(("data", "content", "problems"), ENCODED)
def test_bytes_become_text_with_at_most_one_problem(
    data: bytes, content: str, problems: list[tuple[str, Span]]
) -> None:
    decoded, found = decode(data)
    assert decoded == content
    assert [(problem.check, problem.span) for problem in found] == problems
    assert all(problem.message and problem.hint for problem in found)


def test_a_bad_byte_is_named() -> None:
    assert decode("é".encode() + b"\xff")[1][0].message == "byte 0xff at byte offset 2 is not UTF-8"


def test_another_encoding_is_named() -> None:
    assert decode("[1]".encode("utf-16-be"))[1][0].message == "the text is encoded as UTF-16, not as UTF-8"


@pytest.mark.parametrize("rest", ['{"a": 1}', "a: 1\n", '{"a": 1,}'])
def test_a_text_that_starts_with_a_mark_is_read_without_it(rest: str) -> None:
    (plain,) = read(rest)
    (marked,) = read("\ufeff" + rest)
    assert marked.text.content == rest
    assert marked.value == plain.value
    assert marked.problems[0].check == "byte-order-mark"
    assert marked.problems[1:] == plain.problems


POINTERS: list[tuple[pointer.Pointer, str]] = [
    ((), ""),
    (("",), "/"),
    (("a", 0, "b"), "/a/0/b"),
    (("a/b", "m~n", "~1"), "/a~1b/m~0n/~01"),
]


@pytest.mark.parametrize(("parts", "text"), POINTERS)
def test_pointers_are_written_as_the_standard_says(parts: pointer.Pointer, text: str) -> None:
    assert pointer.to_string(parts) == text
    assert pointer.from_string(text) == tuple(map(str, parts))


RESOLVED: list[tuple[str, pointer.Pointer | None]] = [
    ("", ()),
    ("/list/1", ("list", 1)),
    ("/list/01", None),
    ("/list/-1", None),
    ("/list/2", None),
    ("/list/" + "9" * 5000, None),
    ("/list/²", None),
    ("/object/0", ("object", "0")),
    ("/object/1", None),
    ("/text/0", None),
]


@pytest.mark.parametrize(("text", "resolved"), RESOLVED)
def test_digits_are_a_position_in_a_list_only(text: str, resolved: pointer.Pointer | None) -> None:
    value = {"list": ["a", "b"], "object": {"0": "c"}, "text": "d"}
    assert pointer.resolve(pointer.from_string(text), value) == resolved


def test_a_span_gives_the_pointer_of_the_innermost_value() -> None:
    (document,) = read('{"a": {"b": [1, 22]}}')
    assert document.pointer_at(Span(16, 18)) == ("a", "b", 1)
    assert document.pointer_at(Span(7, 10)) == ("a", "b")
    assert document.pointer_at(Span(14, 15)) == ("a", "b")
    assert document.pointer_at(Span(0, 1)) == ()
