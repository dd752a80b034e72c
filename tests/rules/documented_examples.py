"""Takes the examples out of a rule's documentation and makes whole documents of them.

An example of a rule on a model, or of a check of the contract, shows only the keys it is about; the others come
from a small valid document of the right kind. A rule on a request and its flow shows that flow as well.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import yaml

from nflint.contract.detect import Kind
from nflint.rule import Rule

_RESTART = {
    "kind": "Action",
    "spec": {
        "kind": "Service",
        "spec": {"type": "restart", "data": {"serviceId": "api"}, "condition": "running"},
    },
}
_NODES = {"kind": "Workflow", "spec": {"type": "sequential", "steps": [_RESTART]}}

SKELETONS: Mapping[str, Mapping[str, Any]] = {
    "release-flow": {"apiVersion": "v1.2", "spec": _NODES},
    "run": {
        "apiVersion": "v1.2",
        "id": "6e7f4b7e-2d0c-4a53-9d0b-6a7f0f3f8c11",
        "status": "running",
        "concluded": False,
        "createdAt": "2021-01-01T12:00:00.000Z",
        "startedAt": "2021-01-01T12:00:00.000Z",
        "updatedAt": "2021-01-01T12:10:00.000Z",
        "spec": _NODES,
    },
    "run-list": {"data": {"runs": []}, "pagination": {"hasNextPage": False, "count": 0}},
    "run-request": {"name": "Release 42", "releaseNodeOverrides": {}},
}
"""A small document of each kind that has nothing wrong with it."""

_KINDS: Mapping[str, Kind] = {
    "Flow": "release-flow",
    "Wiring": "release-flow",
    "Waiting": "release-flow",
    "Run": "run",
    "RunRequest": "run-request",
    "Launch": "run-request",
    "Credentials": "release-flow",
}
_KINDS_OF_CHECKS: Mapping[str, Kind] = {
    "malformed-timestamp": "run",
    "miscounted-runs": "run-list",
    "missing-cursor": "run-list",
    # The document around the examples of a run has a `startedAt`.
    "missing-started-at": "run-list",
    "unknown-rule": "config",
}


def example(rule: Rule, heading: str) -> str | None:
    """The block that stands, indented, below `heading` (`Flow:`, `Bad:` or `Good:`), without its indentation."""
    _, found, rest = f"\n{rule.documentation}\n".partition(f"\n{heading}\n\n")
    if not found:
        return None
    block: list[str] = []
    for line in rest.split("\n"):
        if line and not line.startswith("    "):
            break
        block.append(line[4:])
    return "\n".join(block).strip("\n") + "\n"


def kind_of(rule: Rule) -> Kind:
    """The kind of document that the examples of `rule` are parts of."""
    return _KINDS_OF_CHECKS.get(rule.name) or (_KINDS[rule.reads] if rule.reads else "release-flow")


def whole(block: str, kind: Kind) -> str:
    """A YAML document of `kind` that holds `block` as it stands, and from the skeleton the keys it lacks."""
    given = yaml.load(block, Loader=yaml.BaseLoader)
    rest = {key: value for key, value in SKELETONS.get(kind, {}).items() if key not in given}
    return "".join(f"{key}: {json.dumps(value)}\n" for key, value in rest.items()) + block
