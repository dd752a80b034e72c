"""The rule `two-build-sources`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF501", Severity.ERROR, since="0.1.0", about=("pullRequestId",))
def two_build_sources(flow: Flow) -> Iterator[Finding]:
    """A Build names a branch and a pull request.

    A build service builds one of the two, and a node that asks for both is refused. Where one of them is an expression
    it may come to nothing in a run, so that is a warning, and a value that a function chooses is left alone.

    Source: the reference page "Get release flow", Build: "either `branch` or `pullRequestId` field, but cannot be
    provided with both".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                condition: success
                spec: {id: api, type: service, branch: main, pullRequestId: 42}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                condition: success
                spec: {id: api, type: service, pullRequestId: 42}
    """
    for node in flow.of("Build"):
        branch, request = node.spec.get("branch"), node.spec.get("pullRequestId")
        if node.spec.get("type") != "service" or not isinstance(branch, str) or not branch:
            continue
        if not isinstance(request, int | str) or isinstance(request, bool) or not request:
            continue
        texts = [value for value in (branch, request) if isinstance(value, str) and "${" in value]
        if any("fn." in text for text in texts):
            continue
        yield Finding(
            Place((*node.pointer, "spec", "pullRequestId"), "key"),
            f"{node.title} names a branch and a pull request, and can build only one of them",
            "keep 'branch' or 'pullRequestId'",
            (Related(Place((*node.pointer, "spec", "branch"), "key"), "the branch is named here"),),
            Severity.WARNING if texts else Severity.ERROR,
        )
