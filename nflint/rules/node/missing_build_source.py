"""The rule `missing-build-source`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow, Node
from nflint.nearest import nearest
from nflint.rule import rule

_SOURCES = ("branch", "pullRequestId")
_OTHERS = frozenset(
    {
        *("id", "type", "sha", "projectId", "reuseExistingBuilds"),
        *("buildRuleFallThroughHandling", "buildRules", "buildOverrides"),
    }
)


@rule("NF502", Severity.WARNING, since="0.1.0", about=("Build",))
def missing_build_source(flow: Flow) -> Iterator[Finding]:
    """A Build of a service names neither a branch nor a pull request.

    A build service builds many branches, and needs to know which; a commit alone does not say it. A run can name the
    branch for a node with a ref (`overrides`), so there this is only a remark. Jobs build the branch in their own
    settings.

    Source: the reference page "Get release flow", Build: "Build services require either `branch` or `pullRequestId`
    field".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: api, type: service}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: api, type: service, branch: main}}
    """
    for node in flow.of("Build"):
        if node.spec.get("type") != "service" or "branch" in node.spec or "pullRequestId" in node.spec:
            continue
        if any(_is_meant(node, key) for key in _SOURCES):
            continue
        named = "names a commit, but neither its branch" if "sha" in node.spec else "names neither a branch"
        given = "; each run has to give one of them by its 'overrides' otherwise" if node.ref else ""
        yield Finding(
            Place((*node.pointer, "spec"), "key"),
            f"{node.title} {named} nor a pull request",
            f"add 'branch' or 'pullRequestId', for example 'main' as 'branch', or what a trigger gives{given}",
            severity=Severity.INFO if node.ref else Severity.WARNING,
        )


def _is_meant(node: Node, key: str) -> bool:
    """Whether an unknown key of the node stands for `key`, which the contract tells."""
    unknown = [name for name in node.spec if isinstance(name, str) and name not in _OTHERS]
    return any(key[:4].lower() in name.lower() or nearest(name, (key,)) for name in unknown)
