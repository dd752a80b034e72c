"""Keeps values that must not be printed out of reports: covers them where they stand in a text and in messages.

Which values these are is the business of `nflint.flow.resolution`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from nflint.diagnostic import Diagnostic, Pointer
from nflint.flow.given import HIDDEN
from nflint.source.document import Document
from nflint.source.text import Text

# Shorter values are covered where they are quoted, since every text is full of such letters.
_TELLING = 4

_SEEN = re.compile(r"[^\r\n]")


def covered_text(document: Document, pointers: Iterable[Pointer]) -> Text:
    """The text of the document with the values at `pointers` covered, each character of them by itself, so that
    everything stands where it stood."""
    content = document.text.content
    for pointer in pointers:
        found = document.locate(pointer)
        if found is not None:
            start, end = found.value
            content = content[:start] + _SEEN.sub("*", content[start:end]) + content[end:]
    return document.text if content == document.text.content else Text(content)


def covered_diagnostic(diagnostic: Diagnostic, values: Iterable[object]) -> Diagnostic:
    """The diagnostic without `values` in its words."""
    message, hint = diagnostic.message, diagnostic.hint
    for text in dict.fromkeys(text for value in values for text in _texts(value)):
        quoted, covered = f"'{text}'", f"'{HIDDEN}'"
        message, hint = message.replace(quoted, covered), hint.replace(quoted, covered)
        if len(text) >= _TELLING:
            message, hint = message.replace(text, HIDDEN), hint.replace(text, HIDDEN)
    return diagnostic._replace(message=message, hint=hint)


def _texts(value: object) -> Iterator[str]:
    """All that is written in `value`."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, list):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield str(value)
