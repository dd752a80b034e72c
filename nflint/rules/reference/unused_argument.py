"""The rule `unused-argument`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.names import USABLE
from nflint.flow.uses import SUPPLIED_ARGUMENTS, Scope
from nflint.flow.wiring import Wiring
from nflint.nearest import nearest
from nflint.rule import rule

# Of very many arguments only the first are compared with those that are used.
_MOST_COMPARED = 200
_WRITTEN = re.compile(r"\bargs\.([\w-]+)")


@rule("NF221", Severity.INFO, since="0.1.0")
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
    written: frozenset[str] | None = None
    for scope in wiring.scopes:
        # None stands for all of them: 'args' with no name after it.
        used = dict.fromkeys([use.name(1) for use in wiring.arguments if use.scope is scope])
        if None in used:
            continue
        undeclared = [name for name in used if name and name not in scope.flow.arguments]
        compared = 0
        for name in scope.flow.arguments:
            # What no expression can name is told by `unusable-name`.
            if name in used or not USABLE.fullmatch(name):
                continue
            written = _written(wiring) if written is None else written
            if name in written:
                continue
            compared += 1
            near = nearest(name, undeclared) if compared <= _MOST_COMPARED else None
            if near and _is_told(name, near, scope, wiring):
                continue
            hint = (
                f"an expression names '{near}': is that the one?"
                if near
                else f"remove it, or use it: '${{args.{name}}}'"
            )
            place = Place((*scope.pointer, "arguments", name), "key")
            yield Finding(place, f"no expression uses the argument '{name}'", hint)


def _written(wiring: Wiring) -> frozenset[str]:
    """The arguments that are named where no path could be read: in `{{args.NAME}}`, or in an arrow function."""
    return frozenset(name for text in wiring.texts for name in _WRITTEN.findall(text.text))


def _is_told(name: str, near: str, scope: Scope, wiring: Wiring) -> bool:
    """Whether `undeclared-argument` asks at `near` whether `name` is meant."""
    silent = scope.inner or near in wiring.given or near in SUPPLIED_ARGUMENTS
    return not silent and nearest(near, (*scope.flow.arguments, *scope.inputs)) == name
