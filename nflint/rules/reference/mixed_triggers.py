"""The rule `mixed-triggers`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Pointer, Related, Severity
from nflint.flow.model import Trigger
from nflint.flow.uses import Reference
from nflint.flow.wiring import Wiring
from nflint.rule import rule

_SOURCES = {"branch": "branch", "pullRequestId": "pull request"}


@rule("NF211", Severity.WARNING, since="0.1.0", about=("triggers",), explains=("several-triggers",))
def mixed_triggers(wiring: Wiring) -> Iterator[Finding]:
    """The branch comes from one trigger, the commit from another.

    The commit of one repository is not on a branch of another one, nor in a pull request there: such a build finds
    nothing, or the wrong thing.

    Source: the guide "Release", use Git triggers: "You can then set the branch and commit using the trigger
    reference".

    Bad:

        triggers:
          - {ref: api, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
          - {ref: web, vcsService: github, repoUrl: "https://github.com/acme/web", branchRestrictions: [main]}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                spec: {id: api, type: service, branch: "${refs.api.branch}", sha: "${refs.web.sha}"}

    Good:

        triggers:
          - {ref: api, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                spec: {id: api, type: service, branch: "${refs.api.branch}", sha: "${refs.api.sha}"}
    """
    if sum(len(scope.flow.triggers) for scope in wiring.scopes) < 2:
        return
    sources: dict[Pointer, Reference] = {}
    commits: list[Reference] = []
    for reference in wiring.references:
        if not isinstance(reference.target, Trigger) or reference.use.inside or reference.use.text.whole is None:
            continue
        text = reference.use.text
        if text.field in _SOURCES and reference.output == (text.field,):
            sources[text.pointer[:-1]] = reference
        elif text.field in ("sha", "buildSHA") and reference.output == ("sha",):
            commits.append(reference)
    for commit in commits:
        source = sources.get(commit.use.text.pointer[:-1])
        if source and source.name != commit.name:
            what = _SOURCES[source.output[0]]
            yield Finding(
                commit.use.place(1, 2),
                f"the commit is that of the trigger '{commit.name}', the {what} that of '{source.name}'",
                "take both from the same trigger",
                (Related(source.use.place(1, 2), f"the {what} is taken from here"),),
            )
