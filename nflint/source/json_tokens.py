"""What stands between the brackets and strings of JSON, right or wrong: numbers, words, blanks and comments,
each with the one problem it may have. What may follow what is `json_reader`'s work."""

from __future__ import annotations

import re

from . import json_repairs, numbers
from .reading import Problems, shorten
from .span import Span

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")
_LOOSE_NUMBER = re.compile(r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?")
_LINE_END = re.compile(r"[\r\n]")
_BLANKS = re.compile(r"[ \t\r\n]*")
_ODD_BLANKS = re.compile(r"(?:(?![ \t\r\n])[\s\ufeff\u200b\u2060\x00-\x1f])+")
_TOKEN_STARTS = frozenset('"{}[]:,-0123456789tfn') | {""}
_QUOTES = frozenset("\"'")
_TEMPLATE = r"""\$\{[^{}"\r\n]{0,200}\}|\{\{[^{}"\r\n]{0,200}\}\}"""
_KEY = rf"""(?:{_TEMPLATE}|/(?![/*])|[^\s,:{{}}\[\]"'/\x00-\x1f])"""
_KEY_WORD = re.compile(rf"{_KEY}+(?:(?:[ \t]{{1,9}}{_KEY}+){{0,9}}(?=[ \t]{{0,9}}:))?")
_VALUE = rf"""{_TEMPLATE}|[^\s,{{}}\[\]"\x00-\x1f]"""
_VALUE_WORD = re.compile(rf"(?:{_VALUE})(?:{_VALUE}|[ \t](?!//|/\*|\#))*")
_ELLIPSIS = re.compile(r"(?:\.{3,}|…)(?!\")[ \t]*,?")
_WORDS: dict[str, object] = {"true": True, "false": False, "null": None}
_FOREIGN: dict[str, tuple[object, str]] = {
    "True": (True, "true"),
    "TRUE": (True, "true"),
    "False": (False, "false"),
    "FALSE": (False, "false"),
    "None": (None, "null"),
    "Null": (None, "null"),
    "NULL": (None, "null"),
    "nil": (None, "null"),
    "undefined": (None, "null"),
}
_CONSTANTS = {"NaN": "nan", "Infinity": "inf", "+Infinity": "inf", "-Infinity": "-inf", "-NaN": "nan"}


def skip(content: str, start: int, problems: Problems) -> int:
    """The offset of the next token; comments, and what only looks like a blank, are reported."""
    while True:
        if match := _BLANKS.match(content, start):
            start = match.end()
        char = content[start : start + 1]
        if char in _TOKEN_STARTS:
            return start
        if char == "#" or content.startswith(("//", "/*"), start):
            start = _comment(content, start, problems)
        elif char and (char < " " or (char >= "\x7f" and _ODD_BLANKS.match(content, start))):
            start = _odd_blanks(content, start, problems)
        else:
            return start


def _end(pattern: re.Pattern[str], content: str, start: int) -> int:
    match = pattern.match(content, start)
    return match.end() if match else start


def _comment(content: str, start: int, problems: Problems) -> int:
    if content.startswith("/*", start):
        end = content.find("*/", start + 2) + 2
        if end < 2:
            problems.cut = True
            message = "the comment is not closed"
            problems.add("syntax-error", start, start + 2, message, "remove it")
            return len(content)
    else:
        match = _LINE_END.search(content, start)
        end = match.start() if match else len(content)
    # To look at the line of each of a hundred thousand comments in one line takes minutes.
    repair = None if problems.full else json_repairs.without_comment(content, start, end)
    problems.add("json-comment", start, end, "JSON has no comments", "remove the comment", repair=repair)
    return end


def _odd_blanks(content: str, start: int, problems: Problems) -> int:
    end = max(_end(_ODD_BLANKS, content, start), start + 1)
    code = ord(content[start])
    repair = json_repairs.replacement("write a space in its place", start, end, " ")
    if code < 0x20:
        message = f"the text has the control character U+{code:04X}"
        problems.add("control-character", start, end, message, "remove it", repair=repair)
    else:
        message = f"U+{code:04X} is not a blank in JSON"
        problems.add("syntax-error", start, end, message, "replace it by a space", repair=repair)
    return end


def ellipsis(content: str, start: int, problems: Problems) -> int:
    """The offset behind dots that stand for something left out (with a comma behind them); `start` without
    any."""
    end = _end(_ELLIPSIS, content, start)
    if end > start:
        dots = content[start:end].rstrip(" \t,")
        message = f"'{shorten(dots)}' stands for something left out"
        problems.add("syntax-error", start, start + len(dots), message, "write it out, or remove it")
    return end


def is_template(content: str, start: int) -> bool:
    """Whether a bracket at `start` opens a `{{...}}` template without quotes."""
    return content.startswith("{{", start) and _VALUE_WORD.match(content, start) is not None


def read_word(content: str, start: int, problems: Problems) -> tuple[object, int]:
    """The number, literal or other unquoted value at `start`, and the offset behind it (always further
    on)."""
    match = _VALUE_WORD.match(content, start)
    if match is None:
        message = f"expected a value, found '{content[start]}'"
        problems.add("syntax-error", start, start + 1, message, "remove it")
        return None, start + 1
    text = match.group().rstrip(" \t;") or match.group()
    end = start + len(text)
    if content[end : end + 1] == '"' and text[-1] != ":":
        message = f"the opening quote of '{shorten(text)}' is missing"
        problems.add("syntax-error", start, end + 1, message, 'add the opening "')
        return text, end + 1
    known = _known(text, start, problems)
    if known is not None:
        return known[0], end
    first = text.split(maxsplit=1)[0]
    if first != text and (known := _known(first, start, problems)):
        return known[0], start + len(first)
    return _foreign(text, start, problems)


def _known(text: str, start: int, problems: Problems) -> tuple[object] | None:
    """A literal or number of JSON."""
    if text in _WORDS:
        return (_WORDS[text],)
    number = _NUMBER.fullmatch(text)
    if number is None:
        return None
    value = float(text) if number.group(1) or number.group(2) else numbers.integer(text)
    if fault := numbers.fault(value, text):
        check, message, hint = fault
        problems.add(check, start, start + len(text), message, hint)
    return (value,)


def _foreign(text: str, start: int, problems: Problems) -> tuple[object, int]:
    """A value that other languages have and JSON has not."""
    end = start + len(text)
    if text in _CONSTANTS:
        message = f"'{text}' is not a number in JSON"
        problems.add("non-finite-number", start, end, message, "write a finite number")
        return float(_CONSTANTS[text]), end
    if text in _FOREIGN:
        value, spelling = _FOREIGN[text]
        repair = json_repairs.json_word(text, spelling, start, end)
        problems.add("syntax-error", start, end, f"'{text}' is not a word of JSON", f"write {spelling}", repair=repair)
        return value, end
    if _LOOSE_NUMBER.fullmatch(text):
        message = f"'{shorten(text)}' is not written as JSON writes a number"
        hint = "no '+' or '0' before it, and digits on both sides of a '.'"
        repair = json_repairs.json_number(text, start, end)
        problems.add("syntax-error", start, end, message, hint, repair=repair)
        return numbers.integer(text) if text.lstrip("+-").isdigit() else float(text), end
    message = f"the value '{shorten(text)}' is not in quotes"
    repair = json_repairs.quoted_value(text, start, end)
    problems.add("syntax-error", start, end, message, "put it in double quotes", repair=repair)
    return text, end


def read_key_word(content: str, start: int) -> tuple[str, int]:
    """The unquoted key at `start`, and the offset behind it, which is always further on. It may have blanks
    inside when a colon follows; a quote right behind it is taken as its closing one."""
    match = _KEY_WORD.match(content, start)
    if match is None:
        return content[start], start + 1
    end = match.end()
    if content[end : end + 1] in _QUOTES:
        return match.group(), end + 1
    return match.group(), end


def opened(char: str, start: int) -> tuple[tuple[Span, str], ...]:
    """The place where a bracket was opened, for a problem's `related`."""
    return ((Span(start, start + 1), f"'{char}' is opened here"),)
