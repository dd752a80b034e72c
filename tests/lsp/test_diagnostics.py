"""Diagnostics as an editor gets them, from a server process: pushed and pulled, true for the text as it is now."""

from __future__ import annotations

import asyncio

import pytest

pytest_lsp = pytest.importorskip("pytest_lsp", reason="pytest-lsp is not installed")

from editors import SERVER, Page, begin, told_of  # noqa: E402
from lsprotocol import types  # noqa: E402
from pytest_lsp import LanguageClient  # noqa: E402

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.filterwarnings("ignore::DeprecationWarning:pygls")]

BAD = {
    "release-flow.json": """\
{
  "apiVersion": "v1.2",
  "arguments": {"OLD": "\U0001f600"},
  "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": [
    {"kind": "Message", "spec": {"kind": "SLACK", "spec": {"integrationInternalId": "\U0001f600team", "mesage": "x"}}}
  ]}}
}
""",
    "release-flow.yaml": """\
apiVersion: v1.2
arguments: {OLD: "\U0001f600"}
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - kind: Message
        spec: {kind: SLACK, spec: {integrationInternalId: "\U0001f600team", mesage: x}}
""",
}
FILES = pytest.mark.parametrize("name", BAD)


@pytest_lsp.fixture(config=SERVER, scope="module")
async def pushing(lsp_client: LanguageClient):
    """An editor that waits for diagnostics."""
    await begin(lsp_client)
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=SERVER, scope="module")
async def pulling(lsp_client: LanguageClient):
    """An editor that asks for diagnostics."""
    await begin(lsp_client, pulls=True)
    yield
    await lsp_client.shutdown_session()


@FILES
async def test_each_has_its_place_rule_severity_and_page(pushing: LanguageClient, name: str) -> None:
    page = Page(pushing, BAD[name], name)
    found = {one.data["rule"]: one for one in await page.pushed()}
    unknown = found["unknown-key"]
    assert unknown.range == page.at('"mesage"' if name.endswith("json") else "mesage")
    assert unknown.severity == types.DiagnosticSeverity.Warning
    assert unknown.source == "nflint"
    assert unknown.code == "NF102"
    assert unknown.code_description == types.CodeDescription("https://nflint.dev/rules/unknown-key")
    assert unknown.message.startswith("unknown key 'mesage'")
    assert unknown.message.endswith("\ndid you mean 'message'?")
    assert unknown.data["pointer"] == "/spec/spec/steps/0/spec/spec/mesage"


@FILES
async def test_what_is_unused_is_faded_and_shown_as_information(pushing: LanguageClient, name: str) -> None:
    [unused] = [one for one in await Page(pushing, BAD[name], name).pushed() if one.data["rule"] == "unused-argument"]
    assert tuple(unused.tags or ()) == (types.DiagnosticTag.Unnecessary,)
    assert unused.severity == types.DiagnosticSeverity.Information


async def test_related_places_are_told(pushing: LanguageClient) -> None:
    page = Page(pushing, "apiVersion: v1.2\nspec: {kind: Workflow}\nspec: {kind: Workflow}\n", "release-flow.yaml")
    [related] = [one for found in await page.pushed() for one in found.related_information or ()]
    assert related.location == types.Location(page.uri, page.at("spec"))


@FILES
async def test_an_edit_changes_what_is_found(pushing: LanguageClient, name: str) -> None:
    page = Page(pushing, BAD[name], name)
    assert "NF102" in {one.code for one in await page.pushed()}
    page.edit("mesage", "message")
    assert "NF102" not in {one.code for one in await page.pushed()}
    page.edit("message", "\U0001f600mesage")
    [unknown] = [one for one in await page.pushed() if one.code == "NF102"]
    assert unknown.range == page.at('"\U0001f600mesage"' if name.endswith("json") else "\U0001f600mesage")


@FILES
async def test_a_document_that_cannot_be_read_has_a_place_for_that(pushing: LanguageClient, name: str) -> None:
    page = Page(pushing, BAD[name].replace("}}", "", 1), name)
    found = await page.pushed()
    assert "NF001" in {one.code for one in found}
    assert all(one.severity == types.DiagnosticSeverity.Error for one in found if one.code == "NF001")


async def test_only_the_newest_version_is_told(pushing: LanguageClient) -> None:
    page = Page(pushing, BAD["release-flow.json"])
    await page.pushed()
    seen: list[int | None] = []
    for number in range(100):
        page.edit('"mesage"', '"message"') if number % 2 == 0 else page.edit('"message"', '"mesage"')
    while page.version not in seen:
        seen.append((await told_of(pushing, page.uri)).version)
    assert seen == sorted(seen, key=lambda version: version or 0)
    assert len(seen) < 100
    assert "NF102" in {one.code for one in pushing.diagnostics[page.uri]}


async def test_a_closed_document_has_no_diagnostics(pushing: LanguageClient) -> None:
    page = Page(pushing, BAD["release-flow.json"])
    assert await page.pushed()
    pushing.text_document_did_close(types.DidCloseTextDocumentParams(page.identifier))
    assert not (await told_of(pushing, page.uri)).diagnostics


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("docker-compose.yaml", "services: {web: {image: nginx}}\n"),
        ("package.json", '{"name": "x", "workflow": true}'),
        ("notes.yaml", "a: [\n"),
        ("empty.json", ""),
    ],
)
async def test_other_files_are_left_alone(pushing: LanguageClient, name: str, text: str) -> None:
    assert await Page(pushing, text, name).pushed() == []


async def test_a_file_that_is_named_as_a_flow_is_told_what_it_is(pushing: LanguageClient) -> None:
    assert [one.code for one in await Page(pushing, '{"a": 1}').pushed()] == ["NF022"]


async def test_a_document_without_a_file_is_linted(pushing: LanguageClient) -> None:
    page = Page(pushing, BAD["release-flow.yaml"], "x.yaml", uri="untitled:Untitled-1")
    assert "NF102" in {one.code for one in await page.pushed()}


async def test_a_configuration_is_linted_as_one(pushing: LanguageClient) -> None:
    page = Page(pushing, "selct: [strict]\n", ".nflint.yaml")
    [found] = await page.pushed()
    assert found.range == page.at("selct")
    assert found.severity == types.DiagnosticSeverity.Error
    page = Page(pushing, '[project]\nname = "x"\n[tool.nflint]\nselect = ["strct"]\n', "pyproject.toml")
    [found] = await page.pushed()
    assert found.range == page.at('"strct"')
    assert await Page(pushing, "[tool.other]\nnflint = 1\n", "pyproject.toml").pushed() == []


async def test_a_document_beyond_the_limit_has_one_diagnostic(pushing: LanguageClient) -> None:
    page = Page(pushing, '{"apiVersion": "v1.2", "spec": {"kind": "Workflow", "x": "' + "a" * 10_000_000 + '"}}')
    assert [one.data["rule"] for one in await page.pushed()] == ["too-large"]


@FILES
async def test_asking_gives_the_same_and_then_that_nothing_has_changed(pulling: LanguageClient, name: str) -> None:
    page = Page(pulling, BAD[name], name)
    report = await page.pulled()
    assert report.kind == "full"
    assert {"NF102", "NF221"} <= {one.code for one in report.items}
    again = await page.pulled(report.result_id)
    assert (again.kind, again.result_id) == ("unchanged", report.result_id)
    page.edit("mesage", "message")
    changed = await page.pulled(report.result_id)
    assert changed.kind == "full"
    assert "NF102" not in {one.code for one in changed.items}


async def test_moved_columns_are_a_change_although_no_character_has_moved(pulling: LanguageClient) -> None:
    page = Page(pulling, BAD["release-flow.json"])
    report = await page.pulled()
    page.edit("\U0001f600team", "xteam")
    assert (await page.pulled(report.result_id)).kind == "full"


async def test_asking_for_what_is_not_open_gives_nothing(pulling: LanguageClient) -> None:
    page = Page(pulling, BAD["release-flow.json"])
    pulling.text_document_did_close(types.DidCloseTextDocumentParams(page.identifier))
    assert (await page.pulled()).items == ()


async def test_many_who_ask_at_once_are_all_answered(pulling: LanguageClient) -> None:
    page = Page(pulling, BAD["release-flow.json"])
    reports = await asyncio.gather(*(page.pulled() for _ in range(20)))
    assert len({report.result_id for report in reports}) == 1


async def test_who_asks_is_not_told_unasked(pulling: LanguageClient) -> None:
    page = Page(pulling, BAD["release-flow.json"])
    assert (await page.pulled()).items
    assert not pulling.diagnostics.get(page.uri)
