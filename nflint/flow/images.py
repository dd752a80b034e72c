"""Which build a Release deploys and a JobRun runs: one that a node of the flow has started, or the latest of a service.

Whether that build is finished is the business of `nflint.flow.waiting`.
"""

from __future__ import annotations

from typing import NamedTuple

from nflint.diagnostic import Pointer
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


class Images:
    """The steps of a flow by the builds that they take. Treat it as frozen."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self.of: dict[Pointer, Image] = {}
        self._by_build: dict[Pointer, list[Node]] = {}
        # By service, and whether it is a job with its own builds; then by branch, None for one that may be any.
        self._latest: dict[tuple[str, bool], dict[str | None, list[Node]]] = {}
        for node in progress.scope.flow.of("Release", "JobRun"):
            image = image_of(node, progress)
            if image is None:
                continue
            self.of[node.pointer] = image
            for build in image.builds:
                self._by_build.setdefault(build.pointer, []).append(node)
            if image.service is not None:
                branches = self._latest.setdefault((image.service, image.own), {})
                branches.setdefault(_fixed(image.branch), []).append(node)
                branches.setdefault("", []).append(node)

    def takers(self, build: Node) -> list[list[Node]]:
        """The steps that take what `build` makes, or would if it were finished, in lists in document order."""
        found = [self._by_build.get(build.pointer, [])]
        service = self._progress.subject(build)
        if service is None or "pullRequestId" in build.spec:
            return found
        branch = _fixed(name_of(build.spec.get("branch"), self._progress.scope))
        for own, other in ((False, "job"), (True, "service")):
            branches = self._latest.get((service, own))
            if branches and build.spec.get("type") != other:
                # The empty one has them all.
                found += [branches[""]] if branch is None else [branches.get(key, []) for key in (branch, None)]
        return found

    def latest(self, build: Node) -> list[list[Node]]:
        """Those of the takers that take the latest, whichever that is when they start."""
        return self.takers(build)[1:]

    def runs(self, job: str) -> list[Node]:
        """The runs of a job with the image that it has."""
        return self._latest.get((job, True), {}).get("", [])


def _fixed(branch: str | None) -> str | None:
    return branch if branch and is_fixed(branch) else None
