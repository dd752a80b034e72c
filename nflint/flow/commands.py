"""Reads the commands of actions as they are run without a shell: words, with quotes taken into account.

What such a command is meant to do is only told as far as its form shows that a shell was to read it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal, NamedTuple

from nflint.expression.parser import parse

# What Northflank puts in place is text that is not known; it holds nothing for a shell to read.
_UNKNOWN = "\ufffc"

# What comes after is not read.
_LONGEST = 20_000

_PIECE = re.compile(
    r"""(?P<blank>\s+)|'(?P<single>[^']*)'?|"(?P<double>(?:[^"\\]|\\.)*)"?|\\(?P<escaped>.?)|(?P<bare>[^\s'"\\]+)""",
    re.DOTALL,
)
_SHELLS = re.compile(r"(?:ba|da|a|z|k|mk|fi|c|tc|pw)?sh|powershell|cmd|busybox")
# These give a command to a shell, here or on another machine.
_LAUNCHERS = frozenset({"launcher", "ssh", "su", "runuser", "watch", "parallel", "script", "concurrently"})
# Their arguments are programs, in which a dollar sign has a meaning of its own.
_INTERPRETERS = re.compile(r"(?:python|perl|php|ruby|node|deno|bun|[gm]?awk|jq|yq|mongo(?:sh)?|sed|psql|mysql)[\d.]*")
_COMPARERS = frozenset({"test", "[", "expr"})
_BUILTINS = frozenset(
    {
        *("cd", "export", "source", ".", "exec", "eval", "set", "unset", "alias", "ulimit", "umask"),
        *("for", "while", "until", "if", "case"),
    }
)

_ASSIGNMENT = re.compile(r"[A-Za-z_]\w*=")
_OPERATOR = re.compile(r"&&|\|\|?|;|&|\d?>>?(?:&\d|[\w/.$~-][^>]*)?|&>>?[^>]*|<|<<-?\w+|<[/.~$][^>]*")
# An option that takes a character as its value.
_SEPARATING = re.compile(r"-[dFt]|--[\w-]*(?:delim|sep)[\w-]*")
_VARIABLE = re.compile(
    r"(?<!\\)\$(?:[A-Z][A-Z0-9_]+(?![\w{\[])|\{[A-Z][A-Z0-9_]*(?:[:#%/^,@+?=-][^}]{0,200})?\}|\((?!(?:args|refs|fn|secrets|template)\b))"
)


Sort = Literal["operator", "variable", "substitution", "assignment", "builtin"]
"""An operator such as `&&`, `$NAME` or a command in backticks, `$(command)`, `NAME=value` before the command, or a
command such as `cd`."""


class Word(NamedTuple):
    """A word of a command: where it stands, its text without quotes, and whether it has none."""

    start: int
    end: int
    text: str
    plain: bool


class ShellSyntax(NamedTuple):
    """What only a shell would read: where it stands, and what sort of thing it is."""

    start: int
    end: int
    sort: Sort


def shell_syntax(command: str) -> ShellSyntax | None:
    """The first thing in `command` that only a shell reads; None where there is none, or a shell is started.

    Takes time in proportion to the length of the command. Never raises.
    """
    text = _masked(command[:_LONGEST])
    words = list(_words(text))
    if not words or _UNKNOWN in words[0].text:
        return None
    names = {word.text.rpartition("/")[2] for word in words}
    program = words[0].text.rpartition("/")[2]
    if program in _LAUNCHERS or any(_SHELLS.fullmatch(name) for name in names):
        return None
    found = [one for one in (_beginning(words[0]), _operator(words, program), _expansion(text, program)) if one]
    return min(found, default=None)


def _masked(command: str) -> str:
    """The command with unknown text in place of its expressions; a shell's own `${NAME}` stays."""
    parts, at = [], 0
    for expression in parse(command):
        if expression.form in ("name", "shell") and not expression.mistakes:
            continue
        parts += [command[at : expression.start], _UNKNOWN * (expression.end - expression.start)]
        at = expression.end
    return "".join((*parts, command[at:]))


def _words(text: str) -> Iterator[Word]:
    start, plain = -1, True
    parts: list[str] = []
    for piece in _PIECE.finditer(text):
        if piece.lastgroup == "blank":
            if start >= 0:
                yield Word(start, piece.start(), "".join(parts), plain)
            start, parts, plain = -1, [], True
            continue
        start = piece.start() if start < 0 else start
        parts.append(piece[piece.lastgroup or 0])
        plain = plain and piece.lastgroup == "bare"
    if start >= 0:
        yield Word(start, len(text), "".join(parts), plain)


def _beginning(word: Word) -> ShellSyntax | None:
    if not word.plain:
        return None
    assignment = _ASSIGNMENT.match(word.text)
    if assignment:
        return ShellSyntax(word.start, word.end, "assignment")
    return ShellSyntax(word.start, word.end, "builtin") if word.text in _BUILTINS else None


def _operator(words: list[Word], program: str) -> ShellSyntax | None:
    if program in _COMPARERS:
        return None
    before, executing = words[0], False
    for index, word in enumerate(words):
        executing = executing or word.text in ("-exec", "-execdir", "-ok")
        separator = word.text in ("|", ";", "&") and _SEPARATING.fullmatch(before.text)
        if word.plain and not separator and not (executing and word.text.endswith(";")):
            if _OPERATOR.fullmatch(word.text):
                return ShellSyntax(word.start, word.end, "operator")
            if word.text.endswith(";") and index + 1 < len(words):
                return ShellSyntax(word.end - 1, word.end, "operator")
        before = word
    return None


def _expansion(text: str, program: str) -> ShellSyntax | None:
    interpreted = _INTERPRETERS.fullmatch(program)
    for piece in _PIECE.finditer(text):
        if piece.lastgroup == "bare" and piece["bare"].startswith("`"):
            # Inside of words and double quotes they may be the marks of a text.
            end = text.find("`", piece.start() + 1)
            if end > piece.start() + 1:
                return ShellSyntax(piece.start(), end + 1, "variable")
        if piece.lastgroup == "bare" or (piece.lastgroup == "double" and not interpreted):
            found = _VARIABLE.search(text, piece.start(), piece.end())
            if found:
                sort: Sort = "substitution" if found[0] == "$(" else "variable"
                return ShellSyntax(found.start(), found.end(), sort)
    return None
