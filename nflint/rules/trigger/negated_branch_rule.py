"""The rule `negated-branch-rule`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.branches import BRANCHES, PULL_REQUESTS, branch_rules, branch_texts
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF414", Severity.INFO, since="0.1.0", group="all", about=("branchRestrictions", "prRestrictions"))
def negated_branch_rule(flow: Flow) -> Iterator[Finding]:
    """A branch rule begins with `!`.

    An exception with `!` is documented for path rules. Branch rules may hold the sign, since names of branches may,
    and what it does at the beginning no page says.

    Source: the guide "Build", path rules, of `!important/file.foo`: "not important/file.foo".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: ["!main"]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: ["feature/*"]
    """
    for trigger in flow.triggers:
        if not any(written.startswith("!") for written in branch_texts(trigger)):
            continue
        for rule_ in (*branch_rules(trigger, BRANCHES), *branch_rules(trigger, PULL_REQUESTS)):
            if rule_.negated:
                yield Finding(
                    Place(rule_.pointer, start=0, end=1),
                    "no page says that a branch rule can make an exception with '!'",
                    "list the branches that are wanted",
                )
