"""The rule `self-hosted-vcs-without-id`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF401", Severity.ERROR, since="0.1.0", about=("vcsService",))
def self_hosted_vcs_without_id(flow: Flow) -> Iterator[Finding]:
    """A self-hosted Git provider is named without saying which one.

    With `vcsService: self-hosted` Northflank must be told which of the team's self-hosted instances to ask:
    `selfHostedVcsId` holds the ID of that link. Without it the repository cannot be found. Applies to triggers,
    to `gitops`, to messages that go to a pull request and to the actions that create a repository.

    Source: the reference page "Update release flow", `selfHostedVcsId`: "If vcsService is self-hosted, the ID of
    the self-hosted vcs to use."

    Bad:

        triggers:
          - ref: app
            vcsService: self-hosted
            repoUrl: https://git.example.com/acme/api
            branchRestrictions: [main]

    Good:

        triggers:
          - ref: app
            vcsService: self-hosted
            selfHostedVcsId: acme-gitlab
            repoUrl: https://git.example.com/acme/api
            branchRestrictions: [main]
    """
    for access in flow.accesses:
        if access.fields.get("vcsService") == "self-hosted" and "selfHostedVcsId" not in access.fields:
            yield Finding(
                Place((*access.pointer, "vcsService")),
                "the Git provider is self-hosted, but 'selfHostedVcsId' does not say which one it is",
                "add 'selfHostedVcsId' with the ID of the self-hosted provider",
            )
