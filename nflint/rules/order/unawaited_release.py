"""The rule `unawaited-release`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.images import image_of
from nflint.flow.model import Node
from nflint.flow.tasks import action, is_for_job
from nflint.flow.waiting import Progress, Waiting
from nflint.rule import rule


@rule("NF606", Severity.INFO, since="0.1.0", about=("Release",), misses="condition")
def unawaited_release(waiting: Waiting) -> Iterator[Finding]:
    """A step uses what a Release before it deploys, and the Release does not wait until that is running.

    A Release node is done as soon as the deployment has started. A JobRun of the job that it releases to, or a command
    executed in the service, may then run in the version before, or find nothing to run in. A Release waits by
    `condition: running`; for a service a Condition node does it as well.

    It is an info, though the guide says it in words: files that Northflank itself has written release to a job and run
    it in the next step, without a `condition`, and no page says when the run of a job looks up its image.

    Runs of a job that bring their own image, and commands in other services, need no wait.

    Source: the guide "Infrastructure as code", control node execution: "if you attempt to execute a command in a
    service that has not finished deploying".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                spec:
                  type: deployment
                  origin: {id: seed-staging, type: job}
                  target: {id: seed-production, type: job}
              - {kind: JobRun, condition: success, spec: {jobId: seed-production}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                condition: running
                spec:
                  type: deployment
                  origin: {id: seed-staging, type: job}
                  target: {id: seed-production, type: job}
              - {kind: JobRun, condition: success, spec: {jobId: seed-production}}
    """
    for progress in waiting.scopes:
        releases = progress.loose("release")
        users = _users(progress) if releases else {}
        for release in releases:
            name = progress.subject(release) or ""
            kind = "JobRun" if is_for_job(release) else "Action"
            steps = progress.unawaited(release, users.get((kind, name), []))
            if steps:
                does = f"runs '{name}'" if steps[0].kind == "JobRun" else f"executes a command in '{name}'"
                yield Finding(
                    Place((*release.pointer, "kind")),
                    f"nothing waits for {release.title} before {steps[0].title} {does}",
                    "add 'condition: running' to the Release",
                    progress.related(release, steps, "may still get the version before"),
                )


def _users(progress: Progress) -> dict[tuple[str, str], list[Node]]:
    """The JobRuns with the image of their job and the Actions that execute a command, by kind and what they use."""
    found: dict[tuple[str, str], list[Node]] = {}
    for node in progress.scope.flow.of("JobRun", "Action"):
        if node.kind == "JobRun":
            image = image_of(node, progress)
            used = image is not None and image.own
        else:
            used = action(node)[:2] == ("Service", "execute")
        name = progress.subject(node) if used else None
        if name is not None:
            found.setdefault((node.kind, name), []).append(node)
    return found
