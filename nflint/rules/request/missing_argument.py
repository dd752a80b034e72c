"""The rule `missing-argument`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Pointer, Severity
from nflint.flow.model import Node
from nflint.flow.plain import mapping, text
from nflint.flow.uses import RELEASE_FLOWS, SUPPLIED_ARGUMENTS, Use, first_uses
from nflint.nearest import nearest
from nflint.rule import rule
from nflint.run.launch import Launch


@rule("NF812", Severity.ERROR, since="0.1.0", misses="arguments", fix="unsafe")
def missing_argument(launch: Launch) -> Iterator[Finding]:
    """The flow needs an argument that neither it nor the request gives.

    At the top level of a value every argument must resolve, so the run fails before its first step. Inside a function a
    missing argument counts as `false` and is passed over. A warning for outputs of `richInputs` that are not required,
    since no page tells what they come to without a selection. Needs the flow (`--flow`).

    Source: the guide "Infrastructure as code": "unlike the top-level of a template where references and arguments must
    resolve".

    Flow:

        arguments: {STAGE: staging}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                spec: {type: registry, origin: {imagePath: "acme/api:${args.TAG}"}, target: {id: api, type: service}}

    Bad:

        arguments: {STAGE: production}

    Good:

        arguments: {STAGE: production, TAG: "1.2"}
    """
    scope = launch.wiring.scopes[0]
    needed = [use for use in launch.wiring.arguments if use.scope is scope and _needed(use, launch)]
    known = {use.name(1) for use in launch.wiring.arguments} | scope.flow.arguments.keys() | scope.inputs.keys()
    for use, _ in first_uses(needed):
        name = use.names[1]
        others = sum(other.name(1) == name for other in needed) - 1
        more = f" and {others} other place{'s' if others > 1 else ''}" if others else ""
        message = (
            f"neither the flow nor this request gives the argument '{name}', "
            f"which {_where(use)}{more} need{'' if others else 's'}"
        )
        near = nearest(name, launch.request.arguments.keys() - known)
        # What a selection that may be left out comes to is not documented.
        severity = Severity.WARNING if name in scope.inputs else Severity.ERROR
        if near:
            here = Place(("arguments", near), "key")
            fix = Fix.rename(("arguments", near), name)
            yield Finding(here, message, f"did you mean '{name}'?", severity=severity, fix=fix)
        else:
            yield Finding(launch.place, message, f"give it a value under 'arguments': '{name}'", severity=severity)


def _needed(use: Use, launch: Launch) -> bool:
    """Whether a run fails for want of the argument."""
    name = use.name(1)
    if use.inside or name is None or name in launch.arguments:
        return False
    if name in SUPPLIED_ARGUMENTS and launch.wiring.document not in RELEASE_FLOWS:
        return False
    selected = use.scope.inputs.get(name)
    if selected is not None and mapping(selected.fields.get("spec")).get("required") is True:
        return False
    # What the request gives in place of the text around it, the run does not look at.
    if use.node is None:
        return use.text.path[:1] != ("arguments",) or not set(use.text.path[1:2]) & launch.request.arguments.keys()
    if use.node.pointer in launch.skipped:
        return False
    path = use.text.path
    return use.node.kind != "Release" or path[:1] != ("spec",) or not _is_overridden(path[1:2], use.node, launch)


def _is_overridden(path: Pointer, node: Node, launch: Launch) -> bool:
    """Whether the request gives what is at `path`, one key, in the `spec` of a Release node."""
    target = text(mapping(node.spec.get("target")).get("id")) or ""
    # A target that an expression names may be any.
    return any(
        path in [(key,) for key in mapping(override)] and (released in (node.ref, target) or "${" in target)
        for released, override in launch.request.release_overrides.items()
    )


def _where(use: Use) -> str:
    if use.text.node is None:
        return f"the argument '{use.text.field}'"
    field = f"'{use.text.field}'" if use.text.anchor == "value" else "a key"
    return f"{field} of {use.text.node.title}"
