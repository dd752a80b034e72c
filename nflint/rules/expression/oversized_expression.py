"""The rule `oversized-expression`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.mistakes import mistakes
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF304", Severity.WARNING, since="0.1.0")
def oversized_expression(wiring: Wiring) -> Iterator[Finding]:
    r"""An expression is too long, or its calls are nested too deeply, for nflint to look into.

    More than 10,000 characters or 32 calls inside each other are no release flow that anybody reads. What such an
    expression holds is not checked.

    Source: the limits of nflint itself.

    Bad:

        arguments: {A: "1"}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                spec:
                  id: api
                  type: service
                  branch: "${fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(\
                    fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(\
                    fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(fn.not(\
                    args.A)))))))))))))))))))))))))))))))))}"

    Good:

        arguments: {A: "1"}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${fn.if(fn.not(args.A), 'main', 'next')}"}}
    """
    for text, mistake in (*mistakes(wiring, "too-long"), *mistakes(wiring, "too-deep")):
        yield Finding(text.place(mistake.start, mistake.end), mistake.message, mistake.hint)
