"""The rule `static-fetch-secret`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Severity
from nflint.expression.tree import Call, Constant, Expression, calls
from nflint.flow.uses import called
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_ID = re.compile(r"[\w-]+")
_PATH = re.compile(r"[\w-]+(?:\.[\w-]+)*")


@rule("NF325", Severity.INFO, since="0.1.0", fix="unsafe")
def static_fetch_secret(wiring: Wiring) -> Iterator[Finding]:
    """`fn.fetchSecret` is called for a secret whose ID is written out.

    The function is for IDs that only the run knows; a secret with a fixed ID is read as `secrets.<id>`, which needs no
    call.

    Source: the guide "Infrastructure as code", use Northflank functions: "so is not recommended for cases where the
    secret ID is static".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                spec: {jobId: migrate, runtimeEnvironment: {DB: "${fn.stringifyJSON(fn.fetchSecret('db'))}"}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, spec: {jobId: migrate, runtimeEnvironment: {DB: "${{secrets.db.values.URL}}"}}}
    """
    for invocation in wiring.calls:
        call = invocation.call
        secret = _text(call, 0)
        if called(invocation) != "fetchSecret" or len(call.arguments) != 1 or not secret or not _ID.fullmatch(secret):
            continue
        instead, path = "values.KEY", None
        around = _parent(call, invocation.expression)
        if around is not None and around.callee.names[-2:] == ("fn", "get") and len(around.arguments) == 2:
            path = _text(around, 1)
        if around is not None and path and _PATH.fullmatch(path):
            part, _, rest = path.partition(".")
            call, instead = around, f"{part}.{rest or 'KEY'}" if part in ("values", "files") else f"values.{path}"
        place = invocation.place(call.start, call.end)
        yield Finding(
            place,
            f"'fn.fetchSecret' is not recommended for a secret with a fixed ID, here '{secret}'",
            f"write 'secrets.{secret}.{instead}'",
            fix=None if instead.endswith("KEY") else Fix.write(place, f"secrets.{secret}.{instead}", safe=False),
        )


def _text(call: Call, index: int) -> str | None:
    """The text that is written as the argument `index` of `call`."""
    argument = call.arguments[index] if index < len(call.arguments) else None
    return argument.value if isinstance(argument, Constant) and isinstance(argument.value, str) else None


def _parent(call: Call, expression: Expression) -> Call | None:
    """The call that `call` is an argument of."""
    return next((outer for outer in calls(expression.value) if call in outer.arguments), None)
