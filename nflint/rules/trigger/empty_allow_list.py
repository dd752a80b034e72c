"""The rule `empty-allow-list`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF404", Severity.WARNING, since="0.1.0", about=("isAllowList",))
def empty_allow_list(flow: Flow) -> Iterator[Finding]:
    """`isAllowList` turns the path rules into an allow list, but there are none.

    With `isAllowList: true` only commits that change one of the listed paths count. An empty or missing
    `pathIgnoreRules` then allows nothing, so no commit ever starts a run or a build.

    Source: the guide "Build", path rules: "trigger a build only when the specified files or directories are
    changed".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            isAllowList: true

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            isAllowList: true
            pathIgnoreRules: [src/]
    """
    for rules in flow.commit_rules:
        if rules.fields.get("isAllowList") is True and not rules.fields.get("pathIgnoreRules"):
            yield Finding(
                Place((*rules.pointer, "isAllowList"), "key"),
                "no path is allowed at all: 'isAllowList' is true and 'pathIgnoreRules' is empty",
                "list the allowed paths in 'pathIgnoreRules', or remove 'isAllowList'",
            )
