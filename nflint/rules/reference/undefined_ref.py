"""The rule `undefined-ref`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.outputs import TRIGGER
from nflint.flow.ref_choices import RefChoices
from nflint.flow.uses import RELEASE_FLOWS, SUPPLIED_REF, Reference, Use, first_uses, respell, same_uses
from nflint.flow.wiring import Wiring
from nflint.nearest import choices, nearest
from nflint.rule import rule

_MOST_DOTS = 10


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
    groups, known = same_uses(undefined), RefChoices()
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


def _advice(name: str, use: Use, known: RefChoices) -> tuple[str, tuple[Related, ...]]:
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
