"""The rule `unawaited-build`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.images import Images
from nflint.flow.model import Node
from nflint.flow.waiting import Waiting
from nflint.rule import rule


@rule(
    "NF601",
    Severity.WARNING,
    since="0.1.0",
    about=("Build", "BuildSource"),
    explains_inside=("unpinned-version",),
    misses="condition",
)
def unawaited_build(waiting: Waiting) -> Iterator[Finding]:
    """A step takes the image of a build that nothing has waited for.

    A Build node is done as soon as its build has started. A Release or a JobRun that names the build comes before its
    image is there, and one that takes the latest build of the same service, or a run of the job that is built, takes
    the build before it. Wait by the `condition` of the Build, or by a Condition node in between.

    A Build of a branch other than that of the Release is not held for the one it takes, nor is that of a pull request.
    Services that a template makes of a build are not reported: nothing is documented of when they start.

    Source: the guide "Release", release flow nodes: "the next steps in the workflow will only run when the node has
    finished and was successful".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, spec: {id: api, type: service, branch: main}}
              - kind: Release
                spec:
                  type: build
                  origin: {id: api, branch: main, build: "${refs.build.id}"}
                  target: {id: api-production, type: service}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, condition: success, spec: {id: api, type: service, branch: main}}
              - kind: Release
                spec:
                  type: build
                  origin: {id: api, branch: main, build: "${refs.build.id}"}
                  target: {id: api-production, type: service}
    """
    for progress in waiting.scopes:
        builds = progress.loose("build")
        images = Images(progress) if builds else None
        for build in builds:
            steps = progress.unawaited(build, *images.takers(build)) if images else []
            if images and steps:
                yield Finding(
                    Place((*build.pointer, "kind")),
                    f"nothing waits for {build.title} before {_taken(build, steps[0], images)}",
                    f"add 'condition: success' to the {build.kind}, or a Condition that waits for it before that step",
                    progress.related(build, steps, "takes its image while the build may still be going on"),
                )


def _taken(build: Node, step: Node, images: Images) -> str:
    """What the step does with an image that is not there yet."""
    image = images.of[step.pointer]
    verb = "deploys" if step.kind == "Release" else "runs"
    if image.service is None:
        return f"{step.title} {verb} that build"
    if image.own:
        return f"{step.title} runs the job '{image.service}', which it builds"
    return f"{step.title} {verb} the latest build of '{image.service}'"
