"""The rule `unknown-variable`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Severity
from nflint.expression.tree import Expression, Path
from nflint.flow.fields import is_templated
from nflint.flow.outputs import TRIGGER
from nflint.flow.texts import Text
from nflint.flow.uses import Scope
from nflint.flow.wiring import Wiring
from nflint.nearest import nearest
from nflint.rule import rule

# A hint that knows what is there.
_WRITTEN = r"write '(\$\{(?:args|refs)\.[\w.-]+\})'"


@rule("NF309", Severity.WARNING, since="0.1.0", fix="unsafe")
def unknown_variable(wiring: Wiring) -> Iterator[Finding]:
    """A single word stands in an expression, where no variable can be meant.

    `${NAME}` is a variable of a shell, of a build or of a container. Commands, environment variables, build arguments
    and files keep it for them. In any other field it stays in the value as it is. Inside a LoopWorkflow it is an info,
    since no page says how a step reads the item of its iteration.

    Source: the guides "Run", commands of an action, and "Secure", dynamic templating.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${BRANCH}"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    for text, expression in wiring.special:
        if expression.form not in ("name", "shell"):
            continue
        if is_templated(text) and not _is_argument(text, expression, wiring):
            continue
        written = text.text[expression.start : expression.end]
        if text.whole is not None and written[2:-1].isdigit():
            continue  # A number alone is one, outside of a shell.
        where = f" in '{text.field}'" if text.anchor == "value" else ""
        scope = wiring.scope_of(text)
        hint = _hint(expression.value.names[0] if isinstance(expression.value, Path) else "", scope)
        written_out = re.fullmatch(_WRITTEN, hint) if expression.form == "name" else None
        place = text.place(expression.start, expression.end)
        yield Finding(
            place,
            f"nothing puts a value in place of '{_short(written)}'{where}",
            hint,
            # How a step of a loop reads its item is not documented.
            severity=Severity.INFO if text.node and scope.order.loop(text.node) else None,
            fix=Fix.write(place, written_out[1], safe=False) if written_out else None,
        )


def _is_argument(text: Text, expression: Expression, wiring: Wiring) -> bool:
    """Whether a message names an argument; no shell or container reads one, so nothing else can be meant."""
    value, scope = expression.value, wiring.scope_of(text)
    return text.field == "message" and isinstance(value, Path) and value.names[0] in scope.flow.arguments


def _short(written: str) -> str:
    return written if len(written) <= 60 else f"{written[:57]}..."


def _hint(name: str, scope: Scope) -> str:
    arguments = [*scope.flow.arguments, *scope.inputs]
    if name not in arguments and name in scope.owners:
        return f"write the output that is meant: '${{refs.{name}.OUTPUT}}'"
    root, _, rest = name.replace("_", "-", 1).partition("-")
    near = nearest(name, arguments) or (nearest(rest, arguments) if root == "args" else None)
    if near:
        return f"write '${{args.{near}}}'"
    refs = [trigger.ref for trigger in scope.flow.triggers if trigger.ref]
    if name in TRIGGER and len(refs) == 1:
        return f"write '${{refs.{refs[0]}.{name}}}'"
    if root in _FORMS and rest:
        return f"names have dots between them: write '${{{_FORMS[root]}}}'"
    if not name.isidentifier():
        return "write a backslash before it for plain text"
    return f"write '${{args.{name}}}' and declare the argument, or a backslash before it for plain text"


_FORMS = {"args": "args.NAME", "refs": "refs.NAME.OUTPUT", "secrets": "secrets.ID.values.KEY"}
