"""What the editor and the folder say of nflint, through a server process: settings, configurations, encodings."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest_lsp = pytest.importorskip("pytest_lsp", reason="pytest-lsp is not installed")

from editors import SERVER, Page, begin, told_of  # noqa: E402
from lsprotocol import types  # noqa: E402
from pytest_lsp import LanguageClient  # noqa: E402

pytestmark = [pytest.mark.asyncio(loop_scope="module"), pytest.mark.filterwarnings("ignore::DeprecationWarning:pygls")]

FLOW = """\
{
  "apiVersion": "v1.2", "arguments": {"OLD": ""}, "mistake": 1,
  "spec": {"kind": "Workflow", "spec": {"type": "parallel", "steps": []}}
}
"""


@pytest.fixture(scope="module")
def workspace(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that is open in the editor."""
    return tmp_path_factory.mktemp("workspace")


@pytest_lsp.fixture(config=SERVER, scope="module")
async def editor(lsp_client: LanguageClient, workspace: Path):
    """An editor that waits for diagnostics, and counts columns in UTF-8."""
    await begin(lsp_client, folder=workspace, options={"ignore": ["unused-argument"]}, encodings=["utf-8", "utf-16"])
    yield
    await lsp_client.shutdown_session()


@pytest_lsp.fixture(config=SERVER, scope="module")
async def pulling(lsp_client: LanguageClient, workspace: Path):
    """An editor that asks for diagnostics."""
    await begin(lsp_client, folder=workspace, pulls=True)
    yield
    await lsp_client.shutdown_session()


def page_in(client: LanguageClient, folder: Path, name: str = "release-flow.json", text: str = FLOW) -> Page:
    return Page(client, text, name, uri=(folder / name).as_uri())


def changed(client: LanguageClient, path: Path, text: str | None) -> None:
    """Writes a file, or removes it, and tells the server as an editor does that watches files."""
    if text is None:
        path.unlink()
    else:
        path.write_text(text, "utf-8")
    event = types.FileEvent(path.as_uri(), types.FileChangeType.Changed)
    client.workspace_did_change_watched_files(types.DidChangeWatchedFilesParams([event]))


async def test_it_asks_to_be_told_of_configurations(editor: LanguageClient, workspace: Path) -> None:
    await page_in(editor, workspace).pushed()
    watched = [one for one in editor.registrations if one.method == types.WORKSPACE_DID_CHANGE_WATCHED_FILES]
    assert [one["globPattern"] for one in watched[0].register_options["watchers"]] == [
        "**/.nflint.yaml",
        "**/.nflint.yml",
        "**/pyproject.toml",
    ]


async def test_columns_are_counted_as_was_agreed(editor: LanguageClient, workspace: Path) -> None:
    text = '{"apiVersion": "v1.2", "\U0001f600\u00e9": 1, "xyz": 2, "spec": {"kind": "Workflow"}}'
    page = page_in(editor, workspace, "columns-release-flow.json", text)
    found = {one.data["pointer"]: one for one in await page.pushed()}
    before = page.text[: page.text.index('"xyz"')].encode("utf-8")
    assert found["/xyz"].range.start.character == len(before)


async def test_a_configuration_is_followed_when_it_changes(editor: LanguageClient, workspace: Path) -> None:
    page = page_in(editor, workspace, "governed-release-flow.json")
    assert {one.data["rule"] for one in await page.pushed()} == {"unknown-key", "empty-workflow"}
    config = workspace / ".nflint.yaml"
    changed(editor, config, "ignore: [unknown-key]\n")
    assert {one.data["rule"] for one in await page.pushed()} == {"empty-workflow"}
    changed(editor, config, "ignre: [unknown-key]\n")
    told = await told_of(editor, config.as_uri())
    assert [one.data["rule"] for one in told.diagnostics] == ["unknown-key"]
    assert any(".nflint.yaml has mistakes: line 1" in one.message for one in editor.messages)
    assert {one.data["rule"] for one in await page.pushed()} == {"empty-workflow"}  # The last good one holds on.
    changed(editor, config, None)
    assert {one.data["rule"] for one in await page.pushed()} == {"unknown-key", "empty-workflow"}


async def test_settings_that_the_editor_is_asked_for(editor: LanguageClient, workspace: Path) -> None:
    page = page_in(editor, workspace, "other-release-flow.json")
    assert "unused-argument" not in {one.data["rule"] for one in await page.pushed()}
    editor.set_configuration({"nflint": {"select": ["unused-argument"]}})
    editor.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
    assert {one.data["rule"] for one in await page.pushed()} == {"unused-argument"}
    editor.set_configuration({"nflint": {"minSeverity": "error", "nosuch": 1}})
    editor.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
    assert await page.pushed() == []
    assert any("'nosuch'" in one.message for one in editor.log_messages)
    editor.set_configuration({})
    editor.workspace_did_change_configuration(types.DidChangeConfigurationParams(settings=None))
    assert {one.data["rule"] for one in await page.pushed()} == {"unknown-key", "empty-workflow"}


async def test_who_asks_is_told_to_ask_again(pulling: LanguageClient, workspace: Path) -> None:
    folder = workspace / "inner"
    folder.mkdir()
    page = page_in(pulling, folder)
    before = await page.pulled()
    assert "unknown-key" in {one.data["rule"] for one in before.items}
    count = pulling.diagnostic_refresh_count
    changed(pulling, folder / ".nflint.yaml", "ignore: [unknown-key]\n")
    after = await page.pulled(before.result_id)
    assert after.kind == "full"
    assert "unknown-key" not in {one.data["rule"] for one in after.items}
    assert pulling.diagnostic_refresh_count == count + 1
