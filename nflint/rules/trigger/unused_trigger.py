"""The rule `unused-trigger`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow, Node
from nflint.flow.names import USABLE
from nflint.flow.plain import mapping
from nflint.flow.uses import RELEASE_FLOWS
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF418", Severity.INFO, since="0.1.0", whole=True, about=("triggers",), explains=("unpinned-version",))
def unused_trigger(wiring: Wiring) -> Iterator[Finding]:
    """A commit starts the flow, which then builds or releases something else.

    When a Build has a fixed branch and no commit, or a Release takes the latest build, and nothing refers to the
    trigger, a run is for whatever is newest then. After two quick pushes, or one to another branch, that is not the
    commit that started the run. An info: for a repository of settings beside the code it is what is meant.

    Source: the guide "Release", use Git triggers: "You can then set the branch and commit using the trigger
    reference."

    Bad:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: api, type: service, branch: main}}

    Good:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                condition: success
                spec: {id: api, type: service, branch: "${refs.app.branch}", sha: "${refs.app.sha}"}
    """
    if wiring.document not in RELEASE_FLOWS:
        return
    used = {reference.name for reference in wiring.references}
    # What no expression can name is told by `unusable-name`.
    unused = [
        trigger
        for trigger in wiring.flow.triggers
        if trigger.ref and trigger.ref not in used and USABLE.fullmatch(trigger.ref)
    ]
    source = _fixed_source(wiring.flow) if unused else None
    if source is None:
        return
    node, field, what = source
    for trigger in unused:
        unmerged = trigger.fields.get("prRestrictions") not in (None, [])
        yield Finding(
            Place((*trigger.pointer, "ref")),
            f"nothing uses the commit of the trigger '{trigger.ref}': {node.title} takes {what}",
            _hint(trigger.ref, node, "; what a pull request brings is not merged yet" if unmerged else ""),
            (Related(field, "what it takes is fixed here"),),
        )


def _hint(ref: str | None, node: Node, caution: str) -> str:
    if node.kind == "Build":
        return f"use '${{refs.{ref}.branch}}' and '${{refs.{ref}.sha}}' there{caution}"
    return f"build '${{refs.{ref}.sha}}' in a Build before, and release that build{caution}"


def _fixed_source(flow: Flow) -> tuple[Node, Place, str] | None:
    """The first node whose source does not depend on what started the run, where it is said, and what it takes."""
    # Where a Build asks for a commit, `unpinned-version` warns of a Release that takes the latest build.
    exact = any("sha" in node.spec or "pullRequestId" in node.spec for node in flow.of("Build"))
    for node in flow.of("Build", "Release"):
        build = node.kind == "Build"
        fields, around = (node.spec, ("spec",)) if build else (mapping(node.spec.get("origin")), ("spec", "origin"))
        branch = fields.get("branch")
        if not isinstance(branch, str) or "${" in branch:
            continue
        if build and "sha" not in fields:
            return node, Place((*node.pointer, *around, "branch")), f"the latest commit of '{branch}'"
        if not (build or exact) and fields.get("build") == "latest":
            return node, Place((*node.pointer, *around, "build")), f"the latest build of '{branch}'"
    return None
