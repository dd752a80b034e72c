"""The rule `unawaited-job-run`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Severity
from nflint.flow.chores import is_chore
from nflint.flow.model import Node
from nflint.flow.waiting import Progress, Waiting
from nflint.rule import rule

_OTHERWISE = "put it beside or after the Release when nothing depends on it"

# What a run of a job has only once it has ended.
_OF_THE_END = frozenset({"stdOut", "stdErr", "concluded"})


@rule("NF602", Severity.WARNING, since="0.1.0", about=("JobRun",), misses="condition")
def unawaited_job_run(waiting: Waiting) -> Iterator[Finding]:
    """A job run is not awaited before a Release, or before a step that reads its output.

    A JobRun node is done as soon as the job has started. A Release after it deploys while the migration or the test
    still runs, and deploys even when it fails. What the job prints can be read only when it has ended.

    A job that runs beside the Release, in another branch of a parallel workflow, is not reported, nor is one with an
    Approval in between. Put a job that is meant to run in the background in such a branch, or after the Release. By
    its name a job may look as if no release depends on it, such as one that notifies somebody or warms a cache: that is
    an info.

    Source: the guide "Release", release flow nodes: "ensuring, for example, a job run has completed before promoting
    a deployment".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, spec: {jobId: smoke-tests}}
              - kind: Release
                spec:
                  type: deployment
                  origin: {id: api-staging, type: service}
                  target: {id: api-production, type: service}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: smoke-tests}}
              - kind: Release
                spec:
                  type: deployment
                  origin: {id: api-staging, type: service}
                  target: {id: api-production, type: service}
    """
    for progress in waiting.scopes:
        runs = progress.loose("job run")
        readers = _readers(progress) if runs else {}
        for run in runs:
            steps = progress.unawaited(run, progress.deployments, readers.get(run.pointer, []))
            if steps:
                is_read = steps[0].pointer in {node.pointer for node in readers.get(run.pointer, [])}
                does = "reads its output" if is_read else "releases"
                otherwise = "a Condition that waits for it before that step" if is_read else _OTHERWISE
                yield Finding(
                    Place((*run.pointer, "kind")),
                    f"nothing waits for {run.title} before {steps[0].title} {does}",
                    f"add 'condition: success' to the JobRun, or {otherwise}",
                    progress.related(run, steps, "starts while the job may still be running"),
                    Severity.INFO if is_chore(run) and run.pointer not in readers else None,
                )


def _readers(progress: Progress) -> dict[Pointer, list[Node]]:
    """The nodes that read what a run of a job has only at its end, by the node that has started it."""
    found: dict[Pointer, dict[Pointer, Node]] = {}
    for node in progress.scope.flow.nodes:
        for reference in progress.sources.reads(node):
            target = reference.target
            if (
                isinstance(target, Node)
                and target.kind == "JobRun"
                and not _OF_THE_END.isdisjoint(reference.output[:1])
            ):
                found.setdefault(target.pointer, {})[node.pointer] = node
    return {pointer: [*nodes.values()] for pointer, nodes in found.items()}
