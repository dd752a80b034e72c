"""Turns each row of the reference into documents: some that keep it and, for each constraint, some that break only it.

What nflint has to say about a document is part of its case; asking nflint is the business of the test.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from constraint_rows import ITEM, VALUE, Area, Body, Field
from row_documents import (
    CHOSEN,
    MARKS,
    Pointer,
    Site,
    embed,
    least,
    leaves,
    leaves_of,
    needs,
    pointer,
    put,
    whole,
)
from sample_values import EXPRESSION, NO_SUCH, UNCLOSED, breaking, good, has, is_newer, restricted, wrong_types

_REFUSED = frozenset(
    {"api-version", "malformed-timestamp", "malformed-value", "root-not-workflow", "unknown-kind", "unknown-value"}
    | {"wrong-length", "wrong-type"}
)

# Every constraint that a row can have, with the checks that may report it.
CONSTRAINTS: Mapping[str, frozenset[str]] = {
    "required": frozenset({"missing-key"}),
    "type": frozenset({"wrong-type", "api-version", "root-not-workflow"}),
    "enum": frozenset({"unknown-value", "unknown-kind", "api-version", "root-not-workflow"}),
    "pattern": frozenset({"malformed-value"}),
    "minLength": frozenset({"wrong-length"}),
    "maxLength": frozenset({"wrong-length"}),
    "min": frozenset({"out-of-range"}),
    "max": frozenset({"out-of-range"}),
    "format": frozenset({"malformed-timestamp"}),
    "alternatives": frozenset({"malformed-value"}),
    "reference": frozenset({"unclosed-expression"}),
    "expression": _REFUSED,
    "closed": frozenset({"unknown-key"}),
    "binding": frozenset({"unknown-key", "conflicting-keys", "missing-key", "unknown-kind", "root-not-workflow"}),
    "keys": frozenset({"unknown-key", "unknown-value"}),
    "onlyWhen": frozenset({"conflicting-keys"}),
}

_STRANGERS = 3
_PLACES: Mapping[Area, Area] = {"spec": "teardown", "teardown": "spec"}


@dataclass(frozen=True, slots=True)
class Case:
    """One document. `breaks` are the places of which one must be reported, empty for a document that keeps the row.

    `checks` are the checks that may report it; `newer` is the place of a value that today's pages alone know, which
    is an info.
    """

    constraint: str
    document: Any
    breaks: tuple[Pointer, ...] = ()
    newer: Pointer | None = None
    checks: frozenset[str] = frozenset()


def constraints(body: Body, field: Field) -> tuple[str, ...]:
    """The names of everything that the row asks for; empty for a row that takes whatever there is."""
    site = _sites(body, field)[0]
    closed = field.types == ("object",) and not field.freeform and (*field.path, VALUE) not in site.shape
    held = {
        "required": field.required,
        "type": "any" not in field.types,
        "reference": field.reference,
        "expression": not field.reference and restricted(field),
        "closed": closed,
        "binding": any(True for _ in _bound(site, field)),
        "keys": field.keys is not None,
        "onlyWhen": field.only_when is not None,
    }
    return tuple(name for name in CONSTRAINTS if (held[name] if name in held else has(field, name)))


def cases(body: Body, field: Field) -> Iterator[Case]:
    """The documents for one row. Of every constraint that can be broken there is one that breaks it."""
    asked = constraints(body, field)
    for site in _sites(body, field):
        yield from _kept(site, field)
        for constraint in asked:
            yield from _BREAKERS.get(constraint, _breaking)(site, field, constraint)


def _sites(body: Body, field: Field) -> tuple[Site, ...]:
    site = Site(body, field.area, leaves_of(body, field)[0])
    # A Workflow is a step like any other and the root of all steps.
    return (site, replace(site, position="root")) if field.root_kind == "Workflow" else (site,)


def _built(site: Site, field: Field, value: object) -> tuple[Any, Pointer]:
    """A document that has `value` at the field, and the field's pointer."""
    made = whole(site)
    put(made, site, field.path, deepcopy(value))
    for where, needed in needs(site, field.path, value).items():
        put(made, site, where, needed)
    document, start = embed(site, made)
    return document, (*start, *pointer(field.path))


def _kept(site: Site, field: Field) -> Iterator[Case]:
    for value in _kept_values(site, field):
        choosing = [
            leaf
            for leaf in leaves_of(site.body, field)
            if isinstance(value, str) and CHOSEN.get(leaf, {}).get(field.path) == value
        ]
        here = replace(site, leaf=choosing[0]) if choosing else site
        document, place = _built(here, field, value)
        yield Case("keeps", document, newer=place if is_newer(field, value) else None)
    if not field.required:
        yield Case("keeps", embed(site, whole(site))[0])


def _kept_values(site: Site, field: Field) -> Iterator[object]:
    """Values that keep the row, the plainest first."""
    if field.types == ("object",):
        yield from _kept_objects(site, field)
    elif field.types == ("array",):
        yield []
        if (*field.path, ITEM) in site.shape:
            yield [least(site, (*field.path, ITEM))]
    else:
        yield from good(field)
    if field.reference:
        yield from (EXPRESSION, f"a-{EXPRESSION}-b")
    elif field.types == ("string",) and not restricted(field):
        yield EXPRESSION
    if field.nullable:
        yield None


def _kept_objects(site: Site, field: Field) -> Iterator[object]:
    value = (*field.path, VALUE)
    yield least(site, field.path)
    if value in site.shape:
        yield {"api": least(site, value)}
    elif field.freeform:
        yield {"anyKey": [1, {"deep": None}], "ANY_KEY": "text"}


def _broken(constraint: str, document: Any, *places: Pointer) -> Case:
    return Case(constraint, document, places, checks=CONSTRAINTS[constraint])


def _breaking(site: Site, field: Field, constraint: str) -> Iterator[Case]:
    for value in breaking(field, constraint):
        document, place = _built(site, field, value)
        yield _broken(constraint, document, place)


def _missing(site: Site, field: Field, constraint: str) -> Iterator[Case]:
    document, place = _built(site, field, _sample(site, field))
    del _owner(document, place)[place[-1]]
    yield _broken(constraint, document, place[:-1])


def _owner(document: Any, place: Pointer) -> Any:
    for part in place[:-1]:
        document = document[part]
    return document


def _wrong_type(site: Site, field: Field, constraint: str) -> Iterator[Case]:
    for value in wrong_types(field):
        document, place = _built(site, field, value)
        case = _broken(constraint, document, place)
        # Of a union nflint says in one sentence what all the alternatives are.
        yield replace(case, checks=case.checks | CONSTRAINTS["alternatives"]) if field.values else case


def _expression(site: Site, field: Field, constraint: str) -> Iterator[Case]:
    document, place = _built(site, field, EXPRESSION)
    yield _broken(constraint, document, place)


def _unclosed(site: Site, field: Field, constraint: str) -> Iterator[Case]:
    if restricted(field):
        document, place = _built(site, field, UNCLOSED)
        yield _broken(constraint, document, place)


def _unknown_key(site: Site, field: Field, constraint: str) -> Iterator[Case]:
    document, place = _built(site, field, _sample(site, field))
    _owner(document, (*place, ""))["noSuchKey"] = 1
    yield _broken(constraint, document, (*place, "noSuchKey"))


def _sample(site: Site, field: Field) -> object:
    """A plain value of the field as it stands in its alternative."""
    return next(_kept_values(site, field)) if field.types == ("object",) else least(site, field.path)


def _unknown_map_key(site: Site, field: Field, constraint: str) -> Iterator[Case]:
    document, place = _built(site, field, {NO_SUCH: least(site, (*field.path, VALUE))})
    yield _broken(constraint, document, (*place, NO_SUCH))


def _only_when(site: Site, field: Field, constraint: str) -> Iterator[Case]:
    key, _, wanted = (field.only_when or "").partition("=")
    deciding = (*field.path[:-1], key)
    other = next(value for value in site.shape[deciding].enum if value != wanted)
    made = whole(site)
    put(made, site, deciding, other)
    put(made, site, field.path, _sample(site, field))
    document, start = embed(site, made)
    yield _broken(constraint, document, (*start, *pointer(field.path)))


def _binding(site: Site, field: Field, constraint: str) -> Iterator[Case]:
    for document, places in _bound(site, field):
        yield _broken(constraint, document, *places)


def _bound(site: Site, field: Field) -> Iterator[tuple[Any, tuple[Pointer, ...]]]:
    """Documents in which the field stands where its kind does not: in another kind, or its kind in another place."""
    if site.position == "root" or field.kind is None:
        return
    yield from _among_strangers(site, field)
    if field.path == ("kind",) and field.area in _PLACES and field.root_kind != "Workflow":
        yield from _misplaced_kind(site)
    if field.path and field.path[-1] == "configType":
        yield from _half_configured(site, field)


def _among_strangers(site: Site, field: Field) -> Iterator[tuple[Any, tuple[Pointer, ...]]]:
    if field.path[-1] in (ITEM, VALUE):
        return
    strangers = [leaf for leaf in leaves(site.body.name, site.area) if _is_stranger(replace(site, leaf=leaf), field)]
    strangers.sort(key=lambda leaf: -_kinship(site.leaf, leaf))
    for leaf in strangers[:_STRANGERS]:
        other = replace(site, leaf=leaf)
        made = whole(other)
        put(made, other, field.path, _sample(site, field))
        document, start = embed(other, made)
        mark = MARKS.get(leaf)
        places = (field.path,) if mark is None else (field.path, mark)
        yield document, tuple((*start, *pointer(path)) for path in places)


def _is_stranger(site: Site, field: Field) -> bool:
    """Whether the alternative has the object around the field, closed, and not the field."""
    owner = site.shape.get(field.path[:-1])
    around = not field.path[:-1] or (owner is not None and owner.types == ("object",) and not owner.freeform)
    if not around or field.path in site.shape:
        return False
    # Of several unions in one kind only the alternatives of the field's own are its strangers.
    siblings = [other for other in site.shape.values() if other.path[:-1] == field.path[:-1]]
    return "#" not in (field.kind or "") or any(other.kind == site.leaf for other in siblings)


def _kinship(one: str, other: str) -> int:
    """How many parts two kinds have in common from the left."""
    pairs = list(zip(one.split(">"), other.split(">"), strict=False))
    return next((index for index, (left, right) in enumerate(pairs) if left != right), len(pairs))


def _misplaced_kind(site: Site) -> Iterator[tuple[Any, tuple[Pointer, ...]]]:
    document, start = embed(replace(site, position="root"), whole(site))
    yield document, ((*start, "kind"),)
    place = _PLACES[site.area]
    kinds = {field.root_kind for field in site.body.fields if field.area == place}
    if kinds and site.leaf.partition(">")[0] not in kinds:
        document, start = embed(replace(site, area=place), whole(site))
        yield document, ((*start, "kind"),)


def _half_configured(site: Site, field: Field) -> Iterator[tuple[Any, tuple[Pointer, ...]]]:
    """Documents that lack one of the commands that the way of starting the container asks for."""
    for value in field.enum:
        for lacking in needs(site, field.path, value):
            document, place = _built(site, field, value)
            del _owner(document, place)[lacking[-1]]
            yield document, (place[:-1],)


_BREAKERS: Mapping[str, Callable[[Site, Field, str], Iterator[Case]]] = {
    "required": _missing,
    "type": _wrong_type,
    "reference": _unclosed,
    "expression": _expression,
    "closed": _unknown_key,
    "binding": _binding,
    "keys": _unknown_map_key,
    "onlyWhen": _only_when,
}
