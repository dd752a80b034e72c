"""The rule `unnoticed-failure`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Node
from nflint.flow.tasks import task_of, waits_itself
from nflint.flow.teardowns import CONDITIONS, is_awaited, waits_of
from nflint.flow.waiting import Progress, Waiting
from nflint.rule import rule

_TELLING = re.compile(r"(?<![a-z])(?:notif(?:y|ies|ications?)|announce|slack)(?![a-z])", re.I)


@rule("NF902", Severity.WARNING, since="0.1.0", about=("failurePolicy",), misses="condition")
def unnoticed_failure(waiting: Waiting) -> Iterator[Finding]:
    """A teardown is to stop when it fails, and does not wait to see whether it does.

    With `failurePolicy: block` nothing is deleted after a teardown that has failed. A JobRun, an OpenTofuDestroy or the
    restore of an addon that is not waited for counts as done as soon as it has started: it fails later, and what should
    have been kept is deleted. Silent where a Condition waits for it, or may, as one whose ID only the run knows, where
    an Approval comes after it, and on jobs that only tell somebody, by their names.

    Source: the guide "Infrastructure as code", set failure policy: "Halts deletion and marks the environment as failed
    if teardown fails".

    Bad:

        teardownSpec:
          failurePolicy: block
          spec:
            kind: Workflow
            spec:
              type: sequential
              steps:
                - {kind: JobRun, spec: {jobId: cancel-subscriptions}}

    Good:

        teardownSpec:
          failurePolicy: block
          spec:
            kind: Workflow
            spec:
              type: sequential
              steps:
                - {kind: JobRun, condition: success, spec: {jobId: cancel-subscriptions}}
    """
    for scope in waiting.wiring.scopes:
        teardown = scope.flow.fields.get("teardownSpec")
        if not isinstance(teardown, dict) or teardown.get("failurePolicy") != "block":
            continue
        progress = Progress(scope, waiting)
        waits = waits_of(progress)
        policy = Place((*scope.flow.pointer, "teardownSpec", "failurePolicy"))
        for node in scope.flow.nodes:
            if node.area != "teardown" or not _may_fail(node, progress) or is_awaited(node, progress, waits):
                continue
            yield Finding(
                Place((*node.pointer, "kind")),
                f"{node.title} is not waited for, so its failure blocks nothing",
                _hint(node),
                (Related(policy, "a failure is to stop the deletion"),),
            )


def _may_fail(node: Node, progress: Progress) -> bool:
    """Whether `node` starts something on which others may count, and that may fail after it."""
    if node.kind != "OpenTofuDestroy" and task_of(node) not in CONDITIONS:
        return False
    if waits_itself(node) or progress.scope.order.is_skipped(node):
        return False
    # Nobody keeps an environment for a message that has not been sent.
    return node.kind != "JobRun" or not _TELLING.search(f"{progress.subject(node)} {node.ref}")


def _hint(node: Node) -> str:
    return "add 'condition: success'" if node.kind != "Action" else "let a Condition wait for the addon after it"
