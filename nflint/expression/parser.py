"""Reads the expressions of a string, and goes on after a mistake.

The grammar is the one that every example of Northflank's documentation follows; what it says nothing about, such as
blanks, double quotes, regular expressions and arrow functions, is read without a complaint. Takes time in proportion
to the length of the string. What a mistake is called is the business of `wording`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from types import ModuleType
from typing import Literal

from nflint.expression.recovery import closing_brace, next_argument, swallowed_end
from nflint.expression.tokens import BLANKS, INDEX, LAMBDA, NUMBER, PATH, QUOTED, TAIL, number, path_of, string
from nflint.expression.tree import Call, Constant, Expression, Mistake, Path, Raw, Segment, Value

ROOTS = ("refs", "args", "fn", "secrets", "template", "triggers")
"""The names that an expression begins with."""

LONGEST = 10_000
"""The length in characters above which an expression is a mistake of its own."""

DEEPEST = 32
"""How many calls may stand inside each other."""

MOST_MISTAKES = 10
"""How many mistakes of one expression are told."""

_CACHED = 400

# One `refs.x.y` or `args.X`: nearly every expression there is.
_USUAL = re.compile(r"\$\{((?:refs|args|secrets)(?:\.[A-Za-z0-9_-]+)+)\}")
_EXPRESSION_BEGINS = ("fn.", "refs.", "args.", "secrets.", "template.", "'")
_LINE_END = re.compile("[\n\r\u2028\u2029]")


def parse(text: str) -> tuple[Expression, ...]:
    """The expressions of `text` in order; escaped ones (`\\${`) are text. Never raises."""
    if "${" not in text:
        return ()
    return _cached(text) if len(text) <= _CACHED else _parse(text)


def closed(expressions: tuple[Expression, ...], text: str) -> Expression | None:
    """The expression that `text` consists of, when it is exactly one and there is nothing else."""
    whole = len(expressions) == 1 and expressions[0].start == 0 and expressions[0].end == len(text)
    return expressions[0] if whole else None


def _parse(text: str) -> tuple[Expression, ...]:
    reader = None
    found: list[Expression] = []
    at = text.find("${")
    while at >= 0:
        if at and text[at - 1] == "\\" and _escaped(text, at):
            at = text.find("${", at + 2)
            continue
        usual = _USUAL.match(text, at)
        if usual:
            found.append(Expression(at, usual.end(), "template", path_of(usual[1], at + 2)))
            at = text.find("${", usual.end())
            continue
        reader = reader or _Reader(text)
        found.append(reader.expression(at))
        at = text.find("${", reader.at)
    return tuple(found)


_cached = lru_cache(maxsize=2048)(_parse)


def _escaped(text: str, at: int) -> bool:
    start = at
    while start and text[start - 1] == "\\":
        start -= 1
    return (at - start) % 2 == 1


class _UnreadableError(Exception):
    """What stands at `at` is nothing that could stand there."""


class _Reader:
    """Reads one text from left to right; `at` is where it has come to, `line_end` where its line ends."""

    __slots__ = ("at", "barren", "following", "line_end", "looked_from", "mistakes", "most", "open", "start", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self.at = self.start = self.open = 0
        self.line_end = self.following = self.looked_from = -1
        self.mistakes: list[Mistake] = []
        self.most = MOST_MISTAKES
        # The quotes that are known not to be closed before some place, so that nobody looks for their end twice.
        self.barren: dict[str, int] = {}

    def expression(self, start: int) -> Expression:
        """The expression at `start`; `at` is then where the search for the next one begins."""
        text = self.text
        if start > self.line_end:
            end = _LINE_END.search(text, start)
            self.line_end = end.start() if end else len(text)
            self.barren.clear()
        self.start, self.at, self.open = start, start + 2, 0
        self.mistakes, self.most = [], MOST_MISTAKES
        if self._next() == "{":
            self.at += 1
            return self._engine("runtime", "}}")
        if not text.startswith(_EXPRESSION_BEGINS, self.at):
            variable = self._variable()
            if variable:
                return variable
        return self._engine("template", "}")

    def _variable(self) -> Expression | None:
        from nflint.expression.shell import variable

        found = variable(self.text, self.at, self.line_end)
        if not found or found.name in ROOTS or found.name in ("true", "false"):
            return None
        self.at = end = found.end
        if found.form == "shell":
            # Defaults may hold expressions of their own, so the search goes on before the closing brace.
            end = self._closing() or self.at
        return Expression(self.start, end, found.form, path_of(found.name, found.start))

    def _engine(self, form: Literal["template", "runtime"], closing: str) -> Expression:
        value: Value | None = None
        if self._blanks() == "}":
            self.at += len(closing) if self.text.startswith(closing, self.at) else 1
            mistake = _wording().empty(self.text, self.start, self.at)
            return Expression(self.start, self.at, form, None, (mistake,))
        try:
            value = self._value(0)
            self._blanks()
            if self.text.startswith(closing, self.at):
                self.at += len(closing)
                return self._finished(form, value, self.at)
            swallowed = self._swallowed(value)
            # After a mistake, what is left over is a comma or parenthesis more than could be understood.
            excess = self.mistakes and self._next() in (",", ")")
            surplus = not swallowed and not excess and self._closing() is not None
            if swallowed or (surplus and self._tell(_wording().surplus, self.start, value, closing)):
                value = None
        except _UnreadableError:
            pass
        return self._recovered(form, value, closing)

    def _finished(self, form: Literal["template", "runtime"], value: Value | None, end: int) -> Expression:
        if end - self.start > LONGEST:
            mistake = _wording().too_long(self.start, end - self.start, LONGEST)
            return Expression(self.start, end, form, None, (mistake,))
        return Expression(self.start, end, form, value, tuple(self.mistakes))

    def _recovered(self, form: Literal["template", "runtime"], value: Value | None, closing: str) -> Expression:
        """Goes to the end of an expression that could not be read to its end."""
        end = self._closing()
        if end is not None:
            self.at = end + (closing == "}}" and self.text.startswith("}", end))
            return self._finished(form, value, self.at)
        read = self.at
        while self.text[read - 1].isspace():
            read -= 1
        if not any(mistake.kind in ("malformed", "unclosed") for mistake in self.mistakes):
            # What joins two expressions, as in `${args.A-${args.B}`, has been read as part of a name.
            while self.text[read - 1] == "-":
                read -= 1
            if isinstance(value, Path) and value.end > read:
                last = value.segments[-1]
                last = last._replace(end=read, name=last.name.rstrip("-"))
                value = value._replace(end=read, segments=(*value.segments[:-1], last))
            parentheses = ")" * self.open
            self.mistakes.append(_wording().unclosed(self.text, self.start, read, value, parentheses + closing))
        self.at = self._following()
        # A mistake may reach into the next expression, which is read for itself.
        return self._finished(form, value, min(max(read, self.mistakes[-1].end), self.at))

    def _closing(self) -> int | None:
        """The end of the closing brace after `at`, before another expression begins and on the same line."""
        return closing_brace(self.text, self.at, self._following())

    def _following(self) -> int:
        """Where the next expression begins, or else the line ends."""
        if not self.looked_from <= self.at <= self.following:
            found = self.text.find("${", self.at, self.line_end)
            self.looked_from, self.following = self.at, found if found >= 0 else self.line_end
        return self.following

    def _value(self, depth: int) -> Value:
        """The value at `at`. Raises `_UnreadableError`, with the mistake told, when there is none."""
        sign = self._blanks()
        at, text, end = self.at, self.text, self.line_end
        path = PATH.match(text, at, end)
        if path:
            return self._path_or_call(path, depth)
        if sign and sign in "'\"/":
            return self._quoted(at, sign)
        found = NUMBER.match(text, at, end)
        if found:
            self.at = found.end()
            return Constant(at, self.at, number(found[0]))
        if not sign or sign == "}":
            raise _UnreadableError  # That something is not closed is told by whoever has opened it.
        if text.startswith("${", at):
            return self._nested(depth)
        if sign == "(":
            head = LAMBDA.match(text, at, end)
            if head:
                return self._lambda(at, head.end())
        self._tell(_wording().no_value)
        raise _UnreadableError

    def _quoted(self, at: int, quote: str) -> Value:
        found = self._match_quoted(quote, at, self.line_end)
        if not found:
            self._tell(_wording().open_string, quote)
            self._doubt_quotes()
            raise _UnreadableError
        self.at = found.end()
        if quote == "/":
            return Raw(at, self.at, "regex", found[0])
        return Constant(at, self.at, string(found[0][1:-1]))

    def _match_quoted(self, quote: str, at: int, end: int) -> re.Match[str] | None:
        """What stands between two quotes from `at` on; what was in vain up to `end` is not tried again."""
        if self.barren.get(quote, -1) >= end:
            return None
        found = QUOTED[quote].match(self.text, at, end)
        if not found and not self.text.startswith(("//", "/*"), at):
            self.barren[quote] = end
        return found

    def _lambda(self, start: int, head_end: int) -> Raw:
        self.at = head_end
        self._skip()
        source = self.text[start : self.at].rstrip()
        return Raw(start, start + len(source), "lambda", source)

    def _path_or_call(self, found: re.Match[str], depth: int) -> Value:
        start, self.at = found.start(), found.end()
        sign = self._next()
        if sign and sign in ",)}":
            source = found[0]
            return Constant(start, self.at, source == "true") if source in ("true", "false") else path_of(source, start)
        path = path_of(found[0], start)
        if sign and sign in ".[?":
            path = self._odd_tail(path)
        sign = self._blanks()
        if sign == "(":
            return self._call(path, depth)
        if sign == "=" and len(path.segments) == 1 and self.text.startswith("=>", self.at):
            return self._lambda(start, self.at + 2)
        if found[0] in ("true", "false") and path.end == found.end():
            return Constant(start, path.end, found[0] == "true")
        return path

    def _odd_tail(self, path: Path) -> Path:
        """The rest of a path that goes on in a way that no page documents."""
        segments, text, end = list(path.segments), self.text, self.line_end
        odd: tuple[int, int] | None = None
        while (sign := self._next()) and (sign in ".[" or text.startswith("?.", self.at)):
            at = self.at
            tail = TAIL.match(text, at + 1 if sign == "?" else at, end)
            index = INDEX.match(text, at, end)
            if tail:
                segments.extend(path_of(tail[0][1:], tail.start() + 1).segments)
                self.at = tail.end()
            elif index:
                segments.append(Segment(at + 1, index.end() - 1, index[1] or index[2] or index[3]))
                self.at = index.end()
            elif sign == "[" and segments[0].name == "fn":
                break  # A call with brackets.
            else:
                self.at += sign == "?"
                self._tell(_wording().computed_name if sign == "[" else _wording().bad_dot, path.start)
                raise _UnreadableError
            if sign != "." and odd is None:
                odd = (at, at + 2 if sign == "?" else self.at)
        if odd and len(self.mistakes) < self.most:
            names = ".".join(segment.name for segment in segments)
            self.mistakes.append(_wording().undocumented_path(text, *odd, names))
        return Path(path.start, self.at, tuple(segments))

    def _call(self, callee: Path, depth: int) -> Call:
        opening = self.at
        if depth >= DEEPEST:
            self._tell(_wording().too_deep, DEEPEST)
            raise _UnreadableError
        arguments: list[Value] = []
        self.at += 1
        sign = self._blanks()
        while sign != ")" or arguments:
            start = self.at
            if sign == "," or sign == ")":
                if not arguments or arguments[-1].start < arguments[-1].end:
                    self._tell(_wording().missing_argument, sign)
                arguments.append(Raw(start, start, "broken", ""))
            else:
                arguments.append(self._argument(depth))
            sign = self._blanks()
            if sign != "," and sign != ")":
                sign = self._separator(callee, opening, arguments)
            if sign != "," and sign != " ":
                break
            self.at += sign == ","
            sign = self._blanks()
        self.at += sign == ")"
        return Call(callee.start, self.at, callee, tuple(arguments))

    def _argument(self, depth: int) -> Value:
        start = self.at
        try:
            return self._value(depth + 1)
        except _UnreadableError:
            self._skip()
            return Raw(start, self.at, "broken", self.text[start : self.at])

    def _separator(self, callee: Path, opening: int, arguments: list[Value]) -> str:
        """Goes over what should not stand after an argument, to the comma or parenthesis that it returns, or to where
        the call ends without any. A comma that is missing is returned as a blank."""
        last = arguments[-1]
        broken = self._swallowed(last)
        if not broken and self.at < self._following() and self._next() != "}":
            if _wording().is_comma_missing(self.text, self.at, self.line_end, last):
                self._tell(_wording().missing_comma, last)
                return " "
            broken = self._tell(_wording().between, last)
            if self.at == last.end and (self._next() in "'\"" or self.text[last.end - 1] in "'\""):
                self._doubt_quotes()
            self._skip()
        if broken:
            arguments[-1] = Raw(last.start, self.at, "broken", self.text[last.start : self.at])
        sign = self._next()
        if sign == "}":
            if len(self.mistakes) < self.most and not any(mistake.start > opening for mistake in self.mistakes):
                name = ".".join(callee.names)
                self.mistakes.append(_wording().open_parenthesis(opening, name))
        elif sign != "," and sign != ")":
            self.open += 1
        return sign

    def _nested(self, depth: int) -> Value:
        self._tell(_wording().nested)
        if depth >= DEEPEST:
            raise _UnreadableError
        self.at += 2
        value = self._value(depth + 1)
        self.at += self._blanks() == "}"
        return value

    def _swallowed(self, last: Value) -> bool:
        """Whether a quote that nobody closed has swallowed the end of the expression; goes back to that end."""
        if isinstance(last, (Path, Call)) or last.start == last.end or self.text[last.start] not in QUOTED:
            return False
        end = swallowed_end(self.text, last.start, last.end)
        if end is None:
            return False
        self.at = last.start
        self._tell(_wording().open_string, self.text[last.start])
        self._doubt_quotes()
        self.at = end
        return True

    def _skip(self) -> None:
        self.at = next_argument(self.text, self.at, self._following(), self._match_quoted)

    def _blanks(self) -> str:
        """Goes over blanks; returns the character after them, '' at the end of the line."""
        at, end = self.at, self.line_end
        if at < end and (sign := self.text[at]) > " " and sign < "\x7f":
            return sign
        found = BLANKS.match(self.text, at, end)
        self.at = at = found.end() if found else at
        return self.text[at] if at < end else ""

    def _next(self) -> str:
        return self.text[self.at] if self.at < self.line_end else ""

    def _tell(self, word: Callable[..., Mistake], *details: object) -> bool:
        """Keeps a mistake; says whether it begins before `at`, in what has been read."""
        if len(self.mistakes) >= self.most:
            return False
        self.mistakes.append(word(self.text, self.at, self.line_end, *details))
        return self.mistakes[-1].start < self.at

    def _doubt_quotes(self) -> None:
        """Tells no more of an expression with a quote too few or too many, which turns text and code around."""
        self.most = len(self.mistakes)


def _wording() -> ModuleType:
    from nflint.expression import wording  # Most documents have no mistake.

    return wording
