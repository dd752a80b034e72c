"""Positions as the protocol counts them, from 0 and in code units of the negotiated encoding, and offsets in a text.

Lines are those of `nflint.source.text`, which end at LF, CR LF and CR and nowhere else, as LSP 3.17 has them.
"""

from __future__ import annotations

from typing import Literal, TypeAlias

from lsprotocol import types

from nflint.diagnostic import Region
from nflint.source.text import BOM, Text

Encoding: TypeAlias = Literal["utf-8", "utf-16", "utf-32"]

_CODECS: dict[Encoding, tuple[str, int]] = {"utf-8": ("utf-8", 1), "utf-16": ("utf-16-le", 2), "utf-32": ("", 1)}

# So many characters of a line are looked at for a position in it: a file may be one line of megabytes.
_STEP = 4096


def units(part: str, encoding: Encoding) -> int:
    """The number of code units of `part`; half a surrogate pair counts like a character of its plane."""
    codec, width = _CODECS[encoding]
    return len(part) if not codec or part.isascii() else len(part.encode(codec, "surrogatepass")) // width


def code_points(line: str, character: int, encoding: Encoding) -> int:
    """The number of whole characters before code unit `character` of a line, at most all of them."""
    codec, _ = _CODECS[encoding]
    if not codec or line[:character].isascii():
        return min(max(character, 0), len(line))
    at = 0
    while at < len(line) and (taken := units(line[at : at + _STEP], encoding)) <= character:
        character -= taken
        at += _STEP
    for index in range(at, len(line)):
        character -= units(line[index], encoding)
        if character < 0:
            return index
    return len(line)


def offset_at(text: Text, position: types.Position, encoding: Encoding) -> int:
    """The offset of a position, which is clamped to its line, and to the text."""
    if position.line >= text.line_count:
        return len(text.content)
    if position.line < 0:
        return 0
    start = text.offset(position.line + 1, 1)
    return start + code_points(text.line(position.line + 1), position.character, encoding)


def position_at(text: Text, offset: int, encoding: Encoding) -> types.Position:
    """The position of an offset, which is clamped to the text."""
    line, column = text.position(offset)
    start = text.line_starts[line - 1]
    return types.Position(line - 1, units(text.content[start : start + column - 1], encoding))


def range_at(text: Text, start: int, end: int, encoding: Encoding) -> types.Range:
    """The range from one offset to another."""
    return types.Range(position_at(text, start, encoding), position_at(text, end, encoding))


def region_offsets(text: Text, region: Region) -> tuple[int, int]:
    """The offsets of a region of a diagnostic, which is counted without the byte order mark that `text` may have."""
    return _region_offset(text, region.line, region.column), _region_offset(text, region.end_line, region.end_column)


def _region_offset(text: Text, line: int, column: int) -> int:
    marked = line == 1 and text.content.startswith(BOM)
    return text.offset(line, column + 1 if marked else column)


def region_range(text: Text, region: Region, encoding: Encoding) -> types.Range:
    """The range of a region of a diagnostic."""
    return range_at(text, *region_offsets(text, region), encoding)


def paired(content: str) -> str:
    """`content` with every surrogate pair as the character it stands for: an editor may put it in by halves."""
    try:
        content.encode()  # No other way to look for surrogates is as fast.
    except UnicodeEncodeError:
        return content.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
    return content
