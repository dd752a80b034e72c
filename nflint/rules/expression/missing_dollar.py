"""The rule `missing-dollar`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Severity
from nflint.expression.functions import FUNCTIONS
from nflint.flow.fields import is_program, is_templated, takes_expressions
from nflint.flow.texts import Slip, Text
from nflint.flow.wiring import Wiring
from nflint.rule import rule

# Signs of other languages that go before a brace of theirs.
_SIGNS = ("%", "@")
_SLIPPED = r"\{\{[ \t]*(?:template\.)?(?:args|refs|secrets|fn)\.[^{}]*\}\}"
_PLAIN = r"args\.[\w-]+|refs\.[\w-]+\.\w+|secrets(?:\.[\w-]+){2}\.\w+|fn\..*\)"


@rule("NF306", Severity.WARNING, since="0.1.0", fix="safe")
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
            if is_templated(text) and text.field != "message" and not _is_known(slip, text, wiring):
                continue  # Programs have braces, dollars and arguments of their own.
            written = text.text[slip.start : slip.end]
            call = slip.inner.startswith("fn.") and "(" not in slip.inner
            hint = f"write '${{{slip.inner}{'(...)' if call else ''}}}'"
            fix = None if call else _fix(slip, text, wiring)
            if not takes_expressions(text):
                fix = None
                hint = f"write the value itself: '{text.field}' takes no expression"
            message = f"'{written}{'(...)' if call else ''}' is plain text here"
            yield Finding(text.place(slip.start, slip.end), message, hint, fix=fix)


def _fix(slip: Slip, text: Text, wiring: Wiring) -> Fix | None:
    """The expression in place of the slip, where what it names is there; with no brace, its end may be a guess."""
    begun, ended = (part.strip() for part in text.text[slip.start : slip.end].split(slip.inner, 1))
    opened, known = begun.lstrip("$#"), _is_known(slip, text, wiring)
    # An argument may be given by each run, and braces around one are hardly anything else.
    if not (known or (opened and slip.inner.startswith("args."))) or not _is_there(slip, text, wiring):
        return None
    if opened and not 0 < len(ended) <= len(opened):
        return None
    if begun == "$" and (text.text.startswith("}", slip.end) or not re.fullmatch(_PLAIN, slip.inner, re.DOTALL)):
        return None  # More may follow that is part of it, or of the text around it.
    safe = known and len(opened) == len(ended) and not _may_be_anothers(begun, slip, text)
    return Fix.write(text.place(slip.start, slip.end), f"${{{slip.inner}}}", safe=safe)


def _may_be_anothers(begun: str, slip: Slip, text: Text) -> bool:
    """Whether the slip may be right as it is, for a program or another template that `text` is a part of."""
    if text.text[: slip.start].endswith(_SIGNS):
        return True
    ids = text.node is not None and text.node.kind == "SecretInheritance"
    if not is_templated(text) or text.field == "message" or ids:
        return False
    if begun and slip.start == 0 and slip.end == len(text.text):
        return is_program(text)  # There is nothing around it that it could be a part of.
    # `{args.x}` is Python's as well, `$(args.x)` and `$args.x` are a shell's; two braces are one of many templates'.
    beside = re.sub(_SLIPPED, "", text.text)
    return begun != "{{" or is_program(text) or "{{" in beside or "{%" in beside


def _is_there(slip: Slip, text: Text, wiring: Wiring) -> bool:
    """Whether a node that is named has run by then."""
    root, name = (*slip.inner.removeprefix("template.").split(".", 2), "")[:2]
    scope = wiring.scope_of(text)
    return root != "refs" or (name in scope.owners and "earlier" in scope.reasons(name, text.node))


def _is_known(slip: Slip, text: Text, wiring: Wiring) -> bool:
    """Whether what is named is there, so that it can be meant."""
    root, _, rest = slip.inner.removeprefix("template.").partition(".")
    name, scope = rest.partition(".")[0], wiring.scope_of(text)
    if root == "args":
        return name in scope.flow.arguments or name in scope.inputs
    return name in scope.owners if root == "refs" else root == "secrets" or rest.partition("(")[0] in FUNCTIONS
