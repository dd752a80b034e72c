"""The rule `idle-flow`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Node
from nflint.flow.uses import RELEASE_FLOWS
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_WORKFLOWS = ("Workflow", "LoopWorkflow")
_IDLE = ("Message", "Approval", "Condition", "LoopData", "SecretInheritance")


@rule("NF028", Severity.INFO, since="0.1.0", group="strict", whole=True)
def idle_flow(wiring: Wiring) -> Iterator[Finding]:
    """The flow only waits and sends messages: nothing is released, built or run.

    Messages, approvals and conditions are there for what other nodes do. A flow of nothing else is unfinished, or
    its nodes have got lost in an edit. A workflow without any steps is `empty-workflow`.

    Source: the guide "Release", configure a release flow: "Release flows consist of workflows that contain nodes to
    perform specific actions".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Approval, spec: {amount: 1}}
              - kind: Message
                spec: {kind: SLACK, spec: {integrationInternalId: releases, message: Released}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Approval, spec: {amount: 1}}
              - {kind: JobRun, condition: success, spec: {jobId: migrate}}
              - kind: Message
                spec: {kind: SLACK, spec: {integrationInternalId: releases, message: Released}}
    """
    if wiring.document not in RELEASE_FLOWS:
        return
    nodes = []
    for node in wiring.flow.nodes:
        if node.area == "spec":
            if node.kind not in _IDLE and not _is_whole(node):
                return  # It does something, or holds what could not be read.
            nodes.append(node)
    idle = [node for node in nodes if node.kind in _IDLE]
    if not idle or nodes[0].kind not in _WORKFLOWS:
        return
    yield Finding(
        Place((*nodes[0].pointer, "spec", "steps"), "key"),
        f"this flow releases, builds and runs nothing: it has no other nodes than {_listing(idle)}",
        "add a node that does something, such as a Release, a Build or a JobRun",
    )


def _is_whole(node: Node) -> bool:
    """Whether it is a workflow all of whose steps could be read."""
    if node.kind not in _WORKFLOWS:
        return False
    steps = node.spec.get("steps")
    return isinstance(steps, list) and all(isinstance(step, dict) for step in steps)


def _listing(nodes: list[Node]) -> str:
    *kinds, last = dict.fromkeys(f"'{node.kind}'" for node in nodes)
    return f"{', '.join(kinds)} and {last}" if kinds else last
