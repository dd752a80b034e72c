"""The rule `dropped-runs`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF426", Severity.INFO, since="0.1.0", group="strict", about=("concurrencyPolicy",))
def dropped_runs(flow: Flow) -> Iterator[Finding]:
    """A push while a run is under way starts none, and nothing makes up for it.

    With `concurrencyPolicy: forbid` a request that comes while another run is pending or running is ignored. The
    commit of such a push is not released until somebody pushes again or starts a run by hand. With `queue` it waits.

    Source: the guide "Release", template run concurrency: "if a template is currently pending or running any run
    requests will be ignored".

    Bad:

        options: {concurrencyPolicy: forbid}
        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]

    Good:

        options: {concurrencyPolicy: queue}
        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
    """
    starting = next((trigger for trigger in flow.triggers if trigger.automatic), None)
    if starting is None or flow.options.get("paused") is True:
        return
    if flow.options.get("concurrencyPolicy") == "forbid":
        yield Finding(
            Place((*flow.pointer, "options", "concurrencyPolicy")),
            "a push while a run is under way is ignored, so its commit is not released",
            "use 'queue', so that it waits for its turn",
            (Related(starting.place, "pushes here start runs"),),
        )
