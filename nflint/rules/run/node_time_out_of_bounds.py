"""The rule `node-time-out-of-bounds`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run, RunNode, RunRecord
from nflint.run.states import in_loops, is_sequence
from nflint.run.times import Span, Stamp, duration, moment, own_span

# The times of a run have milliseconds, those of nodes are whole seconds.
_ROUNDING = 1.0


@rule("NF826", Severity.WARNING, since="0.1.0")
def node_time_out_of_bounds(run: Run) -> Iterator[Finding]:
    """A node ran before the Workflow that holds it had started, or outside the time of the run.

    A step cannot start before its Workflow. Of a sequence only the first step is compared, since a later one that is
    too early starts before its predecessor has ended. That a node ran before the run was started or after it had
    concluded is an info, reported once for a run: the examples of the reference are such runs.

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
        yield from _outside_their_run(record)


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
                "a step starts when its Workflow runs: correct one of the two times",
                related=(Related(Place(begun.pointer), f"the start of {holder.node.title}"),),
            )


def _outside_their_run(record: RunRecord) -> Iterator[Finding]:
    opened = next((key for key in ("startedAt", "createdAt") if moment(record.fields, key) is not None), "startedAt")
    bounds = Span(*(_bound(record, key) for key in (opened, "concludedAt")))
    if bounds.start and bounds.end and bounds.end.time < bounds.start.time:
        return
    bounded: set[Pointer] = set()
    for node in record.nodes:
        if node.node.parent in bounded:
            bounded.add(node.node.pointer)
            continue
        span = own_span(node)
        if span.start or span.end:
            bounded.add(node.node.pointer)
        early, late = span.start or span.end, span.end or span.start
        if early and bounds.start and early.time < bounds.start.time - _ROUNDING:
            yield _outside(node, early, bounds.start, "before", "started")
            return
        if late and bounds.end and late.time > bounds.end.time + _ROUNDING:
            yield _outside(node, late, bounds.end, "after", "had concluded")
            return


def _bound(record: RunRecord, key: str) -> Stamp | None:
    time = moment(record.fields, key)
    return None if time is None else Stamp(time, (*record.pointer, key))


def _outside(node: RunNode, stamp: Stamp, bound: Stamp, when: str, what: str) -> Finding:
    return Finding(
        Place(stamp.pointer),
        f"{node.node.title} ran {duration(abs(stamp.time - bound.time))} {when} the run {what}",
        "the times of a node lie within those of its run",
        related=(Related(Place(bound.pointer), f"'{bound.pointer[-1]}' of the run"),),
        severity=Severity.INFO,
    )
