"""How defects of a JSON text can be mended: what was certainly meant is written as JSON writes it."""

from __future__ import annotations

import re

from .splices import Repair, Splice, is_first, line_start, whole_lines

_REST = re.compile(r"[ \t]*(?=[\r\n]|\Z)")
_BLANKS_BEFORE = re.compile(r"[ \t]*\Z")
_FOLLOWED = re.compile(r"[ \t\r\n]*(?:[,:\]}]|//|/\*|\#|\Z)")
_BLANKS = re.compile(r"[ \t]*")
_NAME = re.compile(r"[A-Za-z_$][\w$.-]*\Z", re.ASCII)
_WORD = re.compile(r"[\w$./:@{} -]+\Z")
_SINGLE = re.compile(r"""'(?:[^'\\\x00-\x1f\ud800-\udfff]|\\(?:["'\\/bfnrt]|u[0-9a-fA-F]{4}))*'""")
_PIECE = re.compile(r"""\\.|["]""", re.S)
_NUMBER = re.compile(r"\+?(-?(?:0|[1-9][0-9]*))?(\.[0-9]*)?([eE][+-]?[0-9]+)?\Z")
_CONTROL = re.compile(r"[\x00-\x1f]")
_MARK = "nflint:"
_SURE = frozenset(("True", "TRUE", "False", "FALSE", "None", "Null", "NULL"))


def replacement(title: str, start: int, end: int, text: str, *, safe: bool = True) -> Repair:
    """The repair that puts `text` in the place of what stands there."""
    return Repair(title, (Splice(start, end, text),), safe)


def without_comment(content: str, start: int, end: int) -> Repair | None:
    """A comment goes with its line, or with the blanks before it. One that was meant for nflint is left to its author,
    since something is there that was not to be told."""
    if _MARK in content[start:end]:
        return None
    title = "remove the comment"
    rest = _REST.match(content, end)
    if rest and is_first(content, start):
        return Repair(title, (whole_lines(content, start, end),))
    blanks = _BLANKS_BEFORE.search(content, line_start(content, start), start)
    if rest and blanks:
        return replacement(title, blanks.start(), rest.end(), "")
    behind = _BLANKS.match(content, end)
    return replacement(title, start, behind.end() if behind else end, "")


def quoted_key(key: str, start: int, end: int) -> Repair | None:
    """A key without quotes gets them, if it is a name as JavaScript has it."""
    return replacement("put it in double quotes", start, end, f'"{key}"') if _NAME.match(key) else None


def quoted_value(text: str, start: int, end: int) -> Repair | None:
    """A value without quotes gets them; it may have been meant as something else."""
    if not _WORD.match(text):
        return None
    return replacement("put it in double quotes", start, end, f'"{text}"', safe=False)


def double_quotes(content: str, start: int, end: int) -> Repair | None:
    """A string in single quotes as one in double quotes, if it is well formed otherwise."""
    if not (_SINGLE.fullmatch(content, start, end) and _FOLLOWED.match(content, end)):
        return None
    inner = _PIECE.sub(_requoted, content[start + 1 : end - 1])
    return replacement("write '\"' in place of the single quotes", start, end, f'"{inner}"')


def _requoted(match: re.Match[str]) -> str:
    piece = match.group()
    return "'" if piece == "\\'" else '\\"' if piece == '"' else piece


def json_word(word: str, spelling: str, start: int, end: int) -> Repair | None:
    """A word of another language as JSON spells it, if it means the same there."""
    return replacement(f"write {spelling}", start, end, spelling) if word in _SURE else None


def json_number(text: str, start: int, end: int) -> Repair | None:
    """A number without a plus sign and with digits on both sides of its point; what begins with a zero may be octal."""
    match = _NUMBER.match(text)
    if match is None:
        return None
    whole, fraction, exponent = (part or "" for part in match.groups())
    if not whole and fraction in ("", "."):
        return None
    number = f"{whole or '0'}{f'{fraction}0' if fraction == '.' else fraction}{exponent}"
    return replacement(f"write {number}", start, end, number)


def escaped_controls(content: str, start: int, end: int) -> Repair | None:
    """Control characters in a string as escapes, if the string ends where one may end."""
    if not _FOLLOWED.match(content, end):
        return None
    splices = (
        Splice(match.start(), match.end(), "\\t" if match.group() == "\t" else f"\\u{ord(match.group()):04x}")
        for match in _CONTROL.finditer(content, start, end)
    )
    return Repair("write it as an escape", tuple(splices))
