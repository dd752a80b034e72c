"""The rule `paused-triggers`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF424", Severity.INFO, since="0.1.0", group="strict", about=("paused",))
def paused_triggers(flow: Flow) -> Iterator[Finding]:
    """The flow has Git triggers and is paused, so that no push starts a run.

    To pause a flow is for a while, such as an incident; committed, it stays. Whoever wonders later why a push
    releases nothing finds the reason here.

    Source: the reference page "Update release flow", `paused`: "the template will not run when triggered by git".

    Bad:

        options: {paused: true}
        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]

    Good:

        options: {paused: false}
        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
    """
    waiting = [trigger for trigger in flow.triggers if trigger.automatic]
    if flow.options.get("paused") is True and waiting:
        yield Finding(
            Place((*flow.pointer, "options", "paused")),
            "while the flow is paused, no push starts a run",
            "set 'paused' to false, or remove the triggers if they are not wanted any more",
            (Related(waiting[0].place, "this trigger is paused"),),
        )
