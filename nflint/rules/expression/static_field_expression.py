"""The rule `static-field-expression`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.expression.tree import Path, Value
from nflint.flow.fields import takes_expressions
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF312", Severity.ERROR, since="0.1.0")
def static_field_expression(wiring: Wiring) -> Iterator[Finding]:
    """An expression stands in a field that takes none.

    Triggers, GitOps, options and inputs are read when the flow is saved, not when it runs, and so are the refs of
    nodes. Fields with a fixed set of values or a form of their own are held against the contract, which says the
    same.

    Source: the reference of release flows, which offers references for the fields of nodes only.

    Bad:

        arguments: {BRANCH: main}
        gitops:
          vcsService: github
          repoUrl: https://github.com/acme/shop
          branch: "${args.BRANCH}"
          filePath: /release-flow.json

    Good:

        gitops:
          vcsService: github
          repoUrl: https://github.com/acme/shop
          branch: main
          filePath: /release-flow.json
    """
    for text in wiring.texts:
        # Keys are the contract's: it knows all that may stand there.
        if not text.expressions or takes_expressions(text) or text.anchor == "key":
            continue
        first = text.expressions[0]
        where = f"'{text.field}'" if text.node is not None else f"'{text.field}' in '{text.path[0]}'"
        message = f"{where} takes no expression: it is read when the flow is saved, before any run"
        yield Finding(text.place(first.start, first.end), message, _hint(text.field, first.value))


def _hint(field: str, value: Value | None) -> str:
    if field == "nodeRef" and isinstance(value, Path) and value.names[0] == "refs" and len(value.names) > 1:
        return f"write the ref alone: '{value.names[1]}'"
    return "write the value itself"
