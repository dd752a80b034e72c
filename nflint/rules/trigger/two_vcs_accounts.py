"""The rule `two-vcs-accounts`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF402", Severity.WARNING, since="0.1.0", about=("vcsLinkId",), fix="unsafe")
def two_vcs_accounts(flow: Flow) -> Iterator[Finding]:
    """Both `accountLogin` and its predecessor `vcsLinkId` choose the Git account.

    `vcsLinkId` is the legacy key for what `accountLogin` says today. When a document gives both, no page says
    which one counts, and the two drift apart unseen.

    Source: the reference page "Abort release flow run", `vcsLinkId`: "Legacy key. Please used accountLogin
    instead."

    Bad:

        gitops:
          vcsService: github
          accountLogin: acme
          vcsLinkId: 5f1e6c2b8a9d4e3f7c0b1a2d
          repoUrl: https://github.com/acme/api
          branch: main
          filePath: /release-flow.json

    Good:

        gitops:
          vcsService: github
          accountLogin: acme
          repoUrl: https://github.com/acme/api
          branch: main
          filePath: /release-flow.json
    """
    for access in flow.accesses:
        if access.fields.get("accountLogin") and access.fields.get("vcsLinkId"):
            yield Finding(
                Place((*access.pointer, "vcsLinkId"), "key"),
                "the Git account is chosen twice, by 'accountLogin' and by the legacy 'vcsLinkId'",
                "remove 'vcsLinkId'",
                related=(Related(Place((*access.pointer, "accountLogin"), "key"), "the account is chosen here"),),
                fix=Fix.remove((*access.pointer, "vcsLinkId"), "'vcsLinkId'"),
            )
