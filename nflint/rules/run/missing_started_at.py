"""The rule `missing-started-at`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.rule import rule
from nflint.run.model import Run
from nflint.run.states import AGAIN

# A run that failed or was aborted may never have been started.
_STARTED = frozenset({"running", "retrying", "async_wait", "approval_wait", "success"})


@rule("NF835", Severity.INFO, since="0.1.0", misses="startedAt")
def missing_started_at(run: Run) -> Iterator[Finding]:
    """A run is under way or has succeeded, but `startedAt` does not say since when.

    Only a run that has not started has no `startedAt`. One that failed or was aborted may be such a run. An info, since
    the page does not require the key.

    Source: the reference page "Abort release flow run", `startedAt`: "Timestamp the run started at".

    Bad:

        data:
          runs:
            - id: 6e7f4b7e-2d0c-4a53-9d0b-6a7f0f3f8c11
              status: running
              concluded: false
              createdAt: "2021-01-01T12:00:00.000Z"
              updatedAt: "2021-01-01T12:10:00.000Z"
        pagination: {hasNextPage: false, count: 1}

    Good:

        data:
          runs:
            - id: 6e7f4b7e-2d0c-4a53-9d0b-6a7f0f3f8c11
              status: running
              concluded: false
              createdAt: "2021-01-01T12:00:00.000Z"
              startedAt: "2021-01-01T12:00:04.000Z"
              updatedAt: "2021-01-01T12:10:00.000Z"
        pagination: {hasNextPage: false, count: 1}
    """
    for record in run.records:
        if record.status in _STARTED and "startedAt" not in record.fields:
            yield Finding(
                Place((*record.pointer, "status")),
                f"the status of the run is '{record.status}', but 'startedAt' does not say when it started",
                AGAIN,
            )
