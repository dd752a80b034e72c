"""The rule `lone-exceptions`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.flow.paths import is_allow_list, path_rules, path_texts
from nflint.rule import rule


@rule("NF422", Severity.WARNING, since="0.1.0", about=("pathIgnoreRules",))
def lone_exceptions(flow: Flow) -> Iterator[Finding]:
    """All path rules begin with `!`, so there is nothing to make an exception from.

    As in a `.gitignore` file, `!` takes out of the match what a rule before it has matched. Where no other rule
    stands before, nothing is ignored at all, and with `isAllowList` nothing is allowed.

    Source: the guide "Build", path rules, of `!important/file.foo`: "not important/file.foo".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            pathIgnoreRules: ["!src/"]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            pathIgnoreRules: [src/]
            isAllowList: true
    """
    for part in flow.commit_rules:
        if not any(text.startswith("!") for text in path_texts(part)):
            continue
        rules = [rule_ for rule_ in path_rules(part) if not rule_.blank]
        if not rules or not all(rule_.negated for rule_ in rules):
            continue
        first = rules[0]
        if is_allow_list(part):
            message, hint = "no path is allowed", "list the allowed paths without '!'"
        else:
            message = "no path is ignored"
            hint = f"write '{first.text[1:].strip()}' and set 'isAllowList' to true, or list what is to be ignored"
        yield Finding(
            Place(first.pointer, start=0, end=1),
            f"{message}: every path rule is an exception with '!', and there is no rule to make it from",
            hint,
        )
