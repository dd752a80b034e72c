"""The rule `misplaced-approval-wait`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Severity
from nflint.rule import rule
from nflint.run.model import Run, RunNode, RunRecord
from nflint.run.states import AGAIN, is_container, left_open

_WAIT = "approval_wait"

# A template that is run, and a rollout, may wait for somebody in their turn.
_MAY_WAIT = frozenset({"Approval", "RunTemplate", "RolloutStrategy", "Release"})
_NEVER_WAITS = frozenset(
    {"Action", "AddonBackup", "AddonImport", "Build", "Condition", "JobRun", "LoopData", "Message", "SecretInheritance"}
)


@rule("NF832", Severity.WARNING, since="0.1.0")
def misplaced_approval_wait(run: Run) -> Iterator[Finding]:
    """A node waits for an approval, but there is nothing in it to approve.

    Approval nodes wait for an approval, and with them the Workflows that hold one and the run. A Workflow is not
    reported beside a node inside it, nor the run beside a node. Runs whose Workflows do not show their steps are left
    alone, and so are nodes that run a template or release to a service, which may have something to wait for.

    Source: the reference page "Get release flow run details", `status`: "The status of the node", one of the values is
    `approval_wait`.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: JobRun
                condition: success
                spec: {jobId: migrate}
                response: {status: approval_wait}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Approval
                spec: {amount: 1}
                response: {status: approval_wait}
    """
    for record in run.records:
        if _WAIT in left_open(record):
            continue  # Nothing may wait any more.
        patient = _patient(record)
        for node in record.nodes:
            holds = is_container(node) and node.node.spec.get("steps") and node.node.pointer not in patient
            if node.status == _WAIT and (node.node.kind in _NEVER_WAITS or holds):
                reason = "it holds no Approval" if holds else "only an Approval does that"
                yield Finding(
                    Place((*node.node.pointer, "response", "status")),
                    f"{node.node.title} waits for an approval, but {reason}",
                    f"{AGAIN}: a node that waits for an action to complete has the status 'async_wait'",
                )
        if record.status == _WAIT and _has_steps(record) and not any(_waits(node) for node in record.nodes):
            yield Finding(
                Place((*record.pointer, "status")),
                "the run waits for an approval, but no node of it does",
                f"{AGAIN}: the Approval that it waits for has the status '{_WAIT}'",
            )


def _patient(record: RunRecord) -> set[Pointer | None]:
    """The nodes that hold something that may wait, or that is reported for its waiting."""
    found: set[Pointer | None] = set()
    # From the last node to the first a node comes before the Workflow that holds it.
    for node in reversed(record.nodes):
        if node.node.pointer in found or _is_open(node):
            found.add(node.node.parent)
    return found


def _is_open(node: RunNode) -> bool:
    return node.node.kind in _MAY_WAIT or node.status == _WAIT or (is_container(node) and not node.node.spec)


def _has_steps(record: RunRecord) -> bool:
    return any(not is_container(node) for node in record.nodes)


def _waits(node: RunNode) -> bool:
    """Whether the node waits for an approval, or may do so for all that is said of it."""
    return node.status == _WAIT or (node.node.kind in _MAY_WAIT and node.status is None)
