"""The rule `circular-ref`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Pointer, Related, Severity
from nflint.flow.uses import Circle, Reference
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_MOST = 6


@rule("NF207", Severity.ERROR, since="0.1.0")
def circular_ref(wiring: Wiring) -> Iterator[Finding]:
    """Nodes, or arguments, need each other in a circle.

    Each waits for an output of the next, so that none can be the first. No order of the steps mends that: one of them
    has to do without. Reported once, at the first of them in the document. Inside a function a missing output counts as
    `false`, so where only functions need what comes later it is a warning.

    Source: the guide "Infrastructure as code", control node execution: a reference to a node "before that node has
    been executed, you will not be able to run your template".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: api, spec: {id: api, type: service, branch: "${refs.web.branch}"}}
              - {kind: Build, ref: web, spec: {id: web, type: service, branch: "${refs.api.branch}"}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: api, spec: {id: api, type: service, branch: main}}
              - {kind: Build, ref: web, spec: {id: web, type: service, branch: "${refs.api.branch}"}}
    """
    if not wiring.circles:
        return
    refused = {_pair(reference) for reference in wiring.references if _is_refused(reference)}
    for circle in wiring.circles:
        first = circle.uses[0]
        names = [f"'{name}'" for name in circle.names]
        shown = names if len(names) <= _MOST else [*names[: _MOST - 1], f"{len(names) - _MOST + 1} more"]
        what = "argument" if first.root == "args" else "node"
        if len(names) == 1:
            message, hint = f"the {what} {names[0]} needs itself", "write the value itself"
        else:
            message = f"the {what}s need each other in a circle: {' -> '.join((*shown, names[0]))}"
            hint = (
                "one has to do without the other: write there the value itself, or what both need in a step before them"
            )
        others = list(zip(names, (*names[1:], names[0]), circle.uses, strict=True))[1:_MOST]
        related = tuple(Related(use.place(1, 2), f"{name} needs {needed} here") for name, needed, use in others)
        yield Finding(first.place(1, 2), message, hint, related, _severity(circle, refused))


def _severity(circle: Circle, refused: set[tuple[Pointer, Pointer]]) -> Severity:
    if circle.uses[0].root == "args":
        fails = not any(use.inside for use in circle.uses)
    else:
        fails = not refused.isdisjoint(zip(circle.pointers, (*circle.pointers[1:], circle.pointers[0]), strict=True))
    return Severity.ERROR if fails else Severity.WARNING


def _is_refused(reference: Reference) -> bool:
    """Whether the reference must resolve, and to the output of a node that has not run."""
    standing = reference.standing
    return standing is not None and standing.why in ("later", "parallel") and not reference.use.inside


def _pair(reference: Reference) -> tuple[Pointer, Pointer]:
    node, target = reference.use.node, reference.target
    return (node.pointer if node else (), target.pointer if target else ())
