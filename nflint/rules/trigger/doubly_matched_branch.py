"""The rule `doubly-matched-branch`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.branches import BRANCHES, PULL_REQUESTS, branch_rules, covered
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF416", Severity.INFO, since="0.1.0", group="strict", about=("prRestrictions",))
def doubly_matched_branch(flow: Flow) -> Iterator[Finding]:
    """The branch rules and the pull request rules of a trigger match the same branches.

    A push to a branch with an open pull request fits both, and no page says that it starts one run only. Rules such
    as `main` for branches and `*` for pull requests are left alone: few open a pull request for `main`. Reported
    once for a trigger.

    Source: the guide "Release", Git triggers: "a commit is pushed to a branch matching the given rules with an
    open pull request".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: ["feature/*"]
            prRestrictions: ["*"]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            prRestrictions: ["*"]
    """
    for trigger in flow.triggers:
        branches = [rule_ for rule_ in branch_rules(trigger, BRANCHES) if rule_.usable]
        pulls = [rule_ for rule_ in branch_rules(trigger, PULL_REQUESTS) if rule_.usable]
        if not (branches and pulls and trigger.automatic):
            continue
        pairs = [(pull, branch) for pull, branch in covered(pulls, branches)]
        pairs += [(pull, branch) for branch, pull in covered(branches, pulls) if branch.wide]
        if pairs:
            pull, branch = pairs[0]
            yield Finding(
                Place(pull.pointer),
                "a push to a branch with an open pull request fits this rule and a branch rule, and may start two runs",
                "keep one of the two rules",
                (Related(Place(branch.pointer), "the branch rule"),),
            )
