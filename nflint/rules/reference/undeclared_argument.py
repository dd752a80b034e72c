"""The rule `undeclared-argument`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.names import misnamed_arguments
from nflint.flow.uses import SUPPLIED_ARGUMENTS, Use, first_uses, respell, same_uses
from nflint.flow.wiring import Wiring
from nflint.nearest import choices, nearest
from nflint.rule import rule

_MOST_DOTS = 10


@rule("NF220", Severity.WARNING, since="0.1.0", whole=True, fix="unsafe")
def undeclared_argument(wiring: Wiring) -> Iterator[Finding]:
    """An expression names an argument that the document does not declare.

    It may be given when the flow is run, by a run request, a webhook or the settings of the flow; where nobody gives
    it, the run fails. Inside a function it counts as `false` then. Declared are the keys of `arguments` and the
    outputs of `richInputs`; `name`, `previewId` and `pullRequestId` are given by Northflank where it makes previews.

    Source: the guide "Infrastructure as code", supply secrets with argument overrides: "If the key specified in the
    overrides object does not exist".

    Bad:

        arguments: {TAG: "1.2"}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                spec: {type: registry, origin: {imagePath: "acme/api:${args.TGA}"}, target: {id: api, type: service}}

    Good:

        arguments: {TAG: "1.2"}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                spec: {type: registry, origin: {imagePath: "acme/api:${args.TAG}"}, target: {id: api, type: service}}
    """
    undeclared = [use for use in wiring.arguments if use.name(1) not in wiring.given and _undeclared(use)]
    groups = same_uses(undeclared)
    for use, related in first_uses(undeclared) if undeclared else ():
        name = use.names[1]
        known = [given for given in (*use.scope.flow.arguments, *use.scope.inputs) if "." not in given]
        hint = _hint(name, known)
        yield Finding(use.place(1, 2), _message(use, name), hint, related, fix=respell(use, groups, hint))


def _undeclared(use: Use) -> bool:
    name, scope = use.name(1), use.scope
    if name is None or name in scope.flow.arguments or name in scope.inputs or name in SUPPLIED_ARGUMENTS:
        return False
    # What an inner flow is given when it runs is not known; 'args' for 'arguments', and a list of them, are reported
    # once.
    unread = not isinstance(scope.flow.fields.get("arguments", {}), dict)
    return not unread and not scope.inner and name not in _misnamed(use) and not _is_part(use)


def _is_part(use: Use) -> bool:
    """Whether the path is that of an argument with a dot in its name, which `unusable-name` reports."""
    names, scope = use.names[1:_MOST_DOTS], use.scope
    prefixes = (".".join(names[:end]) for end in range(2, len(names) + 1))
    return any(prefix in scope.flow.arguments or prefix in scope.inputs for prefix in prefixes)


def _message(use: Use, name: str) -> str:
    effect = " and counts as false where no run gives it" if use.inside else ""
    return f"the argument '{name}' is not declared{effect}"


def _hint(name: str, known: list[str]) -> str:
    near = nearest(name, known)
    if near:
        return f"did you mean '{near}'?"
    others = f", or use {choices(known, near=name)}" if known else ""
    return f"declare it in 'arguments', so that the flow also runs when nobody gives it{others}"


def _misnamed(use: Use) -> frozenset[str]:
    fields = use.scope.flow.fields
    key = misnamed_arguments(fields)
    return frozenset(fields[key]) if key else frozenset()
