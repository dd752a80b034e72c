"""The rule `concluded-at-mismatch`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.rule import rule
from nflint.run.model import CONCLUDED, OPEN, Run
from nflint.run.states import AGAIN


@rule("NF802", Severity.ERROR, since="0.1.0", misses="concludedAt")
def concluded_at_mismatch(run: Run) -> Iterator[Finding]:
    """`concludedAt` is missing on a run that is over, or given for one that is not.

    When `concluded` contradicts the `status` as well, only that is reported: `concluded-status-mismatch`.

    Source: the reference page "Abort release flow run", `concludedAt`: "Timestamp the run concluded at."

    Bad:

        status: running
        concluded: false
        concludedAt: "2021-01-01T12:10:00.000Z"

    Good:

        status: running
        concluded: false
    """
    for record in run.records:
        if record.status in (OPEN if record.concluded else CONCLUDED):
            continue
        if record.concluded is True and "concludedAt" not in record.fields:
            yield Finding(
                Place((*record.pointer, "concluded"), "key"),
                "the run has concluded, but 'concludedAt' does not say when",
                f"{AGAIN}: an answer about such a run has 'concludedAt'",
            )
        elif record.concluded is False and record.fields.get("concludedAt") is not None:
            yield Finding(
                Place((*record.pointer, "concludedAt"), "key"),
                "'concludedAt' is given although the run has not concluded",
                AGAIN,
            )
