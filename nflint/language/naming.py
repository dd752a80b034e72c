"""Refs and arguments by name: where each is declared and used, and what a new name for it changes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Literal, NamedTuple

from nflint.diagnostic import Anchor, Pointer
from nflint.expression.tree import Call, Raw, Value
from nflint.flow.names import USABLE
from nflint.flow.plain import mapping, text
from nflint.flow.texts import Text
from nflint.flow.uses import SUPPLIED_ARGUMENTS, SUPPLIED_REF, Scope, Use
from nflint.language.analysis import Analysis
from nflint.language.items import Edit
from nflint.language.places import decoded_offset, inside, spot_at, written
from nflint.source.span import Span
from nflint.source.yaml_scalars import resolve

# A name in source that has not been read.
_NAMED = re.compile(r"\b(args|refs)\.([\w-]+)")
_OVERRIDES = ("refs", "overrides")


class Subject(NamedTuple):
    """What has a name: the ref of the node or trigger at `owner`, or the argument of the flow at `owner`."""

    sort: Literal["ref", "argument"]
    owner: Pointer
    name: str


class Mention(NamedTuple):
    """A place where a subject is named: characters of a string. `declares` where it is given its name."""

    subject: Subject
    pointer: Pointer
    anchor: Anchor
    start: int
    end: int
    declares: bool


def mentions(analysis: Analysis) -> tuple[Mention, ...]:
    """Every place where a ref or an argument is named, in no order."""
    if analysis.mentions is None:
        analysis.mentions = tuple(_mentions(analysis))
    return analysis.mentions


def _mentions(analysis: Analysis) -> Iterator[Mention]:
    wiring = analysis.wiring
    for scope in wiring.scopes:
        yield from _declared_refs(scope)
        yield from _declared_arguments(scope)
        yield from _bare_names(scope)
    for reference in wiring.references:
        if reference.target is not None:
            yield _of_use(Subject("ref", reference.target.pointer, reference.name), reference.use)
    for use in wiring.arguments:
        name = use.name(1)
        if name is not None:
            yield _of_use(Subject("argument", use.scope.pointer, name), use)
    for string in wiring.texts:
        yield from _unread_names(string, wiring.scope_of(string))


def _of_use(subject: Subject, use: Use) -> Mention:
    segment = use.segments[1]
    start, end = segment.start, segment.end
    if end - start != len(segment.name):
        # Between brackets and quotes: `refs['build']`.
        start = use.text.text.find(segment.name, start, end)
        end = start + len(segment.name)
    return Mention(subject, use.text.pointer, use.text.anchor, start, end, False)


def _unread_names(text: Text, scope: Scope) -> Iterator[Mention]:
    """The names in what is kept as it is, such as a function, or what is meant as an expression and is none."""
    ranges = [(slip.start, slip.end) for slip in text.slips]
    for expression in text.expressions:
        ranges += [(expression.start, expression.end)] if expression.value is None else _raw(expression.value)
    for start, end in ranges:
        for found in _NAMED.finditer(text.text, start, end):
            name = found.group(2)
            owner = scope.owner(name, None, text.node) if found.group(1) == "refs" else None
            if owner is not None:
                subject = Subject("ref", owner.pointer, name)
            elif found.group(1) == "args":
                subject = Subject("argument", scope.pointer, name)
            else:
                continue
            yield Mention(subject, text.pointer, text.anchor, found.start(2), found.end(2), False)


def _raw(value: Value) -> list[tuple[int, int]]:
    """Where source is kept as it is."""
    found: list[tuple[int, int]] = []
    pending = [value]
    while pending:
        part = pending.pop()
        if isinstance(part, Raw):
            found.append((part.start, part.end))
        elif isinstance(part, Call):
            pending.extend(part.arguments)
    return found


def _declared_refs(scope: Scope) -> Iterator[Mention]:
    for owner in scope.flow.owners:
        if owner.ref:
            subject = Subject("ref", owner.pointer, owner.ref)
            yield Mention(subject, (*owner.pointer, "ref"), "value", 0, len(owner.ref), True)


def _declared_arguments(scope: Scope) -> Iterator[Mention]:
    for name in scope.flow.arguments:
        pointer = (*scope.pointer, "arguments", name)
        yield Mention(Subject("argument", scope.pointer, name), pointer, "key", 0, len(name), True)
    for part in scope.flow.inputs:
        for key, name in mapping(mapping(part.fields.get("spec")).get("outputs")).items():
            if text(name):
                pointer = (*part.pointer, "spec", "outputs", key)
                yield Mention(Subject("argument", scope.pointer, name), pointer, "value", 0, len(name), True)


def _bare_names(scope: Scope) -> Iterator[Mention]:
    """Where refs are named without an expression: what a teardown destroys, and what a run holds or is given."""
    for node in scope.flow.of("OpenTofuDestroy"):
        name = text(node.spec.get("nodeRef"))
        owner = scope.owner(name, None, None) if name else None
        if name and owner is not None:
            subject = Subject("ref", owner.pointer, name)
            yield Mention(subject, (*node.pointer, "spec", "nodeRef"), "value", 0, len(name), False)
    for key in _OVERRIDES:
        for name in mapping(scope.flow.fields.get(key)):
            owner = scope.owner(name, None, None)
            if owner is not None:
                subject = Subject("ref", owner.pointer, name)
                yield Mention(subject, (*scope.pointer, key, name), "key", 0, len(name), False)


def mention_at(analysis: Analysis, offset: int) -> Mention | None:
    """The name at `offset` of the content."""
    if not analysis.has_wiring:
        return None
    spot = spot_at(analysis, offset)
    if spot is None:
        return None
    here = [one for one in mentions(analysis) if one.pointer == spot.pointer and one.anchor == spot.anchor]
    at = decoded_offset(analysis, spot, offset) if here else None
    if at is None:
        return None
    return next((one for one in here if one.start <= at <= one.end), None)


def definition(analysis: Analysis, offset: int) -> tuple[Span, ...]:
    """Where the ref or argument named at `offset` is declared; several places for an argument that a rich input
    fills as well."""
    mention = mention_at(analysis, analysis.inner(offset))
    if mention is None:
        return ()
    return _spans(analysis, (one for one in mentions(analysis) if one.subject == mention.subject and one.declares))


def references(analysis: Analysis, offset: int, *, include_declaration: bool) -> tuple[Span, ...]:
    """Where the ref or argument named at `offset` is used, in the order of the text."""
    mention = mention_at(analysis, analysis.inner(offset))
    if mention is None:
        return ()
    return _spans(
        analysis,
        (
            one
            for one in mentions(analysis)
            if one.subject == mention.subject and (include_declaration or not one.declares)
        ),
    )


def _spans(analysis: Analysis, found: Iterable[Mention]) -> tuple[Span, ...]:
    spans = {span for one in found if (span := _span(analysis, one)) is not None}
    return tuple(analysis.outer(span) for span in sorted(spans))


def _span(analysis: Analysis, mention: Mention) -> Span | None:
    return written(analysis, mention.pointer, mention.anchor, mention.start, mention.end)


def rename_target(analysis: Analysis, offset: int) -> tuple[Span, str] | None:
    """The name at `offset` that can be given another one: of a ref or an argument that the document declares."""
    mention = mention_at(analysis, analysis.inner(offset))
    if mention is None or not any(one.declares and one.subject == mention.subject for one in mentions(analysis)):
        return None
    span = _span(analysis, mention)
    return None if span is None else (analysis.outer(span), mention.subject.name)


def rename(analysis: Analysis, offset: int, new_name: str) -> tuple[Edit, ...]:
    """The changes that give the ref or argument at `offset` its new name, in the order of the text.

    Raises `ValueError`, whose text says why, where there is no such name or the new one cannot be used.
    """
    mention = mention_at(analysis, analysis.inner(offset))
    if mention is None or rename_target(analysis, offset) is None:
        raise ValueError("there is no ref or argument here that this document declares")
    subject = mention.subject
    if new_name == subject.name:
        return ()
    _check(analysis, subject, new_name)
    edits: dict[Span, str] = {}
    for one in mentions(analysis):
        if one.subject == subject:
            span = _span(analysis, one)
            if span is None:
                raise ValueError(f"'{subject.name}' is used in a text whose characters cannot be told apart")
            edits[span] = _spelt(analysis, one, span, new_name)
    return tuple((analysis.outer(span), text) for span, text in sorted(edits.items()))


def _spelt(analysis: Analysis, mention: Mention, span: Span, name: str) -> str:
    """The name as it is written in the place of `span`: in quotes where YAML would take it for something else."""
    if analysis.document.format != "yaml" or mention.end - mention.start != len(mention.subject.name):
        return name
    spot = spot_at(analysis, span.start)
    whole = spot is not None and spot.span == span and inside(analysis, span) == span
    plain = isinstance(resolve(name).value, str) and not name.startswith("-")
    return f'"{name}"' if whole and not plain else name


def _check(analysis: Analysis, subject: Subject, name: str) -> None:
    """Raises `ValueError` for a name that no expression could write, or that means something already."""
    noun = "a ref" if subject.sort == "ref" else "an argument"
    if not USABLE.fullmatch(name):
        raise ValueError(f"'{name}' cannot be the name of {noun}: use letters, digits, '_' and '-'")
    supplied = {SUPPLIED_REF} if subject.sort == "ref" else SUPPLIED_ARGUMENTS
    if name in supplied:
        raise ValueError(f"'{name}' is the name of {noun} that Northflank makes itself")
    if name in _names(analysis, subject):
        raise ValueError(f"there is {noun} '{name}' already, or something that asks for it")


def _names(analysis: Analysis, subject: Subject) -> set[str]:
    """The names that mean something where `subject` has its own."""
    wiring = analysis.wiring
    if subject.sort == "argument":
        scopes = [scope for scope in wiring.scopes if scope.pointer == subject.owner]
        declared = {name for scope in scopes for name in (*scope.flow.arguments, *scope.inputs)}
        return declared | {use.name(1) or "" for use in wiring.arguments if any(use.scope is scope for scope in scopes)}
    scopes = [scope for scope in wiring.scopes if any(one.pointer == subject.owner for one in scope.flow.owners)]
    declared = {name for scope in scopes for name in scope.owners}
    return declared | {
        reference.name for reference in wiring.references if any(reference.use.scope is scope for scope in scopes)
    }
