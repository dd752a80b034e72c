"""Strings of JSON, right or wrong: what they hold, where they end, and the one problem each may have."""

from __future__ import annotations

import re
from json.decoder import scanstring  # type: ignore[attr-defined]  # typeshed does not list it

from . import json_repairs
from .reading import Problems, shorten
from .splices import Repair

_STRING = re.compile(r'"[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*"')
_PLAIN = {'"': re.compile(r'[^"\\\x00-\x1f]+'), "'": re.compile(r"[^'\\\x00-\x1f]+")}
_ESCAPE = re.compile(r'\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})')
_LOW_HALF = re.compile(r"\\u([dD][c-fC-F][0-9a-fA-F]{2})")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_SURROGATE_ESCAPE = re.compile(r"\\(?:u([dD][89a-fA-F][0-9a-fA-F]{2})|.)", re.S)
_CLOSES = re.compile(r"[ \t]*(?:[,\]}:\r\n]|//|/\*|\Z)")
_COLON = re.compile(r"[ \t\r\n]*:")
_OPEN_KEY = re.compile(r"[\"'][\w$./-]+(?=[ \t]*:)")
_LINE_END = re.compile(r"[\r\n]")
_TAIL = re.compile(r"[,\]} \t]*\Z")
_TAIL_LENGTH = 64
_LINE_LENGTH = 10_000
_SIMPLE = {'"': '"', "\\": "\\", "/": "/", "b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_BACKSLASH_HINT = "write '\\\\' for one backslash"
_UNCLOSED = "the string is not closed on its line"


def read_string(content: str, start: int, problems: Problems) -> tuple[str, int]:
    """The string whose opening quote (double or single) stands at `start`, and the offset behind it."""
    match = _STRING.match(content, start)
    if match is None:
        return _loose_string(content, start, problems)
    end = match.end()
    if content[end : end + 1] not in _FOLLOWERS and (mended := _overrun(content, start, end, problems)):
        return mended
    raw = content[start + 1 : end - 1]
    if content[end : end + 1] == '"' and _CLOSES.match(content, end + 1):
        problems.add("syntax-error", end, end + 1, "found a second closing quote", "remove it")
        end += 1
    value: str = raw if "\\" not in raw else scanstring(content, start + 1, True)[0]
    if ("\\u" in raw or not raw.isascii()) and _SURROGATE.search(value):
        _report_surrogate(raw, start + 1, problems)
    return value, end


_FOLLOWERS = frozenset(("", ",", ":", "]", "}", " ", "\t", "\r", "\n", '"', "/", "#", ";", "=", "'", "{", "["))
"""What may follow a string at once without a sign that its quotes are wrong."""


def _overrun(content: str, start: int, end: int, problems: Problems) -> tuple[str, int] | None:
    """A string with text right behind it: its closing quote is missing and another's opening one was taken
    for it, or a quote inside it has no backslash. None when neither can be told."""
    raw = content[start + 1 : end - 1]
    if (body := raw.rstrip(" \t")).endswith(","):
        cut = start + len(body)
        problems.add("syntax-error", start, cut, _UNCLOSED, 'add the closing "')
        return content[start + 1 : cut], cut
    closing = _closing_quote(content, end, '"')
    if closing < 0:
        return None
    message = "a quote inside a string needs a backslash"
    problems.add("syntax-error", end - 1, end, message, "write '\\\"'")
    return content[start + 1 : closing], closing + 1


def _closing_quote(content: str, start: int, quote: str) -> int:
    """The next quote in the line that something follows which may follow a string; -1 without one."""
    line_end = _LINE_END.search(content, start, start + _LINE_LENGTH)
    limit = line_end.start() if line_end else min(len(content), start + _LINE_LENGTH)
    closing = content.find(quote, start, limit)
    while closing >= 0 and not _CLOSES.match(content, closing + 1):
        closing = content.find(quote, closing + 1, limit)
    return closing


def read_key(content: str, start: int, problems: Problems) -> tuple[str, int]:
    """The same for a key: one that runs over its colon, and has none behind it, has lost its closing
    quote."""
    match = _STRING.match(content, start)
    if (match is None or not _COLON.match(content, match.end())) and (open_key := _OPEN_KEY.match(content, start)):
        end = open_key.end()
        problems.add("syntax-error", start, end, "the key is not closed", f"add the closing {content[start]}")
        return content[start + 1 : end], end
    return read_string(content, start, problems)


def _report_surrogate(raw: str, offset: int, problems: Problems) -> None:
    """Report the first surrogate that has no other half next to it."""
    high: tuple[int, int, int] | None = None
    position = 0
    while position <= len(raw):
        match = _SURROGATE_ESCAPE.match(raw, position)
        end = match.end() if match else position + 1
        code = int(match.group(1), 16) if match and match.group(1) else ord(raw[position : position + 1] or " ")
        low = 0xDC00 <= code < 0xE000
        if high is None and low:
            high = (position, end, code)
            break
        if high is not None and not low:
            break
        high = (position, end, code) if 0xD800 <= code < 0xDC00 else None
        position = end
    if high is not None:
        start, end, code = high
        message = f"the surrogate U+{code:04X} stands alone, which is not a character"
        hint = "write both halves of the pair, or the character itself"
        problems.add("lone-surrogate", offset + start, offset + end, message, hint)


def _loose_string(content: str, start: int, problems: Problems) -> tuple[str, int]:
    """Read a string that is not JSON, and report the first thing that is wrong with it."""
    quote = content[start]
    plain = _PLAIN[quote]
    parts: list[str] = []
    fault: tuple[str, int, int, str, str] | None = None
    position = start + 1
    while position < len(content) and content[position] != quote:
        if match := plain.match(content, position):
            parts.append(match.group())
            position = match.end()
            continue
        if content[position] in "\r\n" and not _goes_on(content, position, quote):
            return _unclosed(content, start, position, problems)
        piece, end, wrong = _special(content, position, quote)
        fault = fault or wrong
        parts.append(piece)
        position = end
    if position >= len(content):
        return _unclosed(content, start, len(content), problems)
    position += 1
    if quote == "'":
        closing = _closing_quote(content, position, quote)
        if content[position : position + 1] not in _FOLLOWERS and closing >= 0:
            parts.append(content[position - 1 : closing])
            position = closing + 1
        message = "a JSON string stands in double quotes"
        fault = ("syntax-error", start, position, message, "write '\"' in place of the single quotes")
    if fault:
        problems.add(*fault, repair=_repair(fault, content, start, position))
    return "".join(parts), position


def _repair(fault: tuple[str, int, int, str, str], content: str, start: int, end: int) -> Repair | None:
    """How the string from `start` to `end` can be mended of the first thing that is wrong with it."""
    if content[start] == "'":
        return json_repairs.double_quotes(content, start, end)
    if fault[0] == "control-character" and not _LINE_END.search(content, start, end):
        return json_repairs.escaped_controls(content, start, end)
    if fault[4] == _BACKSLASH_HINT:
        # JavaScript would drop the backslash.
        return json_repairs.replacement(_BACKSLASH_HINT, fault[1], fault[1], "\\", safe=False)
    return None


def _special(content: str, position: int, quote: str) -> tuple[str, int, tuple[str, int, int, str, str] | None]:
    """What an escape or control character stands for, where it ends, and what is wrong with it."""
    char = content[position]
    if char == "\\":
        piece, end, known = _escape(content, position, quote)
        message = f"'{shorten(content[position:end])}' is not an escape in JSON"
        return piece, end, None if known else ("syntax-error", position, end, message, _BACKSLASH_HINT)
    if char in "\r\n":
        end = position + (2 if content.startswith("\r\n", position) else 1)
        message = "a string cannot hold a line break"
        return content[position:end], end, ("syntax-error", position, end, message, "write '\\n'")
    message = f"a string cannot hold the control character U+{ord(char):04X}"
    hint = "write '\\t'" if char == "\t" else f"write '\\u{ord(char):04x}', or remove it"
    return char, position + 1, ("control-character", position, position + 1, message, hint)


def _escape(content: str, position: int, quote: str) -> tuple[str, int, bool]:
    """What an escape stands for, where it ends, and whether JSON knows it."""
    if match := _ESCAPE.match(content, position):
        piece = match.group()
        if piece[1] != "u":
            return _SIMPLE[piece[1]], match.end(), True
        code = int(piece[2:], 16)
        low = _LOW_HALF.match(content, position + 6)
        if 0xD800 <= code < 0xDC00 and low:
            code = 0x10000 + ((code - 0xD800) << 10) + int(low.group(1), 16) - 0xDC00
            return chr(code), low.end(), True
        return chr(code), match.end(), True
    following = content[position + 1 : position + 2]
    if following == quote:
        return quote, position + 2, True
    if not following or following < " ":
        return "\\", position + 1, False
    return "\\" + following, position + 2, False


def _goes_on(content: str, position: int, quote: str) -> bool:
    """Whether a string with a line break at `position` was meant to hold it: the next quote then closes it,
    and does not open the next string."""
    closing = content.find(quote, position)
    if closing < 0 or content[closing - 1] == "\\":
        return False
    return _CLOSES.match(content, closing + 1) is not None


def _unclosed(content: str, start: int, end: int, problems: Problems) -> tuple[str, int]:
    """End a string without a closing quote at its line's end, before the comma and brackets that end a
    line."""
    if match := _LINE_END.search(content, start, end):
        end = match.start()
    if not content[end:].strip():
        problems.cut = True
    raw = content[start + 1 : end]
    tail = _TAIL.search(raw[-_TAIL_LENGTH:])
    if tail and not any(char in raw for char in "{["):
        end -= len(tail.group())
    elif raw.rstrip().endswith(","):
        end = start + len(raw.rstrip())
    end = max(end, start + 1)
    problems.add("syntax-error", start, end, _UNCLOSED, f"add the closing {content[start]}")
    return content[start + 1 : end], end
