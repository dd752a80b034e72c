"""The rule `unknown-function`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.expression.functions import FUNCTIONS
from nflint.expression.synonyms import MEANT
from nflint.expression.tree import Call
from nflint.flow.uses import called
from nflint.flow.wiring import Wiring
from nflint.nearest import nearest
from nflint.rule import rule

_DEFAULT = "fn.if(value, value, default)"
_SIDE_BY_SIDE = "texts are written side by side, as in '${args.A}-${args.B}'"
_SECRET = "a secret is read without a function: 'secrets.ID.values.KEY'"
_INSTEAD = {
    **dict.fromkeys(("default", "coalesce", "or_else", "orelse", "nvl"), f"use {_DEFAULT}"),
    **dict.fromkeys(("contains", "includes", "has"), "use fn.neq(fn.indexOf(text, match), -1) for a text"),
    **dict.fromkeys(("startswith", "hasprefix"), "use fn.eq(fn.indexOf(text, match), 0)"),
    **dict.fromkeys(("concatenate", "strconcat", "format", "printf", "sprintf", "interpolate"), _SIDE_BY_SIDE),
    **dict.fromkeys(("truncate", "trunc", "left", "short"), "use fn.slice(text, 0, 8)"),
    **dict.fromkeys(("ifelse", "when", "switch", "case"), "use fn.if(condition, then, else)"),
    **dict.fromkeys(("first", "at", "index"), "use fn.get(array, '0')"),
    **dict.fromkeys(("match", "matches", "regex", "regexmatch", "test"), "use fn.neq(fn.search(text, match), -1)"),
    **dict.fromkeys(("env", "getenv"), "environment variables are not known here: declare an argument, 'args.NAME'"),
    **dict.fromkeys(("secret", "secrets", "getsecret"), _SECRET),
    **dict.fromkeys(("trim", "strip"), "no function does that: give the value without the blanks"),
}
_OTHERS = "the guide lists the functions, such as 'if', 'eq', 'get', 'replace' and 'slice'"


@rule("NF320", Severity.ERROR, since="0.1.0", fix="safe")
def unknown_function(wiring: Wiring) -> Iterator[Finding]:
    """A function is called that Northflank does not have.

    Names are compared letter by letter. `randomString` is an info: one page names it, and no table describes it.

    Source: the guide "Infrastructure as code", use Northflank functions: "Functions are listed below, consisting of the
    function name".

    Bad:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${fn.toLowerCase(args.BRANCH)}"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${fn.toLower(args.BRANCH)}"}}
    """
    for invocation in wiring.calls:
        function = called(invocation)
        if function is None or (function in FUNCTIONS and FUNCTIONS[function].certain):
            continue
        last = invocation.call.callee.segments[-1]
        place = invocation.place(last.start, last.end)
        if function in FUNCTIONS:
            message = f"'{function}' is named once in the guides and described nowhere"
            yield Finding(place, message, "fn.randomSecret(length) is the documented one", severity=Severity.INFO)
        else:
            fix = _fix(function, place, invocation.call)
            yield Finding(place, f"there is no function '{function}'", _hint(function), fix=fix)
    for use in wiring.others:
        name = use.name(1)
        if use.root == "fn" and name and len(use.segments) == 2 and name not in FUNCTIONS:
            yield Finding(use.place(1), f"there is no function '{name}'", _hint(name))


def _meant(name: str) -> str | None:
    return MEANT.get(name.lower()) or nearest(name, [one.name for one in FUNCTIONS.values() if one.certain])


def _fix(name: str, place: Place, call: Call) -> Fix | None:
    """The function that is meant, where it takes what is given; surely that one where only the letter case differs."""
    meant = None if name.lower() in _INSTEAD else _meant(name)
    if meant is None or not FUNCTIONS[meant].takes(len(call.arguments)):
        return None
    return Fix.write(place, meant, safe=meant.lower() == name.lower())


def _hint(name: str) -> str:
    if name.lower() in _INSTEAD:
        return _INSTEAD[name.lower()]
    if meant := _meant(name):
        return f"did you mean '{meant}'? {FUNCTIONS[meant].usage} gives {FUNCTIONS[meant].summary}"
    return _OTHERS
