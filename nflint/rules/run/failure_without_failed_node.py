"""The rule `failure-without-failed-node`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run, RunNode, RunRecord
from nflint.run.states import AGAIN, in_loops, is_over


@rule("NF821", Severity.WARNING, since="0.1.0")
def failure_without_failed_node(run: Run) -> Iterator[Finding]:
    """A run or a Workflow says that it failed, but every node in it succeeded.

    A run fails because nodes fail, and a Workflow because of its steps. Reported only where all nodes inside say
    `success` or `skipped`; one that says nothing may be the one that failed. A Workflow with an `error` of its own is
    left alone, and so is one inside a loop, whose nodes may tell of another iteration.

    Source: the guide "Release", run states: "some or all of the nodes within the release flow failed".

    Bad:

        status: failure
        concluded: true
        concludedAt: "2021-01-01T12:10:00.000Z"
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: success}

    Good:

        status: failure
        concluded: true
        concludedAt: "2021-01-01T12:10:00.000Z"
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: failure}
    """
    for record in run.records:
        succeeded, alone = _outcomes(record)
        for pointer, title in alone:
            yield Finding(
                Place((*pointer, "response", "status")),
                f"{title} has the status 'failure', but all of its steps succeeded",
                AGAIN,
            )
        if record.status != "failure" or not is_over(record) or not record.nodes:
            continue
        root = record.nodes[0]
        if root.node.pointer in succeeded:
            root_status = Place((*root.node.pointer, "response", "status"))
            yield Finding(
                Place((*record.pointer, "status")),
                "the status of the run is 'failure', but all of its nodes succeeded",
                AGAIN,
                related=(Related(root_status, "the status of the root"),) if root.status else (),
            )


def _outcomes(record: RunRecord) -> tuple[set[Pointer], list[tuple[Pointer, str]]]:
    """The nodes that succeeded with all that they hold, and the Workflows that failed although their steps did so."""
    succeeded: set[Pointer] = set()
    alone: list[tuple[Pointer, str]] = []
    holding: set[Pointer] = set()
    doubtful: set[Pointer] = set()
    loops = in_loops(record.nodes)
    # From the last node to the first a node comes before the Workflow that holds it.
    for node in reversed(record.nodes):
        pointer, parent = node.node.pointer, node.node.parent
        clean = pointer not in doubtful
        within = clean and pointer in holding
        silent = within and "response" not in node.node.fields
        if node.status == "skipped" or (node.status == "success" and clean) or silent:
            succeeded.add(pointer)
        elif within and node.node.kind == "Workflow" and pointer not in loops and _failed_unexplained(node):
            alone.append((pointer, node.node.title))
        if parent is not None:
            holding.add(parent)
            if pointer not in succeeded:
                doubtful.add(parent)
    return succeeded, alone


def _failed_unexplained(node: RunNode) -> bool:
    return node.status == "failure" and not node.response.get("error")
