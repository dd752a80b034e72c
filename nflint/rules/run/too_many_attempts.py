"""The rule `too-many-attempts`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.rule import rule
from nflint.run.model import Run


@rule("NF804", Severity.ERROR, since="0.1.0")
def too_many_attempts(run: Run) -> Iterator[Finding]:
    """A node was tried more often than it may be.

    Source: the reference page "Abort release flow run", `retries.attempts`: "The current number of attempts that
    have been made by this node."

    Bad:

        spec:
          kind: Workflow
          spec: {type: sequential, steps: []}
          response:
            status: failure
            retries: {attempts: 4, maxAttempts: 3, timestamp: 1657296265}

    Good:

        spec:
          kind: Workflow
          spec: {type: sequential, steps: []}
          response:
            status: failure
            retries: {attempts: 3, maxAttempts: 3, timestamp: 1657296265}
    """
    for record in run.records:
        for node in record.nodes:
            retries = node.response.get("retries")
            if not isinstance(retries, dict):
                continue
            attempts, most = retries.get("attempts"), retries.get("maxAttempts")
            if type(attempts) is int and type(most) is int and attempts > most:
                place = (*node.node.pointer, "response", "retries")
                yield Finding(
                    Place((*place, "attempts")),
                    f"'attempts' is {attempts}, more than the {most} that 'maxAttempts' allows",
                    "'attempts' must not be greater than 'maxAttempts'",
                    related=(Related(Place((*place, "maxAttempts")), "the limit"),),
                )
