"""The rule `node-outside-its-run`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run, RunNode, RunRecord
from nflint.run.states import AGAIN
from nflint.run.times import Span, Stamp, duration, goes_on, moment, own_span

# The times of a run have milliseconds, those of nodes are whole seconds.
_ROUNDING = 1.0


@rule("NF838", Severity.INFO, since="0.1.0")
def node_outside_its_run(run: Run) -> Iterator[Finding]:
    """A node ran before the run had started, or after it had concluded.

    Reported once for a run, at the first such node. An info: the examples of the reference are such runs.

    Source: the reference page "Abort release flow run", `concludedAt`: "Timestamp the run concluded at".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: success, startTime: 1577880000, endTime: 1577880060}

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
    """
    for record in run.records:
        yield from _outside(record)


def _outside(record: RunRecord) -> Iterator[Finding]:
    opened = next((key for key in ("startedAt", "createdAt") if moment(record.fields, key) is not None), "startedAt")
    bounds = Span(*(_bound(record, key) for key in (opened, "concludedAt")))
    if bounds.start and bounds.end and bounds.end.time < bounds.start.time:
        return
    bounded: set[Pointer] = set()
    for node in record.nodes:
        span = own_span(node)
        if node.status == "skipped":
            continue  # It has not run.
        inner = node.node.parent in bounded
        if inner or span.start or span.end:
            bounded.add(node.node.pointer)
        # What it has started may go on when the run is over.
        late = span.start if goes_on(node.node) else span.end or span.start
        # That a step started before its Workflow is told by a rule of its own.
        early = None if inner else span.start or span.end
        if early and bounds.start and early.time < bounds.start.time - _ROUNDING:
            yield _finding(node, early, bounds.start, "before", "started")
            return
        if late and bounds.end and late.time > bounds.end.time + _ROUNDING:
            yield _finding(node, late, bounds.end, "after", "had concluded")
            return


def _bound(record: RunRecord, key: str) -> Stamp | None:
    time = moment(record.fields, key)
    return None if time is None else Stamp(time, (*record.pointer, key))


def _finding(node: RunNode, stamp: Stamp, bound: Stamp, when: str, what: str) -> Finding:
    return Finding(
        Place(stamp.pointer),
        f"{node.node.title} ran {duration(abs(stamp.time - bound.time))} {when} the run {what}",
        AGAIN,
        related=(Related(Place(bound.pointer), f"'{bound.pointer[-1]}' of the run"),),
    )
