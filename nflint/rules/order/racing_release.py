"""The rule `racing-release`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.flow.images import Image, Images
from nflint.flow.model import Node
from nflint.flow.tasks import action, is_deployment, is_for_job
from nflint.flow.waiting import Progress, Waiting
from nflint.rule import rule


@rule(
    "NF611",
    Severity.WARNING,
    since="0.1.0",
    about=("Release", "Build", "BuildSource"),
    explains_inside=("unpinned-version",),
)
def racing_release(waiting: Waiting) -> Iterator[Finding]:
    """A step runs at the same time as the one that makes what it uses.

    The steps of a parallel workflow start together, so that chance decides: a JobRun beside the Release to its job runs
    the new image or the one before, and a Release of the latest build beside the Build of that service deploys the
    build before it. A restart of a service, or a command in it, beside the Release to that service gets the new
    version or the old one. Neither `condition` changes that, since it holds only what comes after.

    References to a node in another branch are reported by `parallel-ref`. Runs that bring their own image, and builds
    of another branch or of a pull request, race with nothing.

    Source: the guide "Infrastructure as code", flow control nodes: parallel workflows "will execute all the nodes
    contained within in them at the same time".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - kind: Release
                condition: running
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
        makers = [maker for maker in _makers(progress) if progress.is_beside(maker)] if progress.has_branches else []
        if not makers:
            continue
        told: set[Pointer] = set()
        actions = [node for node in progress.scope.flow.of("Action") if _is_in_service(node)]
        in_services = progress.by_subject(actions)
        images = None if all(map(is_deployment, makers)) else Images(progress)
        if not images and not in_services:
            continue
        for maker in makers:
            name = progress.subject(maker) or ""
            takers = [in_services.get(name, [])]
            if images and not is_deployment(maker):
                takers = [images.runs(name)] if is_for_job(maker) else images.latest(maker)
            for step in progress.beside(maker, *takers) if any(takers) else ():
                if step.pointer not in told:
                    told.add(step.pointer)
                    yield _finding(step, maker, images.of.get(step.pointer) if images else None, progress)


def _makers(progress: Progress) -> list[Node]:
    """The builds, and the Releases of which something may use what they deploy."""
    has_runs, has_actions = "job run" in progress.tasks, bool(progress.scope.flow.of("Action"))
    releases = progress.tasks.get("release", ()) if has_runs or has_actions else ()
    made_here = [node for node in releases if (has_runs if is_for_job(node) else has_actions)]
    return [*progress.tasks.get("build", ()), *made_here]


def _is_in_service(node: Node) -> bool:
    return action(node)[:2] in (("Service", "execute"), ("Service", "restart"))


def _finding(step: Node, maker: Node, image: Image | None, progress: Progress) -> Finding:
    if image is None:
        does = "restarts" if action(step)[1] == "restart" else "executes a command in"
        what = f"{does} '{progress.subject(step)}'"
    else:
        what = f"runs the job '{image.service}'" if image.own else f"takes the latest build of '{image.service}'"
    made = "releases to" if maker.kind == "Release" else "builds"
    return Finding(
        Place((*step.pointer, "kind")),
        f"{step.title} {what} at the same time as {maker.title} {made} it",
        f"put the {step.kind} after the {maker.kind}, in a workflow of type 'sequential'",
        (Related(Place((*maker.pointer, "kind")), f"this {maker.kind} runs at the same time"),),
    )
