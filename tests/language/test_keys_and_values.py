"""Which keys and values are offered where, in JSON and in YAML, also while the text cannot be read."""

from __future__ import annotations

import json

import pytest
import yaml
from cursor_texts import chosen, in_json, in_yaml, unmark

from nflint.language import Completion, analyse, completions

RELEASE = ["spec", "ref", "condition", "timeoutDuration", "skipNodeExecution"]
TARGET = ["type", "id"]
TYPES = ["build", "deployment", "registry"]

# A text with the cursor, the name of its file, and the labels that are offered, in order.
CASES: dict[str, tuple[str, str, list[str]]] = {
    "json-key-after-quote": (in_json('{ "kind": "Release", "|" },'), "a.json", RELEASE),
    "json-key-unclosed": (in_json('{ "kind": "Release", "|'), "a.json", RELEASE),
    "json-key-in-word": (in_json('{ "kind": "Release", "co|nd" },'), "a.json", RELEASE),
    "json-key-before-brace": (in_json('{ "kind": "Release", | },'), "a.json", RELEASE),
    "json-key-of-existing": (in_json('{ "kind": "Release", "re|f": "x" },'), "a.json", RELEASE),
    "json-keys-left-out": (in_json('{ "kind": "Release", "ref": "x", "spec": {}, | },'), "a.json", RELEASE[2:]),
    "json-key-without-comma": (
        in_json('{ "kind": "Release", "ref": "x"\n  "|\n },'),
        "a.json",
        [key for key in RELEASE if key != "ref"],
    ),
    "json-inner-key": (in_json('{ "kind": "Release", "spec": { "target": { "|" } } },'), "a.json", TARGET),
    "json-alternative": (
        in_json('{ "kind": "Release", "spec": { "type": "registry", "origin": { | } } },'),
        "a.json",
        ["imagePath", "credentials"],
    ),
    "json-other-alternative": (
        in_json('{ "kind": "Release", "spec": { "type": "deployment", "origin": { | } } },'),
        "a.json",
        ["type", "id"],
    ),
    "json-enum": (in_json('{ "kind": "Release", "spec": { "type": "|" } },'), "a.json", TYPES),
    "json-enum-empty": (in_json('{ "kind": "Release", "spec": { "type": | } },'), "a.json", TYPES),
    "json-enum-unclosed": (in_json('{ "kind": "Release", "spec": { "type": "de|'), "a.json", TYPES),
    "json-boolean": (
        in_json('{ "kind": "Build", "spec": { "reuseExistingBuilds": | } },'),
        "a.json",
        ["true", "false"],
    ),
    "json-switch": (in_json('{ "kind": "Build", "skipNodeExecution": "|" },'), "a.json", ["true", "false"]),
    "json-nothing-behind-value": (in_json('{ "kind": "Release" | },'), "a.json", []),
    "json-nothing-behind-key": (in_json('{ "kind" | : "Release" },'), "a.json", []),
    "json-nothing-in-free-text": (in_json('{ "kind": "Build", "spec": { "id": "|" } },'), "a.json", []),
    "json-nothing-in-comment": (in_json('// kind|\n{ "kind": "Build" },'), "a.json", []),
    "json-nothing-in-arguments": ('{"apiVersion": "v1.2", "arguments": {"|"}, "spec": {}}', "release-flow.json", []),
    "json-nothing-in-other-files": ('{"name": "x", "|"}', "package.json", []),
    "yaml-key-in-blank-line": (in_yaml("      - kind: Release\n        |"), "a.yaml", RELEASE),
    "yaml-key-in-word": (in_yaml("      - kind: Release\n        co|"), "a.yaml", RELEASE),
    "yaml-key-before-others": (
        in_yaml("      - kind: Release\n        |\n        spec: {}"),
        "a.yaml",
        ["ref", "condition", "timeoutDuration", "skipNodeExecution"],
    ),
    "yaml-key-word-before-others": (
        in_yaml("      - kind: Release\n        co|\n        spec:\n          type: build"),
        "a.yaml",
        ["ref", "condition", "timeoutDuration", "skipNodeExecution"],
    ),
    "yaml-inner-key": (
        in_yaml("      - kind: Release\n        spec:\n          target:\n            |"),
        "a.yaml",
        TARGET,
    ),
    "yaml-inner-key-in-word": (
        in_yaml("      - kind: Release\n        spec:\n          target:\n            ty|"),
        "a.yaml",
        TARGET,
    ),
    "yaml-brackets": (in_yaml("      - kind: Release\n        spec: { target: { | } }"), "a.yaml", TARGET),
    "yaml-brackets-word": (in_yaml("      - kind: Release\n        spec: { target: { i| } }"), "a.yaml", TARGET),
    "yaml-brackets-unclosed": (in_yaml("      - kind: Release\n        spec: { target: { |"), "a.yaml", TARGET),
    "yaml-alternative": (
        in_yaml("      - kind: Release\n        spec:\n          type: registry\n          origin:\n            |"),
        "a.yaml",
        ["imagePath", "credentials"],
    ),
    "yaml-enum": (in_yaml("      - kind: Release\n        spec:\n          type: |"), "a.yaml", TYPES),
    "yaml-enum-in-word": (in_yaml("      - kind: Release\n        spec:\n          type: bu|"), "a.yaml", TYPES),
    "yaml-enum-without-blank": (in_yaml("      - kind: Release\n        spec:\n          type:|"), "a.yaml", TYPES),
    "yaml-enum-in-quotes": (in_yaml('      - kind: Release\n        spec:\n          type: "|"'), "a.yaml", TYPES),
    "yaml-enum-quote-unclosed": (in_yaml('      - kind: Release\n        spec:\n          type: "|'), "a.yaml", TYPES),
    "yaml-switch": (in_yaml("      - kind: Build\n        skipNodeExecution: |"), "a.yaml", ["true", "false"]),
    "yaml-nothing-in-comment": (in_yaml("      - kind: Release # |"), "a.yaml", []),
    "yaml-nothing-beside-columns": (in_yaml("      - kind: Release\n       |"), "a.yaml", []),
    "yaml-nothing-in-free-text": (in_yaml("      - kind: Build\n        spec:\n          id: |"), "a.yaml", []),
}


def labels(marked: str, name: str) -> list[str]:
    text, offset = unmark(marked)
    found = completions(analyse(text, name), offset)
    return [one.label for one in found if one.sort in ("key", "value", "kind")]


@pytest.mark.parametrize("case", CASES)
def test_what_is_offered(case: str) -> None:
    marked, name, expected = CASES[case]
    assert labels(marked, name) == expected


def test_other_keys_come_with_their_required_values() -> None:
    text, offset = unmark(in_json('{ "kind": "Release", "|" },'))
    spec = completions(analyse(text, "a.json"), offset)[0]
    assert (spec.label, spec.sort, spec.detail, spec.filter_text) == ("spec", "key", "an object · required", '"spec"')
    assert text[spec.span.start : spec.span.end] == '""'
    assert json.loads(chosen(text, spec))["spec"]["spec"]["steps"][2]["spec"]["type"] == "build"


# A text with the cursor, what is chosen there, and the value that the text then has at the third step.
CHOICES: dict[str, tuple[str, str, object]] = {
    "json-key": ('{ "kind": "Build", | },', "condition", {"kind": "Build", "condition": "success"}),
    "json-key-in-quotes": ('{ "kind": "Build", "c|" },', "condition", {"kind": "Build", "condition": "success"}),
    "json-key-unclosed": ('{ "kind": "Build", "c|\n },', "condition", {"kind": "Build", "condition": "success"}),
    "json-key-before-another": ('{ "|" "kind": "Build" },', "condition", {"condition": "success", "kind": "Build"}),
    "json-key-with-value": ('{ "re|": "a", "kind": "Build" },', "ref", {"ref": "a", "kind": "Build"}),
    "json-value": ('{ "kind": "Release", "condition": | },', "running", {"kind": "Release", "condition": "running"}),
    "json-value-before-key": (
        '{ "condition": |\n "kind": "Build" },',
        "success",
        {"condition": "success", "kind": "Build"},
    ),
    "json-kind": ('{ "kind": "|" },', "Approval", {"kind": "Approval"}),
    "json-node": ("|,", "Approval", {"kind": "Approval", "spec": {"amount": 1}}),
    "json-keys-of-node": ("{ | },", "Approval", {"kind": "Approval", "spec": {"amount": 1}}),
    "json-kind-and-rest": ('{ "kind": "|" },', "Approval …", {"kind": "Approval", "spec": {"amount": 1}}),
    "yaml-key": ("      - kind: Build\n        |", "condition", {"kind": "Build", "condition": "success"}),
    "yaml-key-in-word": ("      - kind: Build\n        con|", "condition", {"kind": "Build", "condition": "success"}),
    "yaml-first-key": ("      - |", "kind", {"kind": "Action"}),
    "yaml-key-in-brackets": ("      - { kind: Build, | }", "condition", {"kind": "Build", "condition": "success"}),
    "yaml-value": ("      - kind: |", "Approval", {"kind": "Approval"}),
    "yaml-value-without-blank": ("      - kind:|", "Approval", {"kind": "Approval"}),
    "yaml-switch": (
        "      - kind: Build\n        skipNodeExecution: |",
        "true",
        {"kind": "Build", "skipNodeExecution": "true"},
    ),
    "yaml-node": ("      - |", "Approval", {"kind": "Approval", "spec": {"amount": 1}}),
    "yaml-node-in-word": ("      - App|", "Approval", {"kind": "Approval", "spec": {"amount": 1}}),
    "yaml-node-with-dash": ("      |", "Approval", {"kind": "Approval", "spec": {"amount": 1}}),
    "yaml-kind-and-rest": ("      - kind: |", "Approval …", {"kind": "Approval", "spec": {"amount": 1}}),
    "yaml-inner-keys": (
        "      - kind: Release\n        spec:\n          |",
        "target",
        {"kind": "Release", "spec": {"target": {"type": "service", "id": None}}},
    ),
}


@pytest.mark.parametrize("case", CHOICES)
def test_what_is_chosen_stands_where_it_belongs(case: str) -> None:
    step, label, expected = CHOICES[case]
    is_json = case.startswith("json")
    text, offset = unmark(in_json(step) if is_json else in_yaml(step))
    found = completions(analyse(text, "a.json" if is_json else "a.yaml"), offset)
    text = chosen(text, next(one for one in found if one.label == label))
    value = json.loads(text) if is_json else yaml.safe_load(text)
    assert value["spec"]["spec"]["steps"][2] == expected


@pytest.mark.parametrize("name", ["release-flow.json", "release-flow.yaml"])
def test_an_empty_file_is_offered_a_flow(name: str) -> None:
    first: Completion = completions(analyse("", name), 0)[0]
    value = yaml.safe_load(chosen("", first))
    assert (first.label, value["apiVersion"], value["spec"]["spec"]["type"]) == ("release flow", "v1.2", "sequential")


def test_a_word_in_an_empty_file_is_the_beginning_of_a_key() -> None:
    assert "apiVersion" in labels("api|", "release-flow.yaml")
    assert labels("api|", "notes.yaml") == []


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_in_a_later_document_nothing_of_the_first_is_offered(ends: str) -> None:
    first = "---\napiVersion: v1.2\nspec:\n  kind: Workflow\n"
    assert "arguments" in labels(f"{first}|".replace("\n", ends), "release-flow.yaml")
    assert labels(f"{first}---\napiVersion: v1.2\n|".replace("\n", ends), "release-flow.yaml") == []


def test_the_kinds_of_a_teardown_are_its_own() -> None:
    teardown = '{"spec": {"kind": "Workflow", "spec": {"steps": [{"kind": "|"}]}}}'
    marked = f'{{"apiVersion": "v1.2", "spec": {{}}, "teardownSpec": {teardown}}}'
    found = labels(marked, "release-flow.json")
    assert "OpenTofuDestroy" in found
    assert "Build" not in found


def test_the_configuration_of_nflint_is_a_document_too() -> None:
    assert {"select", "ignore", "severity"} <= set(labels("se|", ".nflint.yaml"))
    assert "strict" in labels("select: [|]", ".nflint.yaml")


# A file that is none of Northflank's, whole and while it is being written.
FOREIGN = {
    ".github/workflows/release.yml": "name: release\non: push\njobs:\n  a:\n    steps:\n      - |",
    "release.yaml": "apiVersion: v1\nkind: Service\nmetadata:\n  name: x\nspec:\n  |",
    "package.json": '{"name": "release", "|',
    "docker-compose.yml": "services:\n  web:\n    |",
    "release-notes.md.yaml": "- one\n- |",
}


@pytest.mark.parametrize("name", FOREIGN)
def test_other_files_are_left_alone(name: str) -> None:
    text, offset = unmark(FOREIGN[name])
    for written in (text, text + "\n: [", text.rstrip(" -|\n")):
        analysis = analyse(written, name)
        assert analysis.kind is None
        assert completions(analysis, min(offset, len(written))) == ()
