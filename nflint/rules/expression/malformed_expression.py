"""The rule `malformed-expression`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Rewrite, Severity
from nflint.expression.tree import Constant, Expression, calls
from nflint.flow.fields import IDENTIFIERS, is_templated
from nflint.flow.mistakes import fix_of, mistakes
from nflint.flow.texts import Text
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_INNER = re.compile(r"(?<!\\)\$\{\s*((?:args|refs|fn|secrets)\.[^{}$]{1,200}?)\s*\}")

_LENGTH_SHOWN = 40
_NAME = re.compile(r"(?:args|refs)\.[\w.-]*\w")


@rule("NF303", Severity.ERROR, since="0.1.0", fix="unsafe")
def malformed_expression(wiring: Wiring) -> Iterator[Finding]:
    """An expression has a form that Northflank cannot read.

    An expression is one value: a path such as `refs.build.id`, a call such as `fn.eq(a, b)`, a text in single quotes,
    a number or a boolean. There are no operators, no nested `${...}`, no lists and no objects; functions do what
    operators do elsewhere. Parentheses and quotes are closed inside the braces. Square brackets are a warning: no
    page shows them, positions are written as `ports.0.dns`. So is an expression, or the name of one, inside quotes.

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
        place, fix = text.place(mistake.start, mistake.end), fix_of(text, mistake)
        yield Finding(place, mistake.message, mistake.hint, severity=severity, fix=fix)
    for text, expression in wiring.special:
        yield from _quoted(text, expression)
    for text in wiring.texts:
        if text.whole is None and text.field in IDENTIFIERS and len(text.expressions) == 1:
            yield from _surplus(text)


def _quoted(text: Text, expression: Expression) -> Iterator[Finding]:
    given = (expression.value, *(argument for call in calls(expression.value) for argument in call.arguments))
    for constant in given:
        if not isinstance(constant, Constant):
            continue
        if _NAME.fullmatch(text.text, constant.start + 1, constant.end - 1) and given[0] is not constant:
            source = text.text[constant.start : constant.end]
            place = text.place(constant.start, constant.end)
            message = f"{source} is the text itself, and not what it names"
            bare = Fix.write(place, source[1:-1], safe=False)
            yield Finding(place, message, f"write {source[1:-1]} without quotes", severity=Severity.WARNING, fix=bare)
        for inner in _INNER.finditer(text.text, constant.start, constant.end):
            place = text.place(inner.start(), inner.end())
            message = f"'{inner[0]}' is plain text inside of the quotes"
            before = text.text[constant.start + 1 : inner.start()]
            after = text.text[inner.end() : constant.end - 1]
            # There is no function that puts texts together, but one that puts a text into another one.
            hint = f"write fn.replace('{before}_{after}', '_', {inner[1]})"
            fix: Fix | None = None
            if not before + after:
                hint = f"write {inner[1]} without quotes and braces"
                fix = Fix.write(text.place(constant.start, constant.end), inner[1], safe=False)
            elif "$" in before + after or "_" in before or len(before + after) > _LENGTH_SHOWN:
                hint = "put it into the text with fn.replace(text, match, replacement)"
            yield Finding(place, message, hint, severity=Severity.WARNING, fix=fix)


def _surplus(text: Text) -> Iterator[Finding]:
    """A brace or dollar beside the one expression of a field whose values have none."""
    [one] = text.expressions
    if one.mistakes or is_templated(text):
        return
    before, after = text.text[max(one.start - 1, 0) : one.start], text.text[one.end : one.end + 1]
    if before + after == "{}":
        place, hint = text.place(one.start - 1, one.end + 1), "remove the outer ones"
        outer = (Rewrite(text.place(one.start - 1, one.start), ""), Rewrite(text.place(one.end, one.end + 1), ""))
        message, fix = "there are braces around the expression", Fix("remove the outer braces", outer, safe=False)
        yield Finding(place, message, hint, severity=Severity.WARNING, fix=fix)
        return
    for start, sign in ((one.start - 1, "$"), (one.start - 1, "{"), (one.end, "}")):
        if (before if start < one.start else after) == sign:
            place = text.place(start, start + 1)
            message, fix = (
                f"there is one '{sign}' too many",
                Fix.write(place, "", safe=False, title=f"remove the '{sign}'"),
            )
            yield Finding(place, message, "remove it", severity=Severity.WARNING, fix=fix)
