"""When each node of a flow runs, as a line above it: its step, what runs before and beside it, who reads from it."""

from __future__ import annotations

from collections.abc import Sequence

from nflint.diagnostic import Pointer
from nflint.flow.model import Node, Trigger
from nflint.flow.tasks import action, task_of, waits_itself
from nflint.language.analysis import Analysis
from nflint.language.items import Lens
from nflint.redaction import without_written
from nflint.source.span import Span

_MOST = 3


def lenses(analysis: Analysis) -> tuple[Lens, ...]:
    """One line for each step, in the order of the text."""
    if not analysis.has_wiring:
        return ()
    nodes = {node.pointer: node for node in analysis.flow.nodes}
    steps: dict[Pointer, list[Node]] = {}
    for node in nodes.values():
        if node.parent is not None:
            steps.setdefault(node.parent, []).append(node)
    needs, readers = _needs(analysis)
    found: list[Lens] = []
    for beside in steps.values():
        parent = nodes[beside[0].parent or ()]
        for index, node in enumerate(beside):
            location = analysis.document.locate(node.pointer)
            if location is None:
                continue
            words = [f"step {node.step}", *_order(parent, beside, index), *_doing(node)]
            words += [f"needs {_listed(needs[node.pointer])}"] if node.pointer in needs else []
            words += [f"read by {_listed(readers[node.pointer])}"] if node.pointer in readers else []
            span = Span(location.value.start, location.value.start)
            found.append(Lens(analysis.outer(span), without_written(" · ".join(words))))
    return tuple(sorted(found))


def _order(parent: Node, beside: Sequence[Node], index: int) -> list[str]:
    """What runs before the node at `index`, or at the same time."""
    if parent.spec.get("type") == "parallel" and parent.kind != "LoopWorkflow":
        others = [title(one) for at, one in enumerate(beside[: _MOST + 1]) if at != index]
        more = len(beside) - 1 - min(len(others), _MOST)
        return [f"at the same time as {', '.join(others[:_MOST])}{_more(more)}"] if others else []
    loop = ["in a loop"] if parent.kind == "LoopWorkflow" else []
    return [*loop, f"after {title(beside[index - 1])}" if index else "first"]


def _doing(node: Node) -> list[str]:
    """What the run waits for at the node."""
    if node.kind == "Approval":
        return ["waits for an approval"]
    if node.kind == "Condition":
        kind, state, _ = action(node)
        return [f"waits for {kind} {state}"] if isinstance(kind, str) and isinstance(state, str) else []
    if task_of(node) is None:
        return []
    return ["waits until it is done"] if waits_itself(node) else ["starts and goes on"]


def _needs(analysis: Analysis) -> tuple[dict[Pointer, list[str]], dict[Pointer, list[str]]]:
    """The refs that each node reads, and who reads the outputs of each node."""
    needs: dict[Pointer, dict[str, None]] = {}
    readers: dict[Pointer, dict[str, None]] = {}
    for reference in analysis.wiring.references:
        reader, owner = reference.use.node, reference.target
        if reader is None or owner is None:
            continue
        needs.setdefault(reader.pointer, {})[f"'{reference.name}'"] = None
        if not isinstance(owner, Trigger):
            # Steps of the teardown are counted from 1 again.
            elsewhere = " of the teardown" if reader.area == "teardown" != owner.area and not reader.ref else ""
            readers.setdefault(owner.pointer, {})[f"{title(reader)}{elsewhere}"] = None
    return (
        {pointer: list(names) for pointer, names in needs.items()},
        {pointer: list(titles) for pointer, titles in readers.items()},
    )


def title(node: Node) -> str:
    """How a line calls another node: by its ref, or by its kind and step."""
    return f"'{node.ref}'" if node.ref else f"{node.kind or 'step'} {node.step}".rstrip()


def _listed(words: Sequence[str]) -> str:
    return ", ".join(words[:_MOST]) + _more(len(words) - _MOST)


def _more(count: int) -> str:
    return f" and {count} more" if count > 0 else ""
