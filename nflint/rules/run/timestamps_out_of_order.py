"""The rule `timestamps-out-of-order`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run
from nflint.run.times import duration, moment

# Each pair in the order of time. The documentation's own examples say "updated" before "started" or "concluded"
# on every page, so those pairs are an info.
_RUN_PAIRS = (
    ("createdAt", "startedAt", Severity.ERROR),
    ("startedAt", "concludedAt", Severity.ERROR),
    ("createdAt", "concludedAt", Severity.ERROR),
    ("createdAt", "updatedAt", Severity.ERROR),
    ("concludedAt", "updatedAt", Severity.INFO),
    ("startedAt", "updatedAt", Severity.INFO),
)
_NODE_PAIRS = (("startTime", "endTime", Severity.ERROR),)


@rule("NF803", Severity.ERROR, since="0.1.0")
def timestamps_out_of_order(run: Run) -> Iterator[Finding]:
    """A timestamp is earlier than one that must come before it.

    A run is created, then started, then concluded, and never updated before any of that; a node starts before it
    ends. `updatedAt` before `startedAt` or `concludedAt` is an info, since the examples of the reference show it. One
    timestamp that contradicts several others is reported once.

    Source: the reference page "Abort release flow run", the descriptions of the timestamps.

    Bad:

        status: success
        concluded: true
        createdAt: "2021-01-01T12:00:00.000Z"
        startedAt: "2021-01-01T12:05:00.000Z"
        concludedAt: "2021-01-01T12:01:00.000Z"
        updatedAt: "2021-01-01T12:05:00.000Z"

    Good:

        status: success
        concluded: true
        createdAt: "2021-01-01T12:00:00.000Z"
        startedAt: "2021-01-01T12:01:00.000Z"
        concludedAt: "2021-01-01T12:05:00.000Z"
        updatedAt: "2021-01-01T12:05:00.000Z"
    """
    for record in run.records:
        yield from _compare(record.fields, record.pointer, _RUN_PAIRS)
        for node in record.nodes:
            yield from _compare(node.response, (*node.node.pointer, "response"), _NODE_PAIRS)


def _compare(
    fields: Mapping[str, Any], pointer: Pointer, pairs: tuple[tuple[str, str, Severity], ...]
) -> Iterator[Finding]:
    too_late: set[str] = set()
    too_early: set[str] = set()
    for earlier, later, severity in pairs:
        before, after = moment(fields, earlier), moment(fields, later)
        if before is None or after is None or before <= after or earlier in too_late or later in too_early:
            continue
        too_late.add(earlier)
        too_early.add(later)
        yield Finding(
            Place((*pointer, later)),
            f"'{later}' is {duration(before - after)} earlier than '{earlier}'",
            f"'{earlier}' must not be later than '{later}'",
            related=(Related(Place((*pointer, earlier)), f"'{earlier}' is here"),),
            severity=severity,
        )
