"""PyYAML without its C library gives the same documents, only slower."""

from __future__ import annotations

import pytest
import yaml

from nflint.source import yaml_reader
from nflint.source.document import read

TEXTS = [
    "a: 1\nb:\n  - yes\n  - {c: 012}\n",
    "a: &x {b: 1}\nc: *x\nd:\n  <<: *x\n  e: |\n    foo\n      bar\n",
    "- 'it''s'\n- \"a\\tb\"\n- >\n  x\n  y\n\n# tail\n",
    "a: 1\n---\nb: 2\n",
    "a: x\u2028y\U0001f600\x85z\r\nb: 1\r\n",
    "a: {b: ${args.x}}",
    'a: "foo\nb: 1\n',
    "a: [1, 2\nb: 3",
    "a: b: c",
    "a: *.js",
    "a: @foo",
    "a: 1\nb\nc: 2",
    'a: "x" y',
    "a:\n  b: 1\n c: 2",
    "- a\nb: 1",
    "a: - b",
    "a: ]",
    "a: {{ x }}-foo\n",
    "'b' x\n",
    "",
    "a: !foo b\n",
    "- " * 200,
]


@pytest.fixture
def pure_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    """The loader that PyYAML falls back to, in place of libyaml's."""
    monkeypatch.setattr(yaml_reader, "_LOADER", yaml.SafeLoader)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.usefixtures("pure_loader")
def test_the_pure_loader_gives_the_same(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pure = read(text)
    monkeypatch.undo()
    for first, second in zip(read(text), pure, strict=True):
        assert second.value == first.value
        assert [(found.check, found.span, found.message) for found in second.problems] == [
            (found.check, found.span, found.message) for found in first.problems
        ]
        assert second.locate(()) == first.locate(())
        assert second.broken == first.broken
