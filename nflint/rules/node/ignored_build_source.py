"""The rule `ignored-build-source`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.rule import rule

_NAMES = {"branch": "branch", "pullRequestId": "pull request"}


@rule("NF503", Severity.WARNING, since="0.1.0", about=("Build",))
def ignored_build_source(flow: Flow) -> Iterator[Finding]:
    """A Build of a job names a branch or a pull request, which only services take.

    A job builds the branch in its own settings, so what the node says is not what is built. Often `id` names a service
    and `type` is the mistake.

    Source: the reference page "Get release flow", Build, `branch`: "Only supported by build services".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: report-job, type: job, branch: main}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, condition: success, spec: {id: report-job, type: job}}
    """
    for node in flow.of("Build"):
        given = [key for key in _NAMES if key in node.spec]
        if node.spec.get("type") != "job" or not given:
            continue
        at = (*node.pointer, "spec")
        quoted = " and ".join(f"'{key}'" for key in given)
        yield Finding(
            Place((*at, given[0]), "key"),
            f"{node.title} builds a job, which takes no {' and no '.join(_NAMES[key] for key in given)}",
            f"remove {quoted}, or write 'service' for 'type' if that is what 'id' names",
            (Related(Place((*at, "type")), "the type is given here"),),
        )
