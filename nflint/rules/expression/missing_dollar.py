"""The rule `missing-dollar`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.fields import takes_expressions
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF306", Severity.WARNING, since="0.1.0")
def missing_dollar(wiring: Wiring) -> Iterator[Finding]:
    """Something looks like an expression and lacks its `${`.

    `{{args.TAG}}`, `{args.TAG}`, `$args.TAG` and `$(args.TAG)` are plain text to Northflank.

    Source: the guide "Infrastructure as code", arguments: "referenced in the format `${args.<argument-name>}`".

    Bad:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "{{args.BRANCH}}"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    for text in wiring.texts:
        for slip in text.slips:
            written = text.text[slip.start : slip.end]
            call = slip.inner.startswith("fn.") and "(" not in slip.inner
            hint = f"write '${{{slip.inner}{'(...)' if call else ''}}}'"
            if not takes_expressions(text):
                hint = f"write the value itself: '{text.field}' takes no expression"
            message = f"'{written}{'(...)' if call else ''}' is plain text here"
            yield Finding(text.place(slip.start, slip.end), message, hint)
