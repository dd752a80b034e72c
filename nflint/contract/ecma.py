"""Reads an ECMA-262 regular expression, the dialect of JSON Schema's `pattern`, into a small tree.

The grammar is that of `new RegExp(text)`: Annex B without the `u` flag, the strict one with it. Writing
the tree for a Python engine is the work of `translation`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias

from nflint.contract.charset import (
    DIGIT,
    LAST_POINT,
    LAST_UNIT,
    LINE_END,
    SPACE,
    WORD,
    Ranges,
    complement,
    halves,
    joined,
    union,
)

LENGTH_LIMIT: Final = 10_000
"""Longest pattern that is read, in characters."""
NESTING_LIMIT: Final = 40
"""Most groups inside one another: Python's engines read groups by recursion."""
SIZE_LIMIT: Final = 100_000
"""Most parts of a pattern with its repetitions written out, which is what `regex` does with nested ones."""

_UNBOUNDED: Final = 2**31 - 1

_SETS: Final[dict[str, Ranges]] = {"d": DIGIT, "w": WORD, "s": SPACE}
_CONTROLS: Final = {"f": 0x0C, "n": 0x0A, "r": 0x0D, "t": 0x09, "v": 0x0B}
_SYNTAX: Final = frozenset("^$\\.*+?()[]{}|/")
_BRACES: Final = re.compile(r"\{([0-9]+)(?:(,)([0-9]*))?\}")
_HEX2: Final = re.compile(r"[0-9A-Fa-f]{2}")
_HEX4: Final = re.compile(r"[0-9A-Fa-f]{4}")
_LOW_ESCAPE: Final = re.compile(r"\\u([Dd][C-Fc-f][0-9A-Fa-f]{2})")
_CODE_POINT: Final = re.compile(r"\{([0-9A-Fa-f]+)\}")
_OCTAL: Final = re.compile(r"[0-3][0-7]{0,2}|[4-7][0-7]?")
_DIGITS: Final = re.compile(r"[0-9]+")
_CONTROL: Final = re.compile(r"[A-Za-z]")
_CONTROL_IN_CLASS: Final = re.compile(r"[0-9A-Z_a-z]")
_DECIMAL: Final = re.compile(r"[1-9][0-9]*")
_NAME: Final = re.compile(r"\(\?<([^>]*)>")
_OPENERS: Final = (("(?:", "group"), ("(?=", "?="), ("(?!", "?!"), ("(?<=", "?<="), ("(?<!", "?<!"))
_GROUP_OR_SKIP: Final = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]?|\((?!\?)|\(\?<(?![=!])", re.DOTALL)


class PatternError(ValueError):
    """A pattern that JavaScript refuses or that cannot be carried over to Python.

    `pattern` is the text (str), `offset` where in it the trouble stands (int, code points), `reason` says
    why in words.
    """

    def __init__(self, pattern: str, offset: int, reason: str) -> None:
        super().__init__(f"{reason}, at offset {offset}")
        self.pattern = pattern
        self.offset = offset
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Chars:
    """One character of a set. Without the `u` flag that is one UTF-16 unit, and codes beyond stay unused."""

    ranges: Ranges


@dataclass(frozen=True, slots=True)
class Edge:
    """A place between characters: both ends of the subject, a word's edge, or any place that is none."""

    kind: Literal["start", "end", "word", "inside"]


@dataclass(frozen=True, slots=True)
class Look:
    """A lookaround, named by its opening: `?=`, `?!`, `?<=` or `?<!`."""

    kind: str
    body: Node


@dataclass(frozen=True, slots=True)
class Repeat:
    """`least` to `most` times the body; `most` is None for no end."""

    body: Node
    least: int
    most: int | None
    lazy: bool


@dataclass(frozen=True, slots=True)
class Seq:
    """One part after the other."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Choice:
    """One of the options, the first that leads to a match."""

    options: tuple[Node, ...]


Node: TypeAlias = Chars | Edge | Look | Repeat | Seq | Choice


@dataclass(frozen=True, slots=True)
class _Source:
    """The pattern's text with what its grammar depends on."""

    text: str
    unicode: bool
    groups: int
    named: bool

    def error(self, at: int, reason: str) -> PatternError:
        return PatternError(self.text, at, reason)


@dataclass(frozen=True, slots=True)
class _Open:
    """A group that is still being read; the lists are its own and grow until it is closed."""

    kind: str
    offset: int
    options: list[Node]
    parts: list[Node]

    def close(self) -> Node:
        body = Seq(tuple(self.parts))
        inner: Node = Choice((*self.options, body)) if self.options else body
        return inner if self.kind == "group" else Look(self.kind, inner)


def parse(pattern: str, *, unicode: bool = False) -> Node:
    """Read `pattern` (str) as `new RegExp(pattern)` does, or with the flag `u` when `unicode`.

    Captures are dropped: they do not change whether a pattern matches once backreferences are refused.
    Raises PatternError, and nothing else, for what JavaScript refuses, for backreferences, and beyond the
    limits above. Source of the grammar: ECMA-262, sections 22.2.1 and B.1.2.
    """
    if len(pattern) > LENGTH_LIMIT:
        raise PatternError(pattern, LENGTH_LIMIT, f"a pattern of more than {LENGTH_LIMIT} characters")
    source = _source(pattern, unicode)
    stack = [_Open("group", 0, [], [])]
    at = 0
    while at < len(pattern):
        char = pattern[at]
        if char == "|":
            stack[-1].options.append(Seq(tuple(stack[-1].parts)))
            stack[-1].parts.clear()
            at += 1
        elif char == "(":
            kind, after = _open_group(source, at)
            if len(stack) > NESTING_LIMIT:
                raise source.error(at, f"more than {NESTING_LIMIT} groups inside one another")
            stack.append(_Open(kind, at, [], []))
            at = after
        else:
            nodes, at = ((stack.pop().close(),), at + 1) if char == ")" and stack[1:] else _atom(source, at)
            last, at = _quantified(source, nodes[-1], at)
            stack[-1].parts.extend((*nodes[:-1], last))
    if len(stack) > 1:
        raise source.error(stack[-1].offset, "a group that is never closed")
    tree = stack[0].close()
    if _size(tree) > SIZE_LIMIT:
        raise source.error(0, f"more than {SIZE_LIMIT} parts with all repetitions written out")
    return tree


def _source(pattern: str, unicode: bool) -> _Source:
    groups, named = 0, False
    names: set[str] = set()
    for found in _GROUP_OR_SKIP.finditer(pattern):
        if found[0][0] == "(":
            groups += 1
        if found[0] == "(?<":
            named = True
            name = _group_name(pattern, found.start())
            if name in names:
                raise PatternError(pattern, found.start(), f'a second group of the name "{name}"')
            names.add(name)
    return _Source(pattern, unicode, groups, named)


def _group_name(pattern: str, at: int) -> str:
    found = _NAME.match(pattern, at)
    if found is None:
        raise PatternError(pattern, at, "a group name that is never closed")
    if "\\" in found[1]:
        raise PatternError(pattern, at, "an escape in a group name, which cannot be carried over")
    if not found[1].replace("$", "_").isidentifier():
        raise PatternError(pattern, at, "a group name that is not an identifier")
    return found[1]


def _open_group(source: _Source, at: int) -> tuple[str, int]:
    text = source.text
    if not text.startswith("(?", at):
        return "group", at + 1
    for opener, kind in _OPENERS:
        if text.startswith(opener, at):
            return kind, at + len(opener)
    if text.startswith("(?<", at):
        return "group", at + len("(?<>") + len(_group_name(text, at))
    raise source.error(at, "a kind of group that JavaScript does not know")


def _atom(source: _Source, at: int) -> tuple[tuple[Node, ...], int]:
    char = source.text[at]
    if char == "\\":
        return _escape(source, at)
    if char == "[":
        return _class(source, at)
    if char in "*+?" or (char == "{" and (source.unicode or _BRACES.match(source.text, at))):
        raise source.error(at, "nothing to repeat")
    if char == ")":
        raise source.error(at, "a closing parenthesis without its opening one")
    if source.unicode and char in "]}":
        raise source.error(at, f'a lone "{char}"')
    if char == ".":
        return (Chars(complement(LINE_END)),), at + 1
    if char in "^$":
        return (Edge("start" if char == "^" else "end"),), at + 1
    return _literal(source, ord(char)), at + 1


def _literal(source: _Source, code: int) -> tuple[Node, ...]:
    if code > LAST_UNIT and not source.unicode:
        return tuple(Chars(((unit, unit),)) for unit in halves(code))
    return (Chars(((code, code),)),)


def _escape(source: _Source, at: int) -> tuple[tuple[Node, ...], int]:
    text = source.text
    char = text[at + 1 : at + 2]
    if char in ("b", "B"):
        return (Edge("word" if char == "b" else "inside"),), at + 2
    decimal = _DECIMAL.match(text, at + 1)
    if decimal and (source.unicode or (len(decimal[0]) < 6 and int(decimal[0]) <= source.groups)):
        raise source.error(at, "a backreference, which cannot be carried over")
    if char == "k" and (source.unicode or source.named):
        raise source.error(at, "a named backreference, which cannot be carried over")
    value, after = _shared_escape(source, at, inside_class=False)
    if isinstance(value, int):
        return _literal(source, value), after
    return (Chars(value),), after


def _shared_escape(source: _Source, at: int, *, inside_class: bool) -> tuple[int | Ranges, int]:
    """What an escape means in and out of a class alike: a code or a set, and the offset after it."""
    text = source.text
    char = text[at + 1 : at + 2]
    if not char:
        raise source.error(at, "a backslash at the end")
    if char.lower() in _SETS:
        ranges = _SETS[char.lower()]
        return (ranges if char.islower() else complement(ranges)), at + 2
    if char in _CONTROLS:
        return _CONTROLS[char], at + 2
    if char == "c":
        return _control(source, at, inside_class=inside_class)
    octal = None if source.unicode else _OCTAL.match(text, at + 1)
    if octal:
        return int(octal[0], 8), octal.end()
    if char == "0" and not _DIGITS.match(text, at + 2):
        return 0, at + 2
    if char in "xu":
        coded = _coded(source, at)
        if coded is not None:
            return coded
    if source.unicode and char not in _SYNTAX and not (inside_class and char == "-"):
        reason = "a property, which cannot be carried over" if char in "pP" else f'an escape of "{char}"'
        raise source.error(at, reason)
    if source.named and char == "k":
        raise source.error(at, "a name that is not well formed")
    return ord(char), at + 2


def _control(source: _Source, at: int, *, inside_class: bool) -> tuple[int, int]:
    allowed = _CONTROL_IN_CLASS if inside_class and not source.unicode else _CONTROL
    if allowed.match(source.text, at + 2):
        return ord(source.text[at + 2]) % 32, at + 3
    if source.unicode:
        raise source.error(at, "a control escape without its letter")
    return ord("\\"), at + 1


def _coded(source: _Source, at: int) -> tuple[int, int] | None:
    """The value of a well-formed escape by number; None when Annex B reads its letter as itself."""
    text = source.text
    digits = (_HEX2 if text[at + 1] == "x" else _HEX4).match(text, at + 2)
    if digits:
        code = int(digits[0], 16)
        if source.unicode and text[at + 1] == "u" and 0xD800 <= code <= 0xDBFF:
            low = _LOW_ESCAPE.match(text, digits.end())
            if low:
                return joined(code, int(low[1], 16)), low.end()
        return code, digits.end()
    if source.unicode and text[at + 1] == "u":
        point = _CODE_POINT.match(text, at + 2)
        if point and len(point[1].lstrip("0")) <= 6 and int(point[1], 16) <= LAST_POINT:
            return int(point[1], 16), point.end()
    return None


def _class(source: _Source, start: int) -> tuple[tuple[Node, ...], int]:
    text = source.text
    at = start + 1
    negated = text.startswith("^", at)
    at += negated
    found: list[Ranges] = []
    while not text.startswith("]", at):
        first, after = _class_atom(source, start, at)
        if not text.startswith("-", after) or text.startswith("-]", after):
            found.append(_as_ranges(first))
            at = after
            continue
        second, end = _class_atom(source, start, after + 1)
        if isinstance(first, int) and isinstance(second, int):
            if first > second:
                raise source.error(at, "a range out of order in a class")
            found.append(((first, second),))
        elif source.unicode:
            raise source.error(at, "a set of characters as the end of a range")
        else:
            found.extend((_as_ranges(first), _as_ranges(second), ((0x2D, 0x2D),)))
        at = end
    ranges = union(*found)
    return (Chars(complement(ranges) if negated else ranges),), at + 1


def _class_atom(source: _Source, start: int, at: int) -> tuple[int | Ranges, int]:
    char = source.text[at : at + 1]
    if not char:
        raise source.error(start, "a class that is never closed")
    if char == "\\":
        if source.text.startswith("\\b", at):
            return 0x08, at + 2
        return _shared_escape(source, at, inside_class=True)
    if ord(char) > LAST_UNIT and not source.unicode:
        raise source.error(at, "a character beyond U+FFFF in a class, where it counts as two")
    return ord(char), at + 1


def _as_ranges(value: int | Ranges) -> Ranges:
    return ((value, value),) if isinstance(value, int) else value


def _quantified(source: _Source, node: Node, at: int) -> tuple[Node, int]:
    text = source.text
    braces = _BRACES.match(text, at)
    if braces:
        least = _number(braces[1])
        most = least if braces[2] is None else _number(braces[3]) if braces[3] else _UNBOUNDED
        after = braces.end()
    elif text[at : at + 1] in ("*", "+", "?"):
        least, most = int(text[at] == "+"), 1 if text[at] == "?" else _UNBOUNDED
        after = at + 1
    else:
        return node, at
    if isinstance(node, Edge) or (isinstance(node, Look) and (source.unicode or node.kind.startswith("?<"))):
        raise source.error(at, "nothing to repeat")
    if most < least:
        raise source.error(at, "numbers out of order in a repetition")
    lazy = text.startswith("?", after)
    if isinstance(node, Look):
        # An empty iteration beyond the least is no iteration, so a lookahead counts once or not at all.
        return (node if least else Seq(())), after + lazy
    return Repeat(node, least, None if most == _UNBOUNDED else most, lazy), after + lazy


def _number(digits: str) -> int:
    significant = digits.lstrip("0")
    return min(int(significant or "0"), _UNBOUNDED) if len(significant) <= 10 else _UNBOUNDED


def _size(node: Node) -> int:
    """Parts of the node when each repetition is written out its least times and once more."""
    if isinstance(node, Repeat):
        return (node.least + 1) * _size(node.body)
    if isinstance(node, Look):
        return _size(node.body)
    if isinstance(node, (Seq, Choice)):
        return max(1, sum(map(_size, node.parts if isinstance(node, Seq) else node.options)))
    return 1
