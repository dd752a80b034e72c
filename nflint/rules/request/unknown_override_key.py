"""The rule `unknown-override-key`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.model import Trigger
from nflint.flow.outputs import TRIGGER
from nflint.flow.uses import SUPPLIED_REF
from nflint.nearest import choices, nearest
from nflint.rule import rule
from nflint.run.launch import Launch

_MEANT = {
    **dict.fromkeys(("commit", "commitsha", "hash"), "sha"),
    **dict.fromkeys(("url", "repo", "repository"), "repoUrl"),
    **dict.fromkeys(("pr", "pullrequest", "pullrequestnumber", "prnumber"), "pullRequestId"),
}


@rule("NF808", Severity.WARNING, since="0.1.0", fix="unsafe")
def unknown_override_key(launch: Launch) -> Iterator[Finding]:
    """An override of a trigger has a key that triggers do not have.

    A trigger gives `branch`, `sha`, `repoUrl` and `pullRequestId`: anything else is read by no expression. Needs the
    flow (`--flow`).

    Source: the guide "Release", trigger outputs: "The SHA to identify the specific commit to be built".

    Flow:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${refs.app.branch}", sha: "${refs.app.sha}"}}

    Bad:

        overrides:
          app: {branch: main, commit: 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d}

    Good:

        overrides:
          app: {branch: main, sha: 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d}
    """
    owners = launch.wiring.scopes[0].owners
    for ref, values in launch.request.overrides.items():
        # A node of the same ref may have any output.
        supplied = ref == SUPPLIED_REF and not launch.wiring.flow.triggers
        if not all(isinstance(owner, Trigger) for owner in owners.get(ref, ())) or not (supplied or ref in owners):
            continue
        for key in values if isinstance(values, dict) else ():
            if key not in TRIGGER:
                near = _MEANT.get(key.lower()) or nearest(key, TRIGGER)
                yield Finding(
                    Place(("overrides", ref, key), "key"),
                    f"the trigger '{ref}' has no output '{key}'",
                    f"did you mean '{near}'?" if near else f"use {choices(TRIGGER, near=key)}",
                    fix=Fix.rename(("overrides", ref, key), near) if near and near not in values else None,
                )
