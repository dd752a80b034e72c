"""The rule `undefined-ref`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.flow.model import Node
from nflint.flow.order import Why
from nflint.flow.outputs import TRIGGER
from nflint.flow.uses import RELEASE_FLOWS, SUPPLIED_REF, Reference, Scope, Use, first_uses, respell, same_uses
from nflint.flow.wiring import Wiring
from nflint.nearest import choices, nearest
from nflint.rule import rule

_MOST_DOTS = 10

# So many refs are weighed for all hints together, which takes half a second.
_MOST_WEIGHED = 50_000

# Why a ref is not one that can have been meant, and why it is none to offer.
_ITSELF: frozenset[Why] = frozenset({"itself", "enclosing"})
_NEVER_THERE = _ITSELF | {"later", "inside", "parallel", "teardown", "skipped"}


@rule("NF202", Severity.ERROR, since="0.1.0", whole=True, fix="unsafe")
def undefined_ref(wiring: Wiring) -> Iterator[Finding]:
    """An expression refers to a node or trigger that the flow does not have.

    Northflank saves such a flow, and refuses to run it: at the top level every reference must resolve. Inside a
    function an unresolved reference counts as `false`, so there it is a warning. Only the `ref` of a node counts, not
    its `name` or `id`.

    Source: the guide "Infrastructure as code": "unlike the top-level of a template where references and arguments
    must resolve".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, condition: success, spec: {id: api, type: service, branch: main}}
              - kind: Release
                spec:
                  type: build
                  origin: {id: api, branch: main, build: "${refs.buld.id}"}
                  target: {id: api, type: service}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, condition: success, spec: {id: api, type: service, branch: main}}
              - kind: Release
                spec:
                  type: build
                  origin: {id: api, branch: main, build: "${refs.build.id}"}
                  target: {id: api, type: service}
    """
    undefined = [reference.use for reference in wiring.references if _undefined(reference, wiring)]
    groups, known = same_uses(undefined), _Known()
    for use, others in first_uses(undefined):
        name = use.names[1]
        hint, related = _advice(name, use, known)
        effect = ", which counts as false in a function" if use.inside else ""
        yield Finding(
            use.place(1, 2),
            f"no node or trigger has the ref '{name}'{effect}",
            hint,
            (*related, *others),
            Severity.WARNING if use.inside else Severity.ERROR,
            respell(use, groups, hint),
        )


def _undefined(reference: Reference, wiring: Wiring) -> bool:
    if reference.target is not None or not reference.name or not reference.use.scope.whole or _is_part(reference):
        return False
    # Northflank makes this trigger itself where a flow declares none, and in other documents.
    declared = wiring.document in RELEASE_FLOWS and reference.use.scope.flow.triggers
    return reference.name != SUPPLIED_REF or bool(declared)


def _is_part(reference: Reference) -> bool:
    """Whether the path is that of a ref with a dot in it, which `unusable-name` reports where it is given."""
    names = reference.use.names[1:_MOST_DOTS]
    return any(".".join(names[:end]) in reference.use.scope.owners for end in range(2, len(names) + 1))


class _Known:
    """What hints are made of, looked up once for all undefined refs of a document, and for only so many of them: the
    refs of a large flow cannot all be weighed at each of hundreds of nodes."""

    def __init__(self) -> None:
        self._left = _MOST_WEIGHED
        self._refs: dict[Pointer, list[str]] = {}
        self._named: dict[Pointer, dict[str, list[Node]]] = {}
        self._usable: dict[tuple[Pointer, Pointer | None], list[str]] = {}

    def refs(self, scope: Scope) -> list[str]:
        """The refs of the scope that an expression can name."""
        if scope.pointer not in self._refs:
            self._refs[scope.pointer] = [ref for ref in scope.owners if "." not in ref]
        return self._refs[scope.pointer]

    def other(self, scope: Scope, name: str, node: Node | None) -> Node | None:
        """The first node beside `node` that has `name` as its name or id."""
        if scope.pointer not in self._named:
            named = self._named[scope.pointer] = {}
            for one in scope.flow.nodes:
                for word in {one.spec.get(key) for key in ("name", "id") if isinstance(one.spec.get(key), str)}:
                    found = named.setdefault(str(word), [])
                    if len(found) < 2:
                        found.append(one)
        return next((one for one in self._named[scope.pointer].get(name, ()) if one is not node), None)

    def beside(self, use: Use) -> Iterator[str]:
        """The refs of others than the node of the use and those around it."""
        here = use.node
        around = () if here is None else tuple(here.pointer[:end] for end in range(len(here.pointer) + 1))
        for ref in self.refs(use.scope):
            # Only what stands around a node can be itself or enclose it.
            apart = all(owner.pointer not in around for owner in use.scope.owners[ref])
            if apart or not use.scope.reasons(ref, here) <= _ITSELF:
                yield ref

    def usable(self, use: Use) -> list[str] | None:
        """The refs whose outputs may be there at the node of the use; None where that would be too much to find out."""
        at = (use.scope.pointer, use.node.pointer if use.node else None)
        if at not in self._usable:
            refs = self.refs(use.scope)
            if len(refs) > self._left:
                return None
            self._left -= len(refs)
            self._usable[at] = [ref for ref in refs if not use.scope.reasons(ref, use.node) <= _NEVER_THERE]
        return self._usable[at]


def _advice(name: str, use: Use, known: _Known) -> tuple[str, tuple[Related, ...]]:
    """What to do about the undefined ref: give it to what was meant, or take the right one."""
    scope = use.scope
    node = known.other(scope, name, use.node)  # It could not refer to itself.
    if node is not None:
        key = "name" if node.spec.get("name") == name else "id"
        related = Related(Place((*node.pointer, "spec", key)), f"{node.title} has it as its '{key}'")
        if not node.ref:
            return f"only the 'ref' of a node counts: give that {node.kind} the ref '{name}'", (related,)
        return f"its ref is '{node.ref}', write '{use.prefix}refs.{node.ref}'", (related,)
    near = nearest(name, known.beside(use))
    if near:
        return f"did you mean '{near}'?", ()
    if name == SUPPLIED_REF and scope.flow.triggers:
        declared = [trigger.ref for trigger in scope.flow.triggers if trigger.ref]
        if declared:
            return f"use {choices(declared)}: Northflank makes '{name}' only where none is declared", ()
    nameless = next((trigger for trigger in scope.flow.triggers if not trigger.fields.get("ref")), None)
    if nameless and use.name(2) in TRIGGER:
        return f"give the trigger the ref '{name}'", (Related(Place(nameless.pointer), "this trigger has no 'ref'"),)
    usable = known.usable(use)
    if not usable:
        return "give the node that is meant a 'ref'" if not scope.owners else "give the node that is meant this ref", ()
    return f"give the node that is meant this ref, or use {choices(usable, near=name)}", ()
