"""The rule `wrong-percentages`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import mapping
from nflint.rule import rule

_WHOLE = 100


@rule("NF540", Severity.WARNING, since="0.1.0", about=("RolloutStrategy",), fix="unsafe")
def wrong_percentages(flow: Flow) -> Iterator[Finding]:
    """The two shares of the traffic in a rollout strategy do not make up the whole of it.

    One part of the requests goes to the new version, the rest to the running one: together that is 100 per cent, and
    neither is below 0 or above 100. Shares that an expression gives are not looked at.

    Source: the reference of rollout strategies, `canaryPercentage`: "Percentage of traffic to route to the canary
    deployment".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: RolloutStrategy
                spec:
                  type: canary
                  details: {canaryStrategy: percentage, config: {canaryPercentage: 20, stablePercentage: 70}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: RolloutStrategy
                spec:
                  type: canary
                  details: {canaryStrategy: percentage, config: {canaryPercentage: 20, stablePercentage: 80}}
    """
    for node in flow.of("RolloutStrategy"):
        details = mapping(node.spec.get("details"))
        if details.get("canaryStrategy") == "header":
            continue  # Keys of the other strategy are the contract's.
        config, at = mapping(details.get("config")), (*node.pointer, "spec", "details", "config")
        shares = [(key, config.get(key)) for key in ("canaryPercentage", "stablePercentage")]
        known = [(key, share) for key, share in shares if isinstance(share, int) and not isinstance(share, bool)]
        beyond = [key for key, share in known if not 0 <= share <= _WHOLE]
        for key in beyond:
            share = _share(key, dict(known))
            hint = "write a share of the traffic in per cent" if share is None else f"write {share}"
            fix = None if share is None else Fix.write(Place((*at, key)), share, safe=False)
            yield Finding(Place((*at, key)), f"'{key}' is not between 0 and 100", hint, fix=fix)
        if beyond or len(known) < 2:
            continue
        (first, canary), (second, stable) = known
        if canary + stable != _WHOLE:
            yield Finding(
                Place((*at, second)),
                f"'{first}' and '{second}' come to {canary + stable}, not to 100",
                f"write {_WHOLE - canary} for '{second}', or {_WHOLE - stable} for '{first}'",
                (Related(Place((*at, first)), f"'{first}' is here"),),
            )


def _share(key: str, shares: dict[str, int]) -> int | None:
    """What to write for a share that cannot be, when the other one tells."""
    other = next((share for name, share in shares.items() if name != key and 0 <= share <= _WHOLE), None)
    return None if other is None else _WHOLE - other
