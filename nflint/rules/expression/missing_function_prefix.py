"""The rule `missing-function-prefix`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Severity
from nflint.expression.functions import FUNCTIONS
from nflint.expression.parser import ROOTS
from nflint.expression.synonyms import meant_function
from nflint.expression.tree import Call, paths
from nflint.flow.fields import is_program, is_templated
from nflint.flow.uses import Invocation, called
from nflint.flow.wiring import Wiring
from nflint.nearest import nearest
from nflint.rule import rule


@rule("NF310", Severity.ERROR, since="0.1.0", fix="safe")
def missing_function_prefix(wiring: Wiring) -> Iterator[Finding]:
    """A function is called without `fn.` before its name.

    Calls inside of calls need the prefix as well. Values have no methods: what is `x.toUpperCase()` elsewhere is
    `fn.toUpper(x)`.

    Source: the guide "Infrastructure as code", use Northflank functions: "Functions are called in the format".

    Bad:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                spec: {id: api, type: service, branch: "${fn.if(eq(args.BRANCH, 'main'), 'main', 'next')}"}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                spec: {id: api, type: service, branch: "${fn.if(fn.eq(args.BRANCH, 'main'), 'main', 'next')}"}
    """
    for invocation in wiring.calls:
        callee = invocation.call.callee
        names, written = callee.names, ".".join(callee.names)
        if called(invocation) is not None or not _is_meant(invocation):
            continue
        if len(names) > 1 and names[0] != "fn" and (len(names) > 2 or names[0] not in _NO_VALUES):
            message, fix = f"a value has no methods to call, as '{written}(...)' does", None
            call, text = invocation.call, invocation.text.text
            subject = ".".join(names[:-1])
            taken = ", ".join([subject, *(text[argument.start : argument.end] for argument in call.arguments)])
            hint = _hint(names[-1], taken if len(taken) <= _LENGTH_SHOWN else f"{subject}, ...")
        else:
            message = f"functions are called with 'fn.' before the name, not '{written}(...)'"
            hint, fix = _hint(names[-1], "...") if names[-1] not in ROOTS else "write 'fn.NAME(...)'", _fix(invocation)
        yield Finding(invocation.place(callee.start, callee.end), message, hint, fix=fix)


_LENGTH_SHOWN = 60


def _fix(invocation: Invocation) -> Fix | None:
    """The function with its prefix, where it takes what it is given; surely that one where its name is right."""
    call = invocation.call
    word = call.callee.names[-1]
    function = FUNCTIONS.get(word) or FUNCTIONS.get(meant_function(word) or "")
    if function is None or not function.takes(len(call.arguments)) or word in ROOTS:
        return None
    place = invocation.place(call.callee.start, call.callee.end)
    certain = function.name == word and {name.lower() for name in call.callee.names[:-1]} <= {"fn"}
    return Fix.write(place, f"fn.{function.name}", safe=certain)


# Tests of other languages that take two functions here.
_TESTS = {
    **dict.fromkeys(("contains", "includes"), "fn.gte(fn.indexOf({}), 0)"),
    "startswith": "fn.eq(fn.indexOf({}), 0)",
}

# What people put before a function instead of `fn`.
_NO_VALUES = frozenset(
    {*ROOTS, "Fn", "FN", "fns", "func", "function", "functions", "Math", "JSON", "Object", "String", "Date"}
)


def _is_meant(invocation: Invocation) -> bool:
    """Whether the call is Northflank's to read: a command or a file may hold calls of its own language."""
    value = invocation.expression.value
    if not is_templated(invocation.text) or not isinstance(value, Call):
        return True
    names = value.callee.names
    known = names[-1] in FUNCTIONS and any(path.names[0] in ROOTS for path, _ in paths(value))
    return (names[0] in ROOTS or known) and not is_program(invocation.text)


def _hint(word: str, taken: str) -> str:
    if word.lower() in _TESTS:
        return f"write '{_TESTS[word.lower()].format(taken)}'"
    if meant := meant_function(word):
        return f"write 'fn.{meant}({taken})'"
    if near := nearest(word, FUNCTIONS):
        return f"did you mean 'fn.{near}({taken})'?"
    return f"the guide 'Infrastructure as code' lists the functions, which are called as 'fn.NAME({taken})'"
