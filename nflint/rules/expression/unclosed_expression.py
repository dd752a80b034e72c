"""The rule `unclosed-expression`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.mistakes import fix_of, mistakes
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF301", Severity.ERROR, since="0.1.0", fix="unsafe")
def unclosed_expression(wiring: Wiring) -> Iterator[Finding]:
    """An expression has no end on its line.

    Northflank takes `${...}` for an expression only when it is closed on the line where it begins; anything else stays
    in the value as it is. Saving does not catch it. In commands, environment variables and the like only what begins
    with a root of the language, such as `args.`, is held for an expression.

    Source: the reference of `skipNodeExecution`: "(pattern: .*\\${.*}.*)", which needs both on one line.

    Bad:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    for text, mistake in mistakes(wiring, "unclosed"):
        yield Finding(text.place(mistake.start, mistake.end), mistake.message, mistake.hint, fix=fix_of(text, mistake))
