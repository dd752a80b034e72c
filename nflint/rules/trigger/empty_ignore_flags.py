"""The rule `empty-ignore-flags`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF423", Severity.WARNING, since="0.1.0", about=("ciIgnoreFlags", "ciIgnoreFlagsEnabled"), fix="unsafe")
def empty_ignore_flags(flow: Flow) -> Iterator[Finding]:
    """A commit ignore flag is empty, or there is none to look for.

    A commit is left out when its message contains a flag, and every message contains the empty text: with such a
    flag no commit may count any more. A list without flags is an info where `ciIgnoreFlagsEnabled` asks for them:
    not even the default ones, such as `[skip ci]`, have an effect then.

    Source: the guide "Build", commit ignore flags: "if a commit message contains a matching flag".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            ciIgnoreFlags: ["[skip ci]", ""]
            ciIgnoreFlagsEnabled: true

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
            ciIgnoreFlags: ["[skip ci]"]
            ciIgnoreFlagsEnabled: true
    """
    for part in flow.commit_rules:
        flags, enabled = part.fields.get("ciIgnoreFlags"), part.fields.get("ciIgnoreFlagsEnabled")
        here = (*part.pointer, "ciIgnoreFlags")
        if enabled is False or not isinstance(flags, list):
            continue
        for index, flag in enumerate(flags):
            if isinstance(flag, str) and not flag.strip():
                yield Finding(
                    Place((*here, index)),
                    "an empty flag stands in every commit message, so every commit may be left out",
                    "remove it",
                    fix=Fix.remove((*here, index), "the empty flag"),
                )
        if enabled is True and not flags:
            yield Finding(
                Place(here, "key"),
                "commit ignore flags are enabled, but the list of them is empty",
                "list the flags, such as '[skip ci]', or remove 'ciIgnoreFlags' for the default ones",
                severity=Severity.INFO,
            )
