"""The rule `unfinished-node-in-concluded-run`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run
from nflint.run.states import AGAIN, innermost, left_open


@rule("NF820", Severity.ERROR, since="0.1.0")
def unfinished_node_in_concluded_run(run: Run) -> Iterator[Finding]:
    """A run is over, but one of its nodes is still at work or waits for something.

    A run that succeeded has no node with the status `waiting`, `retrying`, `async_wait` or `approval_wait`: all of its
    nodes completed. After a failure or an abort only a warning, also for `aborting`: no page says what becomes of
    steps that ran beside the failed one, and a step that never had its turn may be `waiting`. A Workflow that waits
    because of a node inside it is not reported beside that node.

    Source: the guide "Release", run states: "all of the nodes within the release flow completed successfully".

    Bad:

        status: success
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
                response: {status: async_wait}

    Good:

        status: success
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
    """
    for record in run.records:
        succeeded = record.status == "success"
        for node in innermost(record.nodes, left_open(record)):
            yield Finding(
                Place((*node.node.pointer, "response", "status")),
                f"{node.node.title} has the status '{node.status}' in a run that is over",
                AGAIN,
                related=(Related(Place((*record.pointer, "status")), "the status of the run"),),
                severity=Severity.ERROR if succeeded else Severity.WARNING,
            )
