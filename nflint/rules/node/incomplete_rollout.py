"""The rule `incomplete-rollout`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any

from nflint.diagnostic import Finding, Place, Pointer, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import mapping
from nflint.rule import rule

_KEYS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "percentage": ("canaryPercentage", "stablePercentage"),
        "header": ("canaryHeader", "stableHeader"),
    }
)
_HEADER = ("headerName", "headerValue")


@rule("NF541", Severity.WARNING, since="0.1.0", about=("RolloutStrategy",))
def incomplete_rollout(flow: Flow) -> Iterator[Finding]:
    """A rollout strategy says only in part how the traffic is divided.

    A division by percentage has two shares, one by header a header for each version, and each header a name and a
    value. A strategy with `updateMode: patch` changes what it names and may leave out the rest.

    Source: the reference of rollout strategies, which marks `canaryPercentage`, `stablePercentage`, `headerName` and
    `headerValue` as required.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: RolloutStrategy
                spec: {type: canary, details: {canaryStrategy: percentage, config: {canaryPercentage: 20}}}

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
        strategy, config = details.get("canaryStrategy"), details.get("config")
        keys = _KEYS.get(strategy, ()) if isinstance(strategy, str) else ()
        patched = "patch" in (node.spec.get("updateMode"), node.fields.get("updateMode"))
        if not keys or patched or not isinstance(config, dict):
            continue
        at = (*node.pointer, "spec", "details", "config")
        yield from _missing(config, at, keys, f"a rollout by {strategy}")
        for key in keys if strategy == "header" else ():
            if isinstance(config.get(key), dict):
                yield from _missing(config[key], (*at, key), _HEADER, f"the header '{key}'")


def _missing(fields: Mapping[str, Any], at: Pointer, keys: tuple[str, ...], what: str) -> Iterator[Finding]:
    """What is not there; where there are other keys, the contract asks which of these is meant."""
    missing = [key for key in keys if key not in fields]
    if missing and not fields.keys() - set(keys):
        names = " and ".join(f"'{key}'" for key in missing)
        yield Finding(Place(at, "key"), f"{what} needs {names}", f"add {names}{_rest(fields, missing)}")


def _rest(fields: Mapping[str, Any], missing: list[str]) -> str:
    """The share that is left, when the other one is known."""
    if len(missing) == 1 and missing[0].endswith("Percentage"):
        given = next(iter(fields.values()))
        if isinstance(given, int) and not isinstance(given, bool) and 0 <= given <= 100:
            return f", which is {100 - given}"
    return ""
