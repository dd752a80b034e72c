"""The source lines of the text report: what is shown of a line, and that the underline stands below the range."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nflint.diagnostic import Diagnostic, Excerpt, Region, RelatedRegion, Report, Severity
from nflint.lint import lint, lint_value
from nflint.report.text_format import Style, cut, display_width, printable, render

_LIMIT = 110
_LONG = "x" * 300


def frames(text: str, *, rule: str) -> list[str]:
    """The lines between message and hint for each diagnostic of the rule, as a release flow has them."""
    report = lint(text, name="f", kind="release-flow")
    found = []
    for diagnostic in report.diagnostics:
        if diagnostic.rule == rule:
            shown = render(Report((diagnostic,), excerpts=report.excerpts), quiet=True).splitlines()
            found.append("\n".join(line for line in shown[1:] if "= " not in line).rstrip("\n"))
    return found


def marked(line: str, start: int, end: int) -> str:
    """The line as shown, and below it the underline for characters `start` to `end` (from 0, end exclusive)."""
    text, begin, width = cut(line, start + 1, end + 1)
    return f"{text}\n{' ' * begin}{'^' * width}"


@pytest.mark.parametrize(
    ("text", "width"),
    [
        ("", 0),
        ("abc", 3),
        ("é", 1),
        ("e\u0301", 1),
        ("世界", 4),
        ("ｱ", 1),
        ("Ａ", 2),
        ("한국", 4),
        ("\u1112\u1161\u11ab", 2),
        ("🚀", 2),
        ("⚠", 1),
        ("🇩🇪", 2),
        ("नि", 2),
        ("\u20dd", 0),
    ],
)
def test_display_width(text: str, width: int) -> None:
    assert display_width(text) == width


@pytest.mark.parametrize(
    ("line", "start", "end", "expected"),
    [
        ("branch: main", 8, 12, "branch: main\n        ^^^^"),
        ("名前: main", 4, 8, "名前: main\n      ^^^^"),
        ("名前: main", 0, 2, "名前: main\n^^^^"),
        ("🚀🚀 x", 3, 4, "🚀🚀 x\n     ^"),
        ("cafe\u0301 x", 6, 7, "cafe\u0301 x\n     ^"),
        ("e\u0301x", 1, 2, "e\u0301x\n^"),
        ("\tx: 1", 1, 2, "    x: 1\n    ^"),
        ("a\t\tb", 1, 3, "a        b\n ^^^^^^^^"),
        ("abc", 3, 3, "abc\n   ^"),
        ("abc", 1, 1, "abc\n ^"),
        ("", 0, 0, "\n^"),
        ("abc   ", 4, 5, "abc\n    ^"),
        ("abc", 50, 60, "abc\n   ^"),
    ],
)
def test_the_underline_stands_below_the_range(line: str, start: int, end: int, expected: str) -> None:
    assert marked(line, start, end) == expected


@pytest.mark.parametrize(
    "character",
    [
        *("\x00", "\x07", "\x08", "\x1b", "\x7f", "\x85", "\x9b", "\u061c", "\u200b", "\u200e", "\u202a", "\u202e"),
        *("\u2066", "\u2069", "\u2028", "\ufeff", "\ufff9", "\ud800", "\U000e0041", "\u00a0"),
    ],
    ids=lambda character: f"U+{ord(character):04X}",
)
def test_nothing_that_a_terminal_obeys_reaches_it(character: str) -> None:
    assert marked(f"a{character}b: 1", 2, 3) == "a\ufffdb: 1\n  ^"
    shown = printable(f"a{character}b")
    assert shown.isprintable()
    assert shown.isascii()
    diagnostic = Diagnostic(
        "NF000",
        "rule",
        Severity.ERROR,
        f"message {character}",
        f"hint {character}",
        f"path{character}",
        f"/{character}",
        Region(2, 1, 2, 2),
        "",
        (RelatedRegion(f"related {character}", f"/{character}", Region()),),
    )
    for excerpts in ({}, {diagnostic: Excerpt(f"line {character}", 0, f"before {character}")}):
        text = render(Report((diagnostic,), excerpts=excerpts))
        assert character not in text.replace("\n", "")
        assert all(line.isprintable() for line in text.splitlines())


def test_a_long_line_is_cut_around_the_place() -> None:
    text, begin, width = cut(f"{_LONG}HERE{_LONG}", 301, 305)
    assert text.startswith("…x")
    assert text.endswith("x…")
    assert text[begin : begin + width] == "HERE"
    assert len(text) == _LIMIT + 2


def test_a_long_line_keeps_its_beginning_when_the_place_is_there() -> None:
    text, begin, width = cut(f"HERE{_LONG}", 1, 5)
    assert (text[:5], text[-1], begin, width) == ("HEREx", "…", 0, 4)
    assert len(text) == _LIMIT + 1


def test_a_long_line_is_filled_from_the_left_when_the_place_is_at_its_end() -> None:
    text, begin, width = cut(f"{_LONG}HERE", 301, 305)
    assert text == f"…{'x' * (_LIMIT - 4)}HERE"
    assert text[begin : begin + width] == "HERE"
    after, begin, width = cut(_LONG, 301, 301)
    assert (len(after), begin, width) == (_LIMIT + 1, _LIMIT + 1, 1)


def test_a_long_line_of_wide_characters_is_cut_by_cells() -> None:
    text, begin, width = cut("世" * 90 + "HERE" + "世" * 90, 91, 95)
    assert display_width(text) <= _LIMIT + 2
    assert width == 4
    before = text.partition("HERE")[0]
    assert display_width(before) == begin


def test_a_range_longer_than_the_window_is_underlined_as_far_as_it_is_shown() -> None:
    text, begin, width = cut(f"a: {_LONG}", 4, 304)
    assert text.endswith("…")
    assert begin + width == len(text) - 1


@given(st.text(max_size=300), st.integers(0, 310), st.integers(0, 310))
def test_any_line_fits_and_holds_its_underline(line: str, start: int, length: int) -> None:
    text, begin, width = cut(line, start + 1, start + length + 1)
    assert text.isprintable()
    assert display_width(text) <= _LIMIT + 2
    assert begin >= 0
    assert width >= 1
    assert begin + width <= _LIMIT + 3
    characters = line[start : start + length]
    if characters and display_width(line) <= _LIMIT and line.isprintable():
        assert width == max(1, display_width(characters))
        assert begin == display_width(line[:start]) - (not display_width(characters) and begin < display_width(line))


@given(st.text(max_size=60))
def test_printable_text_is_one_line_and_loses_nothing(text: str) -> None:
    shown = printable(text)
    assert shown.isprintable()
    assert all(c in shown for c in text if c.isprintable())


def test_a_frame_shows_the_line_before() -> None:
    assert frames('{\n  "options": {},\n  "optons": {}\n}', rule="unknown-key") == [
        '  |\n2 |   "options": {},\n3 |   "optons": {}\n  |   ^^^^^^^^'
    ]


def test_an_empty_line_before_is_left_out() -> None:
    assert frames('{\n\n  "optons": {}\n}', rule="unknown-key") == ['  |\n3 |   "optons": {}\n  |   ^^^^^^^^']


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"], ids=["LF", "CRLF", "CR"])
def test_line_ends_of_any_kind(end: str) -> None:
    text = end.join(["{", '  "apiVersion": "v1.2",', '  "optons": {}', "}", ""])
    assert frames(text, rule="unknown-key") == ['  |\n2 |   "apiVersion": "v1.2",\n3 |   "optons": {}\n  |   ^^^^^^^^']


def test_the_end_of_the_file_is_a_place() -> None:
    (frame,) = frames('{\n  "spec": {}', rule="syntax-error")
    assert frame == '  |\n1 | {\n2 |   "spec": {}\n  |             ^'
    (after,) = frames('{\n  "spec": {}\n', rule="syntax-error")
    assert set(after.splitlines()[-1].replace("|", "").strip()) == {"^"}


def test_the_gutter_is_as_wide_as_the_number_of_the_line() -> None:
    text = "{\n" + "\n" * 97 + '"apiVersion": "v1.2",\n"optons": {}}'
    assert frames(text, rule="unknown-key") == [
        '    |\n 99 | "apiVersion": "v1.2",\n100 | "optons": {}}\n    | ^^^^^^^^'
    ]


def test_a_range_over_several_lines_is_underlined_to_the_end_of_its_first() -> None:
    region = Region(2, 3, 4, 1)
    diagnostic = Diagnostic("NF000", "rule", Severity.ERROR, "m", "", "f", "", region, "")
    shown = render(Report((diagnostic,), excerpts={diagnostic: Excerpt("a: {世", 0, "before")}), quiet=True)
    assert shown.splitlines()[1:5] == ["  |", "1 | before", "2 | a: {世", "  |   ^^^^…"]


def test_a_far_place_in_one_long_line() -> None:
    text = '{"apiVersion": "v1.2", "$schema": "' + "世" * 5_000 + '", "optons": {}, "arguments": {' + " " * 5_000 + "}}"
    (frame,) = frames(text, rule="unknown-key")
    line, underline = frame.splitlines()[-2:]
    assert display_width(line) <= len("1 | ") + _LIMIT + 2
    assert underline.strip(" |") == "^" * len('"optons"')
    assert display_width(line.partition('"optons"')[0]) == underline.index("^")


def test_values_without_a_text_show_their_pointer() -> None:
    report = lint_value({"apiVersion": "v1.2", "optons": {}}, name="f", kind="release-flow")
    shown = render(report, quiet=True)
    assert "f: warning[NF102] unknown key 'optons'" in shown
    assert "  = at /optons\n" in shown


def test_colour_changes_nothing_but_colour() -> None:
    report = lint('{\n  "apiVersion": "v2",\n  "optons": "世"\n}', name="f", kind="release-flow")
    plain = render(report)
    colored = render(report, style=Style(color=True))
    stripped = colored
    for code in ("0", "1", "31", "33", "34", "36", "1;31", "1;33", "1;36", "1;32"):
        stripped = stripped.replace(f"\x1b[{code}m", "")
    assert "\x1b[1;31m" in colored
    assert stripped == plain


def test_every_wide_character_of_the_database_takes_two_cells() -> None:
    wide = [c for c in map(chr, range(0x3000, 0x30FF)) if unicodedata.east_asian_width(c) == "W" and c.isprintable()]
    shown = [c for c in wide if not unicodedata.combining(c)]
    assert {display_width(c) for c in shown} == {2}
