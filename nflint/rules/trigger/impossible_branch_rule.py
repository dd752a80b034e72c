"""The rule `impossible-branch-rule`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.branches import BRANCHES, PULL_REQUESTS, BranchRule, branch_rules, branch_texts, flaw, regex_part
from nflint.flow.model import Flow
from nflint.rule import rule

_HINT = "write the name of a branch, such as 'main', or a pattern, such as 'release/*'"


@rule("NF411", Severity.WARNING, since="0.1.0", about=("branchRestrictions", "prRestrictions"), fix="safe")
def impossible_branch_rule(flow: Flow) -> Iterator[Finding]:
    """A branch rule matches no branch there can be.

    Rules are held against names of branches as people write them, `main` or `release/1.2`. Git allows no name that is
    empty, begins or ends with `/`, ends with `.` or `.lock`, holds `//` or `..`, or has a part that begins with `.`.
    `refs/heads/` and `origin/` are what Git puts before a name in other places. A trigger with no other rule never
    starts a run. Pull request rules match the branch as well, not the title. Git does allow a comma, but who writes
    `main,develop` hardly means one branch of that name: an info.

    Source: the guide "Build", build rules: "Pull request rules match the name of a branch".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [refs/heads/main]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
    """
    for trigger in flow.triggers:
        if not any("," in written or flaw(written) for written in branch_texts(trigger)):
            continue
        for rule_ in (*branch_rules(trigger, BRANCHES), *branch_rules(trigger, PULL_REQUESTS)):
            found = None if rule_.negated or regex_part(rule_.text) else flaw(rule_.text)
            if found is None:
                yield from _joined(rule_)
                continue
            better = found.better
            if better and rule_.text.endswith("/"):
                better = f"{better}/*"  # Who writes `release/` means all that is in there.
            whole = found.start == found.end
            yield Finding(
                Place(rule_.pointer) if whole else Place(rule_.pointer, start=found.start, end=found.end),
                f"this rule matches no branch: {found.reason}",
                f"write '{better}'" if better else _HINT,
                fix=Fix.respell(rule_.pointer, rule_.text, better, safe=found.is_named) if better else None,
            )


def _joined(branch: BranchRule) -> Iterator[Finding]:
    """The finding about what looks like several names in one rule."""
    first, comma, rest = branch.text.partition(",")
    if branch.negated or not (first and rest):
        return
    yield Finding(
        Place(branch.pointer, start=len(first), end=len(first) + len(comma)),
        "this is one rule for a branch with a comma in its name, not a list of branches",
        f"write a rule for each branch: '{first}' and '{rest}'" if "," not in rest else "write a rule for each branch",
        severity=Severity.INFO,
    )
