"""The rule `needless-ignore-drafts`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.branches import BRANCHES, PULL_REQUESTS
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF419", Severity.INFO, since="0.1.0", whole=True, about=("ignoreDrafts",), fix="unsafe")
def needless_ignore_drafts(flow: Flow) -> Iterator[Finding]:
    """`ignoreDrafts` leaves out draft pull requests, but no pull request starts a run anyway.

    It counts beside `prRestrictions` only. With branch rules alone every push to such a branch starts a run, whether
    there is a draft for it or not. A trigger without any rules is `trigger-without-rules`.

    Source: the reference page "Update release flow", `ignoreDrafts`: "draft pull requests from this repo will not
    trigger the template."

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            ignoreDrafts: true

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
    """
    for trigger in flow.triggers:
        fields = trigger.fields
        if fields.get("ignoreDrafts") is True and fields.get(BRANCHES) and not fields.get(PULL_REQUESTS):
            yield Finding(
                Place((*trigger.pointer, "ignoreDrafts"), "key"),
                "'ignoreDrafts' has no effect, this trigger has no pull request rules",
                "remove it, unless pull requests are to start runs as well, before they are merged",
                fix=Fix.remove((*trigger.pointer, "ignoreDrafts"), "'ignoreDrafts'"),
            )
