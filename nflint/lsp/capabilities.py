"""What the editor at the other end can do, as far as answers depend on it."""

from __future__ import annotations

from typing import NamedTuple

from lsprotocol import types


class Client(NamedTuple):
    """The capabilities of an editor; without any, it gets what every editor has understood from the beginning."""

    pulls: bool = False
    refreshes: bool = False
    configures: bool = False
    registers_watching: bool = False
    registers_configuration: bool = False
    snippets: bool = False
    adjusts_indentation: bool = False
    markdown: bool = False
    nested_symbols: bool = False
    versioned_edits: bool = False
    creates_files: bool = False
    literal_actions: bool = False
    resolves_edits: bool = False
    shows_documents: bool = False
    line_folds: bool = False


def read_client(given: types.ClientCapabilities) -> Client:
    """What matters here of an editor's capabilities."""
    text = given.text_document or types.TextDocumentClientCapabilities()
    workspace = given.workspace or types.WorkspaceClientCapabilities()
    window = given.window or types.WindowClientCapabilities()
    edits = workspace.workspace_edit or types.WorkspaceEditClientCapabilities()
    hover = text.hover.content_format if text.hover else None
    item = text.completion.completion_item if text.completion else None
    return Client(
        pulls=text.diagnostic is not None,
        refreshes=bool(workspace.diagnostics and workspace.diagnostics.refresh_support),
        configures=bool(workspace.configuration),
        registers_watching=bool(
            workspace.did_change_watched_files and workspace.did_change_watched_files.dynamic_registration
        ),
        registers_configuration=bool(
            workspace.did_change_configuration and workspace.did_change_configuration.dynamic_registration
        ),
        snippets=bool(item and item.snippet_support),
        adjusts_indentation=bool(
            item
            and item.insert_text_mode_support
            and types.InsertTextMode.AdjustIndentation in item.insert_text_mode_support.value_set
        ),
        markdown=types.MarkupKind.Markdown in (hover or ()),
        nested_symbols=bool(text.document_symbol and text.document_symbol.hierarchical_document_symbol_support),
        versioned_edits=bool(edits.document_changes),
        creates_files=types.ResourceOperationKind.Create in (edits.resource_operations or ()),
        literal_actions=bool(text.code_action and text.code_action.code_action_literal_support),
        resolves_edits=bool(
            text.code_action
            and text.code_action.data_support
            and text.code_action.resolve_support
            and "edit" in text.code_action.resolve_support.properties
        ),
        shows_documents=bool(window.show_document and window.show_document.support),
        line_folds=bool(text.folding_range and text.folding_range.line_folding_only),
    )
