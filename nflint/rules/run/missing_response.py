"""The rule `missing-response`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run, RunNode, RunRecord
from nflint.run.states import AGAIN, EXECUTED, excused, is_container, is_over, is_sequence, spokesmen, steps_of


@rule("NF833", Severity.INFO, since="0.1.0", misses="response")
def missing_response(run: Run) -> Iterator[Finding]:
    """A node has no `response`, although its turn has come.

    In a run that succeeded all nodes have completed, and in a sequence all that stand before one that ran. Reported
    once for such a run or sequence, and only when other nodes have a response. Nodes that may have been skipped, and
    nodes in loops, need none.

    Source: the guide "Infrastructure as code", flow control: "will execute nodes from first to last".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: migrate}}
              - {kind: JobRun, condition: success, spec: {jobId: seed}, response: {status: success}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: migrate}, response: {status: success}}
              - {kind: JobRun, condition: success, spec: {jobId: seed}, response: {status: success}}
    """
    for record in run.records:
        needless = excused(record.nodes)
        if record.status == "success" and is_over(record) and any(node.status for node in record.nodes):
            found = [node for node in record.nodes if _is_silent(node, needless)]
            for node in found[:1]:
                others = len(found) - 1
                more = f" and {others} other node{'s have' if others > 1 else ' has'}" if others else " has"
                yield _finding(
                    node,
                    f"{more} no 'response' in a run that succeeded",
                    Related(Place((*record.pointer, "status")), "the status of the run"),
                )
        elif record.status != "success":
            yield from _gaps(record, needless)


def _gaps(record: RunRecord, needless: set[Pointer]) -> Iterator[Finding]:
    executed, steps = spokesmen(record.nodes, EXECUTED), steps_of(record.nodes)
    for workflow in record.nodes:
        if not is_sequence(workflow):
            continue
        silent = None
        for step in steps.get(workflow.node.pointer, ()):
            after = executed.get(step.node.pointer)
            if silent is not None and after is not None:
                message = f" has no 'response', although {after.node.title} after it ran"
                ran = Related(Place((*after.node.pointer, "response", "status")), "the status of the later step")
                yield _finding(silent, message, ran)
                break
            if silent is None and _is_silent(step, needless):
                silent = step


def _is_silent(node: RunNode, needless: set[Pointer]) -> bool:
    return "response" not in node.node.fields and not is_container(node) and node.node.pointer not in needless


def _finding(node: RunNode, rest: str, related: Related) -> Finding:
    pointer = node.node.pointer
    return Finding(
        Place((*pointer, "kind")) if "kind" in node.node.fields else Place(pointer, "key"),
        f"{node.node.title}{rest}",
        AGAIN,
        related=(related,),
    )
