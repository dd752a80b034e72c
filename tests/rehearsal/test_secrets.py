"""What a dry run must not show: values given on the command line, and those of arguments whose names look secret."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flows import TRIGGER, flow, job, release

from nflint import dry_run
from nflint.flow.given import HIDDEN, looks_secret
from nflint.rehearsal import DryRun

SECRET = "hunter2-and-more"


def everything(found: DryRun) -> str:
    """All that anybody could print of a dry run."""
    return repr((found.value, [(step.state, step.reason) for step in found.steps], found.report, found.report.excerpts))


SECRET_USES = (
    "${args.API_TOKEN}",
    "x${args.API_TOKEN}x",
    "${fn.toBase64(args.API_TOKEN)}",
    "${fn.slice(args.API_TOKEN, 0, 9)}",
    "${fn.stringifyJSON(fn.split(args.API_TOKEN, '-'))}",
    "${fn.if(args.API_TOKEN, args.API_TOKEN, '')}",
    "${fn.join(fn.split(args.API_TOKEN, '-'), refs.app.branch)}",
    "${args.WRAPPED}",
)
LEAKS = (SECRET, "aHVudGVyMi1hbmQtbW9yZQ", "hunter2-", '"hunter2"', "'hunter2'")


@pytest.mark.parametrize("source", SECRET_USES)
@pytest.mark.parametrize("way", ["declared", "described", "given", "requested"])
def test_a_secret_is_never_shown(source: str, way: str) -> None:
    value: Any = {"type": "string", "default": SECRET} if way == "described" else SECRET
    declared = {"API_TOKEN": value if way in ("declared", "described") else "", "WRAPPED": "<${args.API_TOKEN}>"}
    text = flow(job(V=source), release(f"acme/api{source}"), arguments=declared, triggers=[TRIGGER])
    given = {"API_TOKEN": SECRET} if way == "given" else None
    request = json.dumps({"arguments": {"API_TOKEN": SECRET, "extra": 1}}) if way == "requested" else None
    found = dry_run(text, arguments=given, request=request)
    assert not [leak for leak in LEAKS if leak in everything(found)]
    assert found.value["arguments"]["API_TOKEN"] == HIDDEN
    if way != "described":
        assert SECRET in repr(dry_run(text, arguments=given, request=request, show_values=True).value)


@pytest.mark.parametrize(
    "source",
    [
        "${args.CONFIG.password}",
        "${fn.get(args.CONFIG, 'password')}",
        "${args.CONFIG}",
        "${fn.stringifyJSON(args.CONFIG)}",
        "${args.LIST.0.value}",
        "${fn.stringifyJSON(args.LIST)}",
    ],
)
def test_a_secret_inside_of_an_argument_is_never_shown(source: str) -> None:
    declared = {"CONFIG": {"password": SECRET}, "LIST": [{"key": "API_TOKEN", "value": SECRET}]}
    text = flow(job(V=source), arguments=declared)
    assert SECRET not in everything(dry_run(text))
    assert SECRET in repr(dry_run(text, show_values=True).value)


@pytest.mark.parametrize("key", ["args", "argument", "Arguments", "argumentOverrides"])
def test_a_secret_is_not_shown_where_the_key_is_misspelt(key: str) -> None:
    assert SECRET not in everything(dry_run(flow(job(), **{key: {"API_TOKEN": SECRET}})))


def test_the_keys_of_a_secret_are_not_shown() -> None:
    text = flow(job()).replace(
        '"spec"', f'"arguments": {{"TOKENS": {{"{SECRET}": true, "{SECRET}": false}}}}, "spec"', 1
    )
    found = dry_run(text)
    assert "duplicate-key" in [one.rule for one in found.report.diagnostics]
    assert SECRET not in everything(found)


@pytest.mark.parametrize("source", ["${fn.parseJSON(args.T)}", "x${fn.get(fn.parseJSON(args.O), 'admin')}"])
def test_a_boolean_that_is_no_comparison_is_not_shown(source: str) -> None:
    found = dry_run(flow(job(V=source)), arguments={"T": "true", "O": '{"admin": true}'})
    assert found.value["spec"]["spec"]["steps"][0]["spec"]["runtimeEnvironment"]["V"] in (HIDDEN, f"x{HIDDEN}")


def test_two_hidden_keys_are_both_shown() -> None:
    steps = [job(**{"${args.A_TOKEN}": "1", "${args.B_TOKEN}": "2"})]
    found = dry_run(flow(*steps, arguments={"A_TOKEN": SECRET, "B_TOKEN": f"{SECRET}-2"}))
    environment = found.value["spec"]["spec"]["steps"][0]["spec"]["runtimeEnvironment"]
    assert environment == {HIDDEN: "1", "${args.B_TOKEN}": "2"}


def test_what_is_said_of_the_name_of_a_secret_is_said() -> None:
    [found] = dry_run(flow(job(), arguments={"RATE_KEY": 1.5})).report.diagnostics
    assert found.rule == "unused-argument"
    assert "RATE_KEY" in found.message


SECRET_NAMES = [
    *("API_TOKEN", "dbPassword", "AUTH", "SSH_KEY", "WEBHOOK_URL", "DATABASE_URL", "secret", "DB_PASS"),
    *("SMTP_PASS", "PASSCODE", "CREDS", "apiKeyProd", "KEYS", "dbPass", "encryptionKeyBase64", "JWT"),
    *("GITHUB_PAT", "BEARER", "PIN", "MNEMONIC", "RABBITMQ_URL", "MYSQL_PRIMARY_URL", "SLACK_HOOK", "key"),
]


@pytest.mark.parametrize("name", SECRET_NAMES)
def test_names_that_look_secret(name: str) -> None:
    assert looks_secret(name)


@pytest.mark.parametrize(
    "name",
    ["TAG", "STAGE", "AUTHOR", "PUBLIC_KEY", "KEYBOARD", "API_URL", "publicKey", "PATH", "SPIN", "keyed", "COMPASS"],
)
def test_names_that_do_not(name: str) -> None:
    assert not looks_secret(name)


# What is wrong with a secret value quotes it, or a part of it.
TELLING = {
    "an argument": '"pw${args.hunter2}"',
    "a ref": '"${refs.hunter2.id}"',
    "a word": '"${fn.nope(hunter2)}"',
    "a slip": '"{{args.hunter2}}"',
    "a number": "12345678901234567890",
    "a fraction": "0.12345678901234567890123",
    "a description": '{"type": "string", "default": "hunter2"}',
    "a list": '["hunter2", {"a": "hunter2"}]',
    "an escaped one": '"hunter2\\u0041\\n"',
}


@pytest.mark.parametrize("way", ["flow", "request", "inner", "pairs"])
@pytest.mark.parametrize("source", TELLING.values(), ids=TELLING)
def test_what_is_wrong_with_a_secret_does_not_show_it(source: str, way: str) -> None:
    text = flow(job(V="${args.API_TOKEN}"), arguments={"API_TOKEN": "MARK" if way == "flow" else ""})
    if way == "inner":
        stage = {
            "kind": "Pipeline",
            "spec": {"releaseFlow": {"arguments": {"API_TOKEN": "MARK"}, **json.loads(flow())}},
        }
        text = flow(job(V="${args.API_TOKEN}"), stage, arguments={"API_TOKEN": ""})
    if way == "pairs":
        variables = [{"key": "API_TOKEN", "value": "MARK"}]
        spec = {"templateType": "template", "templateId": "x", "arguments": {"variables": variables}}
        text = flow({"kind": "RunTemplate", "spec": spec}, arguments={"A": "1"})
    request = json.dumps({"arguments": {"API_TOKEN": "MARK"}}).replace('"MARK"', source) if way == "request" else None
    found = dry_run(text.replace('"MARK"', source), request=request)
    # What an expression in a variable waits for is a name that the flow uses, and no value.
    shown = everything(found._replace(steps=()) if way == "pairs" else found)
    assert "hunter2" not in shown
    assert "1234567890123456789" not in shown


@pytest.mark.parametrize(
    "arguments",
    ['"API_TOKEN": "hunter2", "API_TOKEN": "x"', '"API_TOKEN": "hunter2"}, "arguments": {"API_TOKEN": "x"'],
)
def test_of_duplicates_none_is_shown(arguments: str) -> None:
    text = flow(job(V="${args.NOBODY}"), arguments={}).replace('"arguments": {}', f'"arguments": {{{arguments}}}')
    assert "hunter2" not in everything(dry_run(text))


def test_aliases_show_no_secret_in_excerpts() -> None:
    text = "x: &t hunter2\napiVersion: v2\narguments: {API_TOKEN: *t}\nspec: {kind: Workflow, spec: {type: parallel}}\n"
    assert "hunter2" not in repr(dry_run(text).report.excerpts)


@pytest.mark.parametrize("text", ['{"arguments": {"API_TOKEN": hunter2}}', "arguments:\n  API_TOKEN: *hunter2\n"])
def test_a_text_that_cannot_be_read_is_not_quoted(text: str) -> None:
    for texts in ((text, None), (flow(), text)):
        with pytest.raises(ValueError, match="cannot be read: syntax error in line") as error:
            dry_run(texts[0], request=texts[1])
        assert "hunter2" not in str(error.value)
