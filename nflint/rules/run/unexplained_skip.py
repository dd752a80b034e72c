"""The rule `unexplained-skip`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.rule import rule
from nflint.run.model import Run
from nflint.run.states import AGAIN, excused, is_container


@rule("NF831", Severity.INFO, since="0.1.0")
def unexplained_skip(run: Run) -> Iterator[Finding]:
    """A node of a successful run was skipped, and nothing in the flow says why.

    A node is skipped for its own `skipNodeExecution` or that of a Workflow that holds it. Nothing is said of a Build
    with rules for its commits, of `runNodeOnce`, of loops, and of runs that did not succeed, whose last steps may be
    skipped as well.

    Source: the guide "Infrastructure as code", skip nodes: "if the value resolves to `false` then the node will execute
    as normal".

    Bad:

        status: success
        concluded: true
        concludedAt: "2021-01-01T12:10:00.000Z"
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: seed}
                response: {status: skipped}

    Good:

        status: success
        concluded: true
        concludedAt: "2021-01-01T12:10:00.000Z"
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: seed}
                response: {status: success}
    """
    for record in run.records:
        if record.status != "success":
            continue
        reasons = excused(record.nodes)
        for node in record.nodes:
            if node.status == "skipped" and not is_container(node) and node.node.pointer not in reasons:
                yield Finding(
                    Place((*node.node.pointer, "response", "status")),
                    f"{node.node.title} was skipped, and neither it nor a Workflow that holds it is to be skipped",
                    AGAIN,
                )
