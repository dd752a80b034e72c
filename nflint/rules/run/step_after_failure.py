"""The rule `step-after-failure`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run, RunRecord
from nflint.run.states import AGAIN, EXECUTED, FAILED, in_loops, is_sequence, left_open, spokesmen, steps_of


@rule("NF823", Severity.WARNING, since="0.1.0")
def step_after_failure(run: Run) -> Iterator[Finding]:
    """A step of a sequence ran although a step before it failed.

    A sequential Workflow runs a step only when the one before has succeeded. Reported once for a Workflow, at the first
    such step: `success`, `failure`, `retrying`, `async_wait` and `approval_wait` tell that a step had its turn. A
    Workflow or a run that says `success` in spite of the failure is reported for that instead, and of a step in a loop
    it is not known which iteration it tells of.

    Source: the guide "Infrastructure as code", flow control: "will wait until a node has succeeded before executing
    the next".

    Bad:

        status: failure
        concluded: true
        concludedAt: "2021-01-01T12:10:00.000Z"
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: migrate}, response: {status: failure}}
              - {kind: JobRun, condition: success, spec: {jobId: seed}, response: {status: success}}

    Good:

        status: failure
        concluded: true
        concludedAt: "2021-01-01T12:10:00.000Z"
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: migrate}, response: {status: failure}}
              - {kind: JobRun, condition: success, spec: {jobId: seed}, response: {status: aborted}}
    """
    for record in run.records:
        if record.status != "success":
            yield from _continued(record)


def _continued(record: RunRecord) -> Iterator[Finding]:
    steps, loops = steps_of(record.nodes), in_loops(record.nodes)
    # What nothing in a run that is over should be is reported for that.
    turns = EXECUTED - left_open(record)
    failed, executed = (spokesmen(record.nodes, statuses) for statuses in (FAILED, turns))
    for workflow in record.nodes:
        if workflow.status == "success" or not is_sequence(workflow) or workflow.node.pointer in loops:
            continue
        culprit = None
        for step in steps.get(workflow.node.pointer, ()):
            after = executed.get(step.node.pointer)
            if culprit is not None and after is not None:
                yield Finding(
                    Place((*after.node.pointer, "response", "status")),
                    f"{after.node.title} has the status '{after.status}' although {culprit.node.title}, "
                    f"which comes before it, has '{culprit.status}'",
                    f"{AGAIN}: a step runs only when the one before it has succeeded",
                    related=(Related(Place((*culprit.node.pointer, "response", "status")), "the step before"),),
                )
                break
            culprit = culprit or failed.get(step.node.pointer)
