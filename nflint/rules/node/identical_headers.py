"""The rule `identical-headers`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.model import Flow
from nflint.flow.plain import mapping, text
from nflint.rule import rule


@rule("NF542", Severity.WARNING, since="0.1.0", about=("RolloutStrategy",))
def identical_headers(flow: Flow) -> Iterator[Finding]:
    """A rollout strategy sends the same header to both versions.

    Requests with `canaryHeader` go to the new version, those with `stableHeader` stay with the running one. Where
    both are the same, nobody can say which it will be. The name of a header is the same in upper and lower case, its
    value is not.

    Source: the reference of release flows, rollout strategies: "HTTP header value that routes matching requests to
    the target deployment".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: RolloutStrategy
                spec:
                  type: canary
                  details:
                    canaryStrategy: header
                    config:
                      canaryHeader: {headerName: X-Version, headerValue: next}
                      stableHeader: {headerName: x-version, headerValue: next}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: RolloutStrategy
                spec:
                  type: canary
                  details:
                    canaryStrategy: header
                    config:
                      canaryHeader: {headerName: X-Version, headerValue: next}
                      stableHeader: {headerName: X-Version, headerValue: stable}
    """
    for node in flow.of("RolloutStrategy"):
        config = mapping(mapping(node.spec.get("details")).get("config"))
        canary, stable = _header(config.get("canaryHeader")), _header(config.get("stableHeader"))
        if canary is not None and canary == stable:
            at = (*node.pointer, "spec", "details", "config")
            yield Finding(
                Place((*at, "stableHeader", "headerValue")),
                "requests with this header are to go to both versions",
                "give 'stableHeader' another value than 'canaryHeader'",
                (Related(Place((*at, "canaryHeader", "headerValue")), "the same header for the new version"),),
            )


def _header(value: object) -> tuple[str, str] | None:
    """The name and value of a header, None where they are not known."""
    fields: Mapping[str, Any] = mapping(value)
    name, content = text(fields.get("headerName")), text(fields.get("headerValue"))
    if not name or not content or "${" in name or "${" in content:
        return None
    return name.casefold(), content
