"""The rule `missing-opentofu-node`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nflint.diagnostic import Finding, Fix, Place, Pointer, Related, Severity
from nflint.flow.model import Node
from nflint.flow.plain import text
from nflint.flow.uses import RELEASE_FLOWS, Scope
from nflint.flow.wiring import Wiring
from nflint.nearest import choices, nearest
from nflint.rule import rule

_MOST = 100


@rule("NF901", Severity.WARNING, since="0.1.0", whole=True, about=("OpenTofuDestroy",), fix="unsafe")
def missing_opentofu_node(wiring: Wiring) -> Iterator[Finding]:
    """A teardown destroys what no OpenTofu node has made.

    The `nodeRef` of an OpenTofuDestroy is the ref of an OpenTofu node. Release flows have no nodes of that kind, so
    none of their own nodes can be meant. A name that is the ref of no node of a release flow is not reported: it may be
    that of a node in the parent template.

    Source: the reference of release flows, `nodeRef`: "whose state should be destroyed".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: infrastructure, condition: success, spec: {id: api, type: service, branch: main}}
        teardownSpec:
          spec:
            kind: Workflow
            spec:
              type: sequential
              steps:
                - {kind: OpenTofuDestroy, condition: success, spec: {nodeRef: infrastructure}}

    Good:

        teardownSpec:
          spec:
            kind: Workflow
            spec:
              type: sequential
              steps:
                - {kind: JobRun, condition: success, spec: {jobId: destroy-infrastructure}}
    """
    for scope in wiring.scopes:
        makers = {node.ref: None for node in scope.flow.of("OpenTofu") if node.ref and node.area == "spec"}
        for node in scope.flow.of("OpenTofuDestroy"):
            name = text(node.spec.get("nodeRef"))
            if node.area != "teardown" or name is None or "${" in name or name in makers or not scope.whole:
                continue
            owner = next((one for one in scope.owners.get(name, ()) if isinstance(one, Node)), None)
            if owner is None and _has_parent(scope, wiring):
                continue
            related = (Related(Place((*owner.pointer, "ref")), f"'{name}' is this one"),) if owner else ()
            what = f"is {_article(owner.kind or 'node')}" if owner else "is the ref of no node"
            yield Finding(
                Place((*node.pointer, "spec", "nodeRef")),
                f"only what an OpenTofu node has made can be destroyed, and '{name}' {what}",
                _hint(name, makers, scope, wiring),
                related,
                fix=_fix((*node.pointer, "spec", "nodeRef"), name, makers),
            )


def _fix(pointer: Pointer, name: str, makers: Mapping[str, None]) -> Fix | None:
    near = nearest(name, makers)
    return Fix.replace(pointer, name, near, safe=False) if near else None


def _article(kind: str) -> str:
    return f"an {kind}" if kind[:1] in tuple("AEIO") else f"a {kind}"


def _has_parent(scope: Scope, wiring: Wiring) -> bool:
    """Whether the OpenTofu nodes stand in another document, that of the parent template."""
    return wiring.document in RELEASE_FLOWS and not scope.inner


def _hint(name: str, makers: Mapping[str, None], scope: Scope, wiring: Wiring) -> str:
    near = nearest(name, makers)
    if near:
        return f"did you mean '{near}'?"
    if makers:
        return f"write {choices(makers)}" if len(makers) <= _MOST else "write the ref of an OpenTofu node"
    if _has_parent(scope, wiring):
        return "write the ref of an OpenTofu node in the parent template: release flows have no such nodes"
    return "give the OpenTofu node a 'ref', and write that"
