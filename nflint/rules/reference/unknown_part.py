"""The rule `unknown-part`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.uses import rewrite
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF217", Severity.WARNING, since="0.1.0", fix="unsafe")
def unknown_part(wiring: Wiring) -> Iterator[Finding]:
    """An expression reads a part of an argument that has no parts.

    `args.<name>` is the whole of a text, number or boolean: `${args.BRANCH.name}` comes to nothing. Only objects and
    lists have parts. An empty text is passed over, since the run gives something in its place.

    Source: the guide "Infrastructure as code", arguments: "referenced in the format `${args.<argument-name>}`".

    Bad:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH.name}"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    for use in wiring.arguments:
        if len(use.names) < 3 or use.names[1] in wiring.given or use.expression.mistakes:
            continue
        kind = _kind(use.scope.flow.arguments.get(use.names[1]))
        if kind:
            message = f"the argument '{use.names[1]}' is {kind}, and has no part '{use.names[2]}'"
            hint = f"write '{use.prefix}args.{use.names[1]}'"
            if use.names[2] == "length" and kind == "a text":
                hint = f"write 'fn.length({use.prefix}args.{use.names[1]})' for its length"
            yield Finding(use.place(2, 3), message, hint, fix=rewrite(use, hint))


def _kind(value: object) -> str | None:
    """What a value without parts is; what an expression in it comes to may have some."""
    if isinstance(value, str):
        return "a text" if value and "${" not in value else None
    if isinstance(value, bool):
        return "a boolean"
    return "a number" if isinstance(value, (int, float)) else None
