"""The rule `missing-pull-request`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.model import Trigger
from nflint.flow.uses import Reference, first_uses
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF212", Severity.WARNING, since="0.1.0", about=("triggers",))
def missing_pull_request(wiring: Wiring) -> Iterator[Finding]:
    """An expression needs the pull request of a trigger that no pull request fires.

    A trigger has a `pullRequestId` only when a pull request has started the run, and at the top level a reference
    must resolve. Without `prRestrictions` no pull request ever does.

    Source: the guide "Release", trigger outputs: "The ID of the pull request, if triggered by PR".

    Bad:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, pullRequestId: "${refs.app.pullRequestId}"}}

    Good:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", prRestrictions: ["*"]}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, pullRequestId: "${refs.app.pullRequestId}"}}
    """
    lacking = {reference.use.place(): reference for reference in wiring.references if _lacks(reference)}
    for use, others in first_uses((reference.use for reference in lacking.values()), last=3):
        reference = lacking[use.place()]
        has = "an empty" if reference.target and "prRestrictions" in reference.target.fields else "no"
        yield Finding(
            use.place(2, 3),
            f"the trigger '{reference.name}' has {has} 'prRestrictions', so no run of it has a pull request",
            "say with fn.if what holds without one, or let pull requests start runs, before they are merged",
            (*reference.definition, *others),
        )


def _lacks(reference: Reference) -> bool:
    """Whether the reference must resolve to a pull request, and no run has one."""
    target = reference.target
    if reference.output[:1] != ("pullRequestId",) or not isinstance(target, Trigger) or reference.use.inside:
        return False
    return bool(target.fields.get("prRestrictions", []) == [])
