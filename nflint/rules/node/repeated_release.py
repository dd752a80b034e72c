"""The rule `repeated-release`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Node
from nflint.flow.order import Order
from nflint.flow.plain import mapping, text
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF506", Severity.WARNING, since="0.1.0", about=("Release",))
def repeated_release(wiring: Wiring) -> Iterator[Finding]:
    """Two Releases deploy to the same service or job, at once or one right after the other.

    In parallel it is chance which of the two is deployed in the end; in a sequence the second replaces what the first
    has just deployed. It mostly comes from a copied step whose target was not changed. Steps that are left out under
    other conditions are not compared, and in a sequence any other step in between may need the first one: a maintenance
    page, a migration, the real thing.

    Source: the guide "Release", example build deployment: "so both deployments roll out at the same time".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - kind: Release
                condition: running
                spec: {type: deployment, origin: {id: api-staging, type: service}, target: {id: api, type: service}}
              - kind: Release
                condition: running
                spec: {type: deployment, origin: {id: web-staging, type: service}, target: {id: api, type: service}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - kind: Release
                condition: running
                spec: {type: deployment, origin: {id: api-staging, type: service}, target: {id: api, type: service}}
              - kind: Release
                condition: running
                spec: {type: deployment, origin: {id: web-staging, type: service}, target: {id: web, type: service}}
    """
    releases = [node for node in wiring.flow.of("Release") if node.area == "spec"]
    names = {text(mapping(node.spec.get("target")).get("id")) for node in releases}
    if len(names) == len(releases):
        return  # Each has a target of its own.
    order = wiring.scopes[0].order
    seen: dict[Hashable, Node] = {}
    work: _Work | None = None
    for node in releases:
        target = _target(node, order)
        if target is None:
            continue
        earlier, seen[target] = seen.get(target), node
        if earlier is None:
            continue
        work = work or _work([one for one in wiring.flow.nodes if one.area == "spec"])
        why = order.standing(node, earlier).why
        if why == "parallel":
            message = f"{node.title} deploys to {_named(node)} at the same time as {earlier.title}"
        elif why == "earlier" and not _is_used(earlier, node, work):
            message = f"{node.title} replaces what {earlier.title} has just deployed to {_named(node)}"
        else:
            continue
        yield Finding(
            Place((*node.pointer, "spec", "target", "id")),
            message,
            "correct the target of one of the two, or remove one",
            (Related(Place((*earlier.pointer, "spec", "target", "id")), "the other Release deploys to it here"),),
        )


def _target(node: Node, order: Order) -> Hashable:
    """What a Release deploys to, with the conditions under which it does; None where that cannot be compared."""
    target = mapping(node.spec.get("target"))
    name, kind = text(target.get("id")), text(target.get("type"))
    if not name or not kind or "fn." in name:
        return None
    when = order.when(node)
    return None if when is None or ("${" in name and order.loop(node)) else (name, kind, when)


def _named(node: Node) -> str:
    target = mapping(node.spec.get("target"))
    kind = text(target.get("type")) or ""
    return f"the {kind if kind in ('service', 'job') else 'target'} '{target.get('id')}'"


class _Work(NamedTuple):
    """Where each node stands in the document, and how many before it do something else than releasing."""

    places: Mapping[tuple[int, ...], int]
    done: Sequence[int]


def _work(nodes: Sequence[Node]) -> _Work:
    works = (node.kind not in ("Release", "Workflow", "LoopWorkflow") for node in nodes)
    return _Work({node.path: index for index, node in enumerate(nodes)}, [0, *accumulate(works)])


def _is_used(one: Node, other: Node, work: _Work) -> bool:
    """Whether something else than releasing is done beside or after `one`, and before `other`."""
    shared = next(index for index, (a, b) in enumerate(zip(one.path, other.path, strict=False)) if a != b)
    first = work.places.get(one.path[: shared + 1], 0)
    return work.done[work.places[other.path]] > work.done[first]
