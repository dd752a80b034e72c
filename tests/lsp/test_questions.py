"""What an editor asks at a place in a document, answered by a server process: what is asked is tested with
`nflint.language`, here its way through the protocol, in both formats and with characters that count twice."""

from __future__ import annotations

import pytest

pytest_lsp = pytest.importorskip("pytest_lsp", reason="pytest-lsp is not installed")

from editors import SERVER, Page, applied, begin, edits_of  # noqa: E402
from lsprotocol import types  # noqa: E402
from pygls.exceptions import JsonRpcException  # noqa: E402
from pytest_lsp import LanguageClient  # noqa: E402

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.filterwarnings("ignore::DeprecationWarning:pygls")]

JSON = """\
{
  "apiVersion": "v1.2",
  "arguments": {"TAG": "\U0001f600"},
  "triggers": [{
    "ref": "source", "vcsService": "github", "repoUrl": "https://github.com/acme/shop", "branchRestrictions": ["main"]
  }],
  "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": [
    {"kind": "Build", "ref": "image", "spec": {"id": "web", "type": "service", "branch": "${refs.source.branch}"}},
    {"kind": "Message", "spec": {"kind": "SLACK", "spec": {
      "integrationInternalId": "team", "message": "\U0001f600 ${refs.image.id} ${args.TAG}"
    }}}
  ]}}
}
"""

YAML = """\
apiVersion: v1.2
arguments: {TAG: "\U0001f600"}
triggers:
  - ref: source
    vcsService: github
    repoUrl: https://github.com/acme/shop
    branchRestrictions: [main]
spec:
  kind: Workflow
  spec:
    type: sequential
    steps:
      - kind: Build
        ref: image
        spec: {id: web, type: service, branch: "${refs.source.branch}"}
      - kind: Message
        spec:
          kind: SLACK
          spec:
            integrationInternalId: team
            message: "\U0001f600 ${refs.image.id} ${args.TAG}"
"""

FLOWS = pytest.mark.parametrize("flow", [JSON, YAML], ids=["json", "yaml"])


@pytest_lsp.fixture(config=SERVER, scope="module")
async def editor(lsp_client: LanguageClient):
    """An editor as people have it."""
    await begin(lsp_client)
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=SERVER, scope="module")
async def plain(lsp_client: LanguageClient):
    """An editor that has neither snippets nor outlines."""
    await begin(lsp_client, capabilities=types.ClientCapabilities())
    yield
    await lsp_client.shutdown_session()


def page_of(client: LanguageClient, flow: str, at: str = "") -> Page:
    """The flow, with the cursor where `|` stands in the part `at`."""
    marked = flow.replace(at.replace("|", ""), at, 1)
    return Page(client, marked, "release-flow.json" if flow.startswith("{") else "release-flow.yaml")


@FLOWS
async def test_definition_and_references(editor: LanguageClient, flow: str) -> None:
    page = page_of(editor, flow, "${refs.ima|ge.id}")
    [found] = await editor.text_document_definition_async(types.DefinitionParams(**page.place))
    assert found.uri == page.uri
    declared = page.at('"image"' if flow is JSON else "image")
    assert declared.start.line == found.range.start.line
    for with_declaration in (True, False):
        asked = types.ReferenceParams(types.ReferenceContext(with_declaration), **page.place)
        used = await editor.text_document_references_async(asked)
        assert len(used) == 1 + with_declaration
    highlights = await editor.text_document_document_highlight_async(types.DocumentHighlightParams(**page.place))
    assert len(highlights) == 2


@FLOWS
@pytest.mark.parametrize(
    ("at", "old", "new"), [("${refs.ima|ge.id}", "image", "picture"), ("args.T|AG", "TAG", "VERSION")]
)
async def test_rename(editor: LanguageClient, flow: str, at: str, old: str, new: str) -> None:
    page = page_of(editor, flow, at)
    prepared = await editor.text_document_prepare_rename_async(types.PrepareRenameParams(**page.place))
    assert prepared.placeholder == old
    edit = await editor.text_document_rename_async(types.RenameParams(new_name=new, **page.place))
    assert applied(page.text, edits_of(edit, page.uri)) == page.text.replace(old, new)


async def test_a_name_that_cannot_be_is_refused_with_a_reason(editor: LanguageClient) -> None:
    page = page_of(editor, JSON, "${refs.ima|ge.id}")
    with pytest.raises(JsonRpcException) as refused:
        await editor.text_document_rename_async(types.RenameParams(new_name="source", **page.place))
    assert "source" in str(refused.value)
    assert "Traceback" not in str(refused.value)


async def test_what_has_no_name_is_not_renamed(editor: LanguageClient) -> None:
    page = page_of(editor, JSON, '"api|Version"')
    assert await editor.text_document_prepare_rename_async(types.PrepareRenameParams(**page.place)) is None


@FLOWS
async def test_the_outline_is_nested(editor: LanguageClient, flow: str) -> None:
    page = page_of(editor, flow)
    found = await editor.text_document_document_symbol_async(types.DocumentSymbolParams(page.identifier))
    names = [one.name for one in _all(found)]
    assert "image" in names
    assert "source" in names
    for one in _all(found):
        assert one.range.start <= one.selection_range.start
        assert one.selection_range.end <= one.range.end


def _all(symbols: object) -> list[types.DocumentSymbol]:
    return [inner for one in symbols for inner in (one, *_all(one.children or ()))]


async def test_an_editor_without_nesting_gets_a_flat_outline(plain: LanguageClient) -> None:
    page = page_of(plain, YAML)
    found = await plain.text_document_document_symbol_async(types.DocumentSymbolParams(page.identifier))
    assert "image" in [one.name for one in found]
    assert all(one.location.uri == page.uri for one in found)


@FLOWS
async def test_folds_are_whole_lines(editor: LanguageClient, flow: str) -> None:
    page = page_of(editor, flow)
    found = await editor.text_document_folding_range_async(types.FoldingRangeParams(page.identifier))
    assert found
    assert all(0 <= one.start_line < one.end_line <= page.text.count("\n") for one in found)


@FLOWS
async def test_the_run_order_stands_above_the_nodes(editor: LanguageClient, flow: str) -> None:
    page = page_of(editor, flow)
    found = await editor.text_document_code_lens_async(types.CodeLensParams(page.identifier))
    titles = [one.command.title for one in found]
    assert any("image" in title for title in titles), titles
    assert all(one.command.command == "" for one in found)


@FLOWS
async def test_hover_says_what_a_place_means(editor: LanguageClient, flow: str) -> None:
    page = page_of(editor, flow, "${refs.ima|ge.id}")
    found = await editor.text_document_hover_async(types.HoverParams(**page.place))
    assert found.contents.kind == types.MarkupKind.Markdown
    assert "image" in found.contents.value
    assert found.range.start.line == page.place["position"].line


@FLOWS
async def test_completion_of_refs_outputs_and_arguments(editor: LanguageClient, flow: str) -> None:
    for at, label in (("${refs.|image.id}", "image"), ("${refs.image.|id}", "id"), ("${args.|TAG}", "TAG")):
        page = page_of(editor, flow, at)
        found = await editor.text_document_completion_async(types.CompletionParams(**page.place))
        [item] = [one for one in found if one.label == label]
        assert item.text_edit.range.start.line == page.place["position"].line


@FLOWS
async def test_completion_while_the_text_cannot_be_read(editor: LanguageClient, flow: str) -> None:
    page = page_of(editor, flow, "${refs.|image.id}")
    page.edit("refs.image.id} ${args.TAG}", "refs.")
    found = await editor.text_document_completion_async(types.CompletionParams(**page.place))
    assert "image" in [one.label for one in found]


@pytest.mark.parametrize(
    ("marked", "name"),
    [
        ('{"apiVersion": "v1.2", |"spec": {"kind": "Workflow"}}', "release-flow.json"),
        ("apiVersion: v1.2\n|\nspec: {kind: Workflow}\n", "release-flow.yaml"),
    ],
)
async def test_completion_of_keys_fits_the_editor(
    editor: LanguageClient, plain: LanguageClient, marked: str, name: str
) -> None:
    for client in (editor, plain):
        page = Page(client, marked, name)
        found = await client.text_document_completion_async(types.CompletionParams(**page.place))
        [item] = [one for one in found if one.label == "triggers"]
        if client is plain:
            assert item.insert_text_format == types.InsertTextFormat.PlainText
            assert "${" not in item.text_edit.new_text
            assert "$0" not in item.text_edit.new_text


async def test_signature_help(editor: LanguageClient) -> None:
    page = page_of(editor, JSON.replace("${args.TAG}", "${fn.eq(args.TAG, 'x')}"), "${fn.eq(args.TAG, '|x')}")
    found = await editor.text_document_signature_help_async(types.SignatureHelpParams(**page.place))
    assert "eq" in found.signatures[0].label
    assert found.active_parameter == 1
