"""The rule `malformed-expression`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.expression.tree import Constant, Expression, calls
from nflint.flow.mistakes import mistakes
from nflint.flow.texts import Text
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_INNER = re.compile(r"(?<!\\)\$\{\s*((?:args|refs|fn|secrets)\.[^{}$]{1,200}?)\s*\}")


@rule("NF303", Severity.ERROR, since="0.1.0")
def malformed_expression(wiring: Wiring) -> Iterator[Finding]:
    """An expression has a form that Northflank cannot read.

    An expression is one value: a path such as `refs.build.id`, a call such as `fn.eq(a, b)`, a text in single quotes,
    a number or a boolean. There are no operators, no nested `${...}`, no lists and no objects; functions do what
    operators do elsewhere. Parentheses and quotes are closed inside the braces. Square brackets are a warning: no
    page shows them, positions are written as `ports.0.dns`. So is an expression inside the quotes of another one.

    Source: the guide "Infrastructure as code", use Northflank functions: "Functions are called in the format" and the
    examples there.

    Bad:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH || 'main'}"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${fn.if(args.BRANCH, args.BRANCH, 'main')}"}}
    """
    for text, mistake in mistakes(wiring, "malformed"):
        severity = Severity.WARNING if mistake.doubtful else Severity.ERROR
        yield Finding(text.place(mistake.start, mistake.end), mistake.message, mistake.hint, severity=severity)
    for text in wiring.texts:
        # An expression in the text of another one is no expression to the parser, so there are more `${` than known.
        if text.text.count("${") > len(text.expressions):
            for expression in text.expressions:
                yield from _quoted(text, expression)


def _quoted(text: Text, expression: Expression) -> Iterator[Finding]:
    given = (expression.value, *(argument for call in calls(expression.value) for argument in call.arguments))
    for constant in given:
        if not isinstance(constant, Constant):
            continue
        for inner in _INNER.finditer(text.text, constant.start, constant.end):
            place = text.place(inner.start(), inner.end())
            message = f"'{inner[0]}' is plain text inside of the quotes"
            alone = inner.start() == constant.start + 1 and inner.end() == constant.end - 1
            hint = f"write {inner[1]} without quotes and braces" if alone else "put the texts together with fn.join"
            yield Finding(place, message, hint, severity=Severity.WARNING)
