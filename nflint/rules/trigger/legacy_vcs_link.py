"""The rule `legacy-vcs-link`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF409", Severity.INFO, since="0.1.0", about=("vcsLinkId",))
def legacy_vcs_link(flow: Flow) -> Iterator[Finding]:
    """The Git account is chosen by the legacy key `vcsLinkId`.

    `accountLogin` has taken its place: it holds the login name of the account, which can be read and reviewed, and
    not an ID. The page says so of `gitops`, and triggers have the same two keys. Where both are given,
    `two-vcs-accounts` speaks. The actions that create a repository are left out: there the key has a form of its
    own in the reference, and nothing is said against it.

    Source: the reference page "Update release flow", `vcsLinkId`: "Legacy key. Please used accountLogin instead."

    Bad:

        gitops:
          vcsService: github
          vcsLinkId: 65b77831aa5ec1e7f0374197
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
    for part in (*flow.triggers, *((flow.gitops,) if flow.gitops else ())):
        link = part.fields.get("vcsLinkId")
        if isinstance(link, str) and link and not part.fields.get("accountLogin"):
            yield Finding(
                Place((*part.pointer, "vcsLinkId"), "key"),
                "'vcsLinkId' is a legacy key, 'accountLogin' has taken its place",
                "write 'accountLogin' with the login name of the account instead",
            )
