"""The rule `missing-cursor`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.rule import rule
from nflint.run.model import Run


@rule("NF837", Severity.INFO, since="0.1.0")
def missing_cursor(run: Run) -> Iterator[Finding]:
    """A list of runs has another page, but no `cursor` to ask for it.

    An info, since pages can be asked for by their number as well.

    Source: the reference page "List release flow runs", `cursor`: "The cursor to access the next page of results".

    Bad:

        data: {runs: []}
        pagination: {hasNextPage: true, count: 0}

    Good:

        data: {runs: []}
        pagination: {hasNextPage: true, cursor: 6e7f4b7e, count: 0}
    """
    if run.listing is not None:
        pagination = run.listing.pagination
        if pagination.get("hasNextPage") is True and "cursor" not in pagination:
            yield Finding(
                Place(("pagination", "hasNextPage")),
                "'hasNextPage' is true, but there is no 'cursor' to get the next page with",
                "fetch the list again, or correct the copy: 'cursor' is what the next page is asked for with",
            )
