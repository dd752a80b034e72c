"""Which build a Release deploys and a JobRun runs: one that a node of the flow has started, or the latest of a service.

Whether that build is finished is the business of `nflint.flow.waiting`.
"""

from __future__ import annotations

from typing import NamedTuple

from nflint.flow.model import Node
from nflint.flow.plain import mapping
from nflint.flow.subjects import is_fixed, name_of
from nflint.flow.tasks import subject_of
from nflint.flow.waiting import Progress

_LATEST = "latest"


class Image(NamedTuple):
    """What a node takes its image from.

    `builds` are the nodes that have started it, by reference to their outputs in the key `path` of the node.
    `service`, None where it is a certain build, is the name of the service, or of the job, of whose branch it is the
    latest; `own` says that a job runs with its own.
    """

    builds: tuple[Node, ...]
    path: tuple[str, ...]
    service: str | None = None
    branch: str | None = None
    own: bool = False


def image_of(node: Node, progress: Progress) -> Image | None:
    """The build that a Release or a JobRun takes; None where it takes an image from elsewhere."""
    at: tuple[str, ...]
    latest: tuple[str, ...]
    if node.kind == "Release":
        at, build, latest = ("spec", "origin"), "build", ("build",)
        origin = mapping(node.spec.get("origin"))
    elif node.kind == "JobRun":
        deployment = mapping(node.spec.get("deployment"))
        if "external" in deployment:
            return None
        if "internal" not in deployment:
            return Image((), ("spec", "jobId"), subject_of(node, progress.scope), own=True)
        at, build, latest = ("spec", "deployment", "internal"), "buildId", ("buildSHA", "buildId")
        origin = mapping(deployment["internal"])
    else:
        return None
    if origin.get(build) is None and node.kind == "Release":
        return None
    builds = progress.sources.of(node, *at, build)
    if builds:
        return Image(builds, (*at, build))
    found = next((key for key in latest if origin.get(key) == _LATEST), None)
    if found is None:
        return None
    service, branch = (name_of(origin.get(key), progress.scope) for key in ("id", "branch"))
    return Image((), (*at, found), service, branch)


def takes_latest(image: Image, build: Node, progress: Progress) -> bool:
    """Whether `image`, the latest of its service, is the one that `build` makes once it is finished."""
    if image.service is None or image.service != subject_of(build, progress.scope):
        return False
    made = build.spec.get("type")
    if made == ("service" if image.own else "job") or "pullRequestId" in build.spec:
        return False
    branch = name_of(build.spec.get("branch"), progress.scope)
    if branch is None or image.branch is None or branch == image.branch:
        return True
    return not (is_fixed(branch) and is_fixed(image.branch))
