"""What somebody chose not to see: comments in a YAML text and entries of a configuration, applied to diagnostics.

A comment `# nflint: ignore[RULE, ...] REASON` is for its own line, or, alone on a line, for the next one that holds
anything else than comments.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import NamedTuple

from nflint.diagnostic import Diagnostic
from nflint.extra import is_custom
from nflint.nearest import nearest
from nflint.positions import region
from nflint.rule import Rule
from nflint.settings import FAMILIES, GROUPS, Ignore, Settings
from nflint.source.document import Document
from nflint.source.span import Span
from nflint.source.text import Text

_MARK = "nflint:"
_COMMENT = re.compile(r"(?<![^\s])#[ \t]*nflint:[^\r\n]*")
_IGNORE = re.compile(r"#[ \t]*nflint:[ \t]*ignore\[([^\]]*)\]")
# Remarks about the comments of one text.
_MOST = 500

_NAME = re.compile(r"[^,\s]+")


class Suppressed(NamedTuple):
    """The diagnostics that are left, how many were hidden, and the numbers of the entries that hid some."""

    left: tuple[Diagnostic, ...]
    hidden: int = 0
    used: frozenset[int] = frozenset()


class _Comment(NamedTuple):
    """A comment for nflint: where it stands, the line it is for, and the rules it names with where each name stands.

    One that has another form than it must names none.
    """

    span: Span
    line: int
    names: tuple[tuple[str, Span], ...]


class _Remark(NamedTuple):
    """What is wrong with a comment."""

    check: str
    span: Span
    message: str
    hint: str


def suppress(
    diagnostics: Iterable[Diagnostic],
    documents: Sequence[Document],
    settings: Settings,
    name: str,
    *,
    with_flow: bool = False,
) -> Suppressed:
    """What is left of the diagnostics of one text called `name`, with what is wrong with the comments in it.

    A rule that needs the flow of a request is not missed where there is none (`with_flow`).
    """
    found = tuple(diagnostics)
    text = documents[0].text
    comments = [*_comments(documents, text)] if _MARK in text.content else []
    if not comments and not settings.ignores:
        return Suppressed(found)
    rules = settings.rules
    at = {(comment.line, written.casefold()) for comment in comments for written, _ in comment.names}
    used: set[tuple[int, str]] = set()
    entries: set[int] = set()
    ignores = _Ignores.of(settings.ignores)
    left: list[Diagnostic] = []
    for diagnostic in found:
        rule, line = rules[diagnostic.rule], diagnostic.region.line
        hiding = {key for key in ((line, rule.name), (line, rule.code.casefold())) if key in at}
        ignoring = {ignore.number for ignore in ignores.at(diagnostic.pointer) if ignore.hides(diagnostic, rule)}
        used |= hiding
        entries |= ignoring
        if not hiding and not ignoring:
            left.append(diagnostic)
    remarks = _remarks(comments, used, documents, settings, with_flow=with_flow)
    about = (
        _diagnostic(remark, documents[0], settings, name)
        for remark in islice(remarks, _MOST)
        if settings.selection.has(rules[remark.check])
    )
    return Suppressed((*left, *about), len(found) - len(left), frozenset(entries))


class _Ignores(NamedTuple):
    """Entries by the pointer that they name as it is, of which there may be thousands, and all others."""

    exact: Mapping[str, list[Ignore]]
    ranging: list[Ignore]

    @classmethod
    def of(cls, ignores: Sequence[Ignore]) -> _Ignores:
        exact: dict[str, list[Ignore]] = {}
        ranging: list[Ignore] = []
        for ignore in ignores:
            if ignore.at is None or "*" in ignore.at:
                ranging.append(ignore)
            else:
                exact.setdefault(ignore.at, []).append(ignore)
        return cls(exact, ranging)

    def at(self, pointer: str) -> Iterator[Ignore]:
        """Those that may hide something at `pointer`."""
        yield from self.exact.get(pointer, ())
        yield from self.ranging


def _comments(documents: Sequence[Document], text: Text) -> Iterator[_Comment]:
    """The comments for nflint in a text, in order."""
    below: Sequence[int] = ()
    for document in documents:
        if document.format == "json":
            continue  # JSON has no comments, and one that is there is a mistake of its own.
        below = below or _content_lines(text)
        scalars = sorted(document.scalars())
        starts = [scalar.start for scalar in scalars]
        for found in _COMMENT.finditer(text.content, document.span.start, document.span.end):
            start, end = found.start(), found.start() + len(found[0].rstrip())
            inside = scalars[at - 1] if (at := bisect_right(starts, start)) else Span(0, 0)
            if start < inside.end and not _is_behind_header(text.content, inside, start):
                continue
            ignore = _IGNORE.match(text.content, start, end)
            names = [] if ignore is None else list(_NAME.finditer(text.content, *ignore.span(1)))
            listed = tuple((name[0], Span(*name.span())) for name in names)
            own, column = text.position(start)
            alone = not text.line(own)[: column - 1].strip()
            yield _Comment(Span(start, end), (alone and below[own]) or own, listed)


def _is_behind_header(text: str, scalar: Span, start: int) -> bool:
    """Whether `start` is in the line of a block scalar's `|` or `>`, where a comment may stand."""
    return text[scalar.start] in "|>" and not any(mark in text[scalar.start : start] for mark in "\r\n")


def _content_lines(text: Text) -> Sequence[int]:
    """For each line, from 1, the first one below it that holds anything else than a comment; 0 where there is none."""
    below = [0] * (text.line_count + 1)
    for number in range(text.line_count, 1, -1):
        line = text.line(number).strip()
        below[number - 1] = number if line and not line.startswith("#") else below[number]
    return below


def _remarks(
    comments: Iterable[_Comment],
    used: set[tuple[int, str]],
    documents: Sequence[Document],
    settings: Settings,
    *,
    with_flow: bool,
) -> Iterator[_Remark]:
    """What is wrong with the comments themselves."""
    rules = settings.rules
    known = {one.casefold(): rule for rule in rules.values() for one in (rule.name, rule.code)}
    complete = not any(document.broken for document in documents)
    hints: dict[str, str] = {}
    for comment in comments:
        if not comment.names:
            message = "this comment hides nothing, since it names no rule in brackets"
            yield _Remark(
                "malformed-suppression", comment.span, message, "write '# nflint: ignore[RULE] REASON', or remove it"
            )
        for written, span in comment.names:
            rule = known.get(written.casefold())
            if rule is None and is_custom(written):
                continue  # Of a plugin, which is not always loaded.
            if rule is None:
                message = f"there is no rule '{written}' to ignore"
                hint = hints[written] if written in hints else hints.setdefault(written, _hint(written, rules))
                yield _Remark("malformed-suppression", span, message, hint)
            elif rule.reads == "Launch" and not with_flow:
                continue
            elif complete and (comment.line, written.casefold()) not in used and settings.selection.has(rule):
                message = f"'{rule.name}' finds nothing in line {comment.line}, so there is nothing to ignore"
                yield _Remark("unused-suppression", span, message, "remove it from the comment")


def _hint(written: str, rules: Mapping[str, Rule]) -> str:
    if written in GROUPS or written in FAMILIES:
        return "name the rules one by one, or ignore the whole group in the configuration"
    near = nearest(written.lower(), list(rules))
    return f"did you mean '{near}'?" if near else "'nflint rules' lists them all"


def _diagnostic(remark: _Remark, document: Document, settings: Settings, name: str) -> Diagnostic:
    rule = settings.rules[remark.check]
    return Diagnostic(
        rule.code,
        rule.name,
        settings.severity(rule, None),
        remark.message,
        remark.hint,
        name,
        "",  # A comment belongs to no value.
        region(document, remark.span),
        rule.url,
    )
