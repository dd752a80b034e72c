"""The checks of what is written for nflint itself: comments in YAML documents, and the configuration.

The checks themselves are in `nflint.suppression`, `nflint.config` and `nflint.discovery`.
"""

from __future__ import annotations

from nflint.diagnostic import Severity
from nflint.rule import Rule, dedent
from nflint.rules.mended_checks import MENDED


def _check(code: str, name: str, severity: Severity, documentation: str) -> Rule:
    return Rule(code, name, "document", severity, dedent(documentation), "0.1.0", fix=MENDED.get(name))


OWN_CHECKS = (
    _check(
        "NF090",
        "unused-suppression",
        Severity.WARNING,
        """A comment or an entry of the configuration hides a finding that is not there.

        The mistake has been mended, or the line has moved. What is left would hide the next one. An entry of the
        configuration is reported when everything was linted that it could be for, and no entry or comment for a rule
        that is off.

        Bad:

            apiVersion: v1.2  # nflint: ignore[api-version] the old account still needs it

        Good:

            apiVersion: v1  # nflint: ignore[api-version] the old account still needs it
        """,
    ),
    _check(
        "NF091",
        "malformed-suppression",
        Severity.WARNING,
        """A comment for nflint names no rule, or one that does not exist, so that it hides nothing.

        The comment is `# nflint: ignore[RULE] REASON`, with one or more names or codes of rules, separated by commas.
        It is for its own line, or, alone on a line, for the next one. There is none that hides everything.

        Bad:

            apiVersion: v1.2  # nflint: ignore[api-verson] the old account still needs it

        Good:

            # nflint: ignore[api-version] the old account still needs it
            apiVersion: v1
        """,
    ),
    _check(
        "NF092",
        "unknown-rule",
        Severity.ERROR,
        """The configuration names a rule or a group that does not exist.

        Rules are called by name or code; groups are `recommended`, `strict`, `all` and the families of rules. `nflint
        rules` lists them.

        Bad:

            ignore: [undefind-ref]

        Good:

            ignore: [undefined-ref]
        """,
    ),
)
