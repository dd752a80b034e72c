"""The rule `wrong-argument-count`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.expression.functions import FUNCTIONS, Function
from nflint.expression.tree import Raw
from nflint.flow.uses import called
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF321", Severity.ERROR, since="0.1.0")
def wrong_argument_count(wiring: Wiring) -> Iterator[Finding]:
    """A function is given too few or too many arguments.

    In the usage that the hint shows, a name with a question mark may be left out, and one with dots repeated. So a
    function that is named and not called is a mistake too. `fn.slice` without its end is an info: the guide does not
    call the end optional, and its meaning is plain.

    Source: the guide "Infrastructure as code", use Northflank functions, whose tables list the arguments.

    Bad:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${fn.if(fn.eq(args.BRANCH), 'main', 'next')}"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                spec: {id: api, type: service, branch: "${fn.if(fn.eq(args.BRANCH, 'x'), 'main', 'next')}"}
    """
    for invocation in wiring.calls:
        function = FUNCTIONS.get(called(invocation) or "")
        call = invocation.call
        given = len(call.arguments)
        # What has been read of a malformed call may not be all of it.
        if (
            function is None
            or invocation.expression.mistakes
            or any(isinstance(argument, Raw) and argument.form == "broken" for argument in call.arguments)
        ):
            continue
        place = invocation.place(call.callee.segments[-1].start, call.callee.end)
        doubtful = sum(parameter.doubtful for parameter in function.parameters)
        if not function.takes(given):
            message = f"'fn.{function.name}' takes {_number(function)}, not {given}"
            yield Finding(place, message, f"{function.usage} gives {function.summary}")
        elif doubtful and given == function.least:
            last = function.parameters[-1].name
            message = f"no page says that the '{last}' of 'fn.{function.name}' may be left out"
            hint = f"write it too: {function.usage.replace('?', '')}"
            yield Finding(place, message, hint, severity=Severity.INFO)
    for use in wiring.others:
        function = FUNCTIONS.get(use.name(1) or "")
        # Whether a function may be given to another one by its name is not documented.
        if use.root == "fn" and len(use.segments) == 2 and function is not None and not use.inside:
            message = f"'fn.{function.name}' is named and not called"
            yield Finding(use.place(1), message, f"{function.usage} gives {function.summary}")


def _number(function: Function) -> str:
    least, most = function.least, function.most
    if most is None:
        return f"{least} arguments or more"
    plural = "argument" if most == 1 else "arguments"
    if least == most:
        return f"{most} {plural}"
    return f"{least} to {most} {plural}" if least else f"{most} {plural} at most"
