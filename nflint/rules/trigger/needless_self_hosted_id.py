"""The rule `needless-self-hosted-id`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.rule import rule

_PUBLIC = ("bitbucket", "gitlab", "github", "azure")


@rule("NF407", Severity.WARNING, since="0.1.0", about=("selfHostedVcsId",))
def needless_self_hosted_id(flow: Flow) -> Iterator[Finding]:
    """A self-hosted Git provider is chosen beside another provider.

    `selfHostedVcsId` is read only where `vcsService` is `self-hosted`. Beside `github` or another public provider it
    does nothing, and the repository is looked for there. Applies to triggers, to `gitops`, to messages that go to a
    pull request and to the actions that create a repository.

    Source: the reference page "Update release flow", `selfHostedVcsId`: "If vcsService is self-hosted, the ID of
    the self-hosted vcs to use."

    Bad:

        triggers:
          - ref: app
            vcsService: gitlab
            selfHostedVcsId: 65b77831aa5ec1e7f0374197
            repoUrl: https://git.example.com/acme/api
            branchRestrictions: [main]

    Good:

        triggers:
          - ref: app
            vcsService: self-hosted
            selfHostedVcsId: 65b77831aa5ec1e7f0374197
            repoUrl: https://git.example.com/acme/api
            branchRestrictions: [main]
    """
    for access in flow.accesses:
        service, chosen = access.fields.get("vcsService"), access.fields.get("selfHostedVcsId")
        if service in _PUBLIC and isinstance(chosen, str) and chosen and "${" not in chosen:
            yield Finding(
                Place((*access.pointer, "selfHostedVcsId"), "key"),
                f"'selfHostedVcsId' has no effect, the Git provider is '{service}'",
                "remove it, or set 'vcsService' to 'self-hosted'",
                (Related(Place((*access.pointer, "vcsService")), "the provider is chosen here"),),
            )
