"""The semantic model of a release flow: its nodes in document order, triggers, gitops and arguments.

Built once for a document, from any value whatever: what does not have the documented shape is left out, and
never an exception. What refers to what and what runs before what is not known here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

from nflint.diagnostic import Pointer
from nflint.flow.plain import mapping, text

Area = Literal["spec", "teardown"]


@dataclass(frozen=True, slots=True)
class Node:
    """One node of a workflow.

    `pointer` names the node's object, `spec` is its `spec` when that is an object (else empty), `parent` the
    pointer of the enclosing node, `path` the human name of the way there (`step 2 > step 1`).
    """

    pointer: Pointer
    kind: str
    ref: str | None
    spec: Mapping[str, Any]
    fields: Mapping[str, Any]
    area: Area
    parent: Pointer | None
    path: tuple[int, ...]

    @property
    def title(self) -> str:
        """How a message calls the node: its kind, and its ref or its place among the steps."""
        if self.ref is not None:
            return f"{self.kind} '{self.ref}'"
        steps = ".".join(str(step + 1) for step in self.path)
        return f"{self.kind} at step {steps}" if steps else f"the root {self.kind}"


@dataclass(frozen=True, slots=True)
class VcsAccess:
    """A place that names a Git repository and the account to read it with: a trigger, gitops or a VCS message."""

    pointer: Pointer
    title: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Trigger:
    """One Git trigger of a flow; `fields` are its keys as they stand in the document."""

    pointer: Pointer
    ref: str | None
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class CommitRules:
    """Rules on which commits count: those of a trigger, or a Build node's own (`buildRules`)."""

    pointer: Pointer
    title: str
    fields: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Flow:
    """A release flow: whatever of the documented shape the document has."""

    nodes: tuple[Node, ...]
    triggers: tuple[Trigger, ...]
    gitops: VcsAccess | None
    arguments: Mapping[str, Any]
    options: Mapping[str, Any]

    @property
    def accesses(self) -> tuple[VcsAccess, ...]:
        """Every place of the flow that names a repository and an account."""
        triggers = tuple(VcsAccess(trigger.pointer, "trigger", trigger.fields) for trigger in self.triggers)
        messages = tuple(
            VcsAccess((*node.pointer, "spec", "spec"), "message", mapping(node.spec.get("spec")))
            for node in self.nodes
            if node.kind == "Message" and node.spec.get("kind") == "VCS"
        )
        return (*triggers, *((self.gitops,) if self.gitops else ()), *messages)

    @property
    def commit_rules(self) -> tuple[CommitRules, ...]:
        """Every set of commit rules in the flow."""
        triggers = tuple(CommitRules(trigger.pointer, "trigger", trigger.fields) for trigger in self.triggers)
        builds = tuple(
            CommitRules((*node.pointer, "spec", "buildRules"), node.title, rules)
            for node in self.nodes
            if node.kind == "Build" and (rules := mapping(node.spec.get("buildRules")))
        )
        return (*triggers, *builds)


def build_flow(value: object) -> Flow:
    """The model of `value`, the whole document; an API answer's `data` is looked into. Never raises."""
    start: Pointer = ()
    flow = mapping(value)
    if "data" in flow and "spec" not in flow:
        start, flow = ("data",), mapping(flow["data"])
    nodes = [*walk(flow.get("spec"), (*start, "spec"), "spec")]
    teardown = mapping(flow.get("teardownSpec"))
    nodes.extend(walk(teardown.get("spec"), (*start, "teardownSpec", "spec"), "teardown"))
    triggers = flow.get("triggers")
    gitops = mapping(flow.get("gitops"))
    return Flow(
        tuple(nodes),
        tuple(
            Trigger((*start, "triggers", index), text(trigger.get("ref")), trigger)
            for index, trigger in enumerate(triggers if isinstance(triggers, list) else ())
            if isinstance(trigger, dict)
        ),
        VcsAccess((*start, "gitops"), "gitops", gitops) if gitops else None,
        mapping(flow.get("arguments")),
        mapping(flow.get("options")),
    )


def walk(spec: object, pointer: Pointer, area: Area) -> Iterator[Node]:
    """The node `spec` and all nodes below it, in document order. Never raises, at any depth."""
    pending: list[tuple[object, Pointer, Pointer | None, tuple[int, ...]]] = [(spec, pointer, None, ())]
    while pending:
        fields, here, parent, path = pending.pop()
        if not isinstance(fields, dict):
            continue
        inner = mapping(fields.get("spec"))
        kind = text(fields.get("kind"))
        yield Node(here, kind or "", text(fields.get("ref")), inner, fields, area, parent, path)
        steps = inner.get("steps")
        if isinstance(steps, list):
            pending.extend(
                (steps[index], (*here, "spec", "steps", index), here, (*path, index))
                for index in reversed(range(len(steps)))
            )
