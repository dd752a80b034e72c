"""The rule `untriggered-rollout`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import mapping
from nflint.rule import rule


@rule("NF543", Severity.INFO, since="0.1.0", group="all", about=("RolloutStrategy",))
def untriggered_rollout(flow: Flow) -> Iterator[Finding]:
    """A rollout strategy switches off every release that could start it.

    Its `triggers` say which releases roll out gradually. Where all that are given are `false`, none does of itself.
    What holds for those that are left out is not documented.

    Source: the reference of release flows, rollout strategies: "Automatically trigger the rollout strategy when a
    release is initiated from a release flow".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: RolloutStrategy
                spec:
                  type: canary
                  options: {triggers: {releaseFromReleaseFlow: false, releaseFromUI: false}}
                  details: {canaryStrategy: percentage, config: {canaryPercentage: 20, stablePercentage: 80}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: RolloutStrategy
                spec:
                  type: canary
                  options: {triggers: {releaseFromReleaseFlow: true, releaseFromUI: false}}
                  details: {canaryStrategy: percentage, config: {canaryPercentage: 20, stablePercentage: 80}}
    """
    for node in flow.of("RolloutStrategy"):
        triggers = mapping(mapping(node.spec.get("options")).get("triggers"))
        if triggers and all(value is False for value in triggers.values()):
            yield Finding(
                Place((*node.pointer, "spec", "options", "triggers"), "key"),
                "no release is given that starts this rollout",
                "write true for the releases that shall roll out gradually, such as 'releaseFromReleaseFlow'",
            )
