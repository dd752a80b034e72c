"""The rule `unknown-override`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.uses import SUPPLIED_REF
from nflint.nearest import choices, nearest
from nflint.rule import rule
from nflint.run.launch import Launch


@rule("NF807", Severity.ERROR, since="0.1.0", fix="unsafe")
def unknown_override(launch: Launch) -> Iterator[Finding]:
    """An override is for a ref that the flow does not have.

    The keys of `overrides` are refs of triggers and nodes; what is given for any other is used by nothing. Needs the
    flow (`--flow`).

    Source: the type `RunReleaseflowData` of Northflank's JavaScript client: "each key corresponds to a ref
    defined in the template".

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
          ap: {branch: main}

    Good:

        overrides:
          app: {branch: main}
    """
    known = launch.wiring.scopes[0].owners
    for ref in launch.request.overrides:
        if ref not in known and not (ref == SUPPLIED_REF and not launch.wiring.flow.triggers):
            message = f"no node or trigger of the flow has the ref '{ref}'"
            hint, meant = _advice(ref, launch)
            fix = Fix.rename(("overrides", ref), meant) if meant and meant not in launch.request.overrides else None
            yield Finding(Place(("overrides", ref), "key"), message, hint, fix=fix)


def _advice(ref: str, launch: Launch) -> tuple[str, str | None]:
    """What to do about the ref, and the one that is meant by it."""
    known = launch.wiring.scopes[0].owners
    for node in launch.wiring.flow.nodes:
        if node.ref and ref in (node.spec.get(key) for key in ("id", "jobId", "addonId")):
            return f"write the ref of the node: '{node.ref}'", node.ref
    if ref in launch.releases:
        return f"what is released to '{ref}' is changed under 'releaseNodeOverrides'", None
    near = nearest(ref, known)
    if near:
        return f"did you mean '{near}'?", near
    return f"use {choices(known, near=ref)}" if known else "the flow has no refs, remove it", None
