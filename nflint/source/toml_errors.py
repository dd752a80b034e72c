"""The TOML library's errors as problems: what was expected, and what stands there instead."""

from __future__ import annotations

import re

from .problem import Problem
from .reading import shorten
from .span import Span
from .toml_places import Scan, scan

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)\Z")
_WORD = re.compile(r"[^\s,\[\]{}=#]+")
_OPENED = {"[": ("list", "]"), "{": ("inline table", "}")}

# What the library says, and how it is said here: of what stands at the place, and before the place.
_EXPECTED = {
    "Invalid statement": ("expected a key or the header of a table", "write 'key = value', or start a comment by '#'"),
    "Expected newline or end of document after a statement": ("expected the end of the line", "start a new line"),
    "Expected '=' after a key in a key/value pair": ("expected '=' after the key", "write '=' and a value"),
    "Invalid value": ("expected a value", "put text in quotes"),
    "Unclosed array": ("expected ',' or ']'", "separate the items by commas"),
    "Unclosed inline table": ("expected ',' or '}'", "separate the pairs by commas, and keep them on one line"),
    "Invalid initial character for a key part": ("expected a key", "quote what is not letters, digits, '-' and '_'"),
    "Expected ']' at the end of a table declaration": ("expected ']'", "close the header of the table"),
    "Expected ']]' at the end of an array declaration": ("expected ']]'", "close the header of the table"),
}
_ESCAPES = ("Unescaped '\\' in a string", "Invalid hex value", "Escaped character is not a Unicode scalar value")
_ESCAPE = re.compile(r"\\(?:u[0-9a-fA-F]{0,4}|U[0-9a-fA-F]{0,8}|.)?")
_GIVEN = ("Cannot overwrite a value", "Duplicate inline table key", "Cannot redefine", "Cannot mutate")


def describe(said: str, content: str, found: Scan) -> Problem:
    """The problem that an error of the library stands for; `found` is what was found in the whole text."""
    match = _PLACE.search(said)
    what = said[: match.start()] if match else said
    at = _offset(content, match) if match else 0
    char = content[at : at + 1]
    if 0 <= found.opened <= at and (at >= len(content) or char in "\r\n"):
        return _unclosed(content, found.opened)
    if what in _EXPECTED:
        message, hint = _EXPECTED[what]
        return _unexpected(content, at, message, hint)
    if what in _ESCAPES:
        return _escape(content, at)
    if what.startswith(("Illegal character", "Found invalid character")):
        message = f"the character U+{ord(char or chr(0)):04X} must not stand here"
        return _problem(Span(at, min(at + 1, len(content))), message, "remove it, or write it as an escape in a string")
    if what.startswith("Cannot declare"):
        return _given(content, at, "table")
    if what.startswith(_GIVEN):
        return _given(content, at, "key")
    return _problem(_word(content, at), what[:1].lower() + what[1:], "")


def _offset(content: str, match: re.Match[str]) -> int:
    """The offset of the line and column in an error. The library ends lines at LF only."""
    if match.group(1) is None:
        return len(content)
    at = 0
    for _ in range(int(match.group(1)) - 1):
        at = content.find("\n", at) + 1
    return min(at + int(match.group(2)) - 1, len(content))


def _problem(span: Span, message: str, hint: str, related: tuple[tuple[Span, str], ...] = ()) -> Problem:
    return Problem("syntax-error", span, message, hint, related)


def _word(content: str, at: int) -> Span:
    match = _WORD.match(content, at)
    return Span(at, match.end() if match else min(at + 1, len(content)))


def _unexpected(content: str, at: int, expected: str, hint: str) -> Problem:
    span = _word(content, at)
    source = content[span.start : span.end]
    if not source:
        return _problem(span, f"{expected}, found the end of the text", hint)
    if source in "\r\n":
        return _problem(Span(at, at), f"{expected}, found the end of the line", hint)
    return _problem(span, f"{expected}, found '{shorten(source)}'", hint)


def _unclosed(content: str, start: int) -> Problem:
    opener = content[start]
    what, closer = _OPENED.get(opener, ("string", opener))
    if opener not in _OPENED and content.startswith(opener * 3, start):
        closer = opener * 3
    return _problem(Span(start, start + len(closer)), f"the {what} is not closed", f"write {closer} at its end")


def _escape(content: str, at: int) -> Problem:
    """A backslash that starts no escape: the last one before the place, or at it."""
    start = max(content.rfind("\\", 0, at), 0)
    match = _ESCAPE.match(content, start)
    span = Span(start, match.end() if match else start + 1)
    message = f"'{shorten(content[span.start : span.end])}' is no escape in TOML"
    return _problem(span, message, "write '\\\\' for a backslash, or put the text in single quotes")


def _given(content: str, at: int, what: str) -> Problem:
    """A key that is given twice. The library notices it behind the value, so that the key is the last one read."""
    found = scan(content[:at], len(content))
    span = found.key or _word(content, at)
    name = shorten(content[span.start : span.end])
    if found.clash is None:
        message = f"the {what} '{name}' belongs to a value that is complete already"
        return _problem(span, message, "give all of a value in one place")
    related = ((found.clash, "first given here"),)
    return _problem(span, f"the {what} '{name}' is given twice", "remove one of them", related)
