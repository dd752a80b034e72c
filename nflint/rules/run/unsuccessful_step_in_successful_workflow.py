"""The rule `unsuccessful-step-in-successful-workflow`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run, RunNode, RunRecord
from nflint.run.states import AGAIN, FAILED, UNFINISHED, left_open, spokesmen, steps_of


@rule("NF822", Severity.ERROR, since="0.1.0")
def unsuccessful_step_in_successful_workflow(run: Run) -> Iterator[Finding]:
    """A Workflow says that it succeeded, but one of its steps failed or is not done.

    A failed step fails the Workflow around it. A step that still waits or works is a warning. In a run that says
    `success` itself only the node is reported, by `failed-node-in-successful-run` or
    `unfinished-node-in-concluded-run`. What a failed iteration does to a LoopWorkflow is documented nowhere.

    Source: the guide "Infrastructure as code", flow control: "If a node contained in a workflow fails, the entire
    workflow will be marked as failed".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: failure}
          response: {status: success}

    Good:

        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: failure}
          response: {status: failure}
    """
    for record in run.records:
        if record.status != "success":
            yield from _contradictions(record)


def _contradictions(record: RunRecord) -> Iterator[Finding]:
    steps = steps_of(record.nodes)
    # What nothing in a run that is over should be is reported where it stands.
    told = left_open(record)
    failed, unfinished = (spokesmen(record.nodes, statuses - told) for statuses in (FAILED, UNFINISHED))
    for workflow in record.nodes:
        if workflow.node.kind != "Workflow" or workflow.status != "success":
            continue
        inside = [step.node.pointer for step in steps.get(workflow.node.pointer, ())]
        for culprits, severity in ((failed, Severity.ERROR), (unfinished, Severity.WARNING)):
            culprit = next((culprits[pointer] for pointer in inside if pointer in culprits), None)
            if culprit is not None:
                yield _finding(workflow, culprit, severity)
                break


def _finding(workflow: RunNode, culprit: RunNode, severity: Severity) -> Finding:
    return Finding(
        Place((*workflow.node.pointer, "response", "status")),
        f"{workflow.node.title} has the status 'success', but {culprit.node.title} in it has '{culprit.status}'",
        AGAIN,
        related=(Related(Place((*culprit.node.pointer, "response", "status")), "the status of the step"),),
        severity=severity,
    )
