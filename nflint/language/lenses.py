"""When each node of a flow runs, as a line above it: its step, what runs before and beside it, who reads its outputs."""

from __future__ import annotations

from collections.abc import Sequence

from nflint.diagnostic import Pointer
from nflint.flow.model import Node, Trigger
from nflint.flow.tasks import task_of, waits_itself
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
    for node in nodes.values():
        location = analysis.document.locate(node.pointer)
        if node.parent is None or location is None:
            continue
        beside = [one for one in steps[node.parent] if one.path and one.path[:-1] == node.path[:-1]]
        words = [f"step {node.step}", *_order(node, nodes[node.parent], beside)]
        words += _doing(node)
        words += [f"needs {_listed(needs[node.pointer])}"] if node.pointer in needs else []
        words += [f"read by {_listed(readers[node.pointer])}"] if node.pointer in readers else []
        span = Span(location.value.start, location.value.start)
        found.append(Lens(analysis.outer(span), without_written(" · ".join(words))))
    return tuple(sorted(found))


def _order(node: Node, parent: Node, beside: Sequence[Node]) -> list[str]:
    """What runs before the node, or at the same time."""
    if parent.spec.get("type") == "parallel" and parent.kind != "LoopWorkflow":
        others = [title(one) for one in beside if one.pointer != node.pointer]
        return [f"at the same time as {_listed(others)}"] if others else []
    before = [one for one in beside if one.path < node.path]
    loop = ["in a loop"] if parent.kind == "LoopWorkflow" else []
    if before:
        return [*loop, f"after {title(max(before, key=lambda one: one.path))}"]
    return [*loop, "first"]


def _doing(node: Node) -> list[str]:
    """Whether the run waits for what the node starts."""
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
            readers.setdefault(owner.pointer, {})[title(reader)] = None
    return (
        {pointer: list(names) for pointer, names in needs.items()},
        {pointer: list(titles) for pointer, titles in readers.items()},
    )


def title(node: Node) -> str:
    """How a line calls another node: by its ref, or by its kind and step."""
    return f"'{node.ref}'" if node.ref else f"{node.kind or 'step'} {node.step}".rstrip()


def _listed(words: Sequence[str]) -> str:
    more = len(words) - _MOST
    return ", ".join(words[:_MOST]) + (f" and {more} more" if more > 0 else "")
