"""Keeps credentials out of reports: out of the source that is shown around a diagnostic, and out of its words.

What a credential is, is the business of `nflint.flow.credentials`; the values of arguments in a dry run, of
`nflint.covering`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import Any, NamedTuple

from nflint.diagnostic import Diagnostic, Place, Pointer, TextFix
from nflint.flow.credentials import Credential, build_credentials, written
from nflint.flow.given import HIDDEN, Given, hidden_places
from nflint.source.document import Document
from nflint.source.pointer import from_string, to_string
from nflint.source.text import Text

_SEEN = re.compile(r"[^\r\n]")

# By so many characters a secret is found in words, which may hold no more than its beginning.
_HEAD = 8

# Of a string with more credentials all is covered: to find each in the source takes a look at the whole string.
_MOST = 64

# A key that is shorter holds no credential of a known form.
_SHORTEST_KEY = 16

_WORD = re.compile(r"[^\s'\"]*")


class Redaction(NamedTuple):
    """A text whose credentials are covered, and how they begin where words quote them."""

    text: Text | None
    heads: frozenset[str]

    def diagnostic(self, diagnostic: Diagnostic) -> Diagnostic:
        """The diagnostic without credentials in its words."""
        message, hint = self._covered(diagnostic.message), self._covered(diagnostic.hint)
        related = tuple(
            one._replace(message=self._covered(one.message), pointer=_covered_pointer(one.pointer))
            for one in diagnostic.related
        )
        pointer = _covered_pointer(diagnostic.pointer)
        fix = diagnostic.fix and self._fix(diagnostic.fix)
        return diagnostic._replace(message=message, hint=hint, pointer=pointer, related=related, fix=fix)

    def _fix(self, fix: TextFix) -> TextFix | None:
        """The fix, unless a credential is in what it writes: one that is covered would destroy the document."""
        if any(self._covered(edit.text) != edit.text for edit in fix.edits):
            return None
        return fix._replace(title=self._covered(fix.title))

    def _covered(self, words: str) -> str:
        words = without_written(words)
        if not self.heads:
            return words
        pieces: list[str] = []
        at = done = 0
        while at <= len(words) - _HEAD:
            if words[at : at + _HEAD] in self.heads:
                pieces += (words[done:at], HIDDEN)
                found = _WORD.match(words, at + _HEAD)
                at = done = found.end() if found else len(words)
            else:
                at += 1
        return "".join((*pieces, words[done:]))


def without_written(words: str) -> str:
    """Words without the credentials in them, as far as they are known by their own form."""
    # From the last to the first, so that the offsets of those before stay true.
    for start, end in reversed(_merged(written(words))):
        words = f"{words[:start]}{HIDDEN}{words[end:]}"
    return words


def _covered_pointer(pointer: str) -> str:
    """The pointer without credentials that are keys; in an entry of a configuration the stars fit any of them."""
    if len(pointer) < _SHORTEST_KEY:
        return pointer
    keys = from_string(pointer)
    covered = tuple(without_written(str(key)) if len(str(key)) >= _SHORTEST_KEY else key for key in keys)
    return pointer if covered == keys else to_string(covered)


def redaction_of(documents: Sequence[Document], text: Text | None, others: Iterable[object] = ()) -> Redaction:
    """What of `documents` must not be printed, covered in their `text`; words may quote values of `others` as well."""
    found = [(document, build_credentials(document.value).found) for document in documents]
    heads = {head for _, credentials in found for one in credentials for head in _heads(one)}
    heads.update(head for other in others for one in build_credentials(other).found for head in _heads(one))
    if text is not None:
        spans = [span for document, credentials in found for span in _spans(document, credentials)]
        text = _with_covers(text, _merged((*spans, *written(text.content))))
    return Redaction(text, frozenset(heads))


def without_credentials(value: object) -> Any:
    """A copy of `value`, a whole document, whose credentials are covered, as are the values of arguments that look
    like secrets by their names."""
    spans: dict[Pointer, list[tuple[int, int]]] = {}
    for credential in build_credentials(value).found:
        place = credential.place
        spans.setdefault(place.pointer, []).append((place.start or 0, place.end or len(credential.text)))
    return _without(value, (), spans, frozenset(hidden_places(value, Given())))


def _without(value: object, here: Pointer, spans: Mapping[Pointer, list[tuple[int, int]]], hidden: Set[Pointer]) -> Any:
    if here in hidden:
        return HIDDEN
    if isinstance(value, dict):
        return {key: _without(item, (*here, key), spans, hidden) for key, item in value.items()}
    if isinstance(value, list):
        return [_without(item, (*here, index), spans, hidden) for index, item in enumerate(value)]
    if not isinstance(value, str) or here not in spans:
        return value
    for start, end in reversed(_merged(spans[here])):
        value = f"{value[:start]}{HIDDEN}{value[end:]}"
    return value


def _heads(credential: Credential) -> Iterator[str]:
    for line in credential.text.split("\n"):
        if len(line) >= _HEAD:
            yield line[:_HEAD]


def _spans(document: Document, credentials: Iterable[Credential]) -> Iterator[tuple[int, int]]:
    places: dict[Pointer, list[Place]] = {}
    for credential in credentials:
        places.setdefault(credential.place.pointer, []).append(credential.place)
    for pointer, held in places.items():
        location = document.locate(pointer) if len(held) > _MOST else None
        if location is not None:
            yield location.value
        else:
            yield from (document.slice(pointer, place.start or 0, place.end or 0) for place in held[:_MOST])


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap made one."""
    merged: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        elif end > start:
            merged.append((start, end))
    return merged


def _with_covers(text: Text, spans: Sequence[tuple[int, int]]) -> Text:
    """The text with every character of the spans covered by itself, so that everything stands where it stood."""
    if not spans:
        return text
    pieces: list[str] = []
    at = 0
    for start, end in spans:
        pieces += (text.content[at:start], _SEEN.sub("*", text.content[start:end]))
        at = end
    return Text("".join((*pieces, text.content[at:])))
