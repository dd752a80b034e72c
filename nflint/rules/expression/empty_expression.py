"""The rule `empty-expression`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.mistakes import mistakes
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF302", Severity.ERROR, since="0.1.0")
def empty_expression(wiring: Wiring) -> Iterator[Finding]:
    """An expression is empty.

    `${}` comes to nothing, or stays as it is: either way it is not what was meant.

    Source: the reference of every field that takes an expression: "A string containing one or more references that
    resolve to" its value.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "release-${}"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "release-${args.BRANCH}"}}
    """
    for text, mistake in mistakes(wiring, "empty"):
        yield Finding(text.place(mistake.start, mistake.end), mistake.message, mistake.hint)
