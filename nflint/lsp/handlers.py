"""What the server does about each message: the document's life, diagnostics, and the editor's questions.

Handlers take the session, which is all they know, and the parameters; `nflint.lsp.server` binds them to the protocol.
"""

from __future__ import annotations

from typing import TypeAlias

from lsprotocol import types
from pygls.exceptions import JsonRpcException

from nflint import language
from nflint.lsp import features
from nflint.lsp.actions import FIX_ALL, Asked, code_actions, fix_all_edit
from nflint.lsp.features import Question
from nflint.lsp.positions import offset_at
from nflint.lsp.session import Session
from nflint.lsp.workspace_edits import edit_of

DocumentReport: TypeAlias = types.RelatedFullDocumentDiagnosticReport | types.RelatedUnchangedDocumentDiagnosticReport


def _asked(session: Session, uri: str) -> Question | None:
    """The question about a document; None where the editor never opened it."""
    document = session.documents.get(uri)
    return None if document is None else Question(document, session.analysis(document), session.encoding)


def hover(session: Session, params: types.HoverParams) -> types.Hover | None:
    asked = _asked(session, params.text_document.uri)
    return features.hover(asked, params.position, session.client) if asked else None


def completion(session: Session, params: types.CompletionParams) -> list[types.CompletionItem] | None:
    asked = _asked(session, params.text_document.uri)
    return features.completions(asked, params.position, session.client) if asked else None


def signature_help(session: Session, params: types.SignatureHelpParams) -> types.SignatureHelp | None:
    asked = _asked(session, params.text_document.uri)
    return features.signature(asked, params.position, session.client) if asked else None


def definition(session: Session, params: types.DefinitionParams) -> list[types.Location] | None:
    asked = _asked(session, params.text_document.uri)
    return asked.locations(language.definition(asked.analysis, asked.offset(params.position))) if asked else None


def references(session: Session, params: types.ReferenceParams) -> list[types.Location] | None:
    asked = _asked(session, params.text_document.uri)
    if asked is None:
        return None
    declared = params.context.include_declaration
    spans = language.references(asked.analysis, asked.offset(params.position), include_declaration=declared)
    return asked.locations(spans)


def highlights(session: Session, params: types.DocumentHighlightParams) -> list[types.DocumentHighlight] | None:
    asked = _asked(session, params.text_document.uri)
    if asked is None:
        return None
    spans = language.references(asked.analysis, asked.offset(params.position), include_declaration=True)
    return [types.DocumentHighlight(asked.range(span)) for span in spans]


def prepare_rename(session: Session, params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
    asked = _asked(session, params.text_document.uri)
    return features.prepare_rename(asked, params.position) if asked else None


def rename(session: Session, params: types.RenameParams) -> types.WorkspaceEdit | None:
    """Raises `JsonRpcException` for a name that cannot be: editors show its text."""
    asked = _asked(session, params.text_document.uri)
    if asked is None:
        return None
    try:
        edits = features.rename(asked, params.position, params.new_name)
    except ValueError as error:
        raise JsonRpcException(str(error), types.LSPErrorCodes.RequestFailed) from error
    return edit_of(asked.document.uri, asked.document.version, edits, session.client)


def symbols(session: Session, params: types.DocumentSymbolParams) -> features.Symbols | None:
    asked = _asked(session, params.text_document.uri)
    return features.outline(asked, session.client) if asked else None


def folds(session: Session, params: types.FoldingRangeParams) -> list[types.FoldingRange] | None:
    asked = _asked(session, params.text_document.uri)
    return features.folds(asked) if asked else None


def lenses(session: Session, params: types.CodeLensParams) -> list[types.CodeLens] | None:
    asked = _asked(session, params.text_document.uri)
    return features.lenses(asked) if asked else None


async def diagnostics(session: Session, params: types.DocumentDiagnosticParams) -> DocumentReport:
    """The diagnostics of a document as it is now; none of one that is not open."""
    linted = await session.linted(params.text_document.uri)
    if linted is None:
        return types.RelatedFullDocumentDiagnosticReport([])
    session.announce(linted.held)
    if linted.identity == params.previous_result_id:
        return types.RelatedUnchangedDocumentDiagnosticReport(linted.identity)
    return types.RelatedFullDocumentDiagnosticReport(linted.shown, result_id=linted.identity)


async def actions(session: Session, params: types.CodeActionParams) -> list[types.CodeAction] | None:
    if not session.client.literal_actions:
        return None  # Such an editor only knows commands, and nflint has no commands that edit.
    linted = await session.linted(params.text_document.uri)
    if linted is None:
        return None
    text = linted.document.text
    start, end = (offset_at(text, one, session.encoding) for one in (params.range.start, params.range.end))
    only = tuple(str(getattr(kind, "value", kind)) for kind in params.context.only or ())
    unasked = params.context.trigger_kind == types.CodeActionTriggerKind.Automatic
    return await session.aside(code_actions, Asked(linted, min(start, end), max(start, end), only, unasked), session)


async def resolved_action(session: Session, action: types.CodeAction) -> types.CodeAction:
    """The action with its edit; as it came where there is nothing to add. Raises `JsonRpcException` where the document
    has changed since it was offered."""
    data = action.data
    if action.kind != FIX_ALL or not isinstance(data, dict) or not isinstance(uri := data.get("uri"), str):
        return action
    linted = await session.linted(uri)
    if linted is None or linted.document.version != data.get("version"):
        raise JsonRpcException("the document has changed", types.LSPErrorCodes.ContentModified)
    edit = await session.aside(fix_all_edit, linted, session)
    return action if edit is None else types.CodeAction(action.title, kind=FIX_ALL, edit=edit, data=data)
