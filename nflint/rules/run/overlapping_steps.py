"""The rule `overlapping-steps`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run, RunNode, RunRecord
from nflint.run.states import AGAIN, FAILED, in_loops, is_sequence, spokesmen, steps_of
from nflint.run.times import Stamp, duration, spans


@rule("NF824", Severity.WARNING, since="0.1.0")
def overlapping_steps(run: Run) -> Iterator[Finding]:
    """A step of a sequence started before the step before it had ended.

    A sequential Workflow waits for a step before it starts the next, so `startTime` is never earlier than the `endTime`
    of the step before. A Workflow among the steps starts with the first node inside it and ends with the last, if it
    does not say so itself. Left alone are skipped steps, steps after one that failed, steps in loops, and those after a
    node that starts something and has no `condition`: that may go on while the next step runs.

    Source: the guide "Infrastructure as code", flow control: "will wait until a node has succeeded before executing
    the next".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: success, startTime: 1609502400, endTime: 1609502460}
              - kind: JobRun
                condition: success
                spec: {jobId: seed}
                response: {status: success, startTime: 1609502430, endTime: 1609502490}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: success, startTime: 1609502400, endTime: 1609502460}
              - kind: JobRun
                condition: success
                spec: {jobId: seed}
                response: {status: success, startTime: 1609502461, endTime: 1609502490}
    """
    for record in run.records:
        yield from _overlaps(record)


def _overlaps(record: RunRecord) -> Iterator[Finding]:
    steps, loops, when = steps_of(record.nodes), in_loops(record.nodes), spans(record.nodes)
    failed = spokesmen(record.nodes, FAILED)
    for workflow in record.nodes:
        if not is_sequence(workflow) or workflow.node.pointer in loops:
            continue
        before: tuple[RunNode, Stamp] | None = None
        for step in steps.get(workflow.node.pointer, ()):
            start, end = when[step.node.pointer]
            if before is not None and start is not None and start.time < before[1].time:
                yield _finding(step, start, *before)
            if step.node.pointer in failed:
                before = None
            elif end is not None:
                before = step, end


def _finding(step: RunNode, start: Stamp, before: RunNode, end: Stamp) -> Finding:
    return Finding(
        Place(start.pointer),
        f"{step.node.title} started {duration(end.time - start.time)} before {before.node.title} had ended",
        f"{AGAIN}: a sequential Workflow starts a step after the one before it has ended",
        related=(Related(Place(end.pointer), f"the end of {before.node.title}"),),
    )
