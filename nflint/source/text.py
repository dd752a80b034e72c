"""A text with its lines, and bytes into text. Columns are code points; UTF-16 columns are the editor's
side."""

from __future__ import annotations

import codecs
import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from .problem import Problem
from .span import Span

__all__ = ["BOM", "Span", "Text", "decode", "without_bom"]

BOM = "\ufeff"

_LINE_END = re.compile(r"\r\n|\n|\r")

_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

_ZEROS = {"000x": "utf-32-be", "x000": "utf-32-le", "0x0x": "utf-16-be", "x0x0": "utf-16-le"}


class Text:
    """A text and its lines, which end at LF, CR LF or CR and nowhere else, as in editors (LSP 3.17).

    Treat it as frozen. It is no dataclass, since importing those takes as long as linting a hundred files.
    """

    def __init__(self, content: str) -> None:
        self.content = content

    def __repr__(self) -> str:
        return f"Text({self.content!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Text) and self.content == other.content

    def __hash__(self) -> int:
        return hash(self.content)

    @cached_property
    def line_starts(self) -> tuple[int, ...]:
        """The offset of each line's first character; there is always a first line."""
        content = self.content
        if "\r" in content:
            return (0, *(match.end() for match in _LINE_END.finditer(content)))
        # Three times as fast, and an editor asks after each key press.
        return tuple(accumulate([len(line) + 1 for line in content.split("\n")[:-1]], initial=0))

    @property
    def line_count(self) -> int:
        """How many lines there are, at least 1; a final line end is followed by an empty line."""
        return len(self.line_starts)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column, both from 1, of an offset, which is clamped to the text."""
        offset = min(max(offset, 0), len(self.content))
        line = bisect_right(self.line_starts, offset)
        return line, offset - self.line_starts[line - 1] + 1

    def offset(self, line: int, column: int) -> int:
        """The offset of a line and column, both from 1; clamped to the line, and to the text."""
        if line < 1:
            return 0
        if line > self.line_count:
            return len(self.content)
        start = self.line_starts[line - 1]
        return start + min(max(column - 1, 0), len(self.line(line)))

    def line(self, number: int) -> str:
        """The line (from 1) without its line end; empty when there is no such line."""
        if not 1 <= number <= self.line_count:
            return ""
        start = self.line_starts[number - 1]
        if number == self.line_count:
            return self.content[start:]
        end = self.line_starts[number]
        if self.content[end - 2 : end] == "\r\n":
            return self.content[start : end - 2]
        return self.content[start : end - 1]


def without_bom(content: str) -> tuple[str, tuple[Problem, ...]]:
    """The text without one leading U+FEFF, and the problem that it was there."""
    if not content.startswith(BOM):
        return content, ()
    message = "the text starts with a byte order mark, which JSON does not allow"
    hint = "save the file as UTF-8 without BOM"
    return content[1:], (Problem("byte-order-mark", Span(0, 0), message, hint),)


def decode(data: bytes) -> tuple[str, tuple[Problem, ...]]:
    """Bytes as UTF-8 text, whatever they are, and at most one problem: a BOM, another encoding or a bad byte.

    The problem's span counts in the text that is returned, which has no BOM.
    """
    encoding, mark = _wide_encoding(data)
    if encoding:
        try:
            content = data[mark:].decode(encoding)
        except UnicodeDecodeError:
            pass
        else:
            name = encoding[:6].upper()
            message = f"the text is encoded as {name}, not as UTF-8"
            return content, (Problem("invalid-encoding", Span(0, 0), message, "save the file as UTF-8"),)
    try:
        return without_bom(data.decode("utf-8"))
    except UnicodeDecodeError as error:
        before = len(data[: error.start].decode("utf-8").removeprefix(BOM))
        content = data.decode("utf-8", "replace").removeprefix(BOM)
        byte = data[error.start]
        message = f"byte 0x{byte:02x} at byte offset {error.start} is not UTF-8"
        span = Span(before, before + 1)
        return content, (Problem("invalid-encoding", span, message, "save the file as UTF-8"),)


def _wide_encoding(data: bytes) -> tuple[str, int]:
    """UTF-16 or UTF-32 by BOM or by where the zero bytes of the first two characters stand (RFC 4627, 3), and
    the BOM's length; empty when it is neither."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding, len(mark)
    zeros = "".join("0" if byte == 0 else "x" for byte in data[:4])
    return _ZEROS.get(zeros, ""), 0
