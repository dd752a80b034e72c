"""The rule `concluded-status-mismatch`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.rule import rule
from nflint.run.model import CONCLUDED, OPEN, Run
from nflint.run.states import AGAIN


@rule("NF801", Severity.ERROR, since="0.1.0")
def concluded_status_mismatch(run: Run) -> Iterator[Finding]:
    """`concluded` contradicts the `status` of a run.

    A run has concluded when its status is `success`, `failure` or `aborted`, and goes on with every other
    documented status. `skipped` and `unknown` are let pass either way: no page says what they mean here.

    Source: the reference page "Abort release flow run", `concluded`: "Whether the run has concluded (aborted,
    success, failed)".

    Bad:

        status: running
        concluded: true
        concludedAt: "2021-01-01T12:10:00.000Z"

    Good:

        status: success
        concluded: true
        concludedAt: "2021-01-01T12:10:00.000Z"
    """
    for record in run.records:
        if (record.concluded is True and record.status in OPEN) or (
            record.concluded is False and record.status in CONCLUDED
        ):
            yield Finding(
                Place((*record.pointer, "concluded")),
                f"'concluded' is {str(record.concluded).lower()} although the status of the run is '{record.status}'",
                AGAIN,
                related=(Related(Place((*record.pointer, "status")), "the status"),),
            )
