"""The rule `preview-argument`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.names import misnamed_arguments
from nflint.flow.uses import RELEASE_FLOWS, SUPPLIED_ARGUMENTS, Use, first_uses
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF225", Severity.INFO, since="0.1.0")
def preview_argument(wiring: Wiring) -> Iterator[Finding]:
    """A release flow uses an argument that Northflank gives to preview environments only.

    `previewId`, `name` and `pullRequestId` are there when a preview environment is made. A release flow has them only
    where somebody declares them or gives them to a run.

    Source: the guide "Release", preview environments: "available within the preview environment template as the
    argument `name`".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "preview-${args.previewId}"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    if wiring.document not in RELEASE_FLOWS:
        return
    asked = SUPPLIED_ARGUMENTS - wiring.given
    supplied = [use for use in wiring.arguments if use.name(1) in asked and not _is_known(use)]
    for use, others in first_uses(supplied) if supplied else ():
        message = f"only preview environments are given the argument '{use.name(1)}'"
        yield Finding(use.place(1, 2), message, "declare it in 'arguments', or give it to every run", others)


def _is_known(use: Use) -> bool:
    """Whether the flow declares the argument, or may have it from elsewhere: an inner flow may be a preview's."""
    name, scope = use.name(1), use.scope
    key = misnamed_arguments(scope.flow.fields)  # Reported by the rule of that name.
    misnamed = () if key is None else scope.flow.fields[key]
    return scope.inner or any(name in known for known in (scope.flow.arguments, scope.inputs, misnamed))
