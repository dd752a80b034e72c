"""The outline of a flow: its triggers, arguments and rich inputs, and its nodes as they stand in each other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from nflint.diagnostic import Pointer
from nflint.flow.model import Flow, Node
from nflint.flow.plain import mapping, text
from nflint.language.analysis import Analysis
from nflint.language.items import Symbol, SymbolSort
from nflint.redaction import without_written
from nflint.source.span import Span

_LONGEST = 60
_READ = 1_000


def outline(analysis: Analysis) -> tuple[Symbol, ...]:
    """The symbols of a document that Northflank knows, in the order of the text; also of one that cannot be read
    whole."""
    if not analysis.has_wiring:
        return ()
    flow = analysis.flow
    parts = (*_triggers(analysis, flow), *_arguments(analysis, flow), *_inputs(analysis, flow))
    nodes = [symbol for root in flow.nodes if root.parent is None and (symbol := _tree(analysis, flow, root))]
    return tuple(sorted((*parts, *nodes), key=lambda symbol: symbol.span))


def _symbol(
    analysis: Analysis,
    pointer: Pointer,
    name: str,
    detail: str,
    sort: SymbolSort,
    children: tuple[Symbol, ...] = (),
    named: Pointer | None = None,
) -> Symbol | None:
    """The symbol of the value at `pointer`, whose name stands at `named`, by default in its key."""
    location = analysis.document.locate(pointer)
    if location is None:
        return None
    span = Span(location.key.start if location.key else location.value.start, location.value.end)
    selection = location.key or Span(span.start, span.start)
    inner = analysis.document.locate(named) if named is not None else None
    if inner is not None and span.start <= inner.value.start and inner.value.end <= span.end:
        selection = inner.value
    # What an alias stands for is written elsewhere, and a symbol encloses its children.
    kept = tuple(
        child
        for child in children
        if analysis.outer(span).start <= child.span.start and child.span.end <= analysis.outer(span).end
    )
    return Symbol(_shortened(name), _shortened(detail), sort, analysis.outer(span), analysis.outer(selection), kept)


def _tree(analysis: Analysis, flow: Flow, root: Node) -> Symbol | None:
    """The node with all below it. Nodes are in document order, so that children come after their parents."""
    inner: dict[Pointer, list[Symbol]] = {}
    area = [node for node in flow.nodes if node.area == root.area]
    for node in reversed(area):
        children = tuple(reversed(inner.pop(node.pointer, [])))
        sort: SymbolSort = "teardown" if node.area == "teardown" and node.parent is None else "node"
        named = next((key for key in ("ref", "kind") if key in node.fields), None)
        symbol = _symbol(
            analysis,
            node.pointer,
            node_name(node),
            node_detail(node),
            sort,
            children,
            (*node.pointer, named) if named else None,
        )
        if symbol is not None and node.parent is not None:
            inner.setdefault(node.parent, []).append(symbol)
        elif symbol is not None:
            return symbol
    return None


def node_name(node: Node) -> str:
    """How the outline calls a node: by its ref, or by its kind and what it is about."""
    if node.parent is None and node.ref is None:
        return "teardown" if node.area == "teardown" else "spec"
    return node.ref or f"{node.step} {node.kind or 'node'}"


def node_detail(node: Node) -> str:
    """The kind of a node, and what it is about."""
    kind = node.kind or "a node without a kind"
    spec = node.spec
    words = [kind] if node.ref is not None or node.parent is None else []
    what = text(spec.get("type")) or text(spec.get("kind"))
    subject = next(
        (value for key in ("id", "jobId", "addonId", "templateId", "name") if (value := text(spec.get(key)))), None
    )
    target = text(mapping(spec.get("target")).get("id"))
    return " · ".join([*words, *([what] if what else []), *filter(None, [subject or target])])


def _triggers(analysis: Analysis, flow: Flow) -> Iterator[Symbol]:
    for index, trigger in enumerate(flow.triggers):
        detail = f"trigger · {text(trigger.fields.get('repoUrl')) or 'no repository'}"
        name = trigger.ref or f"trigger {index + 1}"
        named = (*trigger.pointer, "ref") if trigger.ref is not None else None
        yield from _present(_symbol(analysis, trigger.pointer, name, detail, "trigger", (), named))


def _arguments(analysis: Analysis, flow: Flow) -> Iterator[Symbol]:
    # The value may be a secret, so only the name is shown.
    start = (*flow.pointer, "arguments")
    children = tuple(
        symbol
        for name in flow.arguments
        for symbol in _present(_symbol(analysis, (*start, name), name, "argument", "argument"))
    )
    if children:
        yield from _present(_symbol(analysis, start, "arguments", "", "part", children))


def _inputs(analysis: Analysis, flow: Flow) -> Iterator[Symbol]:
    for part in flow.inputs:
        spec = mapping(part.fields.get("spec"))
        kind = text(part.fields.get("kind")) or "rich input"
        named = (*part.pointer, "spec", "title")
        title = text(spec.get("title"))
        yield from _present(_symbol(analysis, part.pointer, title or kind, kind, "input", (), named if title else None))


def _present(symbol: Symbol | None) -> Iterable[Symbol]:
    return () if symbol is None else (symbol,)


def _shortened(words: str) -> str:
    line = without_written(" ".join(words[:_READ].split()))
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
