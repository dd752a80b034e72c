"""The rule `trigger-without-rules`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.branches import BRANCHES, PULL_REQUESTS
from nflint.flow.model import Flow
from nflint.rule import rule

_KEYS = frozenset(
    {
        *("ref", "id", "vcsService", "selfHostedVcsId", "accountLogin", "vcsLinkId", "repoUrl", "manualOnly"),
        *("branchRestrictions", "prRestrictions", "ignoreDrafts", "pathIgnoreRules", "isAllowList"),
        *("ciIgnoreFlags", "ciIgnoreFlagsEnabled"),
    }
)


@rule("NF415", Severity.INFO, since="0.1.0", whole=True, about=("triggers",))
def trigger_without_rules(flow: Flow) -> Iterator[Finding]:
    """A trigger has neither branch rules nor pull request rules.

    A build service without rules builds nothing. Of a trigger one page says that it takes the same rules, another
    that it runs the flow on every change and may have rules. So either no push starts a run or one to any branch
    does, and neither is what a release wants. An info, since the examples of the reference have no rules.

    Source: the guide "Build", build rules: "A build service will not build any branches or pull request branches
    without specified build rules."

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
    """
    for trigger in flow.triggers:
        # Another key may be what the rules were meant to be, which the contract says.
        if not trigger.automatic or not trigger.fields.keys() <= _KEYS:
            continue
        # Rules that are no list are no rules either, which the contract says as well.
        if all(trigger.fields.get(key, []) == [] for key in (BRANCHES, PULL_REQUESTS)):
            yield Finding(
                trigger.place,
                "without branch or pull request rules this trigger may start a run for every branch, or for none",
                "list the branches that are to start a run, such as 'main', in 'branchRestrictions'",
            )
