"""What the statuses of the nodes of a run say together: which node speaks for a Workflow, what was left open.

Total like the model. Which of these facts is a defect is the business of the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set

from nflint.diagnostic import Pointer
from nflint.flow.skips import skip_of
from nflint.run.model import CONCLUDED, OPEN, RunNode, RunRecord

AGAIN = "fetch the run again, or correct the copy"
"""What to do about a contradiction: a run is an answer of the API, and nobody writes one."""

FAILED = frozenset({"failure", "invalid", "aborted", "aborting"})
"""Statuses of a node that has not done what it should."""

UNFINISHED = frozenset({"waiting", "retrying", "async_wait", "approval_wait"})
"""Statuses of a node that is not done yet. `waiting` may as well be one whose turn has not come."""

EXECUTED = frozenset({"success", "failure", "retrying", "async_wait", "approval_wait"})
"""Statuses of a node whose turn has come. `invalid`, `aborted` and `unknown` may be told of any node."""

_CONTAINERS = frozenset({"Workflow", "LoopWorkflow"})


def is_container(node: RunNode) -> bool:
    """Whether the node is there for the steps it holds."""
    return node.node.kind in _CONTAINERS


def is_sequence(node: RunNode) -> bool:
    """Whether the node runs its steps one after the other, each once."""
    return node.node.kind == "Workflow" and node.node.spec.get("type") == "sequential"


def is_over(record: RunRecord) -> bool:
    """Whether nothing more happens in the run; False where its `status` and `concluded` contradict each other."""
    if record.status in CONCLUDED:
        return record.concluded is not False
    return record.concluded is True and record.status not in OPEN


def left_open(record: RunRecord) -> frozenset[str]:
    """The statuses that contradict the end of the run: none when it goes on.

    After a failure or an abort, steps that never had their turn may well be `waiting`.
    """
    if not is_over(record):
        return frozenset()
    if record.status == "success":
        return UNFINISHED
    return UNFINISHED - {"waiting"} | {"aborting"}


def innermost(nodes: Sequence[RunNode], statuses: Set[str]) -> Iterator[RunNode]:
    """The nodes with one of these statuses that hold no other such node, from the last to the first."""
    passed_on: set[Pointer | None] = set()
    # From the last node to the first a node comes before the Workflow that holds it.
    for node in reversed(nodes):
        here = node.status in statuses
        below = node.node.pointer in passed_on
        if here or below:
            passed_on.add(node.node.parent)
        if here and not below:
            yield node


def spokesmen(nodes: Sequence[RunNode], statuses: Set[str]) -> dict[Pointer, RunNode]:
    """For each node with one of these statuses itself; for one without a status the first such node inside it."""
    found: dict[Pointer, RunNode] = {}
    for node in reversed(nodes):
        pointer, parent = node.node.pointer, node.node.parent
        if node.status in statuses:
            found[pointer] = node
        elif node.status is not None:
            found.pop(pointer, None)
        if pointer in found and parent is not None:
            found[parent] = found[pointer]
    return found


def steps_of(nodes: Sequence[RunNode]) -> dict[Pointer, list[RunNode]]:
    """The steps of each node that has any, in their order."""
    found: dict[Pointer, list[RunNode]] = {}
    for node in nodes:
        if node.node.parent is not None:
            found.setdefault(node.node.parent, []).append(node)
    return found


def below(nodes: Sequence[RunNode], holds: Callable[[RunNode], bool]) -> set[Pointer]:
    """The nodes inside one that `holds` is true of; that one is not among them for its own sake."""
    inside: set[Pointer] = set()
    roots: set[Pointer] = set()
    for node in nodes:
        if node.node.parent in roots or node.node.parent in inside:
            inside.add(node.node.pointer)
        if holds(node):
            roots.add(node.node.pointer)
    return inside


def in_loops(nodes: Sequence[RunNode]) -> set[Pointer]:
    """The nodes inside a loop: of which of its iterations they tell is documented nowhere."""
    return below(nodes, lambda node: node.node.kind == "LoopWorkflow")


def excused(nodes: Sequence[RunNode]) -> set[Pointer]:
    """The nodes that may have had no turn in a run that succeeded: skipped, run only once, or in a loop or such a node.

    A skipped Workflow is no reason for its own status, but for the nodes inside it. A Build with rules for its commits
    may skip itself.
    """
    found = below(nodes, lambda node: node.node.kind == "LoopWorkflow" or node.status == "skipped" or _may_skip(node))
    return found | {node.node.pointer for node in nodes if node.node.kind == "LoopWorkflow" or _may_skip(node)}


def _may_skip(node: RunNode) -> bool:
    fields, spec = node.node.fields, node.node.spec
    rules = node.node.kind == "Build" and ("buildRules" in spec or "buildRuleFallThroughHandling" in spec)
    return rules or "runNodeOnce" in fields or skip_of(node.node) != "no"
