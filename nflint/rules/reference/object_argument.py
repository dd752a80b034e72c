"""The rule `object-argument`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Severity
from nflint.expression.tree import Path
from nflint.flow.descriptions import is_description
from nflint.flow.uses import called
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_READERS = frozenset({"get", "entries", "keys", "values", "stringifyJSON"})
_LONGEST = 60


@rule("NF223", Severity.WARNING, since="0.1.0", about=("arguments",))
def object_argument(wiring: Wiring) -> Iterator[Finding]:
    """An argument is declared with a description of it instead of its value.

    The value of an argument is what its expression gives. Northflank saves `{type: string, default: main}` as it is,
    and `${args.BRANCH}` is then that object and not `main`. Arguments of which an expression reads a part, such as
    `${args.DATABASE.type}`, are meant as objects.

    Source: the guide "Infrastructure as code", arguments: "Arguments can be used to store template configuration
    values".

    Bad:

        arguments:
          BRANCH: {type: string, default: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH}"}}

    Good:

        arguments:
          BRANCH: main
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    described = [
        (scope, name, value)
        for scope in wiring.scopes
        for name, value in scope.flow.arguments.items()
        if not isinstance(value, str) and is_description(value)
    ]
    objects = set(_meant_as_objects(wiring)) if described else set()
    for scope, name, value in described:
        if (scope.pointer, name) not in objects:
            default = _shown(value.get("default", value.get("value")))
            hint = f"write the value itself: {default}" if default else "write the value itself, or '' if runs give it"
            place = Place((*scope.pointer, "arguments", name))
            yield Finding(place, f"'${{args.{name}}}' gives this whole object, not the value it describes", hint)


def _meant_as_objects(wiring: Wiring) -> Iterator[tuple[Pointer, str]]:
    for use in wiring.arguments:
        if len(use.segments) > 2:
            yield use.scope.pointer, use.segments[1].name
    for invocation in wiring.calls:
        if called(invocation) in _READERS:
            for argument in invocation.call.arguments[:1]:
                if isinstance(argument, Path) and argument.names[0] == "args":
                    yield wiring.scope_of(invocation.text).pointer, argument.names[-1]


def _shown(default: object) -> str:
    """The value as it is written in the document; empty for one that is too long or has no short form."""
    if isinstance(default, bool):
        return str(default).lower()
    if isinstance(default, str):
        return f"'{default}'" if 0 < len(default) <= _LONGEST and default.isprintable() else ""
    short = isinstance(default, (int, float)) and abs(default) < 10**_LONGEST
    return str(default) if short else ""
