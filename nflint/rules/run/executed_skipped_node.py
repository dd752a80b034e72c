"""The rule `executed-skipped-node`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.flow.skips import skip_of
from nflint.rule import rule
from nflint.run.model import Run, RunNode, RunRecord
from nflint.run.states import AGAIN, EXECUTED, FAILED, left_open


@rule("NF830", Severity.WARNING, since="0.1.0")
def executed_skipped_node(run: Run) -> Iterator[Finding]:
    """A node ran although it, or a Workflow that holds it, is always skipped.

    `skipNodeExecution` is `"true"` or comes to it without looking at the run, and the status tells that the node had
    its turn. Of a skipped Workflow and all inside it only the first such node is reported.

    Source: the guide "Infrastructure as code", skip nodes: "then the node will not be executed during the template
    run".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                skipNodeExecution: "true"
                spec: {jobId: seed}
                response: {status: success}

    Good:

        arguments: {STAGE: staging}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                skipNodeExecution: "${fn.eq(args.STAGE, 'production')}"
                spec: {jobId: seed}
                response: {status: success}
    """
    for record in run.records:
        yield from _executed(record)


def _executed(record: RunRecord) -> Iterator[Finding]:
    # What no node of such a run should be is reported for that.
    turns = EXECUTED - left_open(record) - (FAILED if record.status == "success" else frozenset())
    skipping: dict[Pointer, RunNode] = {}
    told: set[Pointer] = set()
    for node in record.nodes:
        pointer, parent = node.node.pointer, node.node.parent
        if parent in skipping:
            skipping[pointer] = skipping[parent]
        elif isinstance(node.node.fields.get("skipNodeExecution"), str) and skip_of(node.node) == "yes":
            skipping[pointer] = node
        skipped = skipping.get(pointer)
        if skipped is not None and node.status in turns and skipped.node.pointer not in told:
            told.add(skipped.node.pointer)
            yield _finding(node, skipped)


def _finding(node: RunNode, skipped: RunNode) -> Finding:
    inside = "" if skipped is node else f" {skipped.node.title}, which holds it,"
    return Finding(
        Place((*node.node.pointer, "response", "status")),
        f"{node.node.title} has the status '{node.status}' although{inside or ' it'} is always skipped",
        AGAIN,
        related=(Related(Place((*skipped.node.pointer, "skipNodeExecution")), "skips it"),),
    )
