"""The rule `overlapping-runs`."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.migrations import is_migration
from nflint.flow.model import Flow, Node
from nflint.flow.tasks import task_of
from nflint.nearest import nearest
from nflint.rule import rule

# A flow has a dozen keys; of a document that is none, not all are looked at.
_MOST = 50


@rule("NF425", Severity.INFO, since="0.1.0", whole=True, about=("triggers",))
def overlapping_runs(flow: Flow) -> Iterator[Finding]:
    """Two pushes may run the same migration, backup or import at the same time.

    Unless `concurrencyPolicy` says otherwise, a run does not wait for the one before it. Two migrations of a database
    at once, or a backup while another run migrates, are seldom what anybody wants. Reported once, at the first node
    of a flow that a Git trigger starts that backs up, imports or restores an addon, or that looks like a migration. An
    info, since `allow` is the default.

    Source: the guide "Release", template run concurrency: "multiple template runs can be executed in parallel,
    with no restrictions".

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: migrate}}

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
        options: {concurrencyPolicy: queue}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, condition: success, spec: {jobId: migrate}}
    """
    # The API's answers have it at the top as well.
    policy = flow.options.get("concurrencyPolicy", flow.fields.get("concurrencyPolicy", "allow"))
    starting = next((trigger for trigger in flow.triggers if trigger.automatic), None)
    if policy != "allow" or flow.options.get("paused") is True or starting is None:
        return
    if not isinstance(flow.fields.get("options", {}), dict) or _is_misspelt(flow):
        return  # What was meant is not known.
    node = next((node for node in flow.nodes if node.area == "spec" and _is_stateful(node)), None)
    if node is None:
        return
    explicit = "concurrencyPolicy" in flow.options
    said = Related(Place((*flow.pointer, "options", "concurrencyPolicy")), "runs may overlap")
    yield Finding(
        Place((*node.pointer, "kind")),
        f"{node.title} may run twice at the same time, once for each of two pushes",
        "set 'concurrencyPolicy' in 'options' to 'queue'",
        (said if explicit else Related(starting.place, "each push here starts a run at once"),),
    )


def _is_misspelt(flow: Flow) -> bool:
    """Whether a policy may have been given under a name that the contract does not know."""
    if "concurrencyPolicy" in flow.options:
        return False
    around = () if "options" in flow.fields else islice(flow.fields, _MOST)
    return any(nearest(key, ("options",)) for key in around) or any(
        nearest(key, ("concurrencyPolicy", "concurrency")) for key in islice(flow.options, _MOST)
    )


def _is_stateful(node: Node) -> bool:
    return task_of(node) in ("backup", "import", "restore") or is_migration(node)
