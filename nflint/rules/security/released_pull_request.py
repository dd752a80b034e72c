"""The rule `released-pull-request`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.branch_names import is_opened
from nflint.flow.pull_requests import deliveries
from nflint.flow.uses import RELEASE_FLOWS
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_MOST = 4


@rule("NF708", Severity.INFO, since="0.1.0", about=("prRestrictions",))
def released_pull_request(wiring: Wiring) -> Iterator[Finding]:
    """Whoever opens a pull request gets its code released.

    A trigger with pull request rules starts the flow for code that nobody has merged, or looked at, and the flow
    releases what that trigger brings, or runs it as a job with the secrets of that job. That is what one wants where
    changes are tried out, and nowhere else. A file does not say which it is, and the guide shows such rules for release
    flows, so that this is an info; an answer of the API that names the stage Production makes it a warning, and in
    one of the stage Development it is silent.

    A node counts when it takes its branch, commit or build from that trigger, by itself or through an argument or a
    Build. Silent where it, or a workflow around it, has a `skipNodeExecution` that reads the trigger, and after an
    Approval.

    Source: the guide "Release", Git triggers: "Pull request rules will run the template whenever a pull request is
    opened".

    Bad:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", prRestrictions: ["*"]}
        options: {concurrencyPolicy: queue}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                ref: build
                spec: {id: api, type: service, branch: "${refs.app.branch}", sha: "${refs.app.sha}"}
                condition: success
              - kind: Release
                spec:
                  type: build
                  origin: {id: api, branch: "${refs.build.branch}", build: "${refs.build.id}"}
                  target: {id: api, type: service}

    Good:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
        options: {concurrencyPolicy: queue}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                ref: build
                spec: {id: api, type: service, branch: "${refs.app.branch}", sha: "${refs.app.sha}"}
                condition: success
              - kind: Release
                spec:
                  type: build
                  origin: {id: api, branch: "${refs.build.branch}", build: "${refs.build.id}"}
                  target: {id: api, type: service}
    """
    if wiring.document not in RELEASE_FLOWS:
        return  # Preview environments are there to show what nobody has merged.
    opening = [scope for scope in wiring.scopes if any(map(is_opened, scope.flow.triggers))]
    known = deliveries(wiring) if opening else {}
    for scope in opening:
        stage = scope.flow.fields.get("stage")
        opened = [trigger for trigger in scope.flow.triggers if is_opened(trigger) and trigger.ref]
        if stage == "Development":
            continue
        severity = Severity.WARNING if stage == "Production" else None
        for trigger, nodes in known[scope.pointer].released(opened):
            first, what = nodes[0], "releases" if nodes[0].kind == "Release" else "runs"
            related = tuple(Related(Place(node.pointer, "key"), f"{node.title} is given it") for node in nodes[:_MOST])
            message = f"pull requests start this flow, and {first.title} {what} their code before it is merged"
            hint = "use 'branchRestrictions', put an Approval before it, or skip it unless it is the branch to release"
            yield Finding(Place((*trigger.pointer, "prRestrictions"), "key"), message, hint, related, severity)
