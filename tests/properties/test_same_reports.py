"""The same document gives the same report: again, as YAML, as values, written otherwise, and from several threads."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from promises import told
from schema_documents import any_document, mutated

from nflint import lint, lint_value
from nflint.contract.accept import accept
from nflint.diagnostic import merge
from nflint.report import json_format, text_format

seeds = st.integers(0, 2**32)
thorough = settings(max_examples=200, deadline=None, derandomize=True)


class _Quoted(yaml.SafeDumper):
    """Writes every text in quotes, so that no word of it means something else in YAML."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


_Quoted.add_representer(str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"'))


def made(seed: int) -> tuple[Any, Any]:
    """A kind and a document with mistakes."""
    source = random.Random(seed)
    kind, value = any_document(source)
    return kind, mutated(value, source)


def as_yaml(value: object, seed: int) -> str:
    """The document in YAML, in block or in flow style."""
    flow = (True, False, None)[seed % 3]
    # Without the dashes a text that begins with a brace and a quote is JSON, and its escapes are those of JSON.
    text = yaml.dump(
        value,
        Dumper=_Quoted,
        default_flow_style=flow,
        allow_unicode=seed % 2 == 0,
        sort_keys=False,
        explicit_start=True,
    )
    assert isinstance(text, str)
    return text


def test_the_documents_are_not_all_wrong_and_not_all_right() -> None:
    verdicts = [accept(f"{kind}.schema.json", value) for kind, value in map(made, range(300))]
    assert 20 < sum(verdicts) < 150


@given(seeds)
@thorough
def test_json_and_yaml_say_the_same(seed: int) -> None:
    kind, value = made(seed)
    block = as_yaml(value, seed)
    assert told(lint(block, kind=kind)) == told(lint(json.dumps(value), kind=kind))


@given(seeds)
@thorough
def test_a_value_says_the_same_as_its_text(seed: int) -> None:
    kind, value = made(seed)
    # Without places two mistakes of one kind in one string are one.
    assert set(told(lint_value(value, kind=kind))) == set(told(lint(json.dumps(value), kind=kind)))


UNUSUAL = {
    "not a number": float("nan"),
    "endless": float("-inf"),
    "an integer that no double keeps": 2**53 + 1,
    "a large integer": 10**308,
    "an integer beyond all doubles": 10**309,
    "half a character": "\ud800",
    "half a character in a key": {"\udc00": 1},
    "minus zero": -0.0,
    "hardly more than zero": 5e-324,
    "a control character": "\0",
}


@pytest.mark.parametrize("value", UNUSUAL.values(), ids=UNUSUAL)
def test_a_value_without_a_form_in_json_has_the_same_codes_as_its_text(value: object) -> None:
    flow = {"apiVersion": "v1.2", "arguments": {"A": value}, "spec": {"kind": "Workflow", "spec": {"type": "parallel"}}}
    given, text = lint_value(flow), lint(json.dumps(flow))
    # Without places the order is another one.
    assert sorted(found.code for found in given.diagnostics) == sorted(found.code for found in text.diagnostics)


@given(seeds)
@thorough
def test_neither_layout_nor_escapes_change_what_is_said(seed: int) -> None:
    kind, value = made(seed)
    wide = json.dumps(value, indent=4, ensure_ascii=False).replace("\n", "\r\n").encode()
    assert told(lint(wide, kind=kind)) == told(lint(json.dumps(value, separators=(",", ":")), kind=kind))


@given(seeds)
@settings(max_examples=60, deadline=None, derandomize=True)
def test_what_it_is_does_not_depend_on_the_format(seed: int) -> None:
    value = made(seed)[1]
    reports = (lint(json.dumps(value)), lint(as_yaml(value, seed)), lint_value(value))
    assert len({tuple(file.kind for file in report.files) for report in reports}) == 1


def test_the_same_text_gives_the_same_report_again() -> None:
    for seed in range(60):
        kind, value = made(seed)
        text = json.dumps(value, indent=2)
        first, second = lint(text, kind=kind), lint(text, kind=kind)
        assert first == second
        assert json_format.render(first) == json_format.render(second)
        assert text_format.render(first) == text_format.render(second)


def test_eight_threads_say_what_one_says() -> None:
    documents = [
        (kind, json.dumps(value, indent=2) if seed % 2 else as_yaml(value, seed))
        for seed in range(80)
        for kind, value in [made(seed)]
    ]
    alone = [lint(text, kind=kind) for kind, text in documents]
    with ThreadPoolExecutor(8) as threads:
        for _ in range(3):
            assert list(threads.map(lambda entry: lint(entry[1], kind=entry[0]), documents)) == alone


def test_the_order_of_the_files_does_not_matter() -> None:
    reports = [lint(json.dumps(made(seed)[1]), name=f"{seed % 7}.json", kind="release-flow") for seed in range(30)]
    assert merge(reports).diagnostics == merge(reversed(reports)).diagnostics
