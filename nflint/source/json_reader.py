"""JSON with positions, read to its end whatever is wrong: each mistake is one problem, and what stands around
it is still read. Slower than `parse_json`, so only for texts with problems or findings."""

from __future__ import annotations

import re

from . import json_places, parse_json
from .json_balance import swallowed
from .json_frames import Expect, Frame, Frames
from .json_repairs import quoted_key, replacement
from .json_strings import read_key, read_string
from .json_tokens import ellipsis, is_template, opened, read_key_word, read_word, skip
from .reading import Limits, Problems, Reading, shorten
from .span import Span
from .splices import Repair

_REST_OF_LINE = re.compile(r"[^\r\n]*")
_CLEAN_KEY = re.compile(r'"([^"\\\x00-\x1f\ud800-\udfff]*)"[ \t\r\n]*:')
_CLEAN_STRING = re.compile(r'"([^"\\\x00-\x1f\ud800-\udfff]*)"[ \t\r\n]*([,}\]])')
# Values of so many characters are looked at for whether they are plain: a step of a workflow, and not all of them.
_WINDOW = 4096
_ATTEMPTS = 8

_STRAY_COMMAS = re.compile(r",(?:[ \t\r\n]*,)*")


def read_json(content: str, limits: Limits, start: int = 0) -> Reading:
    """Read a whole text as JSON, or what begins at `start`; never raises. The value is None when there is nothing to
    read."""
    return _Reader(content, limits).read(start)


class _Reader:
    """`unbalanced` is set by the first problem with brackets: what follows from it is not reported again."""

    def __init__(self, content: str, limits: Limits) -> None:
        self.content = content
        self.limits = limits
        self.problems = Problems(limits.problems)
        self.frames = Frames()
        self.unbalanced = False
        self.stopped = False
        # Characters that may be read in vain by looking for values without mistakes.
        self.attempts = _ATTEMPTS * len(content)

    def read(self, position: int) -> Reading:
        """Read token by token from `position` to the end, or to where reading on is of no use."""
        length = len(self.content)
        while not self.stopped and not self.problems.exhausted:
            position = skip(self.content, position, self.problems)
            if position >= length:
                break
            position = self._token(position)
        self._finish()
        value, place = self.frames.result()
        return Reading(value, place, self.problems.sorted(), Span(0, length), self.problems.broken)

    def _error(
        self,
        start: int,
        end: int,
        message: str,
        hint: str,
        opener: Frame | None = None,
        repair: Repair | None = None,
    ) -> None:
        related = opened(opener.opener, opener.start) if opener else ()
        self.problems.add("syntax-error", start, end, message, hint, related, repair=repair)

    def _bracket_error(self, start: int, end: int, message: str, hint: str, opener: Frame | None = None) -> None:
        """Report a problem with brackets, if it is the first one."""
        if not self.unbalanced:
            self._error(start, end, message, hint, opener)
        self.unbalanced = True

    def _token(self, position: int) -> int:
        """Read one token in the innermost frame, and give the offset behind it."""
        frame = self.frames.top
        char = self.content[position]
        if char in ".…":
            end = ellipsis(self.content, position, self.problems)
            if end > position:
                return self._left_out(frame, position, end)
        if frame.expect is Expect.VALUE:
            return self._value(char, position, frame)
        if frame.expect is Expect.COMMA:
            return self._after_value(char, position, frame)
        if frame.expect is Expect.KEY:
            return self._key(char, position, frame)
        return self._colon(char, position, frame)

    def _left_out(self, frame: Frame, start: int, end: int) -> int:
        """Go on behind dots as if the frame were complete up to there."""
        if frame.opener == "{" and frame.expect in (Expect.COLON, Expect.VALUE):
            self.frames.add(None, start, start)
        if frame.opener and self.content[end - 1] == ",":
            frame.expect_next()
        elif frame.opener:
            frame.expect = Expect.COMMA
        frame.comma = -1
        return end

    def _value(self, char: str, position: int, frame: Frame) -> int:
        if char == '"' or char == "'":
            return self._string_value(position, frame)
        if char in "{[" and not is_template(self.content, position):
            return self._open(char, position)
        if char in "}]":
            return self._close_before_value(char, position, frame)
        if char == ",":
            return self._comma_before_value(position, frame)
        if char == ":":
            self._error(position, position + 1, "expected a value, found ':'", "remove it")
            return position + 1
        word, end = read_word(self.content, position, self.problems)
        self.frames.add(word, position, end)
        return end

    def _string_value(self, position: int, frame: Frame) -> int:
        """A string as a value; where a key stands in its place, a bracket or a value is missing before it."""
        if clean := _CLEAN_STRING.match(self.content, position):
            self.frames.add(clean.group(1), position, clean.end(1) + 1)
            return self._after_value(clean.group(2), clean.start(2), frame)
        errors = self.problems.errors
        before = self.frames.last_end
        value, end = read_string(self.content, position, self.problems)
        is_key = frame.opener == "{" and self.content[end : end + 1] == ":" and self.problems.errors == errors
        if not is_key or self.frames.depth >= self.limits.depth:
            self.frames.add(value, position, end)
            return end
        message = f"expected a value before the key '{shorten(value)}'"
        hint = "write the value, or '{' if the key is part of it"
        self._bracket_error(before, before, message, hint)
        return self._set_key(self.frames.open("{", position), value, position, end)

    def _open(self, char: str, position: int) -> int:
        if self.frames.depth >= self.limits.depth:
            message = f"the text is nested more than {self.limits.depth} levels deep"
            hint = "split it: the rest was not read"
            self.problems.add("too-deep", position, position + 1, message, hint)
            self.stopped = True
            return position
        end = self._plain(position)
        if end is None:
            self.frames.open(char, position)
            return position + 1
        return end

    def _plain(self, position: int) -> int | None:
        """Put in a small object or list that is plain JSON, and give the offset behind it; None for any other. The
        library reads it many times as fast as token by token."""
        if self.attempts <= 0:
            return None
        part = self.content[position : position + _WINDOW]
        try:
            value, length = parse_json.parse_first(part, self.limits.depth - self.frames.depth)
        except parse_json.Unusual:
            self.attempts -= len(part)
            return None
        inside = json_places.unread(self.content, position)
        self.frames.add(value, position, position + length, inside)
        return position + length

    def _close_before_value(self, char: str, position: int, frame: Frame) -> int:
        if frame.opener == "[" and char == "]":
            self._report_trailing_comma(frame)
            return self.frames.close(position + 1)
        if frame.opener != "{":
            return self._mismatch(char, position, frame)
        self._report_missing_value(frame)
        self.unbalanced = True
        self.frames.add(None, self.frames.last_end, self.frames.last_end)
        return self.frames.close(position + 1) if char == "}" else position + 1

    def _comma_before_value(self, position: int, frame: Frame) -> int:
        if frame.opener == "{":
            self._report_missing_value(frame)
            self.frames.add(None, self.frames.last_end, self.frames.last_end)
            return position
        return self._stray_commas(position, frame, "a value")

    def _stray_commas(self, position: int, frame: Frame, expected: str) -> int:
        match = _STRAY_COMMAS.match(self.content, position)
        end = match.end() if match else position + 1
        repair = replacement("remove it", position, end, "", safe=frame.opener == "{") if frame.holder else None
        self._error(position, end, f"expected {expected}, found ','", "remove it", repair=repair)
        if not frame.holder:
            # It may as well be the closing bracket of an empty object or list that is missing.
            self.unbalanced = True
        frame.comma = -1
        return end

    def _report_missing_value(self, frame: Frame) -> None:
        if frame.key is None:
            return
        if self.frames.last_end == frame.key_end:
            if frame.bare:
                return
            frame.bare = True
        message = f"the value of '{shorten(frame.key)}' is missing"
        self._error(frame.key_start, self.frames.last_end, message, "write a value, or null")

    def _report_trailing_comma(self, frame: Frame) -> None:
        if frame.comma >= 0:
            message = f"a comma must not stand before '{frame.closer}' in JSON"
            hint = "remove the comma"
            repair = replacement(hint, frame.comma, frame.comma + 1, "")
            self.problems.add("trailing-comma", frame.comma, frame.comma + 1, message, hint, repair=repair)

    def _key(self, char: str, position: int, frame: Frame) -> int:
        if char == '"' or char == "'":
            if clean := _CLEAN_KEY.match(self.content, position):
                self._set_key(frame, clean.group(1), position, clean.end(1) + 1)
                return self._colon(":", clean.end() - 1, frame)
            key, end = read_key(self.content, position, self.problems)
            return self._set_key(frame, key, position, end)
        if char == "}":
            self._report_trailing_comma(frame)
            return self.frames.close(position + 1)
        if char == "]":
            return self._mismatch(char, position, frame)
        if char == ",":
            return self._stray_commas(position, frame, "a key")
        if char in "{[" and not is_template(self.content, position):
            message = f"expected a key in double quotes, found '{char}'"
            hint = "write a key and ':' before it, or '[' before the first of a list"
            self._bracket_error(position, position + 1, message, hint)
            frame.lost = True
            frame.key = None
            return self._open(char, position)
        if char == ":":
            self._error(position, position + 1, "expected a key, found ':'", "write a key before it")
            frame.key = None
            frame.expect = Expect.VALUE
            return position + 1
        return self._word_as_key(position, frame)

    def _word_as_key(self, position: int, frame: Frame) -> int:
        key, end = read_key_word(self.content, position)
        following = skip(self.content, end, Problems(0))
        if self.content[following : following + 1] in (",", "}", "]", ""):
            message = f"expected a key and its value, found '{shorten(key)}'"
            self._error(position, end, message, "write the key in double quotes, ':' and its value")
            frame.comma = -1
            frame.expect = Expect.COMMA
            return end
        message = f"the key '{shorten(key)}' is not in quotes"
        repair = quoted_key(key, position, end) if self.content[following : following + 1] == ":" else None
        self._error(position, end, message, "put it in double quotes", repair=repair)
        return self._set_key(frame, key, position, end)

    def _set_key(self, frame: Frame, key: str, start: int, end: int) -> int:
        first = frame.children.get(key) if isinstance(frame.children, dict) else None
        if first and not self.unbalanced:
            related = ((Span(first.key_start, first.key_end), "first given here"),)
            message = f"the key '{shorten(key)}' is given twice"
            hint = "remove one of them: the last one counts"
            self.problems.add("duplicate-key", start, end, message, hint, related)
        frame.key, frame.key_start, frame.key_end = key, start, end
        frame.expect = Expect.COLON
        self.frames.last_end = end
        return end

    def _colon(self, char: str, position: int, frame: Frame) -> int:
        frame.expect = Expect.VALUE
        if char == ":":
            self.frames.last_end = position + 1
            return position + 1
        if char in ",}]":
            return position
        message = f"expected ':' after the key '{shorten(frame.key or '')}'"
        if char in "=;":
            end = position + (2 if self.content.startswith("=>", position) else 1)
            message += f", found '{self.content[position:end]}'"
            self._error(position, end, message, "write ':'", repair=replacement("write ':'", position, end, ":"))
            return end
        self._error(frame.key_end, frame.key_end, message, "add ':'")
        return position

    def _after_value(self, char: str, position: int, frame: Frame) -> int:
        if not frame.opener:
            return self._extra_text(position)
        if char == ",":
            frame.comma = position
            frame.expect_next()
            return position + 1
        if char in "}]":
            if char == frame.closer:
                return self.frames.close(position + 1)
            return self._mismatch(char, position, frame)
        if char == ":":
            return self._stray_colon(position, frame)
        if char == ";":
            repair = replacement("write ','", position, position + 1, ",")
            self._error(position, position + 1, "expected ',', found ';'", "write ','", repair=repair)
            frame.expect_next()
            return position + 1
        end = self.frames.last_end
        # The next key in a line of its own leaves no doubt.
        certain = frame.opener == "{" and _CLEAN_KEY.match(self.content, position) and self._is_below(end, position)
        repair = replacement("add the missing comma", end, end, ",", safe=bool(certain))
        self._error(end, end, f"expected ',' or '{frame.closer}'", "add the missing comma", repair=repair)
        frame.expect_next()
        return position

    def _is_below(self, above: int, position: int) -> bool:
        """Whether there is a line break between two offsets."""
        return any(mark in self.content[above:position] for mark in "\r\n")

    def _stray_colon(self, position: int, frame: Frame) -> int:
        """A colon behind a value: of a key that was not one (which is reported), or in a list."""
        if frame.opener == "[" and self.frames.depth < self.limits.depth and (taken := frame.take_last()):
            key, place = taken
            return self._key_in_list(key, place.start, place.end, frame)
        if frame.opener == "[":
            self._bracket_error(position, position + 1, "found ':' in a list", "write '{' before the key")
        elif frame.key is not None:
            self._error(position, position + 1, "found ':' after a value", "add a comma before the key")
        frame.key = None
        frame.expect = Expect.VALUE
        return position + 1

    def _key_in_list(self, key: str, start: int, end: int, frame: Frame) -> int:
        """A key where a list's value was expected: before the first one `{` is missing, else the list's
        `]`."""
        parent = self.frames.stack[-2]
        if frame.holder and parent.opener == "{":
            last = frame.children[-1].end if isinstance(frame.children, list) else frame.start
            message = f"expected ']' before the key '{shorten(key)}'"
            self._bracket_error(last, last, message, "add ']'", frame)
            self.frames.close(last)
            return self._set_key(parent, key, start, end)
        message = f"found the key '{shorten(key)}' in a list"
        self._bracket_error(start, end, message, "write '{' before it", frame)
        return self._set_key(self.frames.open("{", start), key, start, end)

    def _extra_text(self, position: int) -> int:
        self.stopped = True
        match = _REST_OF_LINE.match(self.content, position)
        end = position + len(match.group().rstrip()) if match else position + 1
        message = f"found '{shorten(self.content[position:end])}' after the end of the value"
        self._bracket_error(position, end, message, "remove it, or look for a bracket closed too early")
        return position

    def _mismatch(self, char: str, position: int, frame: Frame) -> int:
        """A closing bracket of the other kind: its opener stands further out, or it is a slip of the pen."""
        if not frame.opener:
            self._error(position, position + 1, f"expected a value, found '{char}'", "remove it")
            return position + 1
        if frame.lost:
            frame.lost = False
            return position + 1
        message = f"expected '{frame.closer}', found '{char}'"
        self._bracket_error(position, position + 1, message, f"close the '{frame.opener}' first", frame)
        stack = self.frames.stack
        depth = len(stack) - 1
        while depth > 0 and stack[depth].closer != char:
            depth -= 1
        ends_too_early = depth == 1 and skip(self.content, position + 1, Problems(0)) < len(self.content)
        if depth > 0 and not ends_too_early:
            while len(stack) - 1 > depth:
                self.frames.close(position)
        return self.frames.close(position + 1)

    def _finish(self) -> None:
        """Close all that is open at the end of the text, and report it."""
        frame = self.frames.top
        end = len(self.content.rstrip())
        quiet = self.stopped or self.unbalanced or self.problems.cut or self.problems.exhausted
        unclosed = {open_frame.start for open_frame in self.frames.stack[1:]}
        while self.frames.depth:
            self.frames.close(end)
        if quiet:
            return
        if frame.opener:
            self._report_open(frame, unclosed, end)
        elif frame.expect is Expect.VALUE and not self.problems.broken:
            self.problems.add("empty-document", 0, 0, "the document is empty", "write a value")

    def _report_open(self, frame: Frame, unclosed: set[int], end: int) -> None:
        """A bracket that is not closed: the one that indentation tells, or else the innermost."""
        root = self.frames.result()[1]
        place = swallowed(self.content, root, unclosed) if root else None
        if place is not None:
            frame = Frame(self.content[place.start], place.start)
            end = len(self.content[: place.end - 1].rstrip())
        hint = f"add '{frame.closer}' for the '{frame.opener}'"
        self._error(end, end, f"'{frame.closer}' is missing", hint, frame)
