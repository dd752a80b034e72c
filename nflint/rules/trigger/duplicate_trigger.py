"""The rule `duplicate-trigger`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nflint.diagnostic import Finding, Fix, Place, Related, Severity
from nflint.flow.branches import BRANCHES, PULL_REQUESTS
from nflint.flow.model import Flow, Trigger
from nflint.flow.repository import repository
from nflint.rule import rule


@rule("NF406", Severity.WARNING, since="0.1.0", about=("triggers",), fix="safe")
def duplicate_trigger(flow: Flow) -> Iterator[Finding]:
    """Two triggers watch the same repository with the same rules.

    A commit that fits one fits the other too, so every push starts two runs of the flow. URLs are compared
    without their scheme, letter case and a closing `.git`; rules without their order, except for path rules with
    `!`, whose order counts. A trigger that is started by hand only repeats no other.

    Source: the guide "Release", Git triggers: "A release flow will run when a commit is pushed" that matches.

    Bad:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
          - ref: api
            vcsService: github
            repoUrl: https://github.com/Acme/API
            branchRestrictions: [main]

    Good:

        triggers:
          - ref: app
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [main]
          - ref: api
            vcsService: github
            repoUrl: https://github.com/acme/api
            branchRestrictions: [hotfix/*]
    """
    seen: dict[tuple[Any, ...], Trigger] = {}
    for trigger in flow.triggers if len(flow.triggers) > 1 else ():
        watched = _watched(trigger)
        if watched is None:
            continue
        first = seen.setdefault(watched, trigger)
        if first is not trigger:
            yield Finding(
                Place((*trigger.pointer, "repoUrl")),
                "this trigger watches the same repository with the same rules as an earlier one",
                "remove one of the two, or give them different rules",
                related=(Related(Place((*first.pointer, "repoUrl")), "the earlier trigger"),),
                fix=Fix.remove(trigger.pointer, "this trigger", safe=True) if trigger.fields == first.fields else None,
            )


def _watched(trigger: Trigger) -> tuple[Any, ...] | None:
    """What a trigger reacts to, in a form that is equal when two triggers react to the same commits."""
    watched = repository(trigger.fields.get("repoUrl"))
    if watched is None or not trigger.automatic:
        return None
    branches = tuple(frozenset(_texts(trigger.fields.get(key))) for key in (BRANCHES, PULL_REQUESTS))
    paths = _texts(trigger.fields.get("pathIgnoreRules"))
    ordered = any(path.startswith("!") for path in paths)
    allow = trigger.fields.get("isAllowList") is True
    return (watched, branches, paths if ordered else frozenset(paths), allow)


def _texts(value: object) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, list) else ()
