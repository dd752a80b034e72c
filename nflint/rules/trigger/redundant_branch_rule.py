"""The rule `redundant-branch-rule`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Related, Severity
from nflint.flow.branches import BRANCHES, PULL_REQUESTS, branch_rules, covered
from nflint.flow.model import Flow
from nflint.rule import rule

_OTHERS = 4


@rule("NF413", Severity.INFO, since="0.1.0", about=("branchRestrictions", "prRestrictions"), fix="safe")
def redundant_branch_rule(flow: Flow) -> Iterator[Finding]:
    """A branch rule matches nothing that another one of the list does not match already.

    Who reads `["*", "main"]` takes the trigger for one of `main` and is surprised by what it starts: with `*` it is
    one of every branch. Of several such rules in a list the first is reported, with the others beside it.

    Source: the guide "Build", build rules, of `*`: "Builds every branch or pull request branch".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: ["*", main]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
    """
    for trigger in flow.triggers:
        for key in (BRANCHES, PULL_REQUESTS):
            listed = trigger.fields.get(key)
            if not isinstance(listed, list) or len(listed) < 2:
                continue
            rules = branch_rules(trigger, key)
            if not any(covered(rules, rules)):
                continue
            usable = [rule_ for rule_ in rules if rule_.usable]
            found = list(covered(usable, usable))
            if not found:
                continue
            narrow, wide = found[0]
            same = narrow.text == wide.text
            others = [Place(other.pointer) for other, _ in found[1 : 1 + _OTHERS]]
            related = [Related(Place(wide.pointer), "this rule is enough")]
            related += [Related(place, "this one adds nothing either") for place in others]
            yield Finding(
                Place(narrow.pointer),
                f"the rule '{narrow.text}' " + ("stands here twice" if same else f"adds nothing to '{wide.text}'"),
                "remove it" if same else f"remove it, or remove '{wide.text}' if not all it matches is meant",
                tuple(related),
                fix=Fix.remove(narrow.pointer, f"the rule '{narrow.text}'", safe=same),
            )
