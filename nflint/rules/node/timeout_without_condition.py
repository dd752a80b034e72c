"""The rule `timeout-without-condition`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import mapping, text
from nflint.rule import rule

_CONDITIONS = {"restart": "running", "restore": "success"}


@rule("NF509", Severity.WARNING, since="0.1.0", about=("timeoutDuration",), misses="condition")
def timeout_without_condition(flow: Flow) -> Iterator[Finding]:
    """A node has a timeout and no condition, so that it does not wait at all.

    `timeoutDuration` says how long the condition of a Release, a restart or a restore may take. Without `condition` the
    flow goes on at once, whatever the timeout says.

    Source: the guide "Release", Release node: "Timeout for the condition in seconds".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                timeoutDuration: 600
                spec: {type: deployment, origin: {id: api-staging, type: service}, target: {id: api, type: service}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                condition: running
                timeoutDuration: 600
                spec: {type: deployment, origin: {id: api-staging, type: service}, target: {id: api, type: service}}
    """
    for node in flow.of("Release", "Action"):
        if "condition" in node.fields or "condition" in node.spec:
            continue  # It stands there, or at a level where the contract says that it does not belong.
        pointer, condition = node.pointer, "running"
        fields = node.fields
        if node.kind == "Action":
            action = mapping(node.spec.get("spec"))
            fields = mapping(action.get("data"))
            if "condition" in action or "condition" in fields:
                continue
            pointer, condition = (*pointer, "spec", "spec", "data"), _CONDITIONS.get(text(action.get("type")) or "", "")
        if condition and fields.get("timeoutDuration") is not None:
            where = " beside 'data'" if node.kind == "Action" else ""
            yield Finding(
                Place((*pointer, "timeoutDuration"), "key"),
                f"{node.title} has a timeout, but waits for nothing",
                f"add 'condition' with the value '{condition}'{where}, or remove the timeout",
            )
