"""Where refs and arguments are declared and used, and what a new name for one of them changes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from nflint import lint
from nflint.language import analyse, definition, references, rename, rename_target
from nflint.language.naming import mentions
from nflint.language.places import written

ROOT = Path(__file__).resolve().parents[2]

JSON = r"""{
  "apiVersion": "v1.2",
  "arguments": { "TAG": "x", "ALL": "${args.TAG}" },
  "triggers": [{ "ref": "git", "vcsService": "github", "repoUrl": "https://github.com/acme/shop" }],
  "richInputs": [{ "kind": "BuildSelector", "spec": { "title": "t", "inputs": { "source": "s" },
    "outputs": { "branch": "TAG" } } }],
  "spec": { "kind": "Workflow", "spec": { "type": "sequential", "steps": [
    { "kind": "Build", "ref": "bu\u0069ld", "spec": { "id": "s", "type": "service", "branch": "${refs.git.branch}" } },
    { "kind": "Message", "spec": { "kind": "SLACK", "spec": {
      "message": "\"\u00e9\" 😀 ${refs.build.id} ${refs['build'].id}",
      "more": "${fn.if(args.TAG, refs.build.sha)} ${args.TAG} ${fn.filter(args.ALL, (x) => args.TAG)}" } } }
  ] } },
  "teardownSpec": { "spec": { "kind": "Workflow", "spec": { "type": "sequential", "steps": [
    { "kind": "OpenTofuDestroy", "spec": { "nodeRef": "build" } }] } } }
}
"""

YAML = """apiVersion: v1.2
arguments:
  TAG: x
  ALL: ${args.TAG}
triggers:
  - ref: git
    vcsService: github
    repoUrl: https://github.com/acme/shop
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - kind: Build
        ref: build
        spec: { id: s, type: service, branch: "${refs.git.branch}" }
      - kind: Message
        spec:
          kind: SLACK
          spec:
            message: >-
              😀 ${refs.build.id} and
              ${refs.build.sha} 'it''s'
            other: 'it''s ${refs.build.id}'
            more: "\\u00e9 \\
              ${refs.build.id}"
            literal: |
              first ${args.TAG}
              ${refs.build.id}
            plain: of
              ${refs.build.id} two lines
"""

TEXTS = {"a.json": JSON, "a.yaml": YAML}


@pytest.mark.parametrize("name", TEXTS)
def test_from_each_use_to_the_declaration_and_back(name: str) -> None:
    text = TEXTS[name]
    analysis = analyse(text, name)
    uses = [match.start(1) + 1 for match in re.finditer(r"refs\W{1,2}(build)", text)]
    places = {span for use in uses for span in definition(analysis, use)}
    assert [text[span.start : span.end] for span in places] == [r"bu\u0069ld" if name == "a.json" else "build"]
    declared = places.pop().start
    found = references(analysis, declared, include_declaration=False)
    expected = uses + ([text.index('"nodeRef": "build"') + 13] if name == "a.json" else [])
    assert [span.start + 1 for span in found] == sorted(expected)
    everything = references(analysis, uses[0], include_declaration=True)
    assert sorted((*found, *definition(analysis, uses[0]))) == list(everything)


@pytest.mark.parametrize("name", TEXTS)
def test_arguments_are_declared_by_keys_and_by_rich_inputs(name: str) -> None:
    text = TEXTS[name]
    analysis = analyse(text, name)
    found = definition(analysis, text.index("args.TAG") + 6)
    assert [text[span.start - 10 : span.end].count("TAG") for span in found] == [1] * (2 if name == "a.json" else 1)
    assert len(references(analysis, found[0].start, include_declaration=False)) == text.count("args.TAG")


@pytest.mark.parametrize("name", TEXTS)
@pytest.mark.parametrize("old", ["build", "git", "TAG"])
def test_a_new_name_stands_wherever_the_old_one_stood(name: str, old: str) -> None:
    text = TEXTS[name]
    root = "args" if old == "TAG" else "refs"
    offset = text.index(f"{root}.{old}") + 6
    target = rename_target(analyse(text, name), offset)
    assert target is not None
    assert target[1] == old
    changed = applied(text, rename(analyse(text, name), offset, "new-name"))
    plain = text.replace(r"bu\u0069ld", "build")
    places = rf"(?<=refs\.|args\.){old}\b|(?<=refs\['){old}|(?<=\"){old}(?=\")|(?<=ref: ){old}$|^  {old}(?=:)"
    expected = re.sub(places, lambda found: found.group().replace(old, "new-name"), plain, flags=re.MULTILINE)
    assert changed.replace(r"bu\u0069ld", "build") == expected


def applied(text: str, edits: tuple[tuple[tuple[int, int], str], ...]) -> str:
    for (start, end), new in reversed(edits):
        text = text[:start] + new + text[end:]
    return text


# A name that cannot be given to the ref 'build', and the words that say so.
REFUSED = {
    "two words": "'two words' cannot be the name of a ref: use letters, digits, '_' and '-'",
    "": "'' cannot be the name of a ref: use letters, digits, '_' and '-'",
    "a.b": "'a.b' cannot be the name of a ref: use letters, digits, '_' and '-'",
    "git": "there is a ref 'git' already, or something that asks for it",
    "git-trigger": "'git-trigger' is the name of a ref that Northflank makes itself",
}


@pytest.mark.parametrize("name", REFUSED)
def test_names_that_are_refused(name: str) -> None:
    with pytest.raises(ValueError, match="ref") as raised:
        rename(analyse(YAML, "a.yaml"), YAML.index("ref: build") + 6, name)
    assert str(raised.value) == REFUSED[name]


def test_where_there_is_no_name_nothing_is_renamed() -> None:
    analysis = analyse(YAML, "a.yaml")
    assert rename_target(analysis, 0) is None
    assert definition(analysis, 0) == references(analysis, 0, include_declaration=True) == ()
    with pytest.raises(ValueError, match="declares"):
        rename(analysis, 0, "x")


def test_what_nobody_declares_is_not_renamed() -> None:
    text = "apiVersion: v1.2\nspec: {kind: Workflow, spec: {steps: [{kind: Build, spec: {id: '${args.A}'}}]}}\n"
    analysis = analyse(text, "release-flow.yaml")
    offset = text.index("args.A") + 5
    assert rename_target(analysis, offset) is None
    assert len(references(analysis, offset, include_declaration=True)) == 1


def test_a_name_that_yaml_would_take_for_something_else_is_quoted() -> None:
    changed = applied(YAML, rename(analyse(YAML, "a.yaml"), YAML.index("ref: build") + 6, "123"))
    assert 'ref: "123"' in changed
    assert "${refs.123.id}" in changed


def test_inner_flows_have_names_of_their_own() -> None:
    step = '{"kind": "Build", "ref": "x", "spec": {"id": "${refs.x.id}"}}'
    flow = f'{{"kind": "Workflow", "spec": {{"type": "sequential", "steps": [{step}]}}}}'
    stage = f'{{"kind": "ReleaseFlow", "spec": {{"data": {{"apiVersion": "v1.2", "spec": {flow}}}}}}}'
    text = f'{{"apiVersion": "v1.2", "spec": {{"kind": "Workflow", "spec": {{"steps": [{step}, {stage}]}}}}}}'
    analysis = analyse(text, "t.json", "template")
    first, second = (match.start(1) for match in re.finditer(r'"ref": "(x)"', text))
    assert [span.start for span in references(analysis, first, include_declaration=True)] == [first, first + 27]
    assert [span.start for span in references(analysis, second, include_declaration=True)] == [second, second + 27]


def test_a_byte_order_mark_counts() -> None:
    text = "\ufeff" + JSON
    offset = text.index("refs.git") + 6
    [span] = definition(analyse(text, "a.json"), offset)
    assert text[span.start : span.end] == "git"


# What is told of a misspelt name hangs on how much it looks like another one.
FLOWS = sorted(
    path
    for folder, pattern in (("examples", "good/*"), ("tests/rules", "*/good*"))
    for path in (ROOT / folder).glob(pattern)
    if path.suffix in (".json", ".yaml")
)[::5]


@pytest.mark.parametrize("path", FLOWS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_renamed_flow_has_the_same_diagnostics(path: Path) -> None:
    text = path.read_text("utf-8")
    analysis = analyse(text, path.name)
    before = summary(text, path.name)
    for mention in mentions(analysis)[:12]:
        span = written(analysis, mention.pointer, mention.anchor, mention.start, mention.end)
        if span is None or rename_target(analysis, span.start + analysis.shift) is None:
            continue
        changed = applied(text, rename(analysis, span.start + analysis.shift, "renamed-x"))
        assert changed != text
        assert summary(changed, path.name) == before


# What is said of the name itself, or of its spelling.
_ABOUT_NAMES = {"unusable-name", "secret-in-arguments", "static-secret"}


def summary(text: str, name: str) -> list[str]:
    found = lint(text, name=name).diagnostics
    return sorted(one.rule for one in found if one.rule not in _ABOUT_NAMES)
