"""The rule `foreign-build`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.flow.model import Node
from nflint.flow.plain import mapping, text
from nflint.flow.uses import Use
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF577", Severity.WARNING, since="0.1.0", about=("richInputs",))
def foreign_build(wiring: Wiring) -> Iterator[Finding]:
    """A build that is selected from one service is looked for in another.

    A BuildSelector lists the builds of its `source`, and the ID that it gives is known there only. A branch or a
    commit that was selected may well be built by several services of one repository; that is not reported.

    Source: the guide "Release", rich inputs: the `source` is "the ID of the build service you want to select a commit
    or build from".

    Bad:

        richInputs:
          - kind: BuildSelector
            spec: {title: What to release, required: true, inputs: {source: web}, outputs: {buildId: BUILD}}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                condition: running
                spec:
                  type: build
                  origin: {id: api, branch: main, build: "${args.BUILD}"}
                  target: {id: api-live, type: service}

    Good:

        richInputs:
          - kind: BuildSelector
            spec: {title: What to release, required: true, inputs: {source: api}, outputs: {buildId: BUILD}}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                condition: running
                spec:
                  type: build
                  origin: {id: api, branch: main, build: "${args.BUILD}"}
                  target: {id: api-live, type: service}
    """
    for use in wiring.arguments:
        part = use.scope.inputs.get(use.names[1]) if len(use.names) == 2 else None
        if part is None or use.inside or use.text.whole is None or use.text.node is None:
            continue
        spec = mapping(part.fields.get("spec"))
        source = text(mapping(spec.get("inputs")).get("source"))
        if source is None or "${" in source or mapping(spec.get("outputs")).get("buildId") != use.names[1]:
            continue
        place = _builder(use, use.text.node)
        # Either may be written with its project.
        if place is not None and place[1].rpartition("/")[2] != source.rpartition("/")[2]:
            yield Finding(
                Place(place[0]),
                f"the build is selected from '{source}', and is looked for in '{place[1]}'",
                f"write '{source}' for 'id', or '{place[1]}' for the 'source' of the input",
                (Related(Place((*part.pointer, "spec", "inputs", "source")), "selected from this one"),),
            )


def _builder(use: Use, node: Node) -> tuple[Pointer, str] | None:
    """The service that is to have the build, and where it is named; None where it is not known."""
    path = use.text.path
    if (node.kind, path) == ("Release", ("spec", "origin", "build")):
        fields = mapping(node.spec.get("origin"))
    elif (node.kind, path) == ("JobRun", ("spec", "deployment", "internal", "buildId")):
        fields = mapping(mapping(node.spec.get("deployment")).get("internal"))
    else:
        return None
    name = text(fields.get("id"))
    return None if not name or "${" in name else ((*node.pointer, *path[:-1], "id"), name)
