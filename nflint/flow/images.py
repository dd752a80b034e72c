"""Which build a Release deploys and a JobRun runs: one that a node of the flow has started, or the latest of a service.

Whether that build is finished is the business of `nflint.flow.waiting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from nflint.diagnostic import Pointer
from nflint.flow.branches import BRANCHES, PULL_REQUESTS, BranchRule, branch_rules, branch_texts
from nflint.flow.model import Node, Trigger
from nflint.flow.plain import mapping
from nflint.flow.subjects import full_name_of, is_fixed
from nflint.flow.tasks import subject_of
from nflint.flow.uses import Scope
from nflint.flow.waiting import Progress

_LATEST = "latest"

# Branches of one service, and rules of one trigger, that are compared; beyond that a build may be of any.
_MOST_BRANCHES = 20


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
    # A Build names no project, so that what it builds is nothing that is named with another one.
    service, branch = (full_name_of(origin.get(key), progress.scope) for key in ("id", "branch"))
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
        name = full_name_of(build.spec.get("branch"), self._progress.scope)
        branch = _fixed(name)
        for own, other in ((False, "job"), (True, "service")):
            branches = self._latest.get((service, own))
            if branches and build.spec.get("type") != other:
                keys = [branch, None] if branch is not None else self._possible(name, branches)
                found += [branches.get(key, []) for key in keys]
        return found

    def _possible(self, name: str | None, branches: Mapping[str | None, list[Node]]) -> list[str | None]:
        """Those of the branches that may be the one that is called `name`, which only the run knows."""
        rules = _rules(name, self._progress.scope) if len(branches) <= _MOST_BRANCHES else []
        if not rules:
            return [""]  # It has them all.
        return [key for key in branches if key is None or (key and any(rule.matches(key) for rule in rules))]

    def latest(self, build: Node) -> list[list[Node]]:
        """Those of the takers that take the latest, whichever that is when they start."""
        return self.takers(build)[1:]

    def runs(self, job: str) -> list[Node]:
        """The runs of a job with the image that it has."""
        return self._latest.get((job, True), {}).get("", [])


def _rules(name: str | None, scope: Scope) -> list[BranchRule]:
    """The rules on the branch of a trigger, whose output `name` is; none where it may be any branch."""
    parts = (name or "").removeprefix("${refs.").removesuffix(".branch}")
    trigger = scope.owner(parts, "branch", None) if name == f"${{refs.{parts}.branch}}" else None
    if not isinstance(trigger, Trigger) or not trigger.automatic or trigger.fields.get(PULL_REQUESTS):
        return []
    rules = branch_rules(trigger, BRANCHES)
    known = len(rules) == len(branch_texts(trigger)) and all(rule.usable for rule in rules)
    return rules if known and len(rules) <= _MOST_BRANCHES else []


def _fixed(branch: str | None) -> str | None:
    return branch if branch and is_fixed(branch) else None
