"""What is offered within `${...}`: refs that have run, their outputs, arguments, functions; and the call around."""

from __future__ import annotations

import pytest
from cursor_texts import chosen, in_json, in_yaml, unmark

from nflint.language import analyse, completions, signature

_YAML = "      - kind: Release\n        spec:\n          x:"

# How an expression stands in a value: in JSON, and in each style of YAML.
STYLES: dict[str, tuple[str, str]] = {
    "json": ('{ "kind": "Release", "spec": { "origin": { "build": "EXPRESSION" } } },', "a.json"),
    "json-escapes": ('{ "kind": "Release", "spec": { "origin": { "build": "\\"\\u00e9\\" EXPRESSION" } } },', "a.json"),
    "json-unclosed": ('{ "kind": "Release", "spec": { "origin": { "build": "EXPRESSION', "a.json"),
    "yaml-plain": (f"{_YAML} EXPRESSION", "a.yaml"),
    "yaml-double": (f'{_YAML} "\\t EXPRESSION"', "a.yaml"),
    "yaml-single": (f"{_YAML} 'it''s EXPRESSION'", "a.yaml"),
    "yaml-literal": (f"{_YAML} |\n            a\n            EXPRESSION", "a.yaml"),
    "yaml-folded": (f"{_YAML} >-\n            a\n            EXPRESSION", "a.yaml"),
    "yaml-unclosed": (f'{_YAML} "EXPRESSION', "a.yaml"),
    "yaml-brackets": ('      - kind: Release\n        spec: { x: "EXPRESSION" }', "a.yaml"),
}

# An expression with the cursor, and what is offered first.
OFFERED: dict[str, list[str]] = {
    "${|}": ["refs", "args", "fn", "secrets"],
    "${|": ["refs", "args", "fn", "secrets"],
    "${re|}": ["refs", "args", "fn", "secrets"],
    "${refs.|}": ["migrate", "build", "git"],
    "${refs.|": ["migrate", "build", "git"],
    "${refs.bui|ld.id}": ["migrate", "build", "git"],
    "${refs.build.|}": ["id", "branch", "sha"],
    "${refs.git.|": ["branch", "sha", "repoUrl", "pullRequestId"],
    "${refs.nobody.|}": [],
    "${args.|}": ["TAG", "REGION"],
    "${fn.eq(args.|, 'x')}": ["TAG", "REGION"],
    "${fn.if(|": ["refs", "args", "fn", "secrets"],
    "${fn.|}": ["randomSecret", "date", "fetchSecret"],
    "${fn.eq('a.|": [],
    "${args.TAG}|": [],
    "${secrets.x.|}": ["values", "files"],
}


def text_of(style: str, expression: str) -> tuple[str, str, int]:
    step, name = STYLES[style]
    marked = in_json(step) if name == "a.json" else in_yaml(step)
    text = marked.replace("EXPRESSION", expression.replace("|", ""))
    return text, name, marked.index("EXPRESSION") + expression.index("|")


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("expression", OFFERED)
def test_the_names_that_fit(style: str, expression: str) -> None:
    if style == "yaml-single":
        pytest.skip("quotes would have to be doubled") if "'" in expression else None
    text, name, offset = text_of(style, expression)
    found = [one.label for one in completions(analyse(text, name), offset)]
    expected = OFFERED[expression]
    assert found[: len(expected)] == expected
    assert bool(found) == bool(expected)


@pytest.mark.parametrize("style", STYLES)
def test_what_is_missing_at_the_end_is_added(style: str) -> None:
    text, name, offset = text_of(style, "${refs.build.|")
    found = completions(analyse(text, name), offset)
    assert "${refs.build.id}" in chosen(text, found[0])
    text, name, offset = text_of(style, "${refs.build.|}")
    found = completions(analyse(text, name), offset)
    assert "${refs.build.id}" in chosen(text, found[0])
    assert "id}}" not in chosen(text, found[0])


def test_later_steps_and_the_node_itself_are_not_offered() -> None:
    text, name, offset = text_of("json", "${refs.|}")
    found = [one.label for one in completions(analyse(text, name), offset)]
    assert "later" not in found


def test_refs_say_what_they_are() -> None:
    text, name, offset = text_of("yaml-plain", "${refs.|}")
    found = {one.label: one.detail for one in completions(analyse(text, name), offset)}
    assert found == {"migrate": "JobRun · step 2", "build": "Build · step 1", "git": "Git trigger"}


def test_a_field_is_offered_the_expression_that_it_is_for() -> None:
    text, offset = unmark(in_json('{ "kind": "Release", "spec": { "origin": { "branch": "|" } } },'))
    [found] = completions(analyse(text, "a.json"), offset)
    assert (found.label, found.insert) == ("${refs.git.branch}", '"${refs.git.branch}"')
    text, offset = unmark(in_yaml("      - kind: Release\n        spec:\n          origin:\n            build: |"))
    [found] = completions(analyse(text, "a.yaml"), offset)
    assert found.insert == "${refs.build.id}"


def test_a_dollar_that_is_a_text_begins_nothing() -> None:
    text, name, offset = text_of("json", "\\\\${refs.|}")
    assert completions(analyse(text, name), offset) == ()


def test_required_keys_of_secrets_are_outputs() -> None:
    secrets = '{"kind": "SecretInheritance", "ref": "s", "spec": {"requiredKeys": ["TOKEN"]}}'
    text, offset = unmark(in_json(secrets + ', {"kind": "${refs.s.values.|}"},'))
    assert [one.label for one in completions(analyse(text, "a.json"), offset)] == ["TOKEN"]


# An expression with the cursor, the label of the signature, and the parameter that is being written.
SIGNATURES: dict[str, tuple[str, int] | None] = {
    "${fn.if(|)}": ("fn.if(condition, then, else?)", 0),
    "${fn.if(fn.eq(args.TAG, 'x'), |": ("fn.if(condition, then, else?)", 1),
    "${fn.if(fn.eq(args.TAG, |": ("fn.eq(a, b...)", 1),
    "${fn.eq('a', 'b', 'c', |)}": ("fn.eq(a, b...)", 1),
    "${fn.replace(args.TAG, ',', |)}": ("fn.replace(text, match, replacement)", 2),
    "${fn.toUpper(args.TAG)|}": None,
    "${fn.nothing(|)}": None,
    "${args.TAG|}": None,
    "fn.if(|)": None,
}


@pytest.mark.parametrize(
    "style", ["json", "json-unclosed", "yaml-plain", "yaml-double", "yaml-literal", "yaml-unclosed"]
)
@pytest.mark.parametrize("expression", SIGNATURES)
def test_the_call_around(style: str, expression: str) -> None:
    text, name, offset = text_of(style, expression)
    found = signature(analyse(text, name), offset)
    assert (None if found is None else (found.label, found.active)) == SIGNATURES[expression]
    assert found is None or all(parameter in found.label for parameter in found.parameters)
