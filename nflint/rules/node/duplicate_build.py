"""The rule `duplicate-build`."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Node
from nflint.flow.plain import frozen, text
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF517", Severity.INFO, since="0.1.0", about=("Build",))
def duplicate_build(wiring: Wiring) -> Iterator[Finding]:
    """Two Build nodes build the same thing.

    The second gives back the build of the first where that is finished, and makes the same once more where it is not;
    without a `sha` it may also be a newer commit, so that two parts of one release differ. One node whose ref is used
    twice does neither. Builds that do not reuse existing ones are taken for meant, and so are those in a loop or under
    other conditions.

    Source: the reference page "Get release flow", Build: "the build node will return an existing build if one is
    available for that commit".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, condition: success, spec: {id: shop, type: service, branch: main}}
              - {kind: Build, ref: build-again, condition: success, spec: {id: shop, type: service, branch: main}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, condition: success, spec: {id: shop, type: service, branch: main}}
              - {kind: Build, ref: build-jobs, condition: success, spec: {id: shop-jobs, type: service, branch: main}}
    """
    order, builds = wiring.scopes[0].order, wiring.flow.of("Build")
    seen: dict[Hashable, Node] = {}
    for node in builds if len(builds) > 1 else ():
        name, when = text(node.spec.get("id")), order.when(node)
        if not name or when is None or node.spec.get("reuseExistingBuilds") is False or order.loop(node):
            continue
        first = seen.setdefault((node.area, frozen(node.spec), when), node)
        # Two nodes with one ref are a copy that was to be changed: a mistake of its own.
        if first is not node and (first.ref is None or first.ref != node.ref):
            yield Finding(
                Place((*node.pointer, "spec", "id")),
                f"{node.title} builds the same as {first.title}",
                _instead(first, is_before=order.standing(node, first).when == "always"),
                (Related(Place((*first.pointer, "spec", "id")), "the first one is built here"),),
            )


def _instead(first: Node, *, is_before: bool) -> str:
    if not is_before:
        return "build it in one step before both, and use that build twice"
    use = f"use '${{refs.{first.ref}.id}}' in its place" if first.ref else "give the first a ref to use in its place"
    return f"remove it, and {use}"
