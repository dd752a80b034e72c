"""The rule `response-before-start`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run
from nflint.run.states import AGAIN, innermost

_NOT_STARTED = frozenset({"pending", "queued"})
_DONE = frozenset({"success", "failure", "retrying"})


@rule("NF834", Severity.INFO, since="0.1.0")
def response_before_start(run: Run) -> Iterator[Finding]:
    """A run is only scheduled, but one of its nodes has run already.

    Reported once, at the first node with the status `success`, `failure` or `retrying`.

    Source: the guide "Release", run states: "the release flow is scheduled to run".

    Bad:

        status: pending
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: migrate}, response: {status: success}}

    Good:

        status: running
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: migrate}, response: {status: success}}
    """
    for record in run.records:
        if record.status not in _NOT_STARTED or record.concluded is True:
            continue
        done = list(innermost(record.nodes, _DONE))
        for node in done[-1:]:
            yield Finding(
                Place((*node.node.pointer, "response", "status")),
                f"{node.node.title} has the status '{node.status}' in a run that is {record.status}",
                AGAIN,
                related=(Related(Place((*record.pointer, "status")), "the status of the run"),),
            )
