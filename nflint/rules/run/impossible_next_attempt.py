"""The rule `impossible-next-attempt`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.plain import mapping
from nflint.rule import rule
from nflint.run.model import Run
from nflint.run.states import AGAIN
from nflint.run.times import duration, moment

_FINISHED = frozenset({"success", "failure", "invalid", "aborted", "skipped"})


@rule("NF827", Severity.WARNING, since="0.1.0")
def impossible_next_attempt(run: Run) -> Iterator[Finding]:
    """The next attempt of a node is planned before its last one, or for a node that is not tried again.

    `timestamp` is the time of the most recent attempt, and `nextAttempt` that of the one after it. A node that has
    ended is not tried again; that it still names a next attempt is an info, since it may be a left-over.

    Source: the reference page "Get release flow run details", `retries`: "The timestamp of the most recent attempt"
    and "The timestamp of the next attempt".

    Bad:

        spec:
          kind: Workflow
          spec: {type: sequential, steps: [{kind: JobRun, condition: success, spec: {jobId: migrate}}]}
          response:
            status: retrying
            retries: {attempts: 1, maxAttempts: 3, timestamp: 1609502460, nextAttempt: 1609502400}

    Good:

        spec:
          kind: Workflow
          spec: {type: sequential, steps: [{kind: JobRun, condition: success, spec: {jobId: migrate}}]}
          response:
            status: retrying
            retries: {attempts: 1, maxAttempts: 3, timestamp: 1609502460, nextAttempt: 1609502520}
    """
    for record in run.records:
        for node in record.nodes:
            retries = mapping(node.response.get("retries"))
            at = (*node.node.pointer, "response")
            last, planned = moment(retries, "timestamp"), moment(retries, "nextAttempt")
            if planned is None:
                continue
            if node.status in _FINISHED:
                yield Finding(
                    Place((*at, "retries", "nextAttempt"), "key"),
                    f"{node.node.title} has a next attempt, but its status is '{node.status}'",
                    AGAIN,
                    related=(Related(Place((*at, "status")), "the status"),),
                    severity=Severity.INFO,
                )
            elif last is not None and planned < last:
                yield Finding(
                    Place((*at, "retries", "nextAttempt")),
                    f"the next attempt of {node.node.title} is {duration(last - planned)} before its last one",
                    AGAIN,
                    related=(Related(Place((*at, "retries", "timestamp")), "the last attempt"),),
                )
