"""The server: binds the handlers to the protocol, and runs it over standard input and output.

No handler takes the server down: one that fails says so in the log and answers nothing.
"""

from __future__ import annotations

import asyncio
import inspect
import logging
import os
import sys
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any, BinaryIO, NoReturn

from lsprotocol import types
from pygls.exceptions import JsonRpcException
from pygls.lsp.server import LanguageServer
from pygls.protocol import LanguageServerProtocol

from nflint import __version__
from nflint.lsp import handlers
from nflint.lsp.actions import EXPLAIN, KINDS
from nflint.lsp.lifecycle import Lifecycle
from nflint.lsp.publishing import Publisher
from nflint.lsp.session import Session
from nflint.rule import DOCS

# pygls keeps documents of its own, whose lines end at more characters than the protocol's and nflint's do.
_REPLACED = (
    types.TEXT_DOCUMENT_DID_OPEN,
    types.TEXT_DOCUMENT_DID_CHANGE,
    types.TEXT_DOCUMENT_DID_CLOSE,
    types.NOTEBOOK_DOCUMENT_DID_OPEN,
    types.NOTEBOOK_DOCUMENT_DID_CHANGE,
    types.NOTEBOOK_DOCUMENT_DID_CLOSE,
)

_REFUSALS = frozenset({types.LSPErrorCodes.RequestFailed, types.LSPErrorCodes.ContentModified})

_TRIGGERS = ['"', ".", "{", "$", ":", " ", "-", "'"]

_QUESTIONS: tuple[tuple[str, Callable[[Session, Any], Any], Any], ...] = (
    (types.TEXT_DOCUMENT_HOVER, handlers.hover, None),
    (
        types.TEXT_DOCUMENT_COMPLETION,
        handlers.completion,
        types.CompletionOptions(trigger_characters=_TRIGGERS, resolve_provider=False),
    ),
    (
        types.TEXT_DOCUMENT_SIGNATURE_HELP,
        handlers.signature_help,
        types.SignatureHelpOptions(trigger_characters=["(", ","]),
    ),
    (types.TEXT_DOCUMENT_DEFINITION, handlers.definition, None),
    (types.TEXT_DOCUMENT_REFERENCES, handlers.references, None),
    (types.TEXT_DOCUMENT_DOCUMENT_HIGHLIGHT, handlers.highlights, None),
    (types.TEXT_DOCUMENT_PREPARE_RENAME, handlers.prepare_rename, None),
    (types.TEXT_DOCUMENT_RENAME, handlers.rename, None),
    (types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, handlers.symbols, None),
    (types.TEXT_DOCUMENT_FOLDING_RANGE, handlers.folds, None),
    (types.TEXT_DOCUMENT_CODE_LENS, handlers.lenses, None),
    (types.TEXT_DOCUMENT_CODE_ACTION, handlers.actions, types.CodeActionOptions([*KINDS], resolve_provider=True)),
    (types.CODE_ACTION_RESOLVE, handlers.resolved_action, None),
    (
        types.TEXT_DOCUMENT_DIAGNOSTIC,
        handlers.diagnostics,
        types.DiagnosticOptions(inter_file_dependencies=False, workspace_diagnostics=False, identifier="nflint"),
    ),
)


class _Protocol(LanguageServerProtocol):
    """pygls leaves a request whose parameters are wrong without an answer, for which editors wait."""

    def structure_message(self, data: dict[str, Any]) -> Any:
        try:
            return super().structure_message(data)
        except JsonRpcException as error:
            if "method" in data and isinstance(data.get("id"), (int, str)):
                self._send_response(data["id"], error=error.to_response_error())
            raise


class _Server(LanguageServer):
    """pygls asks for a class to say where its own errors go: into the log, and not before the user's eyes. What is
    refused, such as a name that is taken, is no error of the server; the answer says why."""

    def report_server_error(self, error: Exception, source: Any) -> None:
        if isinstance(error, JsonRpcException) and error.code in _REFUSALS:
            return
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, f"nflint: {source.__name__}: {error}"))


def make_server() -> tuple[LanguageServer, Session]:
    """A server that is ready to be started, and what it will know."""
    server = _Server("nflint", __version__, protocol_cls=_Protocol)
    session = Session()
    publisher = Publisher(server, session)
    session.announce = publisher.announce
    session.log = _logger(server)
    for method in _REPLACED:
        server.protocol.fm.builtin_features.pop(method, None)
    lifecycle = Lifecycle(server, session, publisher)
    for method, handler in lifecycle.handlers():
        server.feature(method)(_guarded(handler, method, session))
    for method, question, options in _QUESTIONS:
        server.feature(method, options)(_guarded(_bound(question, session), method, session))

    # pygls takes what could be any value for a place to put the server in, and Python 3.10 has no class for that.
    def explain(*arguments: str) -> None:
        """Opens the page of a rule, and no other."""
        if arguments and isinstance(arguments[0], str) and arguments[0].startswith(DOCS):
            server.window_show_document(types.ShowDocumentParams(arguments[0], external=True))

    server.command(EXPLAIN)(explain)
    return server, session


def _logger(server: LanguageServer) -> Callable[[str], None]:
    """A function, for any thread, that writes into the editor's log."""
    loops: list[asyncio.AbstractEventLoop] = []

    def send(message: str) -> None:
        server.window_log_message(types.LogMessageParams(types.MessageType.Warning, f"nflint: {message}"))

    def log(message: str) -> None:
        try:
            loops[:] = [asyncio.get_running_loop()]
        except RuntimeError:  # This is another thread.
            for loop in loops:
                loop.call_soon_threadsafe(send, message)
        else:
            send(message)

    return log


def _bound(question: Callable[[Session, Any], Any], session: Session) -> Callable[[Any], Any]:
    if inspect.iscoroutinefunction(question):

        async def ask_later(params: Any) -> Any:
            return await question(session, params)

        return ask_later
    return lambda params: question(session, params)


def _guarded(handler: Callable[[Any], Any], method: str, session: Session) -> Callable[[Any], Any]:
    """The handler, whose failure is logged, and answered with nothing. What the editor is to show may be raised."""

    def failed(error: Exception) -> None:
        session.log(f"{method} failed with {type(error).__name__}: {error}")

    async def handle_later(params: Any) -> Any:
        try:
            waiting: Awaitable[Any] = handler(params)
            return await waiting
        except JsonRpcException:
            raise
        except Exception as error:
            failed(error)
            return None

    def handle(params: Any) -> Any:
        try:
            return handler(params)
        except JsonRpcException:
            raise
        except Exception as error:
            failed(error)
            return None

    return handle_later if inspect.iscoroutinefunction(handler) else handle


def serve() -> NoReturn:
    """Serves the editor at the other end of standard input and output until it leaves, and ends the process: with 0
    where the editor has said that it leaves, and 1 where it is gone.

    Raises `OSError` where there is neither input nor output.
    """
    logging.getLogger("pygls").setLevel(logging.CRITICAL)
    incoming, outgoing = _streams()
    server, session = make_server()
    server.start_io(incoming, outgoing)
    # The worker may be busy, and is not waited for. An orderly end of the interpreter would take the thread from under
    # it, which aborts the process where the thread is within compiled code, such as that of rpds.
    with suppress(OSError):  # What was printed has no reader any more.
        sys.stdout.flush()
    os._exit(0 if session.is_over else 1)


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Standard input and output for the protocol alone: whatever else is printed, by plugins or programs that are
    started, goes where errors go, and nobody else reads."""
    incoming, outgoing = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    try:
        os.dup2(2, 1)
    except OSError:
        os.dup2(nothing, 1)
    os.close(nothing)
    sys.stdout = sys.stderr if sys.stderr is not None else open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115
    return os.fdopen(incoming, "rb"), os.fdopen(outgoing, "wb")
