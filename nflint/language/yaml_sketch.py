"""A YAML text that no parser reads, by its lines and their indentation: what is there, and where, as far as it goes.

It takes what people have begun to write for what it will be, and says nothing of mistakes. A text that can be read is
the business of `nflint.source`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import NamedTuple

from nflint.language.bracket_sketch import read_flow
from nflint.language.yaml_block import Block
from nflint.source.memory import LONGEST, Memory
from nflint.source.reading import Place, Reading, moved_inside
from nflint.source.span import Span
from nflint.source.substring import decoded
from nflint.source.yaml_scalars import resolve

_LINE = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_BLANKS = re.compile(r"[ \t]*")
_DASH = re.compile(r"-(?=[ \t\r\n]|\Z)")
# Most lines: a key, perhaps behind a dash, and perhaps a plain value on the same line.
_USUAL = re.compile(
    r"( *)(- )?([A-Za-z_$][\w$-]*):(?: +([A-Za-z0-9_./$][^\r\n#]*?))?[ \t]*(?=[\r\n]|\Z)",
)
_KEY = re.compile(
    r"""(?:"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\r\n]|'')*'|[^\s#&*!|>%@`"'{}\[\],][^\r\n]*?)[ \t]*:(?=[ \t\r\n]|\Z)"""
)
# A key without a blank behind its colon, which an address has two slashes behind.
_TIGHT_KEY = re.compile(r"[A-Za-z_$][\w.-]*:(?=[^\s/:])")
# Closing brackets and commas at the beginning of a line mean nothing.
_STRAY = re.compile(r"[\]},]+(?=.)")
_PROPERTY = re.compile(r"[&!][^\s,\[\]{}]*[ \t]*")
_COMMENT = re.compile(r"[ \t]#")
_HEADER = re.compile(r"[|>][0-9+-]*[ \t]*(?:#[^\r\n]*)?(?=[\r\n]|\Z)")
_DEEPEST = 120
# Lines that one string or collection may go over; a quote that nobody closes would take all of them.
_MOST_LINES = 500
# An item in a place that is not so deep may be one that was read before: it is not so deep itself.
_SHALLOW = 50


class _Item(NamedTuple):
    """What an item of a sequence holds, in a text that begins with it, and how many blocks are inside each other there,
    the sequence among them. One that has to be read on its way has no place."""

    value: object
    place: Place | None
    depth: int


# Items that are shorter are read faster than they are looked up.
_SHORTEST = 80

# Asked again at each key press, when one item has changed.
_items: Memory[_Item] = Memory()


def sketch(content: str) -> Reading:
    """What can be made out of the first document of a YAML text. Never raises."""
    return _Sketch(content).read()


class _Sketch:
    def __init__(self, content: str) -> None:
        self.content = content
        self.lines = [match.span(1) for match in _LINE.finditer(content)]
        self.starts = [start for start, _ in self.lines]
        self.root = Block([], -1, 0)
        self.root.filled = False
        self.stack = [self.root]
        self.depth = 1

    def read(self) -> Reading:
        """Reads all of the first document."""
        value, place = self.read_all()
        return Reading(value, place, (), Span(0, len(self.content)), True)

    def read_all(self) -> tuple[object, Place | None]:
        """Reads line by line, to the value and its place."""
        number = 0
        while number < len(self.lines):
            start, end = self.lines[number]
            usual = _USUAL.match(self.content, start)
            if usual is not None and len(self.stack) < _DEEPEST:
                if usual.group(2) and number and (stop := self._known_item(usual.end(1), start)):
                    number = bisect_right(self.starts, stop - 1)
                    continue
                self._usual(usual, start)
            elif self.content.startswith(("---", "..."), start) and self.content[start + 3 : start + 4] in "\r\n \t":
                if self.root.holder or len(self.stack) > 1:
                    break
            elif not self.content.startswith("%", start):
                number = self._line(number, start, end)
                continue
            number += 1
        self._close(-1)
        return self.root.last()

    def _known_item(self, at: int, start: int) -> int:
        """Takes the item whose dash stands at `at`, with all its lines, if it can be taken from what was read before;
        returns where the next line begins, or 0."""
        content, column = self.content, at - start
        furthest = start + LONGEST
        if len(self.stack) > _SHALLOW or not _items.suits(content):
            return 0
        behind = _next_line(column).search(content, at, furthest)
        stop = behind.start() if behind else len(content)
        # A bracket that closes may stand as far out as the item does.
        closes = behind is not None and behind.group(1) in "]}"
        if closes or not start + _SHORTEST <= stop <= furthest:
            return 0
        item = _read_item(content[start:stop], column)
        place = item.place
        if place is None:
            return 0
        self._close(column + 1)
        self._dash(column, at)
        inside = None if place.inside is None else moved_inside(place.inside, start)
        self.stack[-1].put(item.value, place.start + start, place.end + start, inside)
        self.depth = max(self.depth, len(self.stack) + item.depth - 1)
        return behind.end() if behind else stop

    def _usual(self, found: re.Match[str], start: int) -> None:
        """Takes a line with a key and no value, or a plain one."""
        column = found.end(1) - start
        self._close(column + 1)
        if found.group(2):
            self._dash(column, found.start(2))
            column += 2
        key_end = found.end(3)
        self._key(column, found.start(3), found.group(3))
        top = self.stack[-1]
        top.after = key_end + 1
        value = found.group(4)
        if value is not None:
            top.put(resolve(value).value, found.start(4), found.end(4))

    def _line(self, number: int, start: int, end: int) -> int:
        """Takes a line; returns the number of the next one that is none of its value's."""
        content = self.content
        blanks = _BLANKS.match(content, start, end)
        at = blanks.end() if blanks else start
        if at >= end or content[at] == "#":
            return number + 1
        stray = _STRAY.match(content, at, end)
        shift = stray.end() - at if stray else 0
        at += shift
        self._close(at - start - shift + 1)
        while _DASH.match(content, at, min(end + 1, len(content))) and len(self.stack) < _DEEPEST:
            self._dash(at - start - shift, at)
            blanks = _BLANKS.match(content, at + 1, end)
            at = blanks.end() if blanks else at + 1
        if at >= end or content[at] == "#" or len(self.stack) >= _DEEPEST:
            return number + 1
        key = _KEY.match(content, at)
        if key is None or key.end() > end or _COMMENT.search(key.group()):
            key = _TIGHT_KEY.match(content, at, end)
        if key is None:
            return self._scalar(number, at - start - shift, at, end)
        self._key(at - start - shift, at, key.group()[:-1].rstrip())
        self.stack[-1].after = key.end()
        blanks = _BLANKS.match(content, key.end(), end)
        return self._value(number, blanks.end() if blanks else key.end(), end)

    def _close(self, column: int) -> None:
        """Closes the blocks from `column` on."""
        while len(self.stack) > 1 and self.stack[-1].column >= column:
            self._close_last()

    def _open(self, holder: dict[str, object] | list[object], column: int, start: int) -> Block:
        """Opens a block as the last value, or goes on with the one that is there."""
        above = self.stack[-1]
        if self._is_orphan(above, holder, column, start):
            # The key above has its value on its own line, so that the one for these lines is missing.
            above.key, above.key_start, above.key_end, above.filled = "", start, start, False
        value, place = above.last() if above.filled else (None, None)
        block = Block(holder, column, start)
        if place is not None and type(value) is type(holder) and isinstance(value, (dict, list)):
            # A copy, since what was read before is the same in every text that has it.
            block.holder = value.copy()
            block.start, block.end = place.start, place.end
            block.children = place.children.copy() if place.children is not None else block.children
        elif place is not None and isinstance(value, str) and self._is_key(holder, place, column):
            # What stands there alone has been meant as a key, if it stands where the others do.
            block.start = place.start
            self._bare(block, value, place.start, place.end)
        self.stack.append(block)
        self.depth = max(self.depth, len(self.stack))
        return block

    def _is_orphan(self, above: Block, holder: object, column: int, start: int) -> bool:
        """Whether lines that are deeper belong to no key."""
        if not (isinstance(above.holder, dict) and above.filled and above.column < column):
            return False
        _, place = above.last()
        if place is None or place.children is not None or place.start == place.end:
            return False
        alone = place.start - self.starts[bisect_right(self.starts, place.start) - 1] == column
        return not (alone and isinstance(holder, dict))

    def _is_key(self, holder: object, place: Place, column: int) -> bool:
        start = self.starts[bisect_right(self.starts, place.start) - 1]
        return isinstance(holder, dict) and place.start - start == column

    def _bare(self, block: Block, key: str, start: int, end: int) -> None:
        """Adds a key without a colon."""
        block.settle()
        block.key, block.key_start, block.key_end = key, start, end
        block.filled = False
        block.put(None, end, end)

    def _dash(self, column: int, at: int) -> None:
        top = self.stack[-1]
        if not (isinstance(top.holder, list) and top is not self.root and top.column == column):
            top = self._open([], column, at)
        top.settle()
        top.filled = False
        top.after = top.end = at + 1

    def _key(self, column: int, at: int, source: str) -> None:
        top = self._mapping(column, at)
        top.settle()
        top.key = decoded(source, "yaml") if source[:1] in "\"'" else source
        top.key_start, top.key_end = at, at + len(source)
        top.filled = False
        top.end = max(top.end, at + len(source) + 1)

    def _mapping(self, column: int, at: int) -> Block:
        """The mapping whose keys stand in `column`."""
        top = self.stack[-1]
        while top is not self.root and isinstance(top.holder, list) and top.column == column:
            self._close_last()
            top = self.stack[-1]
        if isinstance(top.holder, dict) and top.column == column:
            return top
        if column - top.column == 1 and self._is_orphan(top, {}, column, at):
            return top  # One blank too many.
        return self._open({}, column, at)

    def _close_last(self) -> None:
        block = self.stack.pop()
        block.settle()
        self.stack[-1].put(block.holder, block.start, block.end, block.children)

    def _scalar(self, number: int, column: int, at: int, end: int) -> int:
        """A line without a key: a value, more of one, or a key that is being written."""
        top = self.stack[-1]
        if top is not self.root and top.column == column:
            text = _uncommented(self.content[at:end])
            if isinstance(top.holder, list) and len(self.stack) > 2 and self.stack[-2].column == column:
                self._close_last()
                top = self.stack[-1]
            if isinstance(top.holder, dict):
                self._bare(top, text.strip("\"'"), at, at + len(text))
            return number + 1
        if not top.filled:
            return self._value(number, at, end)
        value, place = top.last()
        if isinstance(value, str) and place is not None and place.children is None:
            text = _uncommented(self.content[at:end])
            top.put(f"{value} {text}", place.start, at + len(text))
        return number + 1

    def _value(self, number: int, at: int, end: int) -> int:
        """The value that begins at `at`, for the last key or dash; returns the number of the line after it."""
        content, top = self.content, self.stack[-1]
        while found := _PROPERTY.match(content, at, end):
            at = found.end()
        sign = content[at : at + 1] if at < end else ""
        if sign in ("", "#"):
            return number + 1
        if sign in "|>" and _HEADER.match(content, at):
            return self._block_scalar(number, at)
        if sign in "{[":
            region = self._region_end(number, top.column)
            value, place = read_flow(content, at, region)
            top.put(value, place.start, place.end, place.children)
            return self._line_after(place.end)
        if sign in "\"'":
            stop = self._quoted_end(at, end, self._region_end(number, top.column))
            top.put(decoded(content[at:stop], "yaml"), at, stop)
            return self._line_after(stop)
        text = _uncommented(content[at:end])
        top.put(None if sign == "*" else resolve(text).value, at, at + len(text))
        return number + 1

    def _line_after(self, offset: int) -> int:
        return bisect_right(self.starts, offset)

    def _region_end(self, number: int, column: int) -> int:
        """Where the value ends at the latest that begins in line `number`: before a line that is no deeper."""
        end = self.lines[number][1]
        for start, stop in self.lines[number + 1 : number + _MOST_LINES]:
            blanks = _BLANKS.match(self.content, start, stop)
            at = blanks.end() if blanks else start
            if at < stop and at - start <= max(column, 0):
                closing = self.content[at] in "]}" and column >= 0
                return stop if closing else end
            end = stop
        return end

    def _quoted_end(self, at: int, end: int, region: int) -> int:
        """Where the string with the quote at `at` ends: at its line's end when nothing closes it."""
        pattern = r'"(?:[^"\\]|\\.)*"' if self.content[at] == '"' else r"'(?:[^']|'')*'"
        found = re.compile(pattern, re.DOTALL).match(self.content, at, region)
        if found is None or (found.end() > end and _KEY.search(self.content, end, found.end())):
            return at + len(self.content[at:end].rstrip())
        return found.end()

    def _block_scalar(self, number: int, at: int) -> int:
        top, content = self.stack[-1], self.content
        lines: list[str] = []
        indent, stop, following = -1, self.lines[number][1], number + 1
        for line in range(number + 1, len(self.lines)):
            start, end = self.lines[line]
            blanks = _BLANKS.match(content, start, end)
            column = (blanks.end() if blanks else start) - start
            blank = start + column >= end
            if not blank and column <= max(top.column, 0) and not (top.column < 0 and column > 0):
                break
            if not blank:
                indent = column if indent < 0 else indent
                stop = end
            lines.append(content[min(start + max(indent, 0), end) : end])
            following += 1
        joined = "\n".join(lines).rstrip("\n")
        text = joined + "\n" if joined else ""
        folded = content[at] == ">"
        top.put(" ".join(text.split("\n")).rstrip() + "\n" if folded else text, at, stop)
        return following


@lru_cache(maxsize=64)
def _next_line(column: int) -> re.Pattern[str]:
    """What is in front of the next line that does not begin deeper than in `column`, and the character there. Comments
    and directives are passed over, wherever they stand."""
    return re.compile(rf"(?:\r\n|\r|\n)(?!%)(?=[ \t]{{0,{column}}}([^ \t\r\n#]))")


def _read_item(source: str, column: int) -> _Item:
    """What is in an item whose dash stands in `column` of the first line."""
    known = _items.get(column, source)
    if known is None:
        sketch = _Sketch(source)
        value, place = sketch.read_all()
        known = _Item(None, None, 0)
        items = place.children if place is not None else None
        if isinstance(value, list) and isinstance(items, list) and len(items) == 1 and sketch.depth <= _SHALLOW:
            known = _Item(value[0], items[0], sketch.depth - 1)
        # That it has to be read on its way is remembered too, or of items in items each would be read twice as often.
        _items.put(column, source, known)
    return known


def _uncommented(text: str) -> str:
    """A line without the comment behind it, and without blanks around."""
    comment = _COMMENT.search(text)
    return (text[: comment.start()] if comment else text).rstrip()
