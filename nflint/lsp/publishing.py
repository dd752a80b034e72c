"""Sends diagnostics to editors that do not ask for them, a moment after the last key press, and tells when a
configuration cannot be used."""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Iterator

from lsprotocol import types
from pygls.lsp.server import LanguageServer
from pygls.uris import from_fs_path

from nflint.files import UnreadableFileError, byte_limit, read_file
from nflint.lsp.configurations import Held
from nflint.lsp.diagnostics import to_diagnostic
from nflint.lsp.session import Session
from nflint.source.document import Limits
from nflint.source.text import Text, decode

# Seconds after a change: at least, at most, and in terms of what it took the last time.
_SHORTEST, _LONGEST, _TIMES = 0.1, 1.0, 3.0


class Publisher:
    """Who has to be told what, and when. A class, because it owns timers."""

    def __init__(self, server: LanguageServer, session: Session) -> None:
        self._server = server
        self._session = session
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._took: dict[str, float] = {}
        self._complaints: dict[str, str] = {}

    def opened(self, uri: str) -> None:
        """A document is new."""
        if self._session.client.pulls:
            self._send(uri, None, [])  # What was said of it as a configuration, it says itself from now on.
        self._begin(uri, 0.0)

    def changed(self, uri: str) -> None:
        """A document has changed, and may change again in a moment."""
        self._begin(uri, min(max(_SHORTEST, self._took.get(uri, 0.0) * _TIMES), _LONGEST))

    def closed(self, uri: str) -> None:
        """A document is not open any more: what was said of it is taken back."""
        task = self._tasks.pop(uri, None)
        if task is not None:
            task.cancel()
        self._took.pop(uri, None)
        if not self._session.client.pulls:
            self._send(uri, None, [])

    def everything(self) -> None:
        """What holds for the documents has changed."""
        if self._session.client.pulls:
            if self._session.client.refreshes:
                self._server.workspace_diagnostic_refresh(None)
            return
        for uri in self._session.documents:
            self._begin(uri, 0.0)

    def announce(self, held: Held) -> None:
        """Says what is wrong with a configuration, once; and that nothing is, when it has been mended or is gone."""
        for path in [one for one in self._complaints if one != held.path and not os.path.lexists(one)]:
            self._settle(path)
        before = self._complaints.get(held.path, "")
        if before == held.complaint:
            return
        if held.complaint:
            self._complaints[held.path] = held.complaint
            message = types.ShowMessageParams(types.MessageType.Warning, f"nflint: {held.complaint}")
            self._server.window_show_message(message)
        else:
            self._settle(held.path)
        uri = from_fs_path(held.path) if held.path else None
        if uri is not None and uri not in self._session.documents and held.mistakes:
            self._send(uri, None, list(_mistakes(held, uri, self._session)))

    def _settle(self, path: str) -> None:
        """Takes back what was said of a configuration."""
        del self._complaints[path]
        uri = from_fs_path(path) if path else None
        if uri is not None and uri not in self._session.documents:
            self._send(uri, None, [])

    def _begin(self, uri: str, delay: float) -> None:
        if self._session.client.pulls:
            return
        before = self._tasks.get(uri)
        if before is not None:
            before.cancel()
        self._tasks[uri] = asyncio.get_running_loop().create_task(self._publish(uri, delay))

    async def _publish(self, uri: str, delay: float) -> None:
        await asyncio.sleep(delay)
        begin = time.perf_counter()
        try:
            linted = await self._session.linted(uri)
        except Exception as error:
            self._session.log(f"{uri}: linting failed with {type(error).__name__}: {error}")
            return
        if linted is None:
            return
        self._took[uri] = time.perf_counter() - begin
        self.announce(linted.held)
        self._send(uri, linted.document.version, linted.shown)

    def _send(self, uri: str, version: int | None, shown: list[types.Diagnostic]) -> None:
        self._server.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, shown, version))


def _mistakes(held: Held, uri: str, session: Session) -> Iterator[types.Diagnostic]:
    if not held.mistakes:
        return
    try:
        text = Text(decode(read_file(held.path, byte_limit(Limits())))[0])
    except UnreadableFileError:
        return
    for diagnostic in held.mistakes:
        yield to_diagnostic(diagnostic, uri, text, session.encoding)
