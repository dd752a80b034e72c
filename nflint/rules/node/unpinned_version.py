"""The rule `unpinned-version`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nflint.diagnostic import Finding, Fix, Place, Pointer, Related, Severity
from nflint.flow.model import Node
from nflint.flow.origins import origins
from nflint.flow.plain import text
from nflint.flow.subjects import full_name_of, is_fixed
from nflint.flow.uses import Scope
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_TAGS = frozenset({"latest", "main", "master", "develop", "dev", "edge", "nightly"})


@rule("NF507", Severity.INFO, since="0.1.0", about=("imagePath", "build", "buildSHA"), fix="unsafe")
def unpinned_version(wiring: Wiring) -> Iterator[Finding]:
    """What is released or run depends on the moment: the latest build, or an image by a tag that moves.

    Such a run cannot be repeated, and a rollback to it may bring something else. The build of a Build node, a version
    or a digest says what is meant. A warning where a Build node of the same service asks for a certain commit, since
    the latest build of the branch need not be that one. Of the tags, `latest` and names of branches are reported.

    Source: the guide "Release", deploy build: "select a specific commit to deploy, or choose to always deploy the
    latest build".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                condition: running
                spec:
                  type: build
                  origin: {id: api-builder, branch: main, build: latest}
                  target: {id: api, type: service}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, condition: success, spec: {id: api-builder, type: service, branch: main}}
              - kind: Release
                condition: running
                spec:
                  type: build
                  origin: {id: api-builder, branch: "${refs.build.branch}", build: "${refs.build.id}"}
                  target: {id: api, type: service}
    """
    scope, takers = wiring.scopes[0], wiring.flow.of("Release", "JobRun")
    taken = [origin for node in takers for origin in origins(node)]
    latest = "latest" in [origin.fields.get(origin.latest_key) for origin in taken]
    if not latest and not any(_moves(origin.fields.get("imagePath")) for origin in taken):
        return
    # By service and branch, and the last one of any branch.
    builds: dict[tuple[str, str | None], Node] = {}
    for node in wiring.flow.of("Build", "Release", "JobRun") if latest else takers:
        if node.kind == "Build":
            name = text(node.spec.get("id"))
            # The latest build of a branch is none of a pull request.
            if name and "pullRequestId" not in node.spec:
                builds[name, full_name_of(node.spec.get("branch"), scope)] = builds[name, None] = node
            continue
        for path, fields, _, key in origins(node):
            if "imagePath" in fields and _moves(fields["imagePath"]):
                yield _image((*node.pointer, *path), fields["imagePath"])
            if fields.get(key) == "latest" and "buildId" not in fields:
                name, branch = text(fields.get("id")) or "", full_name_of(fields.get("branch"), scope)
                build = builds.get((name, branch)) or builds.get((name, None))
                known = build is not None and _may_be(build, node, fields, scope)
                yield _latest((*node.pointer, *path, key), build if known else None)


def _may_be(build: Node, node: Node, origin: Mapping[str, Any], scope: Scope) -> bool:
    """Whether what a Build has built when `node` starts may be of the branch of which that takes the latest."""
    built, taken = (full_name_of(fields.get("branch"), scope) for fields in (build.spec, origin))
    is_other = built is not None and taken is not None and built != taken and is_fixed(built) and is_fixed(taken)
    return not is_other and scope.order.standing(node, build).when == "always"


def _latest(pointer: Pointer, build: Node | None) -> Finding:
    """The finding on `latest`, which stands at `pointer`, where `build` has built the same service before."""
    output, kind = ("id", "Release") if pointer[-1] == "build" else ("sha", "JobRun")
    message = "'latest' is whatever build is the latest when the run gets here"
    if build is None:
        hint = f"put a Build of the service and branch before the {kind}, and write '${{refs.<its ref>.{output}}}'"
        return Finding(Place(pointer), message, hint)
    written = f"${{refs.{build.ref}.{output}}}"
    hint = f"write '{written}'" if build.ref else "give the Build a ref, and use its output"
    fix = Fix.write(Place(pointer), written, safe=False) if build.ref else None
    related = (Related(Place((*build.pointer, "spec", "id")), "the same service is built here"),)
    if "sha" not in build.spec:
        return Finding(Place(pointer), message, hint, related, fix=fix)
    message = f"{message}, and not always that of {build.title}"
    return Finding(Place(pointer), message, hint, related, Severity.WARNING, fix)


def _moves(value: object) -> bool:
    """Whether an image has a tag that is given to one image after the other."""
    if not isinstance(value, str) or "${" in value or "@" in value:
        return False
    image, _, tag = value.rpartition(":")
    return bool(image) and tag.lower() in _TAGS


def _image(pointer: Pointer, value: str) -> Finding:
    tag = value.rpartition(":")[2]
    return Finding(
        Place((*pointer, "imagePath"), start=len(value) - len(tag), end=len(value)),
        f"the tag '{tag}' is whatever image has it when the run gets here",
        "name a version such as ':1.27', or the digest: '@sha256:...'",
    )
