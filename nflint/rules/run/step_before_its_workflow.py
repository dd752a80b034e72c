"""The rule `step-before-its-workflow`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run, RunNode, RunRecord
from nflint.run.states import AGAIN, in_loops, is_sequence
from nflint.run.times import duration, own_span


@rule("NF826", Severity.WARNING, since="0.1.0")
def step_before_its_workflow(run: Run) -> Iterator[Finding]:
    """A step started before the Workflow that holds it.

    Of a sequence only the first step is compared, since a later one that is too early starts before its predecessor has
    ended. Reported once for a Workflow. Skipped steps and steps in loops are not compared.

    Source: the reference page "Abort release flow run", `startTime`: "The timestamp of the initial attempt".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: success, startTime: 1609502405, endTime: 1609502460}
          response: {status: success, startTime: 1609502430, endTime: 1609502460}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: success, startTime: 1609502431, endTime: 1609502460}
          response: {status: success, startTime: 1609502430, endTime: 1609502460}
    """
    for record in run.records:
        yield from _before_their_workflow(record)


def _before_their_workflow(record: RunRecord) -> Iterator[Finding]:
    loops = in_loops(record.nodes)
    around: dict[Pointer, RunNode] = {node.node.pointer: node for node in record.nodes}
    compared: set[Pointer] = set()
    for node in record.nodes:
        holder = around.get(node.node.parent) if node.node.parent is not None else None
        start = own_span(node).start
        if holder is None or start is None or node.status == "skipped" or node.node.pointer in loops:
            continue
        begun = own_span(holder).start
        if begun is None or holder.node.pointer in compared:
            continue
        late = start.time < begun.time
        if is_sequence(holder) or late:
            compared.add(holder.node.pointer)
        if late:
            yield Finding(
                Place(start.pointer),
                f"{node.node.title} started {duration(begun.time - start.time)} before {holder.node.title}, "
                "which holds it",
                f"{AGAIN}: a step starts when its Workflow runs",
                related=(Related(Place(begun.pointer), f"the start of {holder.node.title}"),),
            )
