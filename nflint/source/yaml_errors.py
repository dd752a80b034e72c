"""The YAML library's errors as problems: what was expected, and for the classics what happened."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NamedTuple

from .problem import Problem
from .reading import shorten
from .span import Span
from .yaml_repairs import quoted_expression

_LINE_END = re.compile(r"[\r\n]")
_LONGEST_KEY = 1024
_LONG_KEY = f"a key cannot have more than {_LONGEST_KEY} characters"
_QUOTE = "quote it"
_TEMPLATE = re.compile(r"\{\{[^\r\n]*\}\}[ \t]*\Z")
_WORD = re.compile(r"[^\s,\[\]{}]+")
_BRACKETS = {"[": "]", "{": "}"}


class _Fault(NamedTuple):
    """An error of the library: where it was noticed, and where what was being read then starts (-1:
    unknown)."""

    content: str
    offset: int
    start: int
    said: str

    @property
    def char(self) -> str:
        """The character at the place; empty at the end of the text."""
        return self.content[self.offset : self.offset + 1]

    @property
    def before(self) -> str:
        """The line up to the place, at most 2,000 characters of it."""
        begin = max(0, self.offset - 2000)
        return _LINE_END.split(self.content[begin : self.offset])[-1]

    def line_end(self, start: int) -> int:
        """The end of the line that `start` is in."""
        match = _LINE_END.search(self.content, start)
        return match.start() if match else len(self.content)

    def word(self, start: int) -> Span:
        """The word that starts at `start`; a character when there is none."""
        match = _WORD.match(self.content, start)
        return Span(start, match.end() if match else min(start + 1, len(self.content)))

    def problem(self, span: Span, message: str, hint: str) -> Problem:
        """A syntax error, with the opening bracket as related place when there is one."""
        opener = self.content[self.start : self.start + 1] if self.start >= 0 else ""
        if opener not in _BRACKETS or span.start <= self.start:
            return Problem("syntax-error", span, message, hint)
        related = ((Span(self.start, self.start + 1), f"'{opener}' is opened here"),)
        return Problem("syntax-error", span, message, hint, related)


def describe(error: Any, content: str) -> Problem:
    """The problem that an exception of PyYAML stands for; its places are offsets in `content`."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    context = getattr(error, "context_mark", None)
    offset = min(mark.index, len(content)) if mark is not None else 0
    start = min(context.index, len(content)) if context is not None else -1
    said = f"{getattr(error, 'context', None) or ''}: {getattr(error, 'problem', None) or error}".lower()
    fault = _Fault(content, offset, start, said)
    for needle, wording in _WORDINGS:
        if needle in said:
            return wording(fault)
    what = said.split(": ", 1)[1]
    return fault.problem(fault.word(offset), what[:80].rstrip(". "), "check the YAML around this place")


def _tab(fault: _Fault) -> Problem:
    return fault.problem(Span(fault.offset, fault.offset + 1), "a tab cannot indent YAML", "indent with spaces")


def _token(fault: _Fault) -> Problem:
    if fault.char == "\t":
        return _tab(fault)
    message = f"a value cannot start with '{fault.char}' unless it is quoted"
    return fault.problem(fault.word(fault.offset), message, _QUOTE)


def _name(fault: _Fault) -> Problem:
    start = max(fault.start, 0)
    message = f"a value cannot start with '{fault.content[start : start + 1]}' unless it is quoted"
    return fault.problem(fault.word(start), message, _QUOTE)


def _end_of_text(fault: _Fault) -> Problem:
    start = max(fault.start, 0)
    quote = fault.content[start : start + 1]
    message = "the string is not closed"
    return fault.problem(Span(start, fault.line_end(start)), message, f"add the closing {quote}")


def _bracket(fault: _Fault) -> Problem:
    """A flow mapping or sequence that does not go on as it should."""
    closer = _BRACKETS.get(fault.content[fault.start : fault.start + 1], "}")
    if fault.char == "{" and fault.content[fault.offset - 1 : fault.offset] == "$":
        start = fault.offset - 1
        end = fault.content.find("}", start, start + 200) + 1 or fault.offset + 1
        message = f"'{shorten(fault.content[start:end])}' stands without quotes between brackets"
        repair = quoted_expression(fault.content, start, end)
        return fault.problem(Span(start, end), message, _QUOTE)._replace(repair=repair)
    message = f"expected ',' or '{closer}'"
    if fault.char.strip():
        message += f", found '{fault.char}'"
    end = min(fault.offset + 1, len(fault.content))
    return fault.problem(Span(fault.offset, end), message, f"add the missing ',' or '{closer}'")


def _colon(fault: _Fault) -> Problem:
    span = Span(fault.offset, fault.offset + 1)
    line = fault.before
    if len(line) > _LONGEST_KEY:
        return fault.problem(span, _LONG_KEY, "write '? ' before it")
    if ": " in line or ":\t" in line:
        message = "a second ':' stands in the line"
        return fault.problem(span, message, "quote the value, or start a new line")
    message = "a key cannot stand here"
    return fault.problem(span, message, "align it with the keys above, and look at the line before")


def _question(fault: _Fault) -> Problem:
    span = Span(fault.offset, fault.offset + 1)
    return fault.problem(span, "a '?' key cannot stand here", "start it on its own line, or quote the '?'")


def _missing_colon(fault: _Fault) -> Problem:
    start = max(fault.start, 0)
    end = fault.line_end(start)
    if end - start > _LONGEST_KEY and ":" in fault.content[start + _LONGEST_KEY : end]:
        return fault.problem(Span(start, end), _LONG_KEY, "write '? ' before it")
    message = f"expected ':' after '{shorten(fault.content[start:end])}'"
    return fault.problem(Span(start, end), message, "add ':', or indent the line if it belongs to the value before")


def _escape(fault: _Fault) -> Problem:
    start = fault.content.rfind("\\", max(0, fault.offset - 10), fault.offset + 1)
    start = start if start >= 0 else fault.offset
    end = min(start + 2, len(fault.content))
    message = f"'{shorten(fault.content[start:end])}' is not an escape in YAML"
    return fault.problem(Span(start, end), message, "write '\\\\' for one backslash, or use single quotes")


def _key(fault: _Fault) -> Problem:
    line = fault.before
    span = fault.word(fault.offset)
    found = shorten(fault.content[span.start : span.end])
    if template := _TEMPLATE.search(line):
        start = fault.offset - len(template.group())
        message = f"'{shorten(template.group().strip())}' stands without quotes before other text"
        return fault.problem(Span(start, fault.line_end(start)), message, "quote the whole value")
    if line.rstrip().endswith(('"', "'")):
        message = f"found '{found}' after the closing quote"
        return fault.problem(span, message, "quote the whole value, and inner quotes with it")
    if fault.char == "-":
        return fault.problem(span, "found a list item among the keys of a mapping", "indent it under its key")
    message = f"expected a key, found '{found}'"
    return fault.problem(span, message, "align it with the lines above it")


def _item(fault: _Fault) -> Problem:
    span = fault.word(fault.offset)
    found = shorten(fault.content[span.start : span.end])
    message = f"expected '- ' for the next item of the list, found '{found}'"
    return fault.problem(span, message, "align it with the lines above it")


def _content(fault: _Fault) -> Problem:
    if not fault.char:
        end = len(fault.content)
        return fault.problem(Span(end, end), "the text ends where a value is expected", "write a value")
    message = f"expected a value, found '{fault.char}'"
    return fault.problem(Span(fault.offset, fault.offset + 1), message, "write a value, or quote it")


def _block(fault: _Fault) -> Problem:
    span = Span(fault.offset, max(fault.line_end(fault.offset), fault.offset))
    opener = fault.content[fault.start : fault.start + 1] if fault.start >= 0 else "|"
    message = f"expected the text of a '{opener}' block on the next line"
    return fault.problem(span, message, f"start a new line, or quote a value that starts with '{opener}'")


def _second(fault: _Fault) -> Problem:
    span = fault.word(fault.offset)
    found = shorten(fault.content[span.start : span.end])
    message = f"found '{found}' after the end of the value"
    return fault.problem(span, message, "remove it, or look for a bracket closed too early")


def _list(fault: _Fault) -> Problem:
    span = Span(fault.offset, fault.offset + 1)
    return fault.problem(span, "a list cannot start here", "start it on its own line, or quote the '-'")


def _handle(fault: _Fault) -> Problem:
    span = fault.word(fault.offset)
    found = shorten(fault.content[span.start : span.end])
    return fault.problem(span, f"the tag '{found}' is not known", "remove it, or quote the '!'")


def _tag(fault: _Fault) -> Problem:
    span = fault.word(max(fault.start, 0))
    return fault.problem(span, "the tag is not written as YAML writes one", "remove it, or quote the '!'")


def _directive(fault: _Fault) -> Problem:
    start = fault.start if fault.start >= 0 else fault.offset
    message = "the directive is not one that YAML readers know"
    return fault.problem(Span(start, fault.line_end(start)), message, "remove it, or quote the '%'")


_WORDINGS: tuple[tuple[str, Callable[[_Fault], Problem]], ...] = (
    ("tab character", _tab),
    ("start any token", _token),
    ("unexpected end of stream", _end_of_text),
    ("unexpected document", _end_of_text),
    ("alphabetic or numeric character", _name),
    ("expected ',' or", _bracket),
    ("mapping values are not allowed", _colon),
    ("keys are not allowed", _question),
    ("expected ':'", _missing_colon),
    ("escape", _escape),
    ("hexdecimal", _escape),
    ("undefined tag handle", _handle),
    ("scanning a tag", _tag),
    ("parsing a tag", _tag),
    ("scanning a block scalar", _block),
    ("node content", _content),
    ("'-' indicator", _item),
    ("while parsing a block collection", _item),
    ("while parsing a block mapping", _key),
    ("sequence entries are not allowed", _list),
    ("<document start>", _second),
    ("directive", _directive),
    ("incompatible yaml", _directive),
)
"""What the library says (lower case), and the problem it is; the first that is found counts."""
