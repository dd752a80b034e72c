"""The rule `failed-node-in-successful-run`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run
from nflint.run.states import AGAIN, FAILED, innermost


@rule("NF805", Severity.ERROR, since="0.1.0")
def failed_node_in_successful_run(run: Run) -> Iterator[Finding]:
    """A run says that it succeeded, but one of its nodes failed.

    A run is successful only when all of its nodes are; skipped nodes do not count against it. A Workflow that failed
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
                spec: {jobId: migrate}
                response: {status: failure}

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
                spec: {jobId: migrate}
                response: {status: failure}
    """
    for record in run.records:
        if record.status != "success":
            continue
        for node in innermost(record.nodes, FAILED):
            yield Finding(
                Place((*node.node.pointer, "response", "status")),
                f"{node.node.title} has the status '{node.status}' in a run that succeeded",
                f"{AGAIN}: a run with such a node has the status 'failure' or 'aborted'",
                related=(Related(Place((*record.pointer, "status")), "the status of the run"),),
            )
