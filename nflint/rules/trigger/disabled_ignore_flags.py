"""The rule `disabled-ignore-flags`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF403", Severity.WARNING, since="0.1.0", about=("ciIgnoreFlagsEnabled",))
def disabled_ignore_flags(flow: Flow) -> Iterator[Finding]:
    """Commit ignore flags are listed while `ciIgnoreFlagsEnabled` switches them off.

    A commit whose message carries one of `ciIgnoreFlags` is left alone only while `ciIgnoreFlagsEnabled` is
    true. With `false` beside a list, `[skip ci]` in a commit message does nothing.

    Source: the guide "Build", commit ignore flags: "When enabled it will stop CI from being triggered".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            ciIgnoreFlags: ["[skip ci]"]
            ciIgnoreFlagsEnabled: false

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            ciIgnoreFlags: ["[skip ci]"]
            ciIgnoreFlagsEnabled: true
    """
    for rules in flow.commit_rules:
        if rules.fields.get("ciIgnoreFlagsEnabled") is False and rules.fields.get("ciIgnoreFlags"):
            yield Finding(
                Place((*rules.pointer, "ciIgnoreFlags"), "key"),
                "the commit ignore flags have no effect because 'ciIgnoreFlagsEnabled' is false",
                "set 'ciIgnoreFlagsEnabled' to true, or remove 'ciIgnoreFlags'",
                related=(Related(Place((*rules.pointer, "ciIgnoreFlagsEnabled")), "switched off here"),),
            )
