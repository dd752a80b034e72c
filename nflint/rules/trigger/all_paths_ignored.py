"""The rule `all-paths-ignored`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.flow.paths import is_allow_list, path_rules, path_texts
from nflint.rule import rule

_EVERYTHING = frozenset({"*", "**", "**/*", "/*", "/**", "/**/*"})


@rule("NF420", Severity.WARNING, since="0.1.0", about=("pathIgnoreRules",))
def all_paths_ignored(flow: Flow) -> Iterator[Finding]:
    """A path rule ignores every file, so that no commit counts.

    Unless `isAllowList` turns them round, path rules say which files do not count, and a commit that changes no
    other file starts nothing. With `**` among them there is no other file. Exceptions with `!` further down are
    taken to be what is meant.

    Source: the guide "Build", path rules: "stop commits that modify certain files or directories".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            pathIgnoreRules: ["**"]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            pathIgnoreRules: [docs/]
    """
    for part in flow.commit_rules:
        if _EVERYTHING.isdisjoint(map(str.rstrip, path_texts(part))):
            continue
        rules = path_rules(part)
        found = next((index for index, rule_ in enumerate(rules) if rule_.text.rstrip() in _EVERYTHING), None)
        if found is None or is_allow_list(part) or any(rule_.negated for rule_ in rules[found:]):
            continue
        yield Finding(
            Place(rules[found].pointer),
            f"the path rule '{rules[found].text}' ignores every file, so no commit counts",
            "list only what is to be ignored, such as 'docs/', or set 'isAllowList' to true",
        )
