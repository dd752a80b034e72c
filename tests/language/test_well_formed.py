"""Whatever is chosen, wherever the cursor is, leaves a text that can be read, with nothing twice."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from cursor_texts import chosen, in_json, in_yaml, unmark

from nflint.language import Completion, analyse, completions
from nflint.source.document import read

TESTS = Path(__file__).parents[1]
FILES = [
    *sorted(path for path in (TESTS.parent / "examples" / "good").iterdir()),
    TESTS / "language" / "seen" / "flow.yaml",
    *sorted(path for path in (TESTS / "rules").glob("*/good*") if path.suffix in (".json", ".yaml"))[::12],
]
PLACES = 12
"""So many places of each file are tried, always the same ones."""


def problems(text: str) -> list[str]:
    documents = read(text)
    return [problem.check for document in documents for problem in document.problems] + [""] * len(documents)


@pytest.mark.parametrize("path", FILES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_every_choice_leaves_a_text_that_can_be_read(path: Path) -> None:
    text = path.read_text("utf-8")
    before = problems(text)
    for offset in sorted(random.Random(path.name).sample(range(len(text)), PLACES)):
        for one in completions(analyse(text, path.name), offset):
            assert one.span.start <= offset <= one.span.end
            after = chosen(text, one)
            assert problems(after) == before, (text[:offset][-50:], one.label, after)


# A text with the cursor, what is chosen, and the text of its line (or lines) then.
CASES = {
    "before-a-value": (in_json('{ "kind":| "Action", "spec": {} },'), "Build", '{ "kind": "Build", "spec": {} },'),
    "before-a-blank": (in_json('{ "kind": | "Action" },'), "Build", '{ "kind": "Build" },'),
    "before-the-next-key": (in_json('{ "kind":|\n "spec": {} },'), "Build", '{ "kind": "Build",\n "spec": {} },'),
    "behind-a-value": (
        in_json('{ "kind": "Build"\n          |\n },'),
        "ref",
        '{ "kind": "Build",\n          "ref": ""\n },',
    ),
    "behind-a-value-and-a-comment": (
        in_json('{ "kind": "Build" // why\n          "re|"\n },'),
        "ref",
        '{ "kind": "Build", // why\n          "ref": ""\n },',
    ),
    "behind-a-node": (
        in_json('{ "kind": "Release" }\n        |\n        ,'),
        "SecretInheritance",
        '{ "kind": "Release" },\n        {\n          "kind": "SecretInheritance",',
    ),
    "within-brackets": (
        in_json("{|},"),
        "SecretInheritance",
        '{\n          "kind": "SecretInheritance",\n          "ref": "",',
    ),
    "a-number": (in_json('{ "kind": "Approval", "spec": { | } },'), "amount", '"spec": { "amount": 0 } },'),
    "yaml-word-of-a-kind": (
        in_yaml("      - kind: Rel|"),
        "Release …",
        "      - kind: Release\n        spec:\n          type: build\n          origin:\n            id:",
    ),
    "yaml-word-as-an-item": (
        in_yaml("      - Rel|"),
        "Release",
        "      - kind: Release\n        spec:\n          type: build\n          origin:\n            id:",
    ),
    "brackets-in-yaml": (in_yaml("      - { kind:| Action }"), "Build", "- { kind: Build }"),
    "brackets-in-yaml-before-the-next-key": (
        in_yaml("      - { kind:|, ref: x }"),
        "Build",
        "- { kind: Build, ref: x }",
    ),
}


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
def test_what_stands_there_is_not_doubled_and_no_comma_is_missing(case: str, ends: str) -> None:
    marked, label, expected = CASES[case]
    text, offset = unmark(marked.replace("\n", ends))
    found: dict[str, Completion] = {one.label: one for one in completions(analyse(text, "a.json"), offset)}
    assert expected in chosen(text, found[label]).replace(ends, "\n")


def test_nothing_is_put_before_an_object_that_is_there() -> None:
    text, offset = unmark(in_json('{ "kind": "Build", "spec":| {} },'))
    assert completions(analyse(text, "a.json"), offset) == ()
