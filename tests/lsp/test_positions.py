"""Positions in code units of every encoding, and changes of a document as an editor sends them."""

from __future__ import annotations

import pytest

types = pytest.importorskip("lsprotocol.types", reason="the extra lsp is not installed")

from hypothesis import given  # noqa: E402
from hypothesis import strategies as st  # noqa: E402

from nflint.diagnostic import Region  # noqa: E402
from nflint.lsp.documents import changed, opened, path_of  # noqa: E402
from nflint.lsp.positions import (  # noqa: E402
    Encoding,
    offset_at,
    position_at,
    region_range,
    units,
)
from nflint.source.text import Text  # noqa: E402

WIDTHS: dict[Encoding, tuple[str, int]] = {
    "utf-8": ("utf-8", 1),
    "utf-16": ("utf-16-le", 2),
    "utf-32": ("utf-32-le", 4),
}
ENCODINGS = list(WIDTHS)

# What counts differently in the encodings, and what some take for the end of a line.
CHARACTERS = 'aé€\U0001f600\u2028\u2029\x85\x0b\x0c\x1c \t{"$'
texts = st.lists(st.sampled_from([*CHARACTERS, "\n", "\r", "\r\n"]), max_size=30).map("".join)


@pytest.mark.parametrize(
    ("text", "line", "character", "encoding", "offset"),
    [
        ("", 0, 0, "utf-16", 0),
        ("ab\ncd", 1, 1, "utf-16", 4),
        ("a\U0001f600b", 0, 3, "utf-16", 2),
        ("a\U0001f600b", 0, 2, "utf-16", 1),  # Within a pair.
        ("a\U0001f600b", 0, 5, "utf-8", 2),
        ("a\U0001f600b", 0, 2, "utf-32", 2),
        ("é€x", 0, 2, "utf-16", 2),
        ("é€x", 0, 5, "utf-8", 2),
        ("a\r\nb", 1, 0, "utf-16", 3),
        ("a\rb", 1, 0, "utf-16", 2),
        ("a\u2028b\x85c\x0bd\ne", 0, 6, "utf-16", 6),
        ("a\u2028b\x85c\x0bd\ne", 1, 1, "utf-16", 9),
        ("ab\ncd", 0, 99, "utf-16", 2),  # Clamped to the line,
        ("ab\r\ncd", 0, 99, "utf-16", 2),
        ("ab\ncd", 99, 0, "utf-16", 5),  # and to the text.
        ("ab\n", 1, 0, "utf-16", 3),
    ],
)
def test_offset_of_a_position(text: str, line: int, character: int, encoding: Encoding, offset: int) -> None:
    assert offset_at(Text(text), types.Position(line, character), encoding) == offset


@given(texts, st.sampled_from(ENCODINGS), st.integers(0, 40))
def test_positions_and_offsets_are_each_others_opposites(content: str, encoding: Encoding, at: int) -> None:
    text = Text(content)
    at = min(at, len(content))
    if content[at - 1 : at + 1] == "\r\n":
        at -= 1  # No editor has a place there.
    position = position_at(text, at, encoding)
    assert offset_at(text, position, encoding) == at
    codec, width = WIDTHS[encoding]
    before = content[text.line_starts[position.line] : at]
    assert position.character == len(before.encode(codec)) // width


def test_a_long_line_is_counted_to_its_end() -> None:
    text = Text("\U0001f600" * 10_000 + "x")
    assert offset_at(text, types.Position(0, 20_000), "utf-16") == 10_000
    assert position_at(text, 10_000, "utf-8").character == 40_000


def test_half_a_pair_counts_as_it_does_in_the_editor() -> None:
    assert units("\ud83d", "utf-16") == 1
    assert units("\ud83d", "utf-8") == 3


def test_a_byte_order_mark_shifts_the_first_line_only() -> None:
    text = Text('\ufeff{"a":\n1}')
    assert region_range(text, Region(1, 2, 1, 5), "utf-16") == _range(0, 2, 0, 5)
    assert region_range(text, Region(2, 1, 2, 2), "utf-16") == _range(1, 0, 1, 1)


def _range(*numbers: int) -> object:
    return types.Range(types.Position(*numbers[:2]), types.Position(*numbers[2:]))


def _open(text: str) -> object:
    return opened(types.TextDocumentItem("file:///release-flow.json", "json", 1, text))


def _change(text: str, *numbers: int) -> object:
    return types.TextDocumentContentChangePartial(range=_range(*numbers), text=text)


@given(texts, texts, st.integers(0, 40), st.integers(0, 40), st.sampled_from(ENCODINGS))
def test_a_change_does_what_it_does_in_the_editor(
    content: str, new: str, one: int, other: int, encoding: Encoding
) -> None:
    start, end = sorted((min(one, len(content)), min(other, len(content))))
    start, end = (at - (content[at - 1 : at + 1] == "\r\n") for at in (start, end))
    text = Text(content)
    places = [position_at(text, at, encoding) for at in (start, end)]
    change = types.TextDocumentContentChangePartial(range=types.Range(*places), text=new)
    after = changed(_open(content), 2, [change], encoding)
    assert after.content == content[:start] + new + content[end:]
    assert after.version == 2


def test_each_change_counts_in_what_the_one_before_has_left() -> None:
    changes = [
        _change("\U0001f600", 0, 0, 0, 0),
        _change("x", 0, 2, 0, 3),
        types.TextDocumentContentChangeWholeDocument("n"),
    ]
    document = _open("ab")
    assert changed(document, 2, changes[:2], "utf-16").content == "\U0001f600xb"
    assert changed(document, 2, changes, "utf-16").content == "n"


def test_a_pair_that_comes_by_halves_is_a_character() -> None:
    document = changed(_open(""), 2, [_change("\ud83d", 0, 0, 0, 0)], "utf-16")
    assert document.content == "\ud83d"
    assert changed(document, 3, [_change("\ude00", 0, 1, 0, 1)], "utf-16").content == "\U0001f600"


def test_a_range_that_ends_before_it_begins_is_empty() -> None:
    assert changed(_open("abc"), 2, [_change("-", 0, 2, 0, 1)], "utf-16").content == "ab-c"


@pytest.mark.parametrize(
    ("uri", "path"),
    [
        ("file:///home/me/a%20b/release-flow.json", "/home/me/a b/release-flow.json"),
        ("untitled:Untitled-1", ""),
        ("git:/home/me/flow.json?x", ""),
        ("file://[", ""),
        ("", ""),
        ("\x00", ""),
    ],
)
def test_path_of_an_address(uri: str, path: str) -> None:
    assert path_of(uri) == path
