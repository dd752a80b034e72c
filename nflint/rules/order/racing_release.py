"""The rule `racing-release`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.flow.images import Image, Images
from nflint.flow.model import Node
from nflint.flow.tasks import is_for_job
from nflint.flow.waiting import Progress, Waiting
from nflint.rule import rule


@rule("NF611", Severity.WARNING, since="0.1.0", about=("Release",), explains_inside=("unpinned-version",))
def racing_release(waiting: Waiting) -> Iterator[Finding]:
    """A step runs at the same time as the one that makes what it uses.

    The steps of a parallel workflow start together, so that chance decides: a JobRun beside the Release to its job runs
    the new image or the one before, and a Release of the latest build beside the Build of that service deploys the
    build before it. Neither `condition` changes that, since it holds only what comes after.

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
        makers = [maker for maker in _makers(progress) if progress.is_beside(maker)]
        if not makers:
            continue
        images = Images(progress)
        told: set[Pointer] = set()
        for maker in makers:
            name = progress.subject(maker) or ""
            takers = [images.runs(name)] if maker.kind == "Release" else images.latest(maker)
            for step in progress.beside(maker, *takers):
                if step.pointer not in told:
                    told.add(step.pointer)
                    yield _finding(step, maker, images.of[step.pointer])


def _makers(progress: Progress) -> list[Node]:
    """The builds, and the Releases to a job that something runs."""
    made_here = progress.tasks.get("release", ()) if "job run" in progress.tasks else ()
    return [*progress.tasks.get("build", ()), *[node for node in made_here if is_for_job(node)]]


def _finding(step: Node, maker: Node, image: Image) -> Finding:
    what = f"runs the job '{image.service}'" if image.own else f"takes the latest build of '{image.service}'"
    made = "releases to" if maker.kind == "Release" else "builds"
    return Finding(
        Place((*step.pointer, "kind")),
        f"{step.title} {what} at the same time as {maker.title} {made} it",
        f"put the {step.kind} after the {maker.kind}, in a workflow of type 'sequential'",
        (Related(Place((*maker.pointer, "kind")), f"this {maker.kind} runs at the same time"),),
    )
