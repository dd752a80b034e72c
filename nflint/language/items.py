"""What an editor is told: plain values in offsets and words, which know no protocol.

Offsets count code points of the text as it was given, a byte order mark included.
"""

from __future__ import annotations

from typing import Literal, NamedTuple, TypeAlias

from nflint.source.span import Span

CompletionSort = Literal["key", "value", "kind", "ref", "output", "argument", "function", "snippet"]
SymbolSort = Literal["trigger", "argument", "input", "node", "teardown", "part"]
FoldSort = Literal["region", "comment"]


Edit: TypeAlias = tuple[Span, str]
"""A piece of the text, and what it becomes."""


class Hover(NamedTuple):
    """What there is to say about what stands at `span`, in Markdown."""

    span: Span
    markdown: str


class Completion(NamedTuple):
    """Something that may be written in the place of `span`.

    `insert` is a snippet with places to fill in where `is_snippet`, else a text; lines after the first are
    indented relative to the line that they are inserted in. `filter_text` is what stands in `span` when all of
    it has been typed. `also` is what else is changed when it is chosen.
    """

    label: str
    sort: CompletionSort
    detail: str
    documentation: str
    span: Span
    insert: str
    is_snippet: bool
    filter_text: str
    also: tuple[Edit, ...] = ()


class Signature(NamedTuple):
    """The function that is being called, and the parameter (from 0) that is being written."""

    label: str
    parameters: tuple[str, ...]
    active: int
    documentation: str


class Symbol(NamedTuple):
    """One line of the outline; `selection` is the name within `span`."""

    name: str
    detail: str
    sort: SymbolSort
    span: Span
    selection: Span
    children: tuple[Symbol, ...] = ()


class Fold(NamedTuple):
    """What may be folded away, from the line of `start` to the line of `end`."""

    start: int
    end: int
    sort: FoldSort


class Lens(NamedTuple):
    """A line above a node that says when it runs."""

    span: Span
    title: str
