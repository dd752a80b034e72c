"""The rule `regex-branch-rule`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.branches import BRANCHES, PULL_REQUESTS, branch_rules, branch_texts, regex_part
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF412", Severity.INFO, since="0.1.0", about=("branchRestrictions", "prRestrictions"), fix="unsafe")
def regex_branch_rule(flow: Flow) -> Iterator[Finding]:
    """A branch rule looks like a regular expression.

    The guide has a table of rules under the heading "Regex", yet its examples are patterns: `*` alone stands for
    every branch and `feature/*` for all that begin so, which they would not as regular expressions. Taken for a
    pattern, `feature/.*` wants a dot after the slash, and no branch has one there. An info, since the page says both.

    Source: the guide "Build", build rules, of `*`: "Builds every branch or pull request branch".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: ["feature/.*"]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: ["feature/*"]
    """
    for trigger in flow.triggers:
        if not any(regex_part(written) for written in branch_texts(trigger)):
            continue
        for rule_ in (*branch_rules(trigger, BRANCHES), *branch_rules(trigger, PULL_REQUESTS)):
            part = regex_part(rule_.text)
            if part is None:
                continue
            start, end = part
            pattern = rule_.text.replace(rule_.text[start:end], "*").replace("(*)", "*")
            yield Finding(
                Place(rule_.pointer, start=start, end=end),
                f"'{rule_.text[start:end]}' is that of regular expressions, the wildcard of a branch rule is '*'",
                f"write '{pattern}'",
                fix=Fix.respell(rule_.pointer, rule_.text, pattern, safe=False),
            )
