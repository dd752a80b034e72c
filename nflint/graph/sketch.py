"""Makes the picture of a document: its flows as boxes, what they read and wait for as arrows, diagnostics as marks.

Total like the models it reads: any value gives a picture, at most without a box.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from nflint.contract.detect import OTHER_DOCUMENTS
from nflint.diagnostic import Diagnostic, Pointer, Severity, Source, SourceDocument
from nflint.flow.model import Area, Node
from nflint.flow.uses import Scope
from nflint.flow.waiting import build_waiting
from nflint.flow.wiring import build_wiring
from nflint.graph.facts import form_of, heading, node_rows, skip_row, trigger_rows, wait_row
from nflint.graph.inputs import Inputs, inputs_of
from nflint.graph.lettering import visible
from nflint.graph.picture import Arrow, Box, Mark, Picture, Row, strip
from nflint.graph.statuses import outcome_of, run_words, status_row
from nflint.graph.waits import awaited
from nflint.run.model import RunNode, RunRecord, build_run
from nflint.run.times import Span, spans
from nflint.source.pointer import to_string

DRAWN = ("release-flow", "release-flow-response", "run", *OTHER_DOCUMENTS)
"""The kinds of document there are pictures of."""

MOST_BOXES = 2_500
"""Nodes and triggers of one picture; those beyond are counted."""

_MOST_ARROWS = 4_000
# More arrows from triggers than so many say less than the words in the boxes.
_MOST_FROM_TRIGGERS = 6
_MOST_MESSAGES = 3
_MOST_TITLES = 3
_RUNS = frozenset({"run", "template-run"})
_AREAS: tuple[Area, ...] = ("spec", "teardown")
_NAMES = {
    "release-flow": "release flow",
    "release-flow-response": "release flow",
    "template": "template",
    "preview": "preview environment template",
    "workflow": "workflow",
}


class Sheet(NamedTuple):
    """One document to draw: its `kind`, its value without credentials, and its diagnostics."""

    kind: str
    value: Any
    diagnostics: tuple[Diagnostic, ...] = ()


class _Draft(NamedTuple):
    """What has been drawn so far; `numbers` are the boxes of one document by their pointers, `left_out` the numbers of
    nodes that there was no room for."""

    boxes: list[Box]
    arrows: list[Arrow]
    numbers: dict[str, int]
    left_out: list[int]

    def add(self, box: Box) -> int:
        """Draws a box, and gives its number."""
        self.boxes.append(box)
        return len(self.boxes) - 1


class _Subject(NamedTuple):
    """The document that is drawn, with its nodes and what a run says of them."""

    inputs: Inputs
    owners: Mapping[Pointer, Node]
    nodes: Mapping[Pointer, RunNode]
    spans: Mapping[Pointer, Span]


def sheets_of(source: Source, diagnostics: Iterable[Diagnostic]) -> list[tuple[SourceDocument, Sheet]]:
    """The documents of a text that there are pictures of, each with those of its `diagnostics` that are about it."""
    starts = [document.line for document in source.documents]
    held: list[list[Diagnostic]] = [[] for _ in starts]
    for diagnostic in diagnostics:
        if starts:
            held[max(0, bisect_right(starts, diagnostic.region.line) - 1)].append(diagnostic)
    return [
        (document, Sheet(document.kind, document.value, tuple(found)))
        for document, found in zip(source.documents, held, strict=True)
        if document.kind in DRAWN
    ]


def picture_of(sheets: Sequence[Sheet], name: str, most: int = MOST_BOXES) -> Picture:
    """The picture of the documents of one text, which is called `name`, with at most so many nodes."""
    boxes: list[Box] = []
    arrows: list[Arrow] = []
    elsewhere: list[Diagnostic] = []
    titles: list[str] = []
    left_out = 0
    for number, sheet in enumerate(sheets):
        draft = _Draft(boxes, arrows, {}, [])
        record = build_run(sheet.value).records[0] if sheet.kind in _RUNS else None
        titles.append(_NAMES.get(sheet.kind, "flow") if record is None else run_words(record))
        which = f"Document {number + 1}: " if len(sheets) > 1 else ""
        _draw(draft, sheet, record, which, most)
        elsewhere += _mark(draft, sheet.diagnostics)
        left_out += sum(draft.left_out)
    steps = sum(box.form in ("step", "wait") for box in boxes)
    told = strip(_marks([one for sheet in sheets for one in sheet.diagnostics])) or "no findings"
    more = f" and {len(titles) - _MOST_TITLES} more" if len(titles) > _MOST_TITLES else ""
    summary = f"{'; '.join(titles[:_MOST_TITLES])}{more}, {steps} step{'' if steps == 1 else 's'}, {told}"
    return Picture(visible(name), summary, tuple(boxes), tuple(arrows[:_MOST_ARROWS]), _marks(elsewhere), left_out)


def _draw(draft: _Draft, sheet: Sheet, record: RunRecord | None, which: str, most: int) -> None:
    wiring = build_wiring(sheet.value, sheet.kind)
    waiting = build_waiting(wiring)
    waits = {pointer: nodes for progress in waiting.scopes for pointer, nodes in awaited(progress).items()}
    ran = () if record is None else record.nodes
    subject = _Subject(
        inputs_of(wiring, waits, over=record is not None),
        {node.pointer: node for node in wiring.flow.nodes},
        {node.node.pointer: node for node in ran},
        spans(ran),
    )
    for scope in wiring.scopes:
        for area in _AREAS:
            nodes = [node for node in scope.flow.nodes if node.area == area]
            if nodes and len(draft.boxes) < most:
                what = "run" if record is not None else _NAMES.get(sheet.kind, "flow")
                title = which + _part_title(scope, area, what, subject.owners)
                _draw_part(draft, scope, nodes, title, subject, most)
            else:
                draft.left_out.append(len(nodes))
    _draw_arrows(draft, subject.inputs)


def _part_title(scope: Scope, area: Area, what: str, owners: Mapping[Pointer, Node]) -> str:
    if not scope.inner:
        what = "teardown" if area == "teardown" else what
        return what[:1].upper() + what[1:]
    around = [scope.pointer[:length] for length in range(len(scope.pointer), 0, -1)]
    holder = next((owners[pointer] for pointer in around if pointer in owners), None)
    what = "Teardown of the flow" if area == "teardown" else "Flow"
    return f"{what} inside {'another flow' if holder is None else visible(holder.title)}"


def _draw_part(draft: _Draft, scope: Scope, nodes: Sequence[Node], title: str, subject: _Subject, most: int) -> None:
    part = draft.add(Box((), "part", None, "", title))
    if nodes[0].area == "spec" and scope.flow.triggers:
        group = draft.add(Box((*scope.flow.pointer, "triggers"), "triggers", part, "", "Triggers"))
        for trigger in scope.flow.triggers[:most]:
            draft.numbers[to_string(trigger.pointer)] = draft.add(
                Box(trigger.pointer, "trigger", group, "", "Trigger", tuple(trigger_rows(trigger)))
            )
    root = len(draft.boxes)
    room = max(1, most - len(draft.boxes))
    for node in nodes[:room]:
        parent = part if node.parent is None else draft.numbers[to_string(node.parent)]
        draft.numbers[to_string(node.pointer)] = draft.add(_box(node, parent, scope, subject))
    beyond = len(nodes) - room
    if beyond > 0:
        draft.left_out.append(beyond)
        words = f"{beyond} more step{'' if beyond == 1 else 's'}, not drawn"
        draft.add(Box((), "rest", root if len(nodes) > 1 else part, "", words))


def _box(node: Node, parent: int, scope: Scope, subject: _Subject) -> Box:
    skip, skipped = skip_row(node)
    rows = [*node_rows(node, scope), *subject.inputs.rows(node)]
    ran = subject.nodes.get(node.pointer)
    rows += [row for row in (wait_row(node), subject.inputs.careless(node), skipped) if row is not None]
    outcome = None
    if ran is not None:
        row = status_row(ran, subject.spans)
        rows += [row] if row is not None else []
        outcome = None if ran.status is None else outcome_of(ran.status)
    return Box(node.pointer, form_of(node), parent, node.step, heading(node), tuple(rows), (), skip, outcome)


def _draw_arrows(draft: _Draft, inputs: Inputs) -> None:
    found: list[Arrow] = []
    for pointer, read in inputs.read.items():
        target = draft.numbers.get(to_string(pointer))
        if target is None:
            continue
        first = _first_input(draft.boxes[target].rows)
        for index, one in enumerate(read):
            source = None if one.target is None else draft.numbers.get(to_string(one.target))
            if source is not None and source != target and not _holds(draft.boxes, source, target):
                row = first + min(index, inputs.most - 1)
                found.append(Arrow(source, target, one.sort, one.label, row, one.doubt))
    triggered = [arrow for arrow in found if arrow.sort == "trigger"]
    many = len(triggered) > _MOST_FROM_TRIGGERS
    draft.arrows.extend(arrow for arrow in found if not (many and arrow.sort == "trigger"))


def _first_input(rows: Sequence[Row]) -> int:
    return next((number for number, row in enumerate(rows) if row.sort == "input"), 0)


def _holds(boxes: Sequence[Box], one: int, other: int) -> bool:
    """Whether one of two boxes is inside the other."""
    for outer, inner in ((one, other), (other, one)):
        around: int | None = inner
        while around is not None and around >= outer:
            if around == outer:
                return True
            around = boxes[around].parent
    return False


def _mark(draft: _Draft, diagnostics: Iterable[Diagnostic]) -> Iterator[Diagnostic]:
    """Marks the boxes that the diagnostics are about; gives those that are about none."""
    found: dict[int, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        pointer = diagnostic.pointer
        while pointer and pointer not in draft.numbers:
            pointer = pointer.rpartition("/")[0]
        if pointer in draft.numbers:
            found.setdefault(draft.numbers[pointer], []).append(diagnostic)
        else:
            yield diagnostic
    for number, carried in found.items():
        draft.boxes[number] = draft.boxes[number]._replace(marks=_marks(carried))


def _marks(diagnostics: Sequence[Diagnostic]) -> tuple[Mark, ...]:
    by_severity: dict[Severity, list[Diagnostic]] = {}
    for diagnostic in diagnostics:
        by_severity.setdefault(diagnostic.severity, []).append(diagnostic)
    return tuple(
        Mark(severity, len(of), tuple(f"{one.code} {visible(one.message)}" for one in of[:_MOST_MESSAGES]))
        for severity, of in sorted(by_severity.items(), reverse=True)
    )
