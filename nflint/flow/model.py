"""The semantic model of a release flow: its nodes in document order, triggers, gitops and arguments.

Built once for a document, from any value whatever: what does not have the documented shape is left out, and
never an exception. What refers to what and what runs before what is not known here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Literal, NamedTuple

from nflint.contract.kinds import OTHER_KINDS, step_kinds
from nflint.diagnostic import Place, Pointer
from nflint.flow.plain import mapping, text
from nflint.nearest import same

Area = Literal["spec", "teardown"]


class Node(NamedTuple):
    """One node of a workflow.

    `kind` is the kind that is meant, whatever its letter case. `pointer` names the node's object, `spec` is its
    `spec` when that is an object (else empty), `parent` the pointer of the enclosing node, `path` the human name of
    the way there (`step 2 > step 1`).
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
        kind = self.kind or "node"
        if self.ref is not None:
            return f"{kind} '{self.ref}'"
        return f"{kind} at step {self.step}" if self.path else f"the root {kind}"

    @property
    def step(self) -> str:
        """The node's place among the steps, from 1: `2.1` is the first step of the second one."""
        return ".".join(str(step + 1) for step in self.path)


class Part(NamedTuple):
    """An object of the flow: where it stands, and its keys as they are in the document."""

    pointer: Pointer
    fields: Mapping[str, Any]


class Trigger(NamedTuple):
    """One Git trigger of a flow."""

    pointer: Pointer
    fields: Mapping[str, Any]

    @property
    def ref(self) -> str | None:
        """The name under which nodes read what the trigger gives."""
        return text(self.fields.get("ref"))

    @property
    def automatic(self) -> bool:
        """Whether commits start runs; one that is `manualOnly` only gives runs its values."""
        return self.fields.get("manualOnly") is not True

    @property
    def place(self) -> Place:
        """Where to speak of the trigger as a whole: at the address of its repository, if it has one."""
        return Place((*self.pointer, "repoUrl") if "repoUrl" in self.fields else self.pointer)


class Flow(NamedTuple):
    """A release flow: whatever of the documented shape the document has.

    `pointer` says where in the document it stands. `inputs` are its `richInputs`, `accesses` are all places that name
    a Git provider and the account to use, `commit_rules` all that say which commits count: triggers and the
    `buildRules` of Build nodes. `by_kind` are the nodes by their kind, to be treated as frozen.
    """

    pointer: Pointer
    fields: Mapping[str, Any]
    nodes: tuple[Node, ...]
    triggers: tuple[Trigger, ...]
    gitops: Part | None
    arguments: Mapping[str, Any]
    options: Mapping[str, Any]
    inputs: tuple[Part, ...]
    accesses: tuple[Part, ...]
    commit_rules: tuple[Part, ...]
    by_kind: Mapping[str, list[Node]]

    @property
    def owners(self) -> tuple[Node | Trigger, ...]:
        """All that may have a ref, nodes first."""
        return self.nodes + self.triggers

    def of(self, *kinds: str) -> list[Node]:
        """The nodes of these kinds, in document order."""
        if len(kinds) == 1:
            return self.by_kind.get(kinds[0], [])
        present = [kind for kind in kinds if kind in self.by_kind]
        if len(present) < 2:
            return self.by_kind[present[0]] if present else []
        return [node for node in self.nodes if node.kind in present]


def build_flow(value: object, start: Pointer = ()) -> Flow:
    """The model of `value`, which stands at `start`; an API answer's `data` is looked into. Never raises."""
    flow = mapping(value)
    if "data" in flow and "spec" not in flow:
        start, flow = (*start, "data"), mapping(flow["data"])
    # A node of a template may hold the root of a flow without anything around it.
    root, at = (flow, start) if start and flow.get("kind") == "Workflow" else (flow.get("spec"), (*start, "spec"))
    if "kind" not in mapping(root) and isinstance(mapping(root).get("steps"), dict):
        # A workflow has its triggers beside the root of its steps.
        root, at = mapping(root)["steps"], (*at, "steps")
    teardown = mapping(flow.get("teardownSpec"))
    nodes = (
        *walk(root, at, "spec"),
        *(walk(teardown["spec"], (*start, "teardownSpec", "spec"), "teardown") if "spec" in teardown else ()),
    )
    parts = _parts(flow.get("triggers"), (*start, "triggers"))
    by_kind: dict[str, list[Node]] = {}
    for node in nodes:
        if node.kind in by_kind:
            by_kind[node.kind].append(node)
        else:
            by_kind[node.kind] = [node]
    gitops = Part((*start, "gitops"), flow["gitops"]) if isinstance(flow.get("gitops"), dict) else None
    return Flow(
        pointer=start,
        fields=flow,
        nodes=nodes,
        triggers=tuple(Trigger(part.pointer, part.fields) for part in parts),
        gitops=gitops,
        arguments=mapping(flow.get("arguments")),
        options=mapping(flow.get("options")),
        inputs=_parts(flow.get("richInputs"), (*start, "richInputs")),
        accesses=(*parts, *((gitops,) if gitops else ()), *_node_accesses(nodes)),
        commit_rules=(*parts, *_build_rules(by_kind.get("Build", ()))),
        by_kind=by_kind,
    )


def _parts(value: object, pointer: Pointer) -> tuple[Part, ...]:
    """The objects of a list."""
    listed = value if isinstance(value, list) else ()
    return tuple(Part((*pointer, index), part) for index, part in enumerate(listed) if isinstance(part, dict))


def _node_accesses(nodes: tuple[Node, ...]) -> Iterator[Part]:
    for node in nodes:
        if node.spec.get("kind") != "VCS":
            continue
        inner = mapping(node.spec.get("spec"))
        if node.kind == "Message":
            yield Part((*node.pointer, "spec", "spec"), inner)
        elif node.kind == "Action":
            data = mapping(inner.get("data"))
            for key in ("sourceData", "targetData"):
                yield Part((*node.pointer, "spec", "spec", "data", key), mapping(data.get(key)))


def _build_rules(builds: Iterable[Node]) -> Iterator[Part]:
    for node in builds:
        if isinstance(node.spec.get("buildRules"), dict):
            yield Part((*node.pointer, "spec", "buildRules"), node.spec["buildRules"])


def walk(spec: object, pointer: Pointer, area: Area) -> Iterator[Node]:
    """The node `spec` and all nodes below it, in document order. Never raises, at any depth."""
    pending: list[tuple[object, Pointer, Pointer | None, tuple[int, ...]]] = [(spec, pointer, None, ())]
    while pending:
        fields, here, parent, path = pending.pop()
        if not isinstance(fields, dict):
            continue
        inner, kind = mapping(fields.get("spec")), _meant(fields.get("kind"))
        yield Node(here, kind, text(fields.get("ref")), inner, fields, area, parent, path)
        if "steps" in inner and isinstance(inner["steps"], list):
            steps, below = inner["steps"], (*here, "spec", "steps")
            pending += [(steps[at], (*below, at), here, (*path, at)) for at in reversed(range(len(steps)))]


def _meant(kind: object) -> str:
    """The kind of a node that says it is one, so that a capital too few hides nothing else; empty for what is none."""
    if not isinstance(kind, str):
        return ""
    known = step_kinds()
    return kind if kind in known or kind in OTHER_KINDS else same(kind, known) or kind
