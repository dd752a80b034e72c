"""The rule `misnamed-arguments`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.names import misnamed_arguments as argument_key
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF222", Severity.ERROR, since="0.1.0", explains=("unknown-key",), fix="unsafe")
def misnamed_arguments(wiring: Wiring) -> Iterator[Finding]:
    """The arguments are declared under `args`, where Northflank does not look for them.

    Expressions say `args`, documents say `arguments`. Northflank drops the key it does not know without a word, and no
    argument has a value.

    Source: the guide "Infrastructure as code", arguments: "referenced in the format `${args.<argument-name>}`"; the
    key is `arguments` on every page of the reference.

    Bad:

        args: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH}"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    for scope in wiring.scopes:
        fields = scope.flow.fields
        key = argument_key(fields)
        if key is None:
            continue
        used = {
            use.text.place(use.expression.start)
            for use in wiring.arguments
            if use.scope is scope and use.name(1) in fields[key]
        }
        if used:
            expressions = "1 expression needs" if len(used) == 1 else f"{len(used)} expressions need"
            yield Finding(
                Place((*scope.pointer, key), "key"),
                f"arguments are not declared in '{key}', and {expressions} what it holds",
                "call it 'arguments'",
                fix=Fix.rename((*scope.pointer, key), "arguments") if "arguments" not in fields else None,
            )
