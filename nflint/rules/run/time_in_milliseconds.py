"""The rule `time-in-milliseconds`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nflint.diagnostic import Finding, Place, Pointer, Severity
from nflint.flow.plain import mapping
from nflint.rule import rule
from nflint.run.model import Run, RunRecord
from nflint.run.times import NODE_TIMES, RETRY_TIMES, is_milliseconds, moment


@rule("NF825", Severity.WARNING, since="0.1.0")
def time_in_milliseconds(run: Run) -> Iterator[Finding]:
    """A time of a node is in milliseconds; node times are in seconds.

    JavaScript's `Date.now()` and Java's `currentTimeMillis()` give milliseconds, which read as seconds are thousands of
    years from now. Reported once for a run, at the first such time; when all times of the run are in milliseconds it is
    an info, since only the example on the page tells the unit.

    Source: the reference page "Abort release flow run", example response: "startTime": 1657296265.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: success, startTime: 1609502400, endTime: 1609502460000}

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
        too_long, others = _sorted_times(record)
        if too_long:
            pointer, value = too_long[0]
            more = len(too_long) - 1
            rest = f"; {more} other time{'s are' if more > 1 else ' is'} in milliseconds as well" if more else ""
            yield Finding(
                Place(pointer),
                f"'{pointer[-1]}' is in milliseconds, and the times of nodes are in seconds",
                f"write {int(value) // 1000}{rest}",
                severity=Severity.WARNING if others else Severity.INFO,
            )


def _sorted_times(record: RunRecord) -> tuple[list[tuple[Pointer, Any]], bool]:
    """The times of nodes in milliseconds, and whether there are others in seconds."""
    found: list[tuple[Pointer, Any]] = []
    seconds = False
    for node in record.nodes:
        at = (*node.node.pointer, "response")
        retries = mapping(node.response.get("retries"))
        for fields, keys, place in ((node.response, NODE_TIMES, at), (retries, RETRY_TIMES, (*at, "retries"))):
            for key in keys:
                if is_milliseconds(fields.get(key)):
                    found.append(((*place, key), fields[key]))
                elif moment(fields, key) is not None:
                    seconds = True
    return found, seconds
