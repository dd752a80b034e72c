"""From characters of a decoded string back to the source they were written as, for each kind of quotes."""

from __future__ import annotations

import re

from .span import Span

_JSON_ESCAPE = re.compile(r"\\(?:u([0-9a-fA-F]{4})|(.))", re.S)
_YAML_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.S)
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+")
_SHORT = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t"}
_YAML_SHORT = {
    **_SHORT,
    "0": "\0",
    "a": "\a",
    "v": "\v",
    "e": "\x1b",
    "N": "\x85",
    "_": "\xa0",
    "L": "\u2028",
    "P": "\u2029",
    "\t": "\t",
}


def plain_offset(content: str, span: Span, decoded: str) -> int | None:
    """Where the decoded string begins when the source holds it letter for letter, else None."""
    length = span.end - span.start
    if length == len(decoded) and content.startswith(decoded, span.start):
        return span.start
    if length == len(decoded) + 2 and content.startswith(decoded, span.start + 1):
        return span.start + 1
    return None


def offsets(content: str, span: Span, decoded: str, form: str) -> list[int] | None:
    """The offset at which each character of the decoded string is written, and one more for its end; None
    when the source does not say it character by character."""
    source = content[span.start : span.end]
    if source.startswith('"'):
        pieces = _escaped(source, form)
    elif source.startswith("'"):
        pieces = _doubled(source)
    elif source.startswith("|"):
        pieces = _literal(source, decoded)
    else:
        return None
    text = "".join(piece for piece, _ in pieces)
    if text != decoded:
        return None
    result = [span.start + place for _, place in pieces]
    closing = source[:1] in "\"'" and len(source) > 1 and source.endswith(source[0])
    result.append(span.end - (1 if closing else 0))
    return result


def decoded(source: str, form: str) -> str:
    """The text of a string in quotes, closed or not; line breaks stay as they are written."""
    if "\\" not in source and source.startswith('"'):
        return source[1:-1] if len(source) > 1 and source.endswith('"') else source[1:]
    if form == "json" and source.startswith("'"):
        source = f'"{source[1:-1]}"' if len(source) > 1 and source.endswith("'") else f'"{source[1:]}'
    pieces = _escaped(source, form) if source.startswith('"') else _doubled(source)
    return "".join(piece for piece, _ in pieces)


def _escaped(source: str, form: str) -> list[tuple[str, int]]:
    """The characters of a double-quoted string with their places."""
    pattern, short = (_JSON_ESCAPE, _SHORT) if form == "json" else (_YAML_ESCAPE, _YAML_SHORT)
    pieces: list[tuple[str, int]] = []
    position = 1
    end = len(source) - 1 if len(source) > 1 and source.endswith('"') else len(source)
    while position < end:
        match = pattern.match(source, position)
        if match is None:
            pieces.append((source[position], position))
            position += 1
            continue
        *codes, letter = match.groups()
        code = next(filter(None, codes), None)
        _join(pieces, short.get(letter, letter) if code is None else _char(code), position)
        position = match.end()
    return pieces


def _char(code: str) -> str:
    number = int(code, 16)
    return chr(number) if number <= 0x10FFFF else "\ufffd"


def _join(pieces: list[tuple[str, int]], char: str, position: int) -> None:
    """Add a character; a low surrogate joins the high one that is written just before it."""
    if "\udc00" <= char <= "\udfff" and pieces and "\ud800" <= pieces[-1][0] <= "\udbff":
        high, place = pieces.pop()
        char = chr(0x10000 + ((ord(high) - 0xD800) << 10) + ord(char) - 0xDC00)
        position = place
    pieces.append((char, position))


def _doubled(source: str) -> list[tuple[str, int]]:
    pieces: list[tuple[str, int]] = []
    position = 1
    end = len(source) - 1 if len(source) > 1 and source.endswith("'") else len(source)
    while position < end:
        pieces.append((source[position], position))
        position += 2 if source.startswith("''", position) else 1
    return pieces


def _literal(source: str, decoded: str) -> list[tuple[str, int]]:
    """The characters of a literal block: each line behind its indentation."""
    lines = _LINE.findall(source)
    body = [line for line in lines[1:] if line.strip()]
    if not body:
        return []
    first = decoded.lstrip("\n").split("\n", 1)[0]
    indent = len(body[0].rstrip("\r\n")) - len(first)
    pieces: list[tuple[str, int]] = []
    position = len(lines[0])
    for line in lines[1:]:
        text = line.rstrip("\r\n")
        pieces.extend((char, position + indent + at) for at, char in enumerate(text[max(indent, 0) :]))
        pieces.append(("\n", position + len(text)))
        position += len(line)
    length = len(decoded)
    while len(pieces) < length:
        pieces.append(("\n", position))
    return pieces[:length]
