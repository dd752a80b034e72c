"""The rule `malformed-self-hosted-id`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.rule import rule

# What the form that the reference prints lets through: the beginning is right, or the end is.
_ACCEPTED = re.compile(r"[A-Za-z0-9-]")
_ID = re.compile(r"[0-9a-f]{24}\Z")
_MEANT = re.compile(r"[A-Za-z0-9-]+(?:/[A-Za-z0-9-]+)?")


@rule("NF408", Severity.WARNING, since="0.1.0", about=("selfHostedVcsId",))
def malformed_self_hosted_id(flow: Flow) -> Iterator[Finding]:
    """`selfHostedVcsId` is neither a name nor an ID.

    The form that the reference gives for it is loose: it holds only the beginning or the end of the value, so that
    `my gitlab!` is saved as well. Meant are a name of letters, digits and `-`, with or without its team before a `/`,
    and an ID of 24 hexadecimal digits, and no provider is found under anything else.

    Source: the reference page "Update release flow", `selfHostedVcsId`: "the ID of the self-hosted vcs to use".

    Bad:

        triggers:
          - ref: app
            vcsService: self-hosted
            selfHostedVcsId: acme/gitlab.example.com
            repoUrl: https://gitlab.example.com/acme/api
            branchRestrictions: [main]

    Good:

        triggers:
          - ref: app
            vcsService: self-hosted
            selfHostedVcsId: acme/gitlab
            repoUrl: https://gitlab.example.com/acme/api
            branchRestrictions: [main]
    """
    for access in flow.accesses:
        chosen = access.fields.get("selfHostedVcsId")
        if access.fields.get("vcsService") != "self-hosted" or not isinstance(chosen, str) or "${" in chosen:
            continue
        if not _ACCEPTED.match(chosen) and not _ID.search(chosen[-24:]):
            continue  # The contract has said so.
        meant = _MEANT.match(chosen)
        end = meant.end() if meant else 0
        if end < len(chosen):
            yield Finding(
                Place((*access.pointer, "selfHostedVcsId"), start=end, end=end + 1),
                f"'{chosen[end]}' cannot stand here in the name of a self-hosted Git provider",
                "write its name, of letters, digits and '-', or its ID of 24 hexadecimal digits",
            )
