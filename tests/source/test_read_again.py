"""A text that is read again with what is known of it from before is read as if it were new."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from nflint.language import yaml_sketch
from nflint.source import yaml_reader
from nflint.source.document import Document, read
from nflint.source.memory import Memory
from nflint.source.reading import Limits, Place
from nflint.source.yaml_composer import Composer, Node

ROOT = Path(__file__).resolve().parents[2]
FIXTURES = sorted(path for path in (ROOT / "tests").rglob("*.yaml") if path.stat().st_size < 20_000)[::3]

ITEMS = (
    "kind: A\n",
    "kind: A\n  ref: x\n",
    "kind: B\n  spec:\n    a: yes\n",
    "kind: B\n  kind: C\n",
    "a: |+\n    x\n\n\n",
    "a: >-\n    x\n    y\n",
    "a: &x 1\n  b: *x\n",
    "a: !!str 1\n",
    "&y a: 1\n",
    "<<: {a: 1}\n",
    "<<: [{a: 1}, {b: 2}]\n  c: 3\n",
    "steps:\n  - kind: A\n  - kind: A\n    ref: x\n",
    "steps:\n    - kind: A\n    - - kind: A\n",
    "a: [b,\n   c]\n",
    "a: [b,\n]\n",
    "k: v\n  a: [b,\n]\n",
    "k: v\n  a: {b: 'c\n\n}\n",
    "k: v\n  a: |\n    b\n  \n\n",
    'a: "x\n   y"\n',
    "? a\n  : b\n",
    "a: \u2028\x85\n",
    'a: "\\ud83d"\n',
    "a: b # c\n  # d\n",
    "# c\n  a: b\n",
    "x\n",
    "x\n   y\n",
    "",
    "- kind: A\n",
)
PIECES = (
    "",
    " ",
    "\n",
    "- ",
    "  ",
    "a",
    ":",
    "'",
    '"',
    "{",
    "}",
    "[",
    "]",
    "#",
    "&x ",
    "*x",
    "|",
    "\t",
    "\r",
    "---\n",
    "%",
)


def spread(place: Place | None) -> object:
    """Where everything stands."""
    if place is None or place.children is None:
        return place
    children = place.children
    inner = children.items() if isinstance(children, dict) else enumerate(children)
    return (*place[:4], type(children), [(part, spread(one)) for part, one in inner])


def seen(documents: tuple[Document, ...]) -> list[object]:
    """All that a text was read as."""
    return [
        (repr(one.value), spread(one.place), one.problems, one.span, one.broken, one.format, one.text)
        for one in documents
    ]


def sketched(content: str) -> tuple[object, ...]:
    """The same of what a damaged text may be meant to hold."""
    reading = yaml_sketch.sketch(content)
    return repr(reading.value), spread(reading.place), reading.span


class Forgetful(Memory[yaml_sketch._Item]):
    """Keeps nothing, so that everything is read on its way."""

    @staticmethod
    def suits(text: str) -> bool:
        return False


@pytest.fixture(autouse=True)
def fresh(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is known from other tests, and short items are looked up as well."""
    monkeypatch.setattr(yaml_sketch, "_items", Memory())
    monkeypatch.setattr(yaml_sketch, "_SHORTEST", 0)


def agree(texts: list[str], limits: Limits = Limits()) -> None:  # noqa: B008  (it is frozen)
    """Reads the texts one after the other, with what is known from those before, and each as if it were new."""
    memory: Memory[Node] = Memory()
    known: Memory[yaml_sketch._Item] = Memory()
    for text in texts:
        assert seen(read(text, limits=limits, memory=memory)) == seen(read(text, limits=limits)), text
        results = []
        for yaml_sketch._items in (known, Forgetful()):
            results.append(sketched(text))
        assert results[0] == results[1], text


def in_a_list(items: list[str], indents: list[int]) -> str:
    """A text with such a list, whose lines end as the items do."""
    lines = ["spec:\n"]
    for item, indent in zip(items, indents, strict=False):
        lines.extend(
            f"{' ' * indent}{'- ' if index == 0 else ''}{line}" for index, line in enumerate(item.splitlines(True))
        )
    return "".join(lines)


texts = st.builds(
    in_a_list,
    st.lists(st.sampled_from(ITEMS), min_size=1, max_size=4),
    st.lists(st.sampled_from((0, 2, 2, 2, 3, 4)), min_size=4, max_size=4),
)


@settings(max_examples=800, deadline=None, derandomize=True)
@given(texts, st.data())
@example("a:\n- b: |+\n   x\n\n- c: d\n", None)
def test_a_text_that_has_changed(text: str, data: st.DataObject | None) -> None:
    changes = [text]
    for _ in range(3 if data else 0):
        assert data is not None
        start = data.draw(st.integers(0, len(text)))
        end = data.draw(st.integers(start, min(start + 3, len(text))))
        changes.append(text[:start] + data.draw(st.sampled_from(PIECES)) + text[end:])
    agree([*changes, *changes])


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: f"{path.parent.name}-{path.name}")
def test_a_real_text_that_has_changed(path: Path) -> None:
    text = path.read_text("utf-8")
    chance = random.Random(path.name)
    changes = [text]
    for _ in range(8):
        at = chance.randrange(len(text) + 1)
        changes += (text[:at] + chance.choice(PIECES) + text[at + chance.randrange(2) :], text)
    agree(changes)
    agree([text, text.replace("\n", "\r\n"), text.replace("\n", "\r")])


def test_later_lines_add_nothing_to_what_is_known() -> None:
    text = "spec:\n    - ? a\n      : b\n  - steps:\n    - kind: A\n    - kind: A\n      ref: x\n"
    changes = [change for at in range(len(text)) for change in (f"{text[:at]}'{text[at:]}", text[:at] + text[at + 2 :])]
    agree([one for change in changes for one in (change, text)])


def test_items_are_composed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    composed: list[object] = []
    take = Composer.take
    monkeypatch.setattr(Composer, "take", lambda self, event, kind: (composed.append(event), take(self, event, kind)))
    memory: Memory[Node] = Memory()
    text = "steps:\n" + "".join(f"- kind: A\n  ref: x{index}\n  spec: {{a: [b]}}\n" for index in range(50))
    read(text, memory=memory)
    before = len(composed)
    read(text.replace("x7\n", "x77\n"), memory=memory)
    # The item that has changed, and what is around all of them.
    assert len(composed) - before == 13 + 5
    assert before == 50 * 13 + 5


@pytest.mark.parametrize("loader", [yaml.SafeLoader, getattr(yaml, "CSafeLoader", yaml.SafeLoader)])
def test_with_and_without_the_library_in_c(loader: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_reader, "_LOADER", loader)
    for item in ITEMS:
        agree([in_a_list([item, "kind: A\n", item], [2, 2, 2]), in_a_list(["kind: A\n", item], [2, 2])])
        agree([in_a_list([item, item], [2, 2]), in_a_list([item, item], [4, 4]), in_a_list([item, "a: ]\n"], [2, 2])])


def test_what_is_too_deep_is_where_it_stands() -> None:
    item = "- a:\n  - b:\n    - c: 1\n"
    deeper = "x:\n" + "".join(f"  {line}\n" for line in f"y:\n{item}".splitlines())
    for depth in range(3, 9):
        agree([item, deeper, item, f"x:\n{item}", deeper], Limits(depth=depth))


def test_deep_items_are_sketched_the_same() -> None:
    item = "- a: 1\n"
    for _ in range(70):
        item = "- a:\n" + "".join(f"  {line}\n" for line in item.splitlines())
        agree([f"x:\n{item}{item}"])


def test_what_has_not_been_met_for_long_is_forgotten() -> None:
    memory: Memory[int] = Memory()
    source = "x" * 5_000
    for number in range(1_000):
        memory.put(number, source, number)
        if number % 2:
            assert memory.get(1, source) == 1
    assert memory.get(998, source) == 998
    assert memory.get(2, source) is None
    assert len(memory._new) + len(memory._old) <= 2 * 101
    assert memory.suits("x" * 500_000)
    assert not memory.suits("x" * 500_001)
