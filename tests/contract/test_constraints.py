"""Goes through the rows of the reference one by one: what keeps a row is clean, what breaks one thing is told once.

The documents are built from the rows alone, so this is the reference against nflint with nothing in between.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache

import pytest
from constraint_rows import AVAILABLE, BODIES, REFERENCE, Area, Body, Field, bodies
from contract_verdicts import Told, of_contract
from row_cases import CONSTRAINTS, Case, cases, constraints
from row_documents import Site, embed, leaves, put, whole
from sample_values import FOUNDING_VALUES, PATTERNS, fits

from nflint import lint_value
from nflint.contract.detect import Kind
from nflint.diagnostic import Severity
from nflint.source.pointer import to_string

pytestmark = pytest.mark.skipif(not AVAILABLE, reason="the reference is not beside this checkout")

"""The severity, check and pointer of a diagnostic."""


@dataclass(frozen=True, slots=True)
class Exemption:
    """Constraints of rows that nflint does not hold a document against, and why."""

    bodies: tuple[str, ...]
    paths: tuple[str, ...]
    constraints: frozenset[str]
    reason: str

    def covers(self, body: Body, field: Field, constraint: str) -> bool:
        return body.name in self.bodies and ".".join(field.path) in self.paths and constraint in self.constraints


_RUNS = ("get-release-flow-run-details.response", "abort-release-flow-run.response")
EXCEPTIONS = (
    Exemption(
        _RUNS,
        ("response.error.code", "response.error.message"),
        frozenset({"required", "type", "expression"}),
        "the page lets 'error' be an object with these keys or anything at all, so that no value of it breaks the row",
    ),
    Exemption(
        _RUNS,
        ("data",),
        frozenset({"required"}),
        "an answer without its wrapper is the run itself; an empty one is told what a run lacks, key by key",
    ),
    Exemption(
        ("update-release-flow.request", "get-release-flow.response", *_RUNS),
        ("spec.compressionType", "spec.customDestinationId", "spec.additionalDestinations"),
        frozenset({"onlyWhen"}),
        "'only applicable for' says that the key is of no use for the other type, not that it is refused",
    ),
    Exemption(
        ("run-release-flow.request",),
        ("overrides", "releaseNodeOverrides"),
        frozenset({"keys"}),
        "the keys name nodes and services of a template, which is another document",
    ),
)


def exemption(body: Body, field: Field, constraint: str) -> Exemption | None:
    return next((entry for entry in EXCEPTIONS if entry.covers(body, field, constraint)), None)


@lru_cache(maxsize=40_000)
def _told(kind: Kind, text: str) -> tuple[Told, ...]:
    return tuple(of_contract(lint_value(json.loads(text), kind=kind)))


def complaint(body: Body, case: Case) -> str | None:
    """What is wrong with nflint's answer to the case, or None when it is the right one."""
    text = json.dumps(case.document)
    told = _told(body.kind, text)
    if case.breaks:
        places = [to_string(place) for place in case.breaks]
        serious = [(rule, pointer) for severity, rule, pointer in told if severity >= Severity.WARNING]
        if len(serious) == 1 and serious[0][0] in case.checks and serious[0][1] in places:
            return None
        return f"{case.constraint}: one of {sorted(case.checks)} at {' or '.join(places)}, not {serious}, of {text}"
    expected = [] if case.newer is None else [(Severity.INFO, "newer-value", to_string(case.newer))]
    return None if list(told) == expected else f"{case.constraint}: {expected}, not {list(told)}, of {text}"


def groups() -> Iterator[tuple[str, Area, str]]:
    """Every file of rows, the areas in it and the kinds in each of those; nothing where there is no reference."""
    for name in BODIES if AVAILABLE else ():
        yield from dict.fromkeys((name, field.area, field.root_kind) for field in bodies()[name].fields)


@pytest.mark.parametrize(("name", "area", "kind"), list(groups()))
def test_each_row_is_kept_and_broken(name: str, area: Area, kind: str) -> None:
    body = bodies()[name]
    wrong = [
        f"{field.title}: {found}"
        for field in body.fields
        if (field.area, field.root_kind) == (area, kind)
        for case in cases(body, field)
        if exemption(body, field, case.constraint) is None and (found := complaint(body, case))
    ]
    assert not wrong, "\n".join(wrong[:20])


def test_every_constraint_is_broken_or_excepted_and_every_exception_is_needed(summary: list[str]) -> None:
    count: Counter[str] = Counter()
    needed: set[Exemption] = set()
    for body in bodies().values():
        for field in body.fields:
            asked = constraints(body, field)
            if not asked:
                continue
            made = list(cases(body, field))
            count.update(["rows"], documents=len(made), constraints=len(asked))
            excepted = {name: entry for name in asked if (entry := exemption(body, field, name))}
            for name, entry in excepted.items():
                assert any(complaint(body, case) for case in made if case.constraint == name), (field.title, name)
                needed.add(entry)
            broken = {case.constraint for case in made if case.breaks} - set(excepted)
            kept = any(not case.breaks for case in made)
            # A reference in free text cannot be broken: the text without it fits as well.
            left = {name for name in asked if name not in broken and name not in excepted} - {"reference"}
            assert kept
            assert not left, (field.title, left)
            count.update(["excepted" if excepted else "tested"])
    assert needed == set(EXCEPTIONS)
    assert count["rows"] == count["tested"] + count["excepted"] > 2_500
    summary.append(
        f"constraints: {count['rows']} rows with a constraint, {count['tested']} tested, {count['excepted']} excepted "
        f"({count['constraints']} constraints, {count['documents']} documents)"
    )


@pytest.mark.parametrize("name", list(BODIES))
def test_no_object_of_the_rows_takes_another_key(name: str) -> None:
    body = bodies()[name]
    areas = dict.fromkeys(field.area for field in body.fields)
    sites = [Site(body, area, leaf) for area in areas for leaf in leaves(name, area)]
    for site in (*sites, *(replace(site, position="root") for site in sites if site.leaf == "Workflow")):
        clean, start = embed(site, whole(site))
        assert complaint(body, Case("keeps", clean)) is None
        document, _ = embed(site, {**whole(site), "noSuchKey": 1})
        places = ((*start, "noSuchKey"),)
        assert complaint(body, Case("closed", document, places, checks=CONSTRAINTS["closed"])) is None


HEADER = {"headerName": "x-canary", "headerValue": "on"}


@pytest.mark.parametrize(
    ("details", "constraint", "key"),
    [
        ({"config": {"canaryPercentage": 10, "stablePercentage": 90}}, "keeps", ()),
        ({"config": {"canaryHeader": HEADER, "stableHeader": HEADER}}, "keeps", ()),
        ({"config": "${args.CONFIG}"}, "keeps", ()),
        ({"config": "${args.CONFIG}", "canaryStrategy": "header"}, "keeps", ()),
        ({"config": {"canaryPercentage": []}}, "type", ("config", "canaryPercentage")),
        ({"config": {"canaryHeader": 10}}, "type", ("config", "canaryHeader")),
        ({"config": {"noSuchKey": 10}}, "closed", ("config", "noSuchKey")),
        ({"config": {}, "noSuchKey": 10}, "closed", ("noSuchKey",)),
        ({}, "required", ()),
    ],
)
def test_an_expression_for_what_chooses_leaves_the_choice_open(
    details: dict[str, object], constraint: str, key: tuple[str, ...]
) -> None:
    site = Site(bodies()["update-release-flow.request"], "spec", "RolloutStrategy>#1(canaryPercentage)")
    made = whole(site)
    put(made, site, ("spec", "details"), {"canaryStrategy": "${args.STRATEGY}", **details})
    document, start = embed(site, made)
    places = () if constraint == "keeps" else ((*start, "spec", "details", *key),)
    case = Case(constraint, document, places, checks=CONSTRAINTS.get(constraint, frozenset()))
    assert complaint(site.body, case) is None


def test_every_constraint_and_every_pattern_occurs() -> None:
    fields = [(body, field) for body in bodies().values() for field in body.fields]
    assert {name for body, field in fields for name in constraints(body, field)} == set(CONSTRAINTS)
    used = {one.pattern for _, field in fields for one in (field, *field.values)}
    assert used - {None} == set(PATTERNS)


@pytest.mark.parametrize("pattern", list(PATTERNS))
def test_the_sample_texts_are_what_the_pattern_of_the_page_says(pattern: str) -> None:
    good, bad = PATTERNS[pattern]
    assert [text for text in good if not fits(pattern, text)] == []
    assert [text for text in bad if fits(pattern, text)] == []


@pytest.mark.parametrize("key", list(FOUNDING_VALUES))
def test_the_founding_values_are_those_of_the_founding_page(key: str) -> None:
    page = (REFERENCE.parent / "abort-release-flow-run.txt").read_text(encoding="utf-8")
    assert f"one of{', '.join(FOUNDING_VALUES[key])}" in page
