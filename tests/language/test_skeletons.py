"""Every skeleton that is offered, with something filled in, is what the contract wants, in JSON and in YAML."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
import yaml
from cursor_texts import chosen, in_json, in_yaml, unmark

from nflint import lint
from nflint.contract.kinds import step_kinds
from nflint.language import Completion, analyse, completions
from nflint.language.writing import plain

_BLANK = re.compile(r"\$\d+")


def offered(kind: str, marked: str, name: str) -> tuple[str, Completion]:
    text, offset = unmark(marked)
    [found] = [one for one in completions(analyse(text, name), offset) if one.label == kind]
    return text, found


def filled(found: Completion) -> Completion:
    """The snippet with a name in each text, nothing in each list and object, and a number elsewhere."""
    insert = found.insert
    for around, instead in (('"{}"', '"abc"'), ("[{}]", "[]"), ("{{{}}}", "{}"), ("{}", "10")):
        pattern = re.escape(around.format("BLANK")).replace("BLANK", _BLANK.pattern)
        insert = re.sub(pattern, instead, insert)
    return found._replace(insert=plain(insert), is_snippet=False)


def third(text: str) -> Any:
    return yaml.safe_load(text)["spec"]["spec"]["steps"][2]


@pytest.mark.parametrize("kind", sorted(step_kinds()))
def test_a_node_is_complete(kind: str) -> None:
    text, found = offered(kind, in_json("|,"), "a.json")
    node = third(chosen(text, filled(found)))
    assert node["kind"] == kind
    flow = {"apiVersion": "v1.2", "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": [node]}}}
    report = lint(json.dumps(flow), name="release-flow.json", kind="release-flow")
    assert [one.rule for one in report.diagnostics if one.code.startswith("NF1")] == []


def keys(value: object) -> object:
    """The keys of a value, and of what is inside; what is filled in does not count."""
    return {key: keys(inner) for key, inner in value.items()} if isinstance(value, dict) and value else ""


@pytest.mark.parametrize("step", ["      - |", "      |", "      - {|}", "      - B|"])
@pytest.mark.parametrize("kind", sorted(step_kinds()))
def test_a_node_is_the_same_in_yaml(kind: str, step: str) -> None:
    text, found = offered(kind, in_json("|,"), "a.json")
    expected = keys(third(chosen(text, filled(found))))
    text, found = offered(kind, in_yaml(step), "a.yaml")
    assert (
        keys(third(chosen(text, found._replace(insert=_BLANK.sub("abc", found.insert.replace("{$1}", "{}"))))))
        == expected
    )
