"""The rule `zero-approvals`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF545", Severity.WARNING, since="0.1.0", about=("Approval",))
def zero_approvals(flow: Flow) -> Iterator[Finding]:
    """An Approval asks for no approval at all.

    It is there so that somebody looks before the flow goes on; with an `amount` below 1 nobody has to.

    Source: the guide "Infrastructure as code", teardown nodes: "Require manual approval before proceeding".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Approval, spec: {amount: 0}}
              - {kind: JobRun, condition: success, spec: {jobId: migrate}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Approval, spec: {amount: 1}}
              - {kind: JobRun, condition: success, spec: {jobId: migrate}}
    """
    for node in flow.of("Approval"):
        amount = node.spec.get("amount")
        if isinstance(amount, int) and not isinstance(amount, bool) and amount < 1:
            yield Finding(
                Place((*node.pointer, "spec", "amount")),
                f"{node.title} waits for nobody's approval",
                "write how many approvals it takes, 1 or more, or skip the step with 'skipNodeExecution'",
            )
