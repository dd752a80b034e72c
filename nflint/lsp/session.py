"""What the server knows between two messages: the open documents, the configurations, and the last answer about each
document. Everything but linting that takes more than a moment happens in the thread of the event loop.
"""

from __future__ import annotations

import asyncio
import os
import time
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from lsprotocol import types

from nflint import language
from nflint.diagnostic import Report, Severity
from nflint.lsp.capabilities import Client
from nflint.lsp.configurations import Configurations, Held
from nflint.lsp.diagnostics import to_diagnostics
from nflint.lsp.documents import OpenDocument
from nflint.lsp.linting import SupersededError, fix_open, lint_open
from nflint.lsp.positions import Encoding
from nflint.lsp.worker import Worker
from nflint.source.document import Document, read
from nflint.source.memory import Memory

_T = TypeVar("_T")


# Seconds in which nobody asks for anything else. Handing work to another thread and back takes a part of that.
_MOMENT = 0.005


def _quietly(_: object) -> None:
    """What nobody is told before there is a connection."""


class Linted(NamedTuple):
    """What was found in a document as it was, under the configuration that held, and how many seconds that took;
    `identity` changes with what there is to show."""

    document: OpenDocument
    held: Held
    report: Report
    shown: list[types.Diagnostic]
    identity: str
    seconds: float = 0.0


class Session:
    """The state of one connection. A class, because the protocol has state: all of it is here."""

    def __init__(self) -> None:
        self.log: Callable[[str], None] = _quietly
        self.announce: Callable[[Held], None] = _quietly
        self.client = Client()
        self.encoding: Encoding = "utf-16"
        self.configurations = Configurations()
        self.folders: tuple[str, ...] = ()
        self.documents: dict[str, OpenDocument] = {}
        self.is_over = False
        self._linted: dict[str, Linted] = {}
        self._readings: dict[str, tuple[OpenDocument, tuple[Document, ...]]] = {}
        self._analyses: dict[str, tuple[OpenDocument, language.Analysis]] = {}
        self._mendable: dict[str, Linted] = {}
        self._fixed: dict[str, tuple[Linted, str]] = {}
        self._identities = 0
        self._memory: Memory[Any] = Memory()
        self._worker = Worker()

    def close(self, uri: str) -> None:
        """Forgets a document."""
        for known in (self.documents, self._readings, self._analyses, self._linted, self._mendable, self._fixed):
            known.pop(uri, None)

    def analysis(self, document: OpenDocument) -> language.Analysis:
        """What the editor's questions about the document as it is are answered from."""
        known = self._analyses.get(document.uri)
        if known is not None and known[0] is document:
            return known[1]
        config = self.held(document).config
        # Most questions need not all of the text read; where that was done, it need not be done again.
        read_before = self._readings.get(document.uri, (None,))[0] is document
        first = self.reading(document)[0] if read_before else None
        kind = None if config is None else config.kind(document.path or document.name)
        analysis = language.analyse(document.content, document.name, kind, document=first)
        if analysis.kind is None and known is not None and known[1].kind is not None:
            # While it is being written it may not look like what it was a moment ago.
            analysis = language.analyse(document.content, document.name, known[1].kind, document=first)
        self._analyses[document.uri] = (document, analysis)
        return analysis

    def reading(self, document: OpenDocument) -> tuple[Document, ...]:
        """What the text of a document holds, read once for all who ask, from whichever thread."""
        known = self._readings.get(document.uri)
        if known is None or known[0] is not document:
            known = (document, read(document.text, memory=self._memory))
            if self.documents.get(document.uri) is document:
                self._readings[document.uri] = known
        return known[1]

    def held(self, document: OpenDocument) -> Held:
        """The configuration that holds for a document."""
        folder = os.path.dirname(document.path) if document.path else self.configurations.root  # noqa: PTH120
        return self.configurations.of(folder)

    async def linted(self, uri: str) -> Linted | None:
        """What there is to say of the document as it is when this returns; None when it is not open any more."""
        while (document := self.documents.get(uri)) is not None:
            held = self.held(document)
            linted = self._linted.get(uri)
            if linted is None or linted.document is not document or linted.held is not held:
                if linted is not None and linted.seconds < _MOMENT:
                    linted = self.lint(document, held)  # As quick as the last time, and no thread has to wait.
                else:
                    linted = await self.aside(self.lint, document, held)
            # In the meantime the editor may have sent more, and then nobody wants to know this any more.
            if self.documents.get(uri) is document:
                return linted
        return None

    def aside(self, function: Callable[..., _T], *arguments: object) -> asyncio.Future[_T]:
        """What the function answers, which takes more than a moment: the editor can ask other things meanwhile."""
        return self._worker.do(function, *arguments)

    def lint(self, document: OpenDocument, held: Held) -> Linted:
        """What there is to say of a document; from whichever thread."""
        known = self._linted.get(document.uri)
        if known is not None and known.document is document and known.held is held:
            return known  # Somebody else has asked for the same.
        begin = time.perf_counter()
        # What is wrong is told at each key press; how it is mended, when somebody asks.
        report = lint_open(document, held, lambda: self.reading(document), fixes=False)
        for failure in report.failures:
            self.log(failure)
        least: Severity = self.configurations.preferences.min_severity
        shown = to_diagnostics(document, report, least, self.encoding)
        if known is not None and known.shown == shown:
            identity = known.identity
        else:
            self._identities += 1
            identity = str(self._identities)
        linted = Linted(document, held, report, shown, identity, time.perf_counter() - begin)
        if self.documents.get(document.uri) is document:
            self._linted[document.uri] = linted
        return linted

    def mendable(self, linted: Linted) -> Linted:
        """The same with the fixes of what was found, which takes longer; from the worker's thread."""
        document, held = linted.document, linted.held
        known = self._mendable.get(document.uri)
        if known is not None and known.document is document and known.held is held:
            return known
        report = lint_open(document, held, lambda: self.reading(document), fixes=True)
        mendable = linted._replace(report=report)
        if self.documents.get(document.uri) is document:
            self._mendable[document.uri] = mendable
        return mendable

    def fixed(self, linted: Linted) -> str | None:
        """The text of a document after all safe fixes, which takes a while; from the worker's thread. None when the
        document is another one by then."""
        document = linted.document
        known = self._fixed.get(document.uri)
        if known is not None and known[0] is linted:
            return known[1]
        least = self.configurations.preferences.min_severity
        try:
            text = fix_open(document, linted.held, least, lambda: self.documents.get(document.uri) is document)
        except SupersededError:
            return None
        if self.documents.get(document.uri) is document:
            self._fixed[document.uri] = (linted, text)
        return text
