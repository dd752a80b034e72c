"""The rule `static-field-expression`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Severity
from nflint.expression.tree import Path, Value
from nflint.flow.fields import takes_expressions
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF312", Severity.ERROR, since="0.1.0", fix="unsafe")
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
        place, ref = text.place(first.start, first.end), _ref(text.field, first.value)
        hint = f"write the ref alone: '{ref}'" if ref else "write the value itself"
        yield Finding(place, message, hint, fix=Fix.write(place, ref, safe=False) if ref and text.whole else None)


def _ref(field: str, value: Value | None) -> str | None:
    """The ref that is named where one is asked for."""
    named = field == "nodeRef" and isinstance(value, Path) and value.names[0] == "refs" and len(value.names) > 1
    return value.names[1] if named and isinstance(value, Path) else None
