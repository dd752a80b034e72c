"""The editor's questions about a document, answered by `nflint.language`, and its answers in words of the protocol."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple, TypeAlias

from lsprotocol import types

from nflint import language
from nflint.lsp.capabilities import Client
from nflint.lsp.documents import OpenDocument
from nflint.lsp.positions import Encoding, offset_at, range_at
from nflint.source.span import Span
from nflint.source.text import Text

Symbols: TypeAlias = "list[types.DocumentSymbol] | list[types.SymbolInformation]"

_COMPLETIONS = {
    "key": types.CompletionItemKind.Property,
    "value": types.CompletionItemKind.Value,
    "kind": types.CompletionItemKind.Class,
    "ref": types.CompletionItemKind.Reference,
    "output": types.CompletionItemKind.Field,
    "argument": types.CompletionItemKind.Variable,
    "function": types.CompletionItemKind.Function,
    "snippet": types.CompletionItemKind.Snippet,
}

_SYMBOLS = {
    "trigger": types.SymbolKind.Event,
    "argument": types.SymbolKind.Variable,
    "input": types.SymbolKind.Variable,
    "node": types.SymbolKind.Function,
    "teardown": types.SymbolKind.Module,
    "part": types.SymbolKind.Object,
}

_FOLDS = {"region": types.FoldingRangeKind.Region, "comment": types.FoldingRangeKind.Comment}

# What stands for a place to fill in of a snippet, and what is escaped in one.
_PLACE = re.compile(r"\$\{\d+:((?:[^\\}]|\\.)*)\}|\$\{\d+\|((?:[^\\,|]|\\.)*)[^}]*\}|\$\{\d+\}|\$\d+")
_ESCAPED = re.compile(r"\\([\\$}])")
_EMPHASIS = re.compile(r"\*\*|(?<!\w)`|`(?!\w)")


class Question(NamedTuple):
    """A document that something is asked about, and what it is answered from."""

    document: OpenDocument
    analysis: language.Analysis
    encoding: Encoding

    @property
    def text(self) -> Text:
        """The text of the document."""
        return self.document.text

    def offset(self, position: types.Position) -> int:
        """The offset of a position."""
        return offset_at(self.text, position, self.encoding)

    def range(self, span: Span) -> types.Range:
        """The range of a span of offsets."""
        return range_at(self.text, span[0], span[1], self.encoding)

    def locations(self, spans: Iterable[Span]) -> list[types.Location]:
        """Spans of this document as locations."""
        return [types.Location(self.document.uri, self.range(span)) for span in spans]


def hover(asked: Question, position: types.Position, client: Client) -> types.Hover | None:
    """What stands at a position, in Markdown where the editor shows that."""
    found = language.hover(asked.analysis, asked.offset(position))
    if found is None:
        return None
    return types.Hover(_markup(found.markdown, client), asked.range(found.span))


def _markup(markdown: str, client: Client) -> types.MarkupContent:
    if client.markdown:
        return types.MarkupContent(types.MarkupKind.Markdown, markdown)
    return types.MarkupContent(types.MarkupKind.PlainText, _EMPHASIS.sub("", markdown))


def completions(asked: Question, position: types.Position, client: Client) -> list[types.CompletionItem]:
    """What may be written at a position, the likeliest first."""
    found = language.completions(asked.analysis, asked.offset(position))
    ranges: dict[Span, types.Range] = {}
    items = []
    for number, one in enumerate(found):
        if one.span not in ranges:
            ranges[one.span] = asked.range(one.span)
        items.append(_item(one, ranges[one.span], f"{number:04}", asked, client))
    return items


def _item(
    one: language.Completion, range_: types.Range, order: str, asked: Question, client: Client
) -> types.CompletionItem:
    snippet = one.is_snippet and client.snippets
    insert = one.insert if snippet or not one.is_snippet else without_places(one.insert)
    if not snippet and "\n" in insert:
        # A plain text is put in as it is.
        line = asked.text.line(range_.start.line + 1)
        insert = insert.replace("\n", f"\n{line[: len(line) - len(line.lstrip())]}")
    return types.CompletionItem(
        label=one.label,
        kind=_COMPLETIONS[one.sort],
        detail=one.detail or None,
        documentation=_markup(one.documentation, client) if one.documentation else None,
        sort_text=order,
        filter_text=one.filter_text or None,
        text_edit=types.TextEdit(range_, insert),
        additional_text_edits=[types.TextEdit(asked.range(span), text) for span, text in one.also] or None,
        insert_text_format=types.InsertTextFormat.Snippet if snippet else types.InsertTextFormat.PlainText,
        insert_text_mode=types.InsertTextMode.AdjustIndentation if snippet and client.adjusts_indentation else None,
    )


def without_places(snippet: str) -> str:
    """The text of a snippet, each place to fill in with what stands in it.

    >>> without_places('"kind": "${1:Build}", "ref": "$2", "sha": "\\\\${refs.x.sha}"$0')
    '"kind": "Build", "ref": "", "sha": "${refs.x.sha}"'
    """
    pieces: list[str] = []
    at = 0
    for found in re.finditer(rf"\\.|{_PLACE.pattern}", snippet, re.DOTALL):
        if found[0].startswith("\\"):
            continue
        pieces += (snippet[at : found.start()], found[1] or found[2] or "")
        at = found.end()
    return _ESCAPED.sub(r"\1", "".join((*pieces, snippet[at:])))


def signature(asked: Question, position: types.Position, client: Client) -> types.SignatureHelp | None:
    """The function whose arguments are being written at a position."""
    found = language.signature(asked.analysis, asked.offset(position))
    if found is None:
        return None
    information = types.SignatureInformation(
        label=found.label,
        documentation=_markup(found.documentation, client) if found.documentation else None,
        parameters=[types.ParameterInformation(name) for name in found.parameters],
    )
    return types.SignatureHelp([information], active_signature=0, active_parameter=found.active)


def outline(asked: Question, client: Client) -> Symbols:
    """The document as an outline, flat where the editor shows no other."""
    found = language.outline(asked.analysis)
    if client.nested_symbols:
        return [_symbol(one, asked) for one in found]
    return list(_flat(found, "", asked))


def _symbol(one: language.Symbol, asked: Question) -> types.DocumentSymbol:
    # Editors refuse the whole outline where a name stands outside of what it names.
    is_inside = one.span[0] <= one.selection[0] and one.selection[1] <= one.span[1]
    return types.DocumentSymbol(
        name=one.name or "-",  # An empty name is an error of the protocol.
        detail=one.detail or None,
        kind=_SYMBOLS[one.sort],
        range=asked.range(one.span),
        selection_range=asked.range(one.selection if is_inside else one.span),
        children=[_symbol(inner, asked) for inner in one.children],
    )


def _flat(symbols: Iterable[language.Symbol], container: str, asked: Question) -> Iterable[types.SymbolInformation]:
    for one in symbols:
        location = types.Location(asked.document.uri, asked.range(one.span))
        yield types.SymbolInformation(location, one.name or "-", _SYMBOLS[one.sort], container_name=container or None)
        yield from _flat(one.children, one.name, asked)


def folds(asked: Question) -> list[types.FoldingRange]:
    """What may be folded, whole lines at a time, as all editors can."""
    ranges = []
    for one in language.folds(asked.analysis):
        start, end = (asked.text.position(offset)[0] - 1 for offset in (one.start, one.end))
        if end > start:
            ranges.append(types.FoldingRange(start, end, kind=_FOLDS.get(one.sort)))
    return ranges


def lenses(asked: Question) -> list[types.CodeLens]:
    """The run order, above each node. A command without a name is text for all editors."""
    found = language.lenses(asked.analysis)
    return [types.CodeLens(asked.range(one.span), types.Command(one.title, "")) for one in found]


def prepare_rename(asked: Question, position: types.Position) -> types.PrepareRenamePlaceholder | None:
    """The name at a position, if it can be another."""
    found = language.rename_target(asked.analysis, asked.offset(position))
    return None if found is None else types.PrepareRenamePlaceholder(asked.range(found[0]), found[1])


def rename(asked: Question, position: types.Position, name: str) -> list[types.TextEdit]:
    """The edits that give what is named at a position another name. Raises `ValueError`, whose text says why not."""
    edits = language.rename(asked.analysis, asked.offset(position), name)
    return [types.TextEdit(asked.range(span), text) for span, text in edits]
