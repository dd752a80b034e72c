"""Follows what a trigger brings through arguments and builds to the nodes that take it, and says which of them run only
when somebody, or a condition, has let it through.

Whether that is a mistake is the business of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeAlias

from nflint.diagnostic import Pointer
from nflint.flow.model import Node, Trigger
from nflint.flow.provenance import Provenance
from nflint.flow.uses import Reference, Scope, Use
from nflint.flow.wiring import Wiring

_CARRYING = frozenset({"Build", "Release", "JobRun"})
_RELEASING = frozenset({"Release", "JobRun"})

# What says which code a node takes.
_CODE = frozenset({"branch", "sha", "pullRequestId", "build", "buildId", "buildSHA", "imagePath"})

# Each is held against each node, and nobody waits for more.
_MOST_APPROVALS = 16

# Where something is read, and what: the reference there, or one in the declaration of the argument there.
_Read: TypeAlias = tuple[Use, Reference]


class Deliveries:
    """Which nodes take what the triggers of one flow bring. Treat it as frozen."""

    def __init__(self, scope: Scope, reads: Mapping[Pointer, list[_Read]]) -> None:
        self._scope = scope
        self._parents = {node.pointer: node.parent for node in scope.flow.nodes}
        self._approvals = scope.flow.of("Approval")[:_MOST_APPROVALS]
        # The triggers that the skip of a node reads, and the nodes that release or run the code of a trigger.
        self._asked: dict[Pointer, set[Pointer]] = {}
        self._taking: dict[Pointer, dict[Pointer, Node]] = {}
        self._follow(reads)

    def _follow(self, reads: Mapping[Pointer, list[_Read]]) -> None:
        built: dict[Pointer, Pointer] = {}
        for node in self._scope.flow.nodes:
            for use, reference in reads.get(node.pointer, ()):
                target = reference.target
                origin = target.pointer if isinstance(target, Trigger) else built.get(target.pointer if target else ())
                if origin is None:
                    continue
                if use.text.field == "skipNodeExecution":
                    self._asked.setdefault(node.pointer, set()).add(origin)
                elif _takes_code(use, node):
                    if node.kind == "Build":
                        built.setdefault(node.pointer, origin)
                    if node.kind in _RELEASING and node.area == "spec":
                        self._taking.setdefault(origin, {})[node.pointer] = node

    def released(self, triggers: Sequence[Trigger]) -> Iterator[tuple[Trigger, list[Node]]]:
        """Each of the triggers with the nodes that release or run the code it brings and that nothing guards."""
        for trigger in triggers:
            taking = self._taking.get(trigger.pointer, {}).values()
            free = [node for node in taking if not self.is_guarded(node, trigger)]
            if free:
                yield trigger, free

    def is_guarded(self, node: Node, trigger: Trigger | None) -> bool:
        """Whether somebody has approved the run before `node`, or it may be skipped for what the trigger brings."""
        at: Pointer | None = node.pointer
        while at is not None and trigger is not None:
            if trigger.pointer in self._asked.get(at, ()):
                return True
            at = self._parents.get(at)
        order = self._scope.order
        return any(order.standing(node, approval).why == "earlier" for approval in self._approvals)


def deliveries(wiring: Wiring) -> dict[Pointer, Deliveries]:
    """Which nodes take what the triggers bring, for each flow of a document by its place."""
    reads: dict[Pointer, dict[Pointer, list[_Read]]] = {scope.pointer: {} for scope in wiring.scopes}
    for reference in wiring.references:
        use = reference.use
        if use.node is not None:
            reads[use.scope.pointer].setdefault(use.node.pointer, []).append((use, reference))
    provenance = Provenance(wiring, lambda use: True)
    for use in wiring.arguments:
        if use.node is not None:
            found = [(use, reference) for reference in provenance.references(use)]
            reads[use.scope.pointer].setdefault(use.node.pointer, []).extend(found)
    return {scope.pointer: Deliveries(scope, reads[scope.pointer]) for scope in wiring.scopes}


def _takes_code(use: Use, node: Node) -> bool:
    path = use.text.path
    if node.kind not in _CARRYING or use.text.field not in _CODE or path[:1] != ("spec",):
        return False
    return node.kind == "Build" or path[1:2] in (("origin",), ("deployment",))
