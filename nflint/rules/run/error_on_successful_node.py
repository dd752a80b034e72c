"""The rule `error-on-successful-node`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.plain import mapping
from nflint.rule import rule
from nflint.run.model import Run
from nflint.run.states import AGAIN


@rule("NF829", Severity.WARNING, since="0.1.0")
def error_on_successful_node(run: Run) -> Iterator[Finding]:
    """A node says that it succeeded, and tells an error.

    Nothing is said of a node with more than one attempt: the error may be that of an earlier one. Nor of a failed node
    without an error, since none is required.

    Source: the reference page "Get release flow run details", `error`: "Error data of the node".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: success, error: {code: 404, message: Job not found}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: failure, error: {code: 404, message: Job not found}}
    """
    for record in run.records:
        for node in record.nodes:
            attempts = mapping(node.response.get("retries")).get("attempts")
            again = isinstance(attempts, int) and attempts > 1
            if node.status == "success" and node.response.get("error") and not again:
                yield Finding(
                    Place((*node.node.pointer, "response", "error"), "key"),
                    f"{node.node.title} has an error, but its status is 'success'",
                    AGAIN,
                    related=(Related(Place((*node.node.pointer, "response", "status")), "the status"),),
                )
