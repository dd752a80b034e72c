"""Texts as they are while somebody writes: cut off, with a piece missing or too much. Nothing ever fails, and what is
offered in the whole text is offered in what is left of it."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from nflint.language import (
    Analysis,
    analyse,
    completions,
    definition,
    folds,
    hover,
    lenses,
    outline,
    references,
    rename_target,
    signature,
)
from nflint.language.tree import steps_of
from nflint.source.reading import Place

ROOT = Path(__file__).resolve().parents[2]


def flows() -> Iterator[tuple[str, str]]:
    """Flows of every kind of node, each in JSON and in YAML."""
    paths = [*(ROOT / "examples" / "good").glob("*"), *(ROOT / "tests" / "nodes").glob("*/good-every-field.*")]
    for path in sorted(paths):
        text = path.read_text("utf-8")
        yield f"{path.parent.name}-{path.name}", text
        if path.suffix == ".json":
            value = json.loads(text)
            yield f"{path.parent.name}-{path.stem}.yaml", yaml.safe_dump(value, sort_keys=False, width=1000)


FLOWS = dict(flows())
MARKS = [
    "{",
    "}",
    "[",
    "]",
    '"',
    "'",
    ":",
    ",",
    "\n",
    " ",
    "-",
    "#",
    "|",
    "${",
    "\\",
    "\t",
    "\u2028",
    "😀",
    "&a ",
    "*a",
]


def ask_everything(analysis: Analysis, offset: int) -> None:
    """Asks all that an editor may ask; each answer must lie in the text."""
    length = len(analysis.content) + analysis.shift
    spans = [one.span for one in completions(analysis, offset)]
    spans += [one.span for one in (hover(analysis, offset),) if one is not None]
    spans += [*definition(analysis, offset), *references(analysis, offset, include_declaration=True)]
    spans += [one.span for one in lenses(analysis)] + [one.span for one in outline(analysis)]
    signature(analysis, offset)
    rename_target(analysis, offset)
    assert all(0 <= start <= end <= length for start, end in spans)
    assert all(0 <= fold.start <= fold.end <= length for fold in folds(analysis))


@pytest.mark.parametrize("name", FLOWS)
def test_nothing_fails_wherever_a_text_is_cut(name: str) -> None:
    chance = random.Random(name)
    text = FLOWS[name]
    for offset in chance.sample(range(len(text)), 8):
        ask_everything(analyse(text[:offset], name, "release-flow"), offset)


@pytest.mark.parametrize("name", FLOWS)
def test_nothing_fails_whatever_is_taken_out_or_put_in(name: str) -> None:
    chance = random.Random(name)
    text = FLOWS[name]
    for _ in range(10):
        changed = text
        for _ in range(chance.randrange(1, 5)):
            at = chance.randrange(len(changed))
            until = at + chance.choice((0, 0, 1, 3, 40))
            changed = changed[:at] + chance.choice(("", *MARKS)) + changed[until:]
        ask_everything(analyse(changed, name, "release-flow"), chance.randrange(len(changed) + 2))


HOSTILE = {
    "deep-json": "{" * 3_000,
    "deep-lists": "[" * 3_000,
    "deep-keys": '{"a":' * 2_000,
    "deep-yaml": "".join(f"{' ' * depth}a:\n" for depth in range(400)),
    "deep-dashes": "- " * 3_000,
    "deep-flow": "a: " + "[" * 3_000,
    "quotes": '"' * 5_000,
    "open-quotes": 'a: "' + "b\n" * 3_000,
    "colons": ":" * 5_000,
    "braces": "}" * 5_000,
    "expressions": '{"spec": {"kind": "Workflow", "ref": "' + "${refs." * 3_000,
    "calls": '{"spec": {"kind": "Workflow", "ref": "${' + "fn.if(" * 3_000,
    "nothing": "",
    "blanks": " \n\t\n",
    "null": "\0\0\0",
    "surrogate": '{"a": "\\ud800", "b": "${args.\\udc00}"',
    "aliases": "a: &a [*a]\nb: *a\nc: {<<: *a",
    "documents": "---\n---\n...\n--- a\nb",
}


@pytest.mark.parametrize("case", HOSTILE)
@pytest.mark.parametrize("name", ["release-flow.json", "release-flow.yaml"])
def test_hostile_texts(case: str, name: str) -> None:
    text = HOSTILE[case]
    for offset in (0, len(text) // 2, len(text), -5, len(text) + 5):
        ask_everything(analyse(text, name, "release-flow"), offset)


def targets(analysis: Analysis) -> Iterator[tuple[str, str, int, int]]:
    """The keys, values and names of a text: what each is, its label, and where it stands."""
    pending: list[tuple[Place, str | int]] = [(analysis.document.place, "")] if analysis.document.place else []
    while pending:
        place, _ = pending.pop()
        for step in steps_of(place):
            inner = step.place
            if inner.key_start >= 0:
                yield "key", str(step.part), inner.key_start, inner.key_end
            if inner.children is None and inner.start < inner.end:
                yield "value", analysis.content[inner.start : inner.end].strip("\"'"), inner.start, inner.end
            pending.append((inner, step.part))
    for found in re.finditer(r"\$\{(?:refs|args)\.([\w-]+)", analysis.content):
        yield "name", found.group(1), found.start(1), found.end(1)


def damages(text: str, start: int, end: int) -> Iterator[tuple[str, str, int]]:
    """The text while the token from `start` to `end` is being written: a name, the text, the cursor."""
    quote = text[start] if text[start] in "\"'" else ""
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    for typed in dict.fromkeys((0, 1, (end - start) // 2)):
        at = min(start + len(quote) + typed, end)
        yield "cut", text[:at], at
        yield "line", text[:at] + text[line_end:], at
        yield "token", text[:at] + text[end:], at
        yield "closed", text[:at] + quote + text[line_end:], at


def offered(text: str, name: str, offset: int) -> set[str]:
    return {one.label for one in completions(analyse(text, name, "release-flow"), offset)}


@pytest.mark.parametrize("name", [name for name in FLOWS if "run" not in name])
def test_what_is_being_written_is_offered(name: str) -> None:
    """A line may take its bracket with it, so that of all lines cut short a few have lost their object."""
    text = FLOWS[name]
    chance = random.Random(name)
    found = list(targets(analyse(text, name)))
    right = asked = 0
    for sort, label, start, end in chance.sample(found, min(len(found), 12)):
        at = start + (text[start] in "\"'" and sort != "name")
        if label not in offered(text, name, at):
            continue
        for how, damaged, offset in damages(text, start, end):
            asked += 1
            good = label in offered(damaged, name, offset)
            right += good
            assert good or how in ("line", "closed"), (sort, label, how, damaged[offset - 80 : offset + 40])
    assert right >= asked * 0.9
