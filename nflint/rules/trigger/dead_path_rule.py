"""The rule `dead-path-rule`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.dead_paths import dead
from nflint.flow.model import Flow
from nflint.flow.paths import path_rules
from nflint.rule import rule

# Nearly every rule: nothing in it needs a closer look.
_PLAIN = re.compile(r"/?[\w*-][\w*.-]*(?:/[\w*-][\w*.-]*)*/?")


@rule("NF421", Severity.WARNING, since="0.1.0", about=("pathIgnoreRules",), fix="safe")
def dead_path_rule(flow: Flow) -> Iterator[Finding]:
    """A path rule matches no file, since it is not written as in a `.gitignore` file.

    Paths there begin at the root of the repository, with or without a `/`, and never with `./`; folders are parted
    by `/`, where a backslash only takes a sign's meaning away; spaces at the beginning are part of a name; and a
    `#` makes a comment of a whole line only, although the guide prints comments behind rules. A rule that is a
    comment, or empty, is an info: it does no harm.

    Source: the guide "Build", path rules: "Path rules are written the same way as a .gitignore file".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            pathIgnoreRules: [./docs/]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            pathIgnoreRules: [docs/]
    """
    for part in flow.commit_rules:
        for rule_ in path_rules(part):
            if _PLAIN.fullmatch(rule_.text) or "${" in rule_.text:
                continue
            if rule_.blank:
                what = "a comment" if rule_.text.strip() else "empty"
                message = f"this path rule is {what} and matches no file"
                fix = Fix.remove(rule_.pointer, "the rule", safe=not rule_.text.strip())
                yield Finding(Place(rule_.pointer), message, "remove it", severity=Severity.INFO, fix=fix)
                continue
            reason = dead(rule_)
            if reason:
                place = Place(rule_.pointer, start=reason.start, end=reason.end)
                yield Finding(place, f"this path rule matches no file: {reason.what}", reason.hint, fix=reason.fix)
