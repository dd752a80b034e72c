"""The rule `unnoticed-failure`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Node
from nflint.flow.subjects import is_fixed
from nflint.flow.tasks import Task, task_of, waits_itself
from nflint.flow.waiting import Progress, Waiting
from nflint.rule import rule

# The kinds of Condition that wait for what a node has started.
_CONDITIONS: dict[Task | None, str] = {"job run": "JobRun", "restore": "Addon"}

_TELLING = re.compile(r"(?<![a-z])(?:notif(?:y|ies|ications?)|announce|tell|report|slack|mail|message)(?![a-z])", re.I)

# Each is held against each node, and nobody waits for more.
_MOST = 100


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
        policy = Place((*scope.flow.pointer, "teardownSpec", "failurePolicy"))
        for node in scope.flow.nodes:
            if node.area != "teardown" or not _may_fail(node, progress) or _is_awaited(node, progress):
                continue
            yield Finding(
                Place((*node.pointer, "kind")),
                f"{node.title} is not waited for, so its failure blocks nothing",
                _hint(node),
                (Related(policy, "a failure is to stop the deletion"),),
            )


def _may_fail(node: Node, progress: Progress) -> bool:
    """Whether `node` starts something on which others may count, and that may fail after it."""
    if node.kind != "OpenTofuDestroy" and task_of(node) not in _CONDITIONS:
        return False
    if waits_itself(node) or progress.scope.order.is_skipped(node):
        return False
    # Nobody keeps an environment for a message that has not been sent.
    return not _TELLING.search(f"{progress.subject(node)} {node.ref}")


def _is_awaited(node: Node, progress: Progress) -> bool:
    """Whether a Condition of the teardown waits for what `node` starts, or may, or an Approval comes after it."""
    order, positions = progress.scope.order, progress.course.positions
    task = task_of(node)
    for other in progress.scope.flow.of("Condition", "Approval")[:_MOST]:
        later = other.area == "teardown" and positions[other.pointer] > positions[node.pointer]
        if not later or order.is_skipped(other):
            continue
        if other.kind == "Approval":
            return True
        if task is None or other.spec.get("kind") != _CONDITIONS[task]:
            continue
        sources = progress.awaited(other)
        if any(source.pointer == node.pointer for source in sources):
            return True
        names = progress.subject(other), progress.subject(node)
        if not sources and (names[0] == names[1] or not all(name and is_fixed(name) for name in names)):
            return True  # Only the run knows what it waits for.
    return False


def _hint(node: Node) -> str:
    return "add 'condition: success'" if node.kind != "Action" else "let a Condition wait for the addon after it"
