"""The rule `unused-argument`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.names import USABLE
from nflint.flow.unread import unread
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF221", Severity.INFO, since="0.1.0", whole=True, about=("arguments",))
def unused_argument(wiring: Wiring) -> Iterator[Finding]:
    """An argument is declared and used nowhere.

    Harmless, but often a sign that an expression names another one than was meant.

    Source: the guide "Infrastructure as code", arguments: "Arguments can be used to store template configuration
    values".

    Bad:

        arguments: {STAGE: production}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    for scope in wiring.scopes:
        # What no expression can name is told by `unusable-name`.
        names = (name for name in scope.flow.arguments if USABLE.fullmatch(name))
        for name, near in unread(wiring, scope, names):
            hint = (
                f"an expression names '{near}': is that the one?"
                if near
                else f"remove it, or use it: '${{args.{name}}}'"
            )
            place = Place((*scope.pointer, "arguments", name), "key")
            yield Finding(place, f"no expression uses the argument '{name}'", hint)
