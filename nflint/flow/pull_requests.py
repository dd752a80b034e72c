"""Follows the code that a trigger brings through builds to the nodes that release or run it.

Whether that is a mistake is the business of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nflint.diagnostic import Pointer
from nflint.flow.model import Node, Trigger
from nflint.flow.uses import Reference, Scope
from nflint.flow.wiring import Wiring

_CARRYING = frozenset({"Build", "Release", "JobRun"})
_RELEASING = frozenset({"Release", "JobRun"})

# What says which code a node takes.
_CODE = frozenset({"branch", "sha", "pullRequestId", "build", "buildId", "buildSHA", "imagePath"})


# Each is held against each node, and nobody waits for more.
_MOST_APPROVALS = 16


def released(wiring: Wiring, scope: Scope, triggers: Sequence[Trigger]) -> Iterator[tuple[Trigger, list[Node]]]:
    """Each of the triggers with the nodes that release or run the code it brings, where there are such; without those
    that somebody has to approve, or that may be skipped for what the trigger brings."""
    wanted = {trigger.pointer for trigger in triggers}
    brought: dict[Pointer, Pointer] = {}
    asked: set[Pointer] = set()
    reaching: dict[Pointer, dict[Pointer, Node]] = {}
    for reference in wiring.references:
        node, target = reference.use.node, reference.target
        if node is None or target is None or reference.use.scope is not scope:
            continue
        origin = target.pointer if isinstance(target, Trigger) else brought.get(target.pointer)
        if origin not in wanted:
            continue
        if reference.use.text.field == "skipNodeExecution":
            asked.add(node.pointer)
        elif _takes_code(reference, node):
            if node.kind == "Build":
                brought.setdefault(node.pointer, origin)
            if node.kind in _RELEASING and node.area == "spec":
                reaching.setdefault(origin, {})[node.pointer] = node
    approvals = [node for node in scope.flow.nodes if node.kind == "Approval"][:_MOST_APPROVALS]
    parents = {node.pointer: node.parent for node in scope.flow.nodes}
    for trigger in triggers:
        nodes = reaching.get(trigger.pointer, {}).values()
        free = [
            node for node in nodes if not _is_guarded(node, parents, asked) and not _is_approved(node, approvals, scope)
        ]
        if free:
            yield trigger, free


def _takes_code(reference: Reference, node: Node) -> bool:
    path = reference.use.text.path
    if node.kind not in _CARRYING or reference.use.text.field not in _CODE or path[:1] != ("spec",):
        return False
    return node.kind == "Build" or path[1:2] in (("origin",), ("deployment",))


def _is_guarded(node: Node, parents: dict[Pointer, Pointer | None], asked: set[Pointer]) -> bool:
    """Whether the skip of the node, or of a workflow around it, depends on what the trigger brings."""
    at: Pointer | None = node.pointer
    while at is not None:
        if at in asked:
            return True
        at = parents.get(at)
    return False


def _is_approved(node: Node, approvals: Sequence[Node], scope: Scope) -> bool:
    return any(scope.order.standing(node, approval).why == "earlier" for approval in approvals)
