"""The rule `abbreviated-sha`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.expressions import holds_expression
from nflint.rule import rule
from nflint.run.model import RunRequest


@rule("NF806", Severity.WARNING, since="0.1.0")
def abbreviated_sha(request: RunRequest) -> Iterator[Finding]:
    """A commit is named by something other than its full SHA.

    An override of a trigger's `sha` replaces what the trigger would have given: the 40 hexadecimal digits of one
    commit. Abbreviated SHAs, tags and branch names are no commits to Northflank.

    Source: the guide "Release", trigger outputs: "The SHA to identify the specific commit to be built"; a Build
    node's `sha` has exactly 40 characters.

    Bad:

        overrides:
          app: {branch: main, sha: 1a2b3c4}

    Good:

        overrides:
          app: {branch: main, sha: 1a2b3c4d5e6f708192a3b4c5d6e7f8091a2b3c4d}
    """
    for ref, values in request.overrides.items():
        sha = values.get("sha") if isinstance(values, dict) else None
        if not isinstance(sha, str) or holds_expression(sha) or _is_full(sha):
            continue
        yield Finding(
            Place(("overrides", ref, "sha")),
            f"'{sha}' is not a full commit SHA",
            "give all 40 hexadecimal digits of the commit, as 'git rev-parse' prints them",
        )


def _is_full(sha: str) -> bool:
    return len(sha) == 40 and all(character in "0123456789abcdefABCDEF" for character in sha)
