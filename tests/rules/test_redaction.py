"""No report shows a credential: not in its words, and not in the source that is printed around a diagnostic."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from test_rules import documents, linted

from nflint import lint, lint_value
from nflint.diagnostic import Report
from nflint.flow.credentials import build_credentials
from nflint.globs import fits_pointer
from nflint.report import json_format, text_format
from nflint.source.document import read
from nflint.source.text import decode

TOKEN = "ghp_" + "a1B2c3D4e5F6" * 3
GUESSED = "q7Rk2vX9mB4tZ8pL3nW6cY1d"
PASSWORD = "mellon-and-more"
URL = f"postgres://ann:{PASSWORD}@db.acme.dev/shop"
SECRETS = (TOKEN, GUESSED, PASSWORD)

# As many characters of a secret tell what it is.
TELLING = 8


def everything(report: Report) -> str:
    """All that anybody could print of a report."""
    return text_format.render(report) + json_format.render(report) + repr(report.excerpts)


def shown(report: Report, secrets: tuple[str, ...] = SECRETS) -> list[str]:
    printed = everything(report)
    pieces = [secret[at : at + TELLING] for secret in secrets for at in range(max(1, len(secret) - TELLING))]
    return [piece for piece in pieces if piece in printed]


@pytest.mark.parametrize("path", documents("bad"), ids=lambda path: f"{path.parent.name}/{path.name}")
def test_no_credential_of_a_document_is_printed(path: Path) -> None:
    content, _ = decode(path.read_bytes())
    found = [one for document in read(content) for one in build_credentials(document.value).found]
    lines = tuple(line for one in found for line in one.text.split("\n") if len(line) >= TELLING)
    report = linted(path)
    assert shown(report, lines) == []
    assert bool(found) == any(one.rule in WRITTEN for one in report.diagnostics)


WRITTEN = ("plain-text-secret", "password-in-url", "plain-text-webhook", "guessed-secret")

STEP = {"kind": "JobRun", "spec": {"jobId": TOKEN, "runtimeEnvironment": {"A": URL, "API_TOKEN": GUESSED}}}
FLOW = {
    "apiVersion": TOKEN,
    "arguments": {"TOKEN": GUESSED, "TOKENS": [TOKEN, {"value": GUESSED}]},
    "unknown": {TOKEN: TOKEN},
    "spec": {
        "kind": "Workflow",
        "spec": {
            "type": TOKEN,
            "steps": [
                STEP,
                {"kind": TOKEN, "ref": TOKEN, "spec": {"id": f"${{refs.{TOKEN}.id}}"}},
                {"kind": "Build", "spec": {"branch": f"${{fn.if(args.{TOKEN}, '{TOKEN}', '{URL}'}}", "sha": TOKEN}},
                {"kind": "Message", "spec": {"kind": "SLACK", "spec": {"webhookUrl": URL, "message": f"{TOKEN} ${{"}}},
            ],
        },
    },
}
TEXTS = {
    "spread": json.dumps(FLOW, indent=2),
    "one line": json.dumps(FLOW),
    "escaped": json.dumps(FLOW).replace("/", "\\/").replace("ghp", "\\u0067hp").replace("q7R", "q\\u0037R"),
    "a missing comma": json.dumps(FLOW, indent=2).replace('",\n', '"\n', 3),
    "cut off": json.dumps(FLOW, indent=2)[:-300],
    "a closing comma": json.dumps(FLOW, indent=2).replace("}", ",}"),
    "duplicates": f'{{"TOKEN": "{GUESSED}", "TOKEN": "{GUESSED}", "a": "{TOKEN}", "a": 1, {json.dumps(FLOW)[1:]}',
    "comments": f"# TOKEN={GUESSED}\n# old token: {GUESSED}\n# {URL}\n{json.dumps(FLOW, indent=2)}\n# {TOKEN}\n",
    "yaml": f"apiVersion: v1\narguments:\n  TOKEN: &t {GUESSED}\n  API_KEY: *t\n  D: '{URL}'\n  x: {TOKEN}\nspec: *t\n",
    "folded": f"apiVersion: v1\narguments:\n  X: >\n    a {TOKEN}\n    b {URL}\nspec: 1\n",
    "merged": f"a: &a {{TOKEN: {GUESSED}, URL: '{URL}'}}\napiVersion: v1\narguments: {{<<: *a, x: {TOKEN}}}\nspec: 1\n",
    "several": f"apiVersion: v1\nspec: {TOKEN}\n---\narguments: {{TOKEN: {GUESSED}}}\nspec: '{URL}'\n",
    "request": json.dumps({"name": TOKEN, "arguments": {"TOKEN": GUESSED, "a": URL}, "overrides": TOKEN}),
    "stranger": json.dumps({TOKEN: TOKEN, "TOKEN": GUESSED, "a": URL}),
}


@pytest.mark.parametrize("text", TEXTS.values(), ids=TEXTS)
@pytest.mark.parametrize("kind", [None, "release-flow", "run", "run-request"])
def test_a_credential_is_not_shown_with_other_mistakes(text: str, kind: str | None) -> None:
    report = lint(text, kind=kind)  # type: ignore[arg-type]
    assert report.diagnostics
    printed = everything(report)
    assert [secret for secret in SECRETS if secret[:TELLING] in printed] == []


def test_an_entry_still_fits_what_has_a_credential_for_a_key() -> None:
    pointers = {one.pointer for one in lint(json.dumps({**FLOW, TOKEN: 1})).diagnostics}
    assert "/***" in pointers
    assert fits_pointer(f"/{TOKEN}", "/***")


def test_a_credential_of_the_flow_is_not_shown_with_a_request() -> None:
    flow = json.dumps({**FLOW, "arguments": {"TOKEN": GUESSED, "a": URL}})
    request = json.dumps({"arguments": {"b": TOKEN}, "overrides": {"x": {}}, "releaseNodeOverrides": {"y": {}}})
    report = lint(request, flow=flow)
    assert report.diagnostics
    assert shown(report) == []


def test_a_value_without_a_text_shows_none_either() -> None:
    report = lint_value(FLOW)
    assert [
        secret for secret in SECRETS if secret in repr([one._replace(pointer="") for one in report.diagnostics])
    ] == []


def test_everything_stands_where_it_stood() -> None:
    text = json.dumps(FLOW, indent=2)
    lines = text.split("\n")
    report = lint(text)
    for diagnostic, excerpt in report.excerpts.items():
        assert len(excerpt.line) == len(lines[diagnostic.region.line - 1])
    assert any("*" * len(TOKEN) in excerpt.line for excerpt in report.excerpts.values())


def test_what_is_no_credential_is_shown() -> None:
    report = lint('{"apiVersion": "v1.2", "spec": {"kind": "Workflov", "spec": {"a": "https://acme.dev/a:b@c"}}}')
    assert "Workflov" in everything(report)
    assert "https://acme.dev/a:b@c" in everything(report)
