"""What the tests of the language server share: a client as pytest-lsp makes it, and documents with marked places."""

from __future__ import annotations

import asyncio
import os
import sys
from collections import defaultdict
from itertools import count
from pathlib import Path
from typing import Any

from lsprotocol import types
from pytest_lsp import ClientServerConfig, LanguageClient, client_capabilities, make_test_lsp_client

from nflint.lsp.positions import position_at
from nflint.source.text import Text

ROOT = Path(__file__).resolve().parents[2]


def make_client() -> LanguageClient:
    """A client that also takes registrations, as editors do, and keeps them in `registrations`; and in `told`, for each
    document, all diagnostics that it was told of, of which `wait_for_notification` would miss some."""
    client = make_test_lsp_client()
    client.registrations = []
    client.told = defaultdict(asyncio.Queue)

    def publish(parameters: types.PublishDiagnosticsParams) -> None:
        client.diagnostics[parameters.uri] = parameters.diagnostics
        client.told[parameters.uri].put_nowait(parameters)

    client.protocol.fm.features[types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS] = publish

    @client.feature(types.CLIENT_REGISTER_CAPABILITY)
    def register(parameters: types.RegistrationParams) -> None:
        client.registrations.extend(parameters.registrations)

    return client


SERVER = ClientServerConfig(
    client_factory=make_client,
    server_command=[sys.executable, "-m", "nflint", "lsp", "--stdio"],
    server_env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
)

_NUMBERS = count()


async def begin(
    client: LanguageClient,
    *,
    capabilities: types.ClientCapabilities | None = None,
    pulls: bool = False,
    folder: Path | None = None,
    options: object = None,
    encodings: list[str] | None = None,
) -> types.InitializeResult:
    """Starts the conversation as VS Code does, or as an editor with those capabilities."""
    capabilities = capabilities or client_capabilities("visual-studio-code")
    if pulls:
        assert capabilities.text_document is not None
        assert capabilities.workspace is not None
        capabilities.text_document.diagnostic = types.DiagnosticClientCapabilities()
        capabilities.workspace.diagnostics = types.DiagnosticWorkspaceClientCapabilities(refresh_support=True)
    if encodings is not None:
        capabilities.general = types.GeneralClientCapabilities(
            position_encodings=[types.PositionEncodingKind(encoding) for encoding in encodings]
        )
    uri = folder.as_uri() if folder else None
    return await client.initialize_session(
        types.InitializeParams(
            capabilities=capabilities,
            root_uri=uri,
            workspace_folders=[types.WorkspaceFolder(uri, "work")] if uri else None,
            initialization_options=options,
        )
    )


async def told_of(client: LanguageClient, uri: str) -> types.PublishDiagnosticsParams:
    """The next diagnostics that the server sends about a document, on whichever machine in half a minute."""
    found: types.PublishDiagnosticsParams = await asyncio.wait_for(client.told[uri].get(), 30)
    return found


class Page:
    """A document that is open in the server; `|` marks the cursor in what it is made of, and is not in its text."""

    def __init__(self, client: LanguageClient, marked: str, name: str = "release-flow.json", uri: str = "") -> None:
        self.client = client
        self.uri = uri or f"file:///flows/{next(_NUMBERS)}/{name}"
        self.cursor = marked.find("|")
        self.text = marked.replace("|", "", 1)
        self.version = 1
        language = "yaml" if name.endswith(("yaml", "yml")) else "json"
        item = types.TextDocumentItem(self.uri, language, 1, self.text)
        client.text_document_did_open(types.DidOpenTextDocumentParams(item))

    @property
    def place(self) -> dict[str, Any]:
        """The document and the cursor, as requests name them."""
        return {"text_document": self.identifier, "position": position_at(Text(self.text), self.cursor, "utf-16")}

    @property
    def identifier(self) -> types.TextDocumentIdentifier:
        """The document, as requests name it."""
        return types.TextDocumentIdentifier(self.uri)

    @property
    def whole(self) -> types.Range:
        """The range of all of the text."""
        return types.Range(types.Position(0, 0), position_at(Text(self.text), len(self.text), "utf-16"))

    def at(self, part: str) -> types.Range:
        """The range of the first place where `part` stands."""
        start, text = self.text.index(part), Text(self.text)
        return types.Range(position_at(text, start, "utf-16"), position_at(text, start + len(part), "utf-16"))

    def edit(self, old: str, new: str) -> None:
        """Changes the first place where `old` stands."""
        change = types.TextDocumentContentChangePartial(range=self.at(old), text=new)
        self.text = self.text.replace(old, new, 1)
        self.version += 1
        identifier = types.VersionedTextDocumentIdentifier(self.version, self.uri)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(identifier, [change]))

    async def pushed(self, version: int | None = None) -> list[types.Diagnostic]:
        """The diagnostics that the server sends for this version, the one that is there now unless said otherwise."""
        while True:
            found = await told_of(self.client, self.uri)
            if found.version == (version or self.version):
                return list(found.diagnostics)

    async def pulled(self, previous: str | None = None) -> Any:
        """The report that the server gives when it is asked."""
        asked = types.DocumentDiagnosticParams(self.identifier, previous_result_id=previous)
        return await self.client.text_document_diagnostic_async(asked)

    async def actions(self, range_: types.Range | None = None, only: list[str] | None = None) -> list[types.CodeAction]:
        """The code actions for a range, or for all of the text."""
        context = types.CodeActionContext([], only=only)
        asked = types.CodeActionParams(self.identifier, range_ or self.whole, context)
        return list(await self.client.text_document_code_action_async(asked) or ())


def applied(text: str, edits: list[types.TextEdit]) -> str:
    """The text after edits, whose columns are UTF-16."""
    from nflint.lsp.positions import offset_at

    whole = Text(text)
    for edit in sorted(edits, key=lambda one: (one.range.start.line, one.range.start.character), reverse=True):
        start, end = (offset_at(whole, one, "utf-16") for one in (edit.range.start, edit.range.end))
        text = text[:start] + edit.new_text + text[end:]
    return text


def edits_of(edit: types.WorkspaceEdit | None, uri: str) -> list[types.TextEdit]:
    """The edits of one document in a workspace edit."""
    assert edit is not None
    if edit.changes:
        return list(edit.changes[uri])
    return [one for change in edit.document_changes or () if change.text_document.uri == uri for one in change.edits]
