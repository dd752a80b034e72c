"""The rule `explicit-project`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Related, Severity
from nflint.flow.model import Node
from nflint.flow.plain import mapping
from nflint.flow.uses import RELEASE_FLOWS
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_OTHERS = 4


@rule("NF027", Severity.INFO, since="0.1.0", group="strict", about=("projectId",), fix="unsafe")
def explicit_project(wiring: Wiring) -> Iterator[Finding]:
    """A release flow names a project, although it has only its own.

    What a flow may touch is what stands in its own stage of its own pipeline. A project ID beside it says nothing
    new, or it names another project, whose resources the flow cannot manage. Copied to another project, such a flow
    still points at the first one. Builds are left out, since build services are in no stage, and so are
    expressions. Reported once for a flow, with the other places beside it.

    Source: the guide "Release", configure a release flow: "You can only manage resources that exist in the same
    pipeline stage".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {projectId: shop, jobId: migrate}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: migrate}}
    """
    if wiring.document not in RELEASE_FLOWS:
        return  # Other documents are at home in no stage.
    places = [place for node in wiring.flow.nodes if (place := _project(node))]
    if places:
        yield Finding(
            places[0],
            "a release flow manages only what is in its own pipeline stage, no project has to be named",
            f"remove '{places[0].pointer[-1]}'",
            tuple(Related(place, "a project is named here as well") for place in places[1 : 1 + _OTHERS]),
            fix=Fix.remove(places[0].pointer, f"'{places[0].pointer[-1]}'"),
        )


def _project(node: Node) -> Place | None:
    around: tuple[str, ...] = ("spec",)
    holder = node.spec
    if node.kind == "Workflow":
        around, holder = ("spec", "context"), mapping(node.spec.get("context"))
    elif node.kind in ("Action", "Condition") and node.spec.get("kind") != "Build":
        around, holder = ("spec", "spec", "data"), mapping(mapping(node.spec.get("spec")).get("data"))
    elif node.kind not in ("JobRun", "AddonBackup", "AddonImport"):
        return None
    project = holder.get("projectId")
    if not isinstance(project, str) or "${" in project:
        return None
    return Place((*node.pointer, *around, "projectId"), "key")
