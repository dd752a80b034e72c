"""The rule `bare-word`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Severity
from nflint.expression.parser import ROOTS
from nflint.expression.tree import Call
from nflint.flow.fields import is_program, is_templated
from nflint.flow.model import Trigger
from nflint.flow.uses import Scope, Use
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF311", Severity.ERROR, since="0.1.0", fix="unsafe")
def bare_word(wiring: Wiring) -> Iterator[Finding]:
    """A word without quotes stands where a function takes a value.

    Text in an expression is written in single quotes; without them it is the name of nothing. `null` and `undefined`
    are a warning, since no page tells whether there are any, and words in a loop an info, since no page tells how its
    steps read their item.

    Source: the guide "Infrastructure as code", use Northflank functions: "fn.eq(args.branch, 'main')".

    Bad:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                spec: {id: api, type: service, branch: "${fn.if(fn.eq(args.BRANCH, main), 'main', 'next')}"}

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
    for use in wiring.others:
        if not use.inside or use.prefixed or len(use.segments) != 1 or use.root in ROOTS or not _is_meant(use):
            continue
        word, severity = use.root, Severity.ERROR
        message, hint = f"'{word}' is neither text nor the name of anything", _known(word, use.scope)
        quoting = Fix.write(use.place(), f"'{word}'", safe=False, title=f"put quotes around '{word}'")
        fix = quoting if hint is None else None
        if word.lower() in _NOTHING:
            fix, severity, message = None, Severity.WARNING, f"no page tells of '{word}' in an expression"
            hint = "write '' for no text; fn.not(value) asks whether there is a value"
        elif hint is None and use.node is not None and use.scope.order.loop(use.node):
            # How a step of a loop reads its item is not documented.
            fix, severity, message = None, Severity.INFO, f"no page tells what '{word}' is in a loop"
        yield Finding(use.place(), message, hint or f"put quotes around the text: '{word}'", severity=severity, fix=fix)


# What stands for no value elsewhere, and may do so here.
_NOTHING = frozenset({"null", "undefined", "none", "nil"})


def _is_meant(use: Use) -> bool:
    """Whether the word is Northflank's to read: a command or a file may hold calls of its own language."""
    if not is_templated(use.text):
        return True
    value = use.expression.value
    return isinstance(value, Call) and value.callee.names[0] in ROOTS and not is_program(use.text)


def _known(word: str, scope: Scope) -> str | None:
    """What to write for a word that has a meaning with something before it."""
    if word.lower() in ("true", "false"):
        return f"write '{word.lower()}' for the boolean, or quotes around the text"
    known = (*scope.flow.arguments, *scope.inputs)
    argument = word if word in known else next((name for name in known if name.lower() == word.lower()), None)
    if argument is not None:
        return f"write 'args.{argument}' for the argument, or quotes around the text"
    if word in scope.owners:
        owner = "trigger" if isinstance(scope.owners[word][0], Trigger) else "node"
        return f"write 'refs.{word}.OUTPUT' for the {owner}, or quotes around the text"
    return None
