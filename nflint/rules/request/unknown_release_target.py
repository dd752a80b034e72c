"""The rule `unknown-release-target`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.nearest import choices, nearest
from nflint.rule import rule
from nflint.run.launch import Launch


@rule("NF809", Severity.ERROR, since="0.1.0", fix="unsafe")
def unknown_release_target(launch: Launch) -> Iterator[Finding]:
    """A release override is for something that the flow does not release.

    The keys of `releaseNodeOverrides` are the IDs of the services and jobs that Release nodes have as their target,
    or the refs of those nodes. Needs the flow (`--flow`).

    Source: the type `RunReleaseflowData` of Northflank's JavaScript client: "each key is the id of a
    deployment service used in a release node".

    Flow:

        arguments: {TAG: "1.1"}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                spec: {type: registry, origin: {imagePath: "acme/api:${args.TAG}"}, target: {id: api, type: service}}

    Bad:

        releaseNodeOverrides:
          apii: {type: registry, origin: {imagePath: "acme/api:1.2"}}

    Good:

        releaseNodeOverrides:
          api: {type: registry, origin: {imagePath: "acme/api:1.2"}}
    """
    releases = [node for node in launch.wiring.flow.nodes if node.kind == "Release"]
    refs = [node.ref for node in releases if node.ref]
    known = [*launch.releases, *refs]
    # A target that an expression names may be any.
    if any("${" in target for target in launch.releases):
        return
    given = launch.request.release_overrides
    for key in given:
        if key not in known:
            near = nearest(key, known)
            others = f"use {choices(launch.releases)}" if launch.releases else "the flow releases nothing, remove it"
            yield Finding(
                Place(("releaseNodeOverrides", key), "key"),
                f"no Release node of the flow has '{key}' as its target or its ref",
                f"did you mean '{near}'?" if near else others,
                fix=Fix.rename(("releaseNodeOverrides", key), near) if near and near not in given else None,
            )
