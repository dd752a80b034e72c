"""Repairs of texts: `repairs.json` has texts with defects, and the texts after all safe repairs; null where there are
none. The values in a text are the same afterwards, whatever else is mended."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from nflint import lint
from nflint.fixing.outcome import same
from nflint.source.document import Document, read
from nflint.source.splices import spliced

CASES: dict[str, tuple[str, str | None]] = json.loads(Path(__file__).with_name("repairs.json").read_text("utf-8"))
ROUNDS = 3


def repaired(document: Document) -> str:
    """The text after the safe repairs that do not touch each other."""
    splices, end = [], 0
    repairs = [problem.repair for problem in document.problems if problem.repair is not None and problem.repair.safe]
    for repair in sorted(repairs, key=lambda repair: repair.splices):
        if repair.splices[0].start >= end:
            splices += repair.splices
            end = repair.splices[-1].end
    return spliced(document.text.content, splices)


@pytest.mark.parametrize("name", CASES)
def test_safe_repairs(name: str) -> None:
    text, expected = CASES[name]
    value = read(text)[0].value
    changed = text
    for _ in range(ROUNDS):
        (document,) = read(changed)
        assert same(document.value, value)
        changed = repaired(document)
    assert changed == (text if expected is None else expected)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a: {b: ${refs.c.id}}\n", 'a: {b: "${refs.c.id}"}\n'),
        ("a: [${refs.c.id} , d]\r\n", 'a: ["${refs.c.id}" , d]\r\n'),
        ("a: {b:\n  ${args.C}\n}\n", 'a: {b:\n  "${args.C}"\n}\n'),
        ('a: {b: ${fn.eq(args.C, "d")}}\n', "a: {b: '${fn.eq(args.C, \"d\")}'}\n"),
        ('a: {b: "e", c: ${fn.eq(args.C, "it\'s")}}\n', None),
        ("a: {b: c:${args.D}}\n", None),
        ("a: {b: ${args.D}-c}\n", None),
        ("a: {b: ${args.D\n", None),
    ],
)
def test_an_expression_between_brackets_gets_quotes_where_it_is_the_whole_value(
    text: str, expected: str | None
) -> None:
    (document,) = read(text)
    repairs = [problem.repair for problem in document.problems if problem.repair is not None]
    assert [(repair.safe, spliced(text, repair.splices)) for repair in repairs] == (
        [] if expected is None else [(False, expected)]
    )


def test_comments_are_wanted_in_a_file_that_is_called_so() -> None:
    text = '{"apiVersion": "v1.2", // the newest\n}'
    safety = {
        name: [found.fix.safe for found in lint(text, name=name, kind="release-flow").diagnostics if found.fix]
        for name in ("flow.json", "flow.jsonc", "FLOW.JSONC", "flow.json5", "flow.yaml", "flow.yml")
    }
    assert safety.pop("flow.json") == [True, True]
    assert set(map(tuple, safety.values())) == {(False, False)}
