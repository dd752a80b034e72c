"""The rule `different-attempt-limits`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.plain import mapping
from nflint.rule import rule
from nflint.run.model import Run
from nflint.run.states import AGAIN


@rule("NF828", Severity.WARNING, since="0.1.0")
def different_attempt_limits(run: Run) -> Iterator[Finding]:
    """A node is given two different limits for its attempts.

    `settings.maxAttempts` and `response.retries.maxAttempts` are described with the same words: after so many attempts
    the node has failed. Not reported beside `too-many-attempts`.

    Source: the reference page "Get release flow run details", both `maxAttempts`: "The maximum number of attempts
    before the node is marked as `failure`".

    Bad:

        spec:
          kind: Workflow
          spec: {type: sequential, steps: [{kind: JobRun, condition: success, spec: {jobId: migrate}}]}
          settings: {maxAttempts: 5}
          response:
            status: retrying
            retries: {attempts: 1, maxAttempts: 3, timestamp: 1609502460}

    Good:

        spec:
          kind: Workflow
          spec: {type: sequential, steps: [{kind: JobRun, condition: success, spec: {jobId: migrate}}]}
          settings: {maxAttempts: 3}
          response:
            status: retrying
            retries: {attempts: 1, maxAttempts: 3, timestamp: 1609502460}
    """
    for record in run.records:
        for node in record.nodes:
            retries = mapping(node.response.get("retries"))
            limit, counted = node.settings.get("maxAttempts"), retries.get("maxAttempts")
            attempts = retries.get("attempts")
            if type(limit) is not int or type(counted) is not int or limit == counted:
                continue
            if type(attempts) is int and attempts > counted:
                continue
            yield Finding(
                Place((*node.node.pointer, "response", "retries", "maxAttempts")),
                f"'maxAttempts' is {counted} here and {limit} in the settings of {node.node.title}",
                AGAIN,
                related=(Related(Place((*node.node.pointer, "settings", "maxAttempts")), "the settings"),),
            )
