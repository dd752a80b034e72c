"""Keeps values that must not be printed out of reports: covers them where they stand in a text and in messages.

Which values these are is the business of `nflint.flow.given`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from nflint.diagnostic import Diagnostic, Pointer, RelatedRegion
from nflint.flow.given import HIDDEN, Given, hidden_places
from nflint.source.document import Document
from nflint.source.pointer import to_string, value_at
from nflint.source.text import Text

# Shorter values are covered where they are quoted, since every text is full of such letters.
_TELLING = 4

_SEEN = re.compile(r"[^\r\n]")

# With these a value stands in more places of a text than its pointer leads to.
_ELSEWHERE = frozenset({"duplicate-key", "merge-key", "recursive-alias", "alias-limit"})
_ANCHOR = re.compile(r"(?:^|[\s\[{,:-])[&*]\w", re.MULTILINE)


# Rules that stand at an argument and speak of its name, never of its value.
_OF_NAMES = frozenset({"unused-argument", "unusable-name"})


class Cover(NamedTuple):
    """What is hidden in one document: where, and the texts of it, the longest first."""

    document: Document
    pointers: tuple[Pointer, ...]
    hidden: frozenset[str]
    texts: tuple[str, ...]

    @property
    def text(self) -> Text | None:
        """The document's text with the values covered, each character of them by itself, so that everything stands
        where it stood; None when they may stand in other places as well."""
        document = self.document
        if not self.pointers:
            return document.text
        content = document.text.content
        aliases = document.format == "yaml" and _ANCHOR.search(content) is not None
        if aliases or any(problem.check in _ELSEWHERE for problem in document.problems):
            return None
        pieces: list[str] = []
        at = 0
        spans = [found.value for pointer in self.pointers if (found := document.locate(pointer)) is not None]
        for start, end in sorted(spans):
            if start >= at:
                pieces += (content[at:start], _SEEN.sub("*", content[start:end]))
                at = end
        return Text("".join((*pieces, content[at:])))

    def diagnostic(self, diagnostic: Diagnostic) -> Diagnostic:
        """The diagnostic without what is hidden in its words, and without its fix, which may write such a value."""
        if not self.texts and not self.pointers:
            return diagnostic
        if diagnostic.rule not in _OF_NAMES and self._is_inside(diagnostic.pointer):
            message = "there is something wrong with this value, which must not be shown"
            pointer = self._around(diagnostic.pointer)
            hint = "'--show-values' says what"
            return diagnostic._replace(message=message, hint=hint, pointer=pointer, related=(), fix=None)
        related = tuple(_covered_related(related, self.texts) for related in diagnostic.related)
        message, hint = _covered(diagnostic.message, self.texts), _covered(diagnostic.hint, self.texts)
        return diagnostic._replace(message=message, hint=hint, related=related, fix=None)

    def _is_inside(self, pointer: str) -> bool:
        return self._around(pointer) in self.hidden

    def _around(self, pointer: str) -> str:
        """The pointer of what is hidden at `pointer` or around it, or else `pointer` itself."""
        ends = [at for at, sign in enumerate(pointer) if sign == "/"][1:]
        return next((pointer[:end] for end in ends if pointer[:end] in self.hidden), pointer)


def cover_of(document: Document, given: Given) -> Cover:
    """What of the document must not be printed when that much is known of a run of it."""
    pointers = tuple(hidden_places(document.value, given))
    known = [value_at(document.value, pointer) for pointer in pointers]
    known += [value for name, value in given.arguments.items() if given.hides(name)]
    texts = sorted({text for value in known for text in _texts(value)}, key=lambda text: (-len(text), text))
    return Cover(document, pointers, frozenset(map(to_string, pointers)), tuple(texts))


def covered(value: Any, pointers: Iterable[Pointer]) -> Any:
    """A copy of `value` with the values at `pointers` covered."""
    copy = _copied(value)
    for pointer in pointers:
        holder = value_at(copy, pointer[:-1])
        holder[pointer[-1]] = HIDDEN
    return copy


def _copied(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _copied(item) for key, item in value.items()}
    return [_copied(item) for item in value] if isinstance(value, list) else value


def _covered_related(related: RelatedRegion, texts: Sequence[str]) -> RelatedRegion:
    return related._replace(message=_covered(related.message, texts))


def _covered(words: str, texts: Sequence[str]) -> str:
    for text in texts:
        if text in words:
            words = words.replace(f"'{text}'", f"'{HIDDEN}'")
            if len(text) >= _TELLING:
                words = words.replace(text, HIDDEN)
    return words


def _texts(value: object) -> Iterator[str]:
    """All that is written in `value`."""
    if isinstance(value, str):
        if value:
            yield value
    elif isinstance(value, Mapping):
        for item in value.values():
            yield from _texts(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _texts(item)
    elif isinstance(value, (int, float)) and not isinstance(value, bool):
        yield str(value)
