"""The rule `self-promotion`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import mapping, text
from nflint.rule import rule


@rule("NF505", Severity.WARNING, since="0.1.0", about=("Release",))
def self_promotion(flow: Flow) -> Iterator[Finding]:
    """A Release promotes the image of a service or job to the same service or job.

    It deploys what is deployed there already. Usually the origin was meant to be the one in the stage before.

    Source: the guide "Release", promote deployment: "Deploys images from the preceding stage to the stage that the
    release flow is in".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                condition: running
                spec: {type: deployment, origin: {id: api, type: service}, target: {id: api, type: service}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                condition: running
                spec: {type: deployment, origin: {id: api-staging, type: service}, target: {id: api, type: service}}
    """
    for node in flow.of("Release"):
        origin, target = mapping(node.spec.get("origin")), mapping(node.spec.get("target"))
        name, kind = text(origin.get("id")), text(origin.get("type"))
        if node.spec.get("type") != "deployment" or not name or not kind:
            continue
        if (name, kind) == (target.get("id"), target.get("type")):
            at = (*node.pointer, "spec")
            yield Finding(
                Place((*at, "origin", "id")),
                f"{node.title} promotes the {kind} '{name}' to itself",
                "name the service or job of the stage before as 'origin'",
                (Related(Place((*at, "target", "id")), "the target is the same"),),
            )
