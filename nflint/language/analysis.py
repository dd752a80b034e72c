"""A text as an editor works on it: its document, also where it cannot be read whole, and its wiring when asked for."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import Any

from nflint.contract.detect import KINDS, detect
from nflint.diagnostic import Pointer
from nflint.flow.model import Flow, Node
from nflint.flow.uses import Scope
from nflint.flow.wiring import Wiring, build_wiring
from nflint.language.bracket_sketch import sketch_json
from nflint.language.tree import Step, is_unread, shallow_steps, steps_of
from nflint.source.document import Document, Format, read, read_plain
from nflint.source.reading import Place, Reading
from nflint.source.selection import likely
from nflint.source.span import Span
from nflint.source.text import BOM, Text

_ENVELOPE = frozenset(
    {
        *("apiVersion", "spec", "arguments", "triggers", "options", "gitops", "richInputs", "teardownSpec"),
        *("project", "$schema"),
    }
)
# Anchors, aliases, tags and the like, of which only a parser knows what they stand for. The sign comes first, and what
# is before it is looked at then: that is ten times as fast in a text that is half of blanks.
_UNUSUAL = re.compile(r"[&*!?<](?:(?<=<)<|(?<!<)(?<![^\s\[{,].)(?=\S)|(?<=\?)(?<!\S\?)(?=\s))")
_INDENTED = re.compile(r"^(\t| {1,8})(?=[^\s#])", re.MULTILINE)
_NEXT_DOCUMENT = re.compile(r"^---(?=[ \t\r\n]|\Z)", re.MULTILINE)
_LARGEST = 2_000_000


class Analysis:
    """A text with what is known of it. Treat it as frozen: what is not needed at once is found on first use.

    `kind` is the kind of document, a schema's name or one of `OTHER_DOCUMENTS`; None for what is none of
    Northflank's. `content` is the text without a byte order mark, `shift` the length of that mark.
    """

    def __init__(self, text: str, name: str, kind: str | None, document: Document | None = None) -> None:
        self.shift = 1 if text.startswith(BOM) else 0
        self.content = text[self.shift :] if len(text) <= _LARGEST else ""
        known = document if self.content and document is not None else _whole(self.content)
        self._form: Format = known.format if known is not None else "json" if likely(self.content) == "json" else "yaml"
        # A text that has not been read whole is looked into as far as is needed, and read when somebody asks.
        self._is_asked = known is None
        self._whole = None if known is not None and known.broken else known
        self._sketch = None if self._whole is not None else _sketch(self.content, self._form)
        self._steps: dict[int, tuple[Step, ...]] = {}
        empty_json = self.value is None and name.lower().endswith((".json", ".jsonc", ".json5"))
        self.is_json = self._form == "json" or empty_json
        self.kind = kind or _kind(self.value, self._whole is None, name)
        self.mentions: tuple[Any, ...] | None = None
        # Where the characters of the strings stand that have been looked into.
        self.characters: dict[tuple[Span, str], list[int] | None] = {}

    @cached_property
    def document(self) -> Document:
        """The text as it is read, or as far as it can be."""
        if self._whole is not None:
            return self._whole
        if self._form == "yaml" and self._is_asked:
            document = read(self.content)[0]
            if not document.broken:
                return document
        reading = self._sketch if self._form == "yaml" else sketch_json(self.content)
        return Document(Text(self.content), reading or sketch_json(self.content), self._form)

    @property
    def broken(self) -> bool:
        """Whether the text could not be read whole."""
        return self._whole is None and self.document.broken

    @property
    def value(self) -> Any:
        """The plain value of the document, as far as it can be read."""
        return self._sketch.value if self._sketch else self.document.value

    @property
    def schema(self) -> str | None:
        """The schema file of the document; None for a document that is held against none."""
        return f"{self.kind}.schema.json" if self.kind in KINDS else None

    @property
    def has_wiring(self) -> bool:
        """Whether the document may hold nodes and expressions."""
        return self.kind is not None and self.kind not in ("config", "path-parameters", "run-request", "run-list")

    @cached_property
    def root(self) -> Place | None:
        """Where the whole value stands; what is inside is for `steps` to tell."""
        return self._sketch.place if self._sketch else self.document.place

    def is_behind(self, offset: int) -> bool:
        """Whether `offset` is in a later document of a YAML stream, of which nothing is known here."""
        root = self.root
        return (
            root is not None and not self.is_json and _NEXT_DOCUMENT.search(self.content, root.end, offset) is not None
        )

    def steps(self, place: Place) -> Sequence[Step]:
        """The values directly inside a place, in the order of the text."""
        if not is_unread(place):
            return tuple(steps_of(place))
        known = self._steps.get(place.start)
        if known is None:
            known = self._steps[place.start] = tuple(shallow_steps(self.content, place))
        return known

    @cached_property
    def wiring(self) -> Wiring:
        """What the expressions of the document name."""
        return build_wiring(self.value if self.has_wiring else None, self.kind or "release-flow")

    @property
    def flow(self) -> Flow:
        """The nodes, triggers and arguments of the document."""
        return self.wiring.flow

    @cached_property
    def nodes(self) -> dict[Pointer, Node]:
        """Every node of the document, those of inner flows included, by its pointer."""
        return {node.pointer: node for scope in self.wiring.scopes for node in scope.flow.nodes}

    def node_at(self, pointer: Pointer) -> Node | None:
        """The innermost node that the value at `pointer` belongs to."""
        return next((self.nodes[above] for above in _upwards(pointer) if above in self.nodes), None)

    def scope_at(self, pointer: Pointer) -> Scope:
        """The flow in whose names the value at `pointer` speaks."""
        scopes = {scope.pointer: scope for scope in self.wiring.scopes}
        return next((scopes[above] for above in _upwards(pointer) if above in scopes), self.wiring.scopes[0])

    @cached_property
    def unit(self) -> str:
        """What one level is indented by: as the first line is that is indented, else two blanks."""
        found = _INDENTED.search(self.content)
        return found.group(1) if found else "  "

    def line(self, offset: int) -> Span:
        """The line around an offset, without its end."""
        content = self.content
        start = max(content.rfind("\n", 0, offset), content.rfind("\r", 0, offset)) + 1
        ends = [end for mark in "\r\n" if (end := content.find(mark, offset)) >= 0]
        return Span(start, min(ends, default=len(content)))

    def inner(self, offset: int) -> int:
        """An offset of the text as it was given, in `content`; clamped to it."""
        return min(max(offset - self.shift, 0), len(self.content))

    def outer(self, span: Span) -> Span:
        """A span of `content`, in the text as it was given."""
        return Span(span.start + self.shift, span.end + self.shift)


def _upwards(pointer: Pointer) -> Iterator[Pointer]:
    for length in range(len(pointer), -1, -1):
        yield pointer[:length]


def analyse(text: str, name: str, kind: str | None = None, *, document: Document | None = None) -> Analysis:
    """What an editor wants to know of `text`, the file `name`. Never raises.

    `kind` is the kind of document where that is known, for example from before the last change; else it is found
    out from the content and the name. `document` is the first one of `text`, where it has been read before.
    """
    return Analysis(text, name, kind, document)


def _whole(content: str) -> Document | None:
    """The first document of a text; None for one that may have mistakes, or that need not be read whole to know what
    is in it."""
    plain = read_plain(content)
    if plain is not None:
        return plain
    form = likely(content)
    if form == "json" or (form == "yaml" and _UNUSUAL.search(content) is None):
        return None
    return read(content)[0]


def _sketch(content: str, form: Format) -> Reading:
    if form == "json":
        return sketch_json(content, deep=False)
    # Imported here because JSON can do without.
    from nflint.language.yaml_sketch import sketch

    return sketch(content)


def _kind(value: Any, doubtful: bool, name: str) -> str | None:
    """The kind of a document of which perhaps not all can be read."""
    found = detect(value, name)
    if found is not None or name.lower().endswith(".toml"):
        return found
    named = "release" in name.replace("\\", "/").rpartition("/")[2].lower()
    if isinstance(value, str) or value is None:
        return "release-flow" if named else None
    if not isinstance(value, dict) or not (doubtful or not value):
        return None
    # Of a text that is being written too little may be there to tell, but nothing that is another document's.
    own = all(any(known.startswith(key) for known in _ENVELOPE) for key in value)
    return "release-flow" if own and (named or len(value.keys() & _ENVELOPE) > 1) else None
