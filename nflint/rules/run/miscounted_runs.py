"""The rule `miscounted-runs`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run


@rule("NF836", Severity.ERROR, since="0.1.0")
def miscounted_runs(run: Run) -> Iterator[Finding]:
    """The `count` of a list of runs is not the number of runs in it.

    `count` tells of the page at hand, not of all runs that there are.

    Source: the reference page "List release flow runs", `count`: "The number of results returned by this request".

    Bad:

        data:
          runs:
            - id: 6e7f4b7e-2d0c-4a53-9d0b-6a7f0f3f8c11
              status: queued
              concluded: false
              createdAt: "2021-01-01T12:00:00.000Z"
              updatedAt: "2021-01-01T12:00:00.000Z"
        pagination: {hasNextPage: false, count: 2}

    Good:

        data:
          runs:
            - id: 6e7f4b7e-2d0c-4a53-9d0b-6a7f0f3f8c11
              status: queued
              concluded: false
              createdAt: "2021-01-01T12:00:00.000Z"
              updatedAt: "2021-01-01T12:00:00.000Z"
        pagination: {hasNextPage: false, count: 1}
    """
    if run.listing is None:
        return
    count, length = run.listing.pagination.get("count"), run.listing.length
    if isinstance(count, (int, float)) and not isinstance(count, bool) and count != length:
        yield Finding(
            Place(("pagination", "count")),
            f"'count' is not {length}, the number of runs in the list",
            "fetch the list again, or correct the copy",
            related=(Related(Place(run.listing.pointer), "the runs"),),
        )
