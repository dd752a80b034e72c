"""The rule `non-boolean-skip`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Severity
from nflint.expression.tree import Call, Constant, Path, Value, calls
from nflint.expression.types import ARRAY, BOOLEAN, NUMBER, OBJECT, STRING, Type, named
from nflint.flow.inference import infer
from nflint.flow.texts import Text
from nflint.flow.uses import Scope
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF324", Severity.WARNING, since="0.1.0", about=("skipNodeExecution",), fix="safe")
def non_boolean_skip(wiring: Wiring) -> Iterator[Finding]:
    """The condition for skipping a node is no boolean.

    A node is skipped when `skipNodeExecution` resolves to `true`, and runs when it resolves to `false`; what any
    other value does is not documented.

    Source: the guide "Infrastructure as code", skip nodes: "If the provided value resolves to `true`".

    Bad:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                skipNodeExecution: "${fn.toUpper(args.BRANCH)}"
                spec: {id: api, type: service, branch: main}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                skipNodeExecution: "${fn.neq(args.BRANCH, 'main')}"
                spec: {id: api, type: service, branch: main}
    """
    for text in [text for text in wiring.texts if text.field == "skipNodeExecution"]:
        if text.node is None or len(text.path) != 1 or text.anchor == "key":
            continue
        if not text.expressions or any(expression.mistakes for expression in text.expressions):
            continue
        whole = text.whole
        if whole is None:
            yield from _surrounded(text)
            continue
        value, scope = whole.value, wiring.scope_of(text)
        if value is None or whole.form != "template" or _may_be_true(value, scope):
            continue
        found = infer(value, scope)
        message = f"this gives {named(found)}, and never true or false"
        hint = "write 'true' or 'false'" if isinstance(value, Constant) else _hint(found, text.text[2:-1].strip())
        if any(call.callee.names[-1] == "randomSecret" for call in calls(value)):
            hint = "write the condition under which it is skipped, such as fn.eq(args.NAME, 'text')"
        yield Finding(text.place(whole.start, whole.end), message, hint)


# Functions that may give the text 'true'; what the others give is no boolean and none in quotes.
_COPYING = frozenset({"toLower", "fromBase64", "slug", "replace", "replaceAll", "slice", "join", "stringifyJSON"})
_LENGTH_SHOWN = 60


def _may_be_true(value: Value, scope: Scope) -> bool:
    if isinstance(value, Constant):
        return value.value in ("true", "false") or isinstance(value.value, bool)
    if isinstance(value, Path) and value.names[0] == "args" and not (infer(value, scope) <= OBJECT):
        return True  # What is declared for an argument is held against the field itself.
    name = value.callee.names[-1] if isinstance(value, Call) else ""
    if isinstance(value, Call) and name == "if" and len(value.arguments) > 1:
        return len(value.arguments) < 3 or any(_may_be_true(branch, scope) for branch in value.arguments[1:3])
    return name in _COPYING or bool(infer(value, scope) & BOOLEAN)


def _surrounded(text: Text) -> Iterator[Finding]:
    """The finding about a text that is more than one expression."""
    first = text.expressions[0]
    before, after = text.text[: first.start], text.text[first.end :]
    if any(expression.form in ("name", "shell") for expression in text.expressions):
        return  # It is not known what that was meant for.
    place = text.place() if after else text.place(0, first.start)
    if not before and len(text.expressions) == 1:
        place = text.place(first.end, len(text.text))
    blank = len(text.expressions) == 1 and not (before + after).strip()
    what = "a blank" if blank else "text"
    message = f"{what} beside the expression makes a text of it all, which is neither true nor false"
    hint = "write one expression alone, with functions such as fn.eq(a, b) and fn.not(a) in it"
    fix = Fix.keep(text.pointer, text.text, first.start, first.end, "remove the blank", safe=True) if blank else None
    yield Finding(place, message, "remove it" if blank else hint, fix=fix)


def _hint(found: Type, source: str) -> str:
    shown = source if len(source) <= _LENGTH_SHOWN else "value"
    if found <= NUMBER:
        # A position may be 0, and is -1 where nothing is found.
        function = "gte" if source.startswith(("fn.indexOf(", "fn.search(")) else "gt"
        return f"compare it: '${{fn.{function}({shown}, 0)}}'"
    if found <= ARRAY:
        return f"ask for its length: '${{fn.eq(fn.arrLength({shown}), 0)}}'"
    part = shown if found <= STRING else f"fn.get({shown}, 'part')"
    return f"compare it: '${{fn.eq({part}, 'text')}}'"
