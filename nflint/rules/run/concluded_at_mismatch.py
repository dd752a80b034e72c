"""The rule `concluded-at-mismatch`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.rule import rule
from nflint.run.model import Run


@rule("NF802", Severity.ERROR, since="0.1.0")
def concluded_at_mismatch(run: Run) -> Iterator[Finding]:
    """`concludedAt` is missing on a run that is over, or given for one that is not.

    Source: the reference page "Abort release flow run", `concludedAt`: "Timestamp the run concluded at."

    Bad:

        status: running
        concluded: false
        concludedAt: 2021-01-01T12:10:00.000Z

    Good:

        status: running
        concluded: false
    """
    for record in run.records:
        given = record.fields.get("concludedAt") is not None
        if record.concluded is True and not given:
            yield Finding(
                Place((*record.pointer, "concluded"), "key"),
                "the run has concluded, but 'concludedAt' does not say when",
                "add 'concludedAt', or set 'concluded' to false",
            )
        elif record.concluded is False and given:
            yield Finding(
                Place((*record.pointer, "concludedAt"), "key"),
                "'concludedAt' is given although the run has not concluded",
                "remove 'concludedAt', or set 'concluded' to true",
            )
