"""The rule `trigger-without-ref`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF417", Severity.INFO, since="0.1.0", group="strict", whole=True, about=("triggers",))
def trigger_without_ref(flow: Flow) -> Iterator[Finding]:
    """A trigger has no `ref`, so that no node can use what started the run.

    The branch, the commit and the pull request that have started a run are read as `${refs.<ref>.branch}` and so on.
    Without a ref there is no way to them, and a run does not know what it has been started for.

    Source: the reference page "Update release flow", `ref` of triggers: "A reference that can be used to access the
    output of this trigger in the template."

    Bad:

        triggers:
          - vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
    """
    for trigger in flow.triggers:
        # An empty one, or one of another type, is a mistake of its own.
        if "ref" not in trigger.fields:
            yield Finding(
                trigger.place,
                "this trigger has no 'ref', so no node can use the commit that it stands for",
                "give it a 'ref' such as 'app', and use '${refs.app.branch}' and '${refs.app.sha}' in the nodes",
            )
