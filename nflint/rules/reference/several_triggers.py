"""The rule `several-triggers`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.model import Trigger
from nflint.flow.uses import Reference
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF213", Severity.INFO, since="0.1.0", about=("triggers",))
def several_triggers(wiring: Wiring) -> Iterator[Finding]:
    """A flow needs the values of several triggers at once.

    A run is started by one of them. Whether the others then have values, or none, is not documented: a guide of
    Northflank's own uses several, so this is an info. Reported at the first use of each trigger after the first.

    Source: the guide "Release", use Git triggers: "A release flow will run when a commit is pushed".

    Bad:

        triggers:
          - {ref: api, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
          - {ref: web, vcsService: github, repoUrl: "https://github.com/acme/web", branchRestrictions: [main]}
        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${refs.api.branch}"}}
              - {kind: Build, spec: {id: web, type: service, branch: "${refs.web.branch}"}}

    Good:

        triggers:
          - {ref: api, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${refs.api.branch}"}}
              - {kind: Build, spec: {id: web, type: service, branch: main}}
    """
    if len(wiring.flow.triggers) < 2:
        return
    first: dict[str, Reference] = {}
    for reference in wiring.references:
        if isinstance(reference.target, Trigger) and not reference.use.inside and not reference.use.scope.inner:
            first.setdefault(reference.name, reference)
    ordered = sorted(first.values(), key=lambda reference: reference.target.pointer if reference.target else ())
    for reference in ordered[1:]:
        yield Finding(
            reference.use.place(1, 2),
            f"a run that '{ordered[0].name}' has started may have no values for the trigger '{reference.name}'",
            "make a flow for each trigger, or say with fn.if what holds without the value",
            ordered[0].definition,
        )
