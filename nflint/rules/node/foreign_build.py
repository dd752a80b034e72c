"""The rule `foreign-build`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.flow.model import Node
from nflint.flow.origins import origins
from nflint.flow.plain import mapping, text
from nflint.flow.subjects import is_fixed, name_of
from nflint.flow.uses import Use
from nflint.flow.waiting import Progress, Waiting
from nflint.rule import rule


@rule("NF577", Severity.WARNING, since="0.1.0", about=("richInputs", "Build"))
def foreign_build(waiting: Waiting) -> Iterator[Finding]:
    """A build of one service is looked for in another.

    A BuildSelector lists the builds of its `source`, and a Build node builds the service that its `id` names; the ID of
    the build is known there only. A branch or a commit may well be built by several services of one repository; that is
    not reported.

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
    for use in waiting.wiring.arguments:
        part = use.scope.inputs.get(use.names[1]) if use.scope.inputs and len(use.names) == 2 else None
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
    for progress in waiting.scopes:
        if not progress.scope.flow.of("Build"):
            continue
        # Nearly always a build is taken by its ID, and looked for where it was built.
        usual = {f"${{refs.{build.ref}.id}}": build.spec.get("id") for build in progress.scope.flow.of("Build")}
        for taker in progress.scope.flow.of("Release", "JobRun"):
            if all(_is_usual(fields.get(key), fields.get("id"), usual) for _, fields, key, _ in origins(taker)[:1]):
                continue
            for build, finding in _crossed(taker, progress):
                # Of two nodes with one ref nobody knows which is meant; that is a mistake of its own.
                if sum(node.ref == build.ref for node in progress.scope.flow.nodes) == 1:
                    yield finding


def _is_usual(build: object, name: object, usual: Mapping[str, object]) -> bool:
    return not isinstance(build, str) or "${" not in build or usual.get(build, "") == name


def _crossed(taker: Node, progress: Progress) -> Iterator[tuple[Node, Finding]]:
    """The Build node and the finding where `taker` looks in one service for what that has built of another."""
    for path, fields, key, _ in origins(taker)[:1]:
        builds = progress.sources.of(taker, *path, key)
        if len(builds) != 1 or builds[0].kind != "Build":
            continue
        [build] = builds
        output = name_of(fields.get(key), progress.scope)
        built, named = progress.subject(build), name_of(fields.get("id"), progress.scope)
        if output != f"${{refs.{build.ref}.id}}" or not built or not named or built == named:
            continue
        if is_fixed(built) and is_fixed(named):
            yield (
                build,
                Finding(
                    Place((*taker.pointer, *path, "id")),
                    f"{build.title} builds '{built}', and its build is looked for in '{named}'",
                    f"write '{built}' for 'id', or the ref of a Build of '{named}' in '{key}'",
                    (Related(Place((*build.pointer, "spec", "id")), "built here"),),
                ),
            )


def _builder(use: Use, node: Node) -> tuple[Pointer, str] | None:
    """The service that is to have the build, and where it is named; None where it is not known."""
    for path, fields, key, _ in origins(node)[:1]:
        name = text(fields.get("id"))
        if use.text.path == (*path, key) and name and "${" not in name:
            return (*node.pointer, *path, "id"), name
    return None
