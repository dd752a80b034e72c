"""The rule `swapped-output`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.fields import SOURCES, is_templated
from nflint.flow.model import Node, Trigger
from nflint.flow.outputs import KNOWN
from nflint.flow.uses import rewrite
from nflint.flow.wiring import Wiring
from nflint.rule import rule

# The output that a field takes, and those that are surely none for it.
_FIELDS = {
    "branch": ("branch", frozenset({"sha", "repoUrl", "id", "pullRequestId"})),
    "sha": ("sha", frozenset({"branch", "repoUrl", "id", "pullRequestId"})),
    "buildSHA": ("sha", frozenset({"branch", "repoUrl", "id", "pullRequestId"})),
    "pullRequestId": ("pullRequestId", frozenset({"branch", "sha", "repoUrl", "id"})),
    "build": ("id", frozenset({"branch", "sha", "repoUrl"})),
    "buildId": ("id", frozenset({"branch", "sha", "repoUrl"})),
    "repoUrl": ("repoUrl", frozenset({"branch", "sha", "id"})),
}


@rule("NF218", Severity.WARNING, since="0.1.0", fix="unsafe")
def swapped_output(wiring: Wiring) -> Iterator[Finding]:
    """A field takes one output of a node or trigger, and is given another one.

    A branch is no commit, and a commit no build: such a reference resolves, and what it gives is found nowhere.

    Source: the guide "Release", use Git triggers: "You can then set the branch and commit using the trigger
    reference".

    Bad:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${refs.app.branch}", sha: "${refs.app.branch}"}}

    Good:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${refs.app.branch}", sha: "${refs.app.sha}"}}
    """
    for reference in wiring.references:
        use, text = reference.use, reference.use.text
        wanted, others = _FIELDS.get(text.field, ("", frozenset()))
        if reference.target is None or len(reference.output) != 1 or reference.output[0] not in others:
            continue
        if use.inside or text.whole is None or text.anchor == "key" or is_templated(text):
            continue
        kinds = SOURCES.get(text.field)
        if kinds is not None and not (isinstance(reference.target, Node) and reference.target.kind in kinds):
            continue  # The output of something else altogether, which `wrong-node-kind` reports.
        written = f"{use.prefix}refs.{reference.name}.{wanted}"
        message = f"'{text.field}' takes the output '{wanted}', and not '{reference.output[0]}'"
        gives = isinstance(reference.target, Trigger) or wanted in KNOWN.get(reference.target.kind, ())
        hint = f"write '{written}'" if gives else "refer to a build or a trigger"
        yield Finding(use.place(2, 3), message, hint, reference.definition, fix=rewrite(use, hint))
