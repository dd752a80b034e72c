"""The life of a connection and of its documents: what the editor tells, to which there is no answer."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from typing import Any

from lsprotocol import types
from pygls.lsp.server import LanguageServer

from nflint.contract.detect import CONFIG_NAMES
from nflint.lsp.capabilities import read_client
from nflint.lsp.configurations import Configurations
from nflint.lsp.documents import changed, opened, path_of
from nflint.lsp.preferences import SECTION, Preferences, read_preferences
from nflint.lsp.publishing import Publisher
from nflint.lsp.session import Session
from nflint.lsp.warming import IDLE, tidy_up, warm_up

_CONFIGURATIONS = (*CONFIG_NAMES, "pyproject.toml")


class Lifecycle:
    """Keeps the session true to what the editor tells. A class, because the handlers share what they are about."""

    def __init__(self, server: LanguageServer, session: Session, publisher: Publisher) -> None:
        self._server = server
        self._session = session
        self._publisher = publisher
        self._first = Preferences()
        self._resting: asyncio.TimerHandle | None = None

    def handlers(self) -> Iterator[tuple[str, Callable[[Any], Any]]]:
        """Each message with what is done about it."""
        yield types.INITIALIZE, self.initialize
        yield types.INITIALIZED, self.initialized
        yield types.SHUTDOWN, self.shutdown
        yield types.TEXT_DOCUMENT_DID_OPEN, self.did_open
        yield types.TEXT_DOCUMENT_DID_CHANGE, self.did_change
        yield types.TEXT_DOCUMENT_DID_CLOSE, self.did_close
        yield types.TEXT_DOCUMENT_DID_SAVE, self.did_save
        yield types.WORKSPACE_DID_CHANGE_CONFIGURATION, self.did_change_configuration
        yield types.WORKSPACE_DID_CHANGE_WATCHED_FILES, self.did_change_watched_files
        yield types.WORKSPACE_DID_CHANGE_WORKSPACE_FOLDERS, self.did_change_workspace_folders

    def initialize(self, params: types.InitializeParams) -> None:
        """The editor says what it can do, and what it wants of nflint."""
        session = self._session
        session.client = read_client(params.capabilities)
        chosen = str(getattr(encoding := self._server.workspace.position_encoding, "value", encoding))
        session.encoding = "utf-8" if chosen == "utf-8" else "utf-32" if chosen == "utf-32" else "utf-16"
        folders = [path_of(folder.uri) for folder in params.workspace_folders or ()]
        root = folders[0] if folders else path_of(params.root_uri or "")
        session.folders = tuple(folder for folder in (*folders, root) if folder)
        self._first, problems = read_preferences(params.initialization_options, trusted=True)
        session.configurations = Configurations(self._first, root)
        for problem in problems:
            session.log(problem)

    async def initialized(self, _: types.InitializedParams) -> None:
        """The editor is ready: it is asked to tell of changes, and for its settings."""
        registrations = []
        if self._session.client.registers_watching:
            watchers = [types.FileSystemWatcher(f"**/{name}") for name in _CONFIGURATIONS]
            registrations.append(
                types.Registration(
                    "nflint-watch",
                    types.WORKSPACE_DID_CHANGE_WATCHED_FILES,
                    types.DidChangeWatchedFilesRegistrationOptions(watchers),
                )
            )
        if self._session.client.registers_configuration:
            registrations.append(types.Registration("nflint-settings", types.WORKSPACE_DID_CHANGE_CONFIGURATION))
        if registrations:
            self._server.client_register_capability(types.RegistrationParams(registrations))
        self._session.aside(warm_up)
        await self._ask_settings()

    def shutdown(self, _: object) -> None:
        """The editor will end the server."""
        self._session.is_over = True

    def did_open(self, params: types.DidOpenTextDocumentParams) -> None:
        """A document is open from now on."""
        document = opened(params.text_document)
        self._session.documents[document.uri] = document
        self._publisher.opened(document.uri)

    def did_change(self, params: types.DidChangeTextDocumentParams) -> None:
        """A document has changed."""
        identifier = params.text_document
        document = self._session.documents.get(identifier.uri)
        if document is None:
            self._session.log(f"{identifier.uri} has changed, but was never opened")
            return
        encoding = self._session.encoding
        after = changed(document, identifier.version, params.content_changes, encoding)
        self._session.documents[identifier.uri] = after
        self._publisher.changed(identifier.uri)
        if self._resting is not None:
            self._resting.cancel()
        self._resting = asyncio.get_running_loop().call_later(IDLE, tidy_up)

    def did_close(self, params: types.DidCloseTextDocumentParams) -> None:
        """A document is not open any more."""
        self._session.close(params.text_document.uri)
        self._publisher.closed(params.text_document.uri)

    def did_save(self, params: types.DidSaveTextDocumentParams) -> None:
        """A file was written; what matters is only whether it was a configuration."""
        self._written([params.text_document.uri])

    def did_change_watched_files(self, params: types.DidChangeWatchedFilesParams) -> None:
        """Files were written, by whomever."""
        self._written([change.uri for change in params.changes])

    async def did_change_configuration(self, params: types.DidChangeConfigurationParams) -> None:
        """The editor has other settings: it is asked for them, or has sent them along."""
        if self._session.client.configures:
            await self._ask_settings()
        else:
            self._prefer(params.settings)

    def did_change_workspace_folders(self, params: types.DidChangeWorkspaceFoldersParams) -> None:
        """There are other folders open."""
        gone = {path_of(folder.uri) for folder in params.event.removed}
        added = [path for folder in params.event.added if (path := path_of(folder.uri))]
        self._session.folders = (*(one for one in self._session.folders if one not in gone), *added)

    def _written(self, uris: list[str]) -> None:
        if any(os.path.basename(path_of(uri)) in _CONFIGURATIONS for uri in uris):  # noqa: PTH119
            self._session.configurations.forget()
            self._publisher.everything()

    async def _ask_settings(self) -> None:
        if self._session.client.configures:
            asked = types.ConfigurationParams([types.ConfigurationItem(section=SECTION)])
            answer = await self._server.workspace_configuration_async(asked)
            self._prefer(answer[0] if answer else None)

    def _prefer(self, settings: object) -> None:
        """Takes the settings of the editor, where it has any, in place of those that it started the server with."""
        preferences = self._first
        if settings:
            read, problems = read_preferences(settings, trusted=False)
            preferences = read._replace(allow_plugins=self._first.allow_plugins)
            for problem in problems:
                self._session.log(problem)
        if preferences != self._session.configurations.preferences:
            self._session.configurations = Configurations(preferences, self._session.configurations.root)
            self._publisher.everything()
