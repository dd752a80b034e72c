"""Says which document a value is: a release flow, a run, a run request, a list of runs, another one, or none.

Reads `$schema`, keys and node kinds; looks at no file and holds nothing against the contract.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any, Literal, get_args

from nflint.contract.kinds import OTHER_KINDS, TEMPLATE_KINDS, step_kinds

Kind = Literal["release-flow", "release-flow-response", "run", "run-request", "run-list", "path-parameters"]
"""The kinds of document that are linted; each is the name of a schema file."""

KINDS: tuple[Kind, ...] = get_args(Kind)

OTHER_DOCUMENTS = {
    "template": "a team template",
    "preview": "a preview environment template",
    "workflow": "a workflow",
}
"""Northflank documents that are recognised and not linted yet, with how a message calls them."""

_RUN_KEYS = frozenset({"id", "status", "concluded", "createdAt", "updatedAt"})
_RESPONSE_KEYS = frozenset({"status", "paused", "createdAt", "updatedAt"})
_REQUEST_KEYS = frozenset({"name", "description", "arguments", "overrides", "releaseNodeOverrides"})
_ENVELOPE_KEYS = frozenset({"triggers", "options", "gitops", "richInputs", "teardownSpec"})
_CLIENT_KEYS = frozenset({"data", "rawResponse", "request", "error"})
_NODE_LIMIT = 2_000


def detect(value: object, name: str = "") -> str | None:
    """The kind of document that `value` is: one of `KINDS`, a key of `OTHER_DOCUMENTS`, or None.

    `name`, a file name, decides only where the content fits several kinds.
    """
    if not isinstance(value, dict):
        return None
    named = _by_schema(value.get("$schema"))
    if named is not None:
        return named
    if "data" in value and not value.keys() & {"spec", "kind"}:
        return _answer(value)
    if _is_run_list(value):
        return "run-list"
    if len(value.keys() & _RUN_KEYS) >= 3 and "concluded" in value:
        return "run"
    if "spec" in value:
        return _flow(value, name)
    if "releaseNodeOverrides" in value or ("overrides" in value and value.keys() <= _REQUEST_KEYS):
        return "run-request"
    if len(value.keys() & _ENVELOPE_KEYS) >= 2 and ("apiVersion" in value or value.keys() & {"gitops"}):
        return _envelope(value)
    if "arguments" in value and value.keys() <= _REQUEST_KEYS and isinstance(value["arguments"], dict):
        return "run-request"
    return None


def _by_schema(schema: object) -> str | None:
    """What `$schema` says, when it names a schema of Northflank's own or one of ours."""
    if not isinstance(schema, str) or ("northflank" not in schema.lower() and "nflint" not in schema.lower()):
        return None
    last = posixpath.basename(schema.rstrip("/")).lower().removesuffix(".json").removesuffix(".schema")
    known = {
        "template": "template",
        "preview-template": "preview",
        "preview-env": "preview",
        "preview-blueprint": "preview",
        "workflow": "workflow",
    }
    return known.get(last, last if last in KINDS else None)


def _answer(value: dict[str, Any]) -> str | None:
    """An answer of the API or of its JavaScript client: what it is lies in `data`."""
    data = value["data"]
    if not isinstance(data, dict) or not value.keys() <= _CLIENT_KEYS | {"pagination"}:
        return None
    if _is_run_list(data):
        return "run-list"
    if "concluded" in data or {"id", "status"} <= data.keys():
        return "run" if "spec" in data or "concluded" in data else None
    if "spec" in data and isinstance(data["spec"], dict):
        kind = _flow(data, "")
        return "release-flow-response" if kind == "release-flow" else kind
    return None


def _is_run_list(value: dict[str, Any]) -> bool:
    runs = value.get("runs")
    return isinstance(runs, list) and all(isinstance(run, dict) and "status" in run for run in runs)


def _flow(value: dict[str, Any], name: str) -> str | None:
    spec = value["spec"]
    if not isinstance(spec, dict):
        return "release-flow" if "apiVersion" in value and value.keys() & _ENVELOPE_KEYS else None
    if "concluded" in value and "status" in value:
        return "run"
    if isinstance(spec.get("triggers"), dict) or spec.get("type") == "workflow":
        return "workflow"
    kinds = list(_kinds(spec))
    known = step_kinds()
    if not any(kind in known or kind in OTHER_KINDS for kind in kinds):
        looks = "apiVersion" in value and str(value["apiVersion"]).startswith("v1")
        return "release-flow" if looks and ("steps" in spec or isinstance(spec.get("spec"), dict)) else None
    if any(kind in TEMPLATE_KINDS for kind in kinds):
        return "template"
    others = sum(kind in OTHER_KINDS for kind in kinds)
    if others and not _calls_itself_release(name):
        # A stray resource in a release flow is a mistake to name; a document of resources is another document.
        releases = sum(kind in ("Release", "JobRun", "AddonBackup", "AddonImport", "Approval") for kind in kinds)
        if others > releases:
            return "template" if value.keys() & {"name", "description", "project"} else "preview"
    elif value.keys() & {"name", "description"} and "autorun" in _options(value):
        return "template"
    return _envelope(value)


def _envelope(value: dict[str, Any]) -> str:
    """A release flow, unless its triggers or options can only be those of a workflow or a preview."""
    triggers = value.get("triggers")
    first = triggers[0] if isinstance(triggers, list) and triggers else None
    if value.keys() & {"crossProjectAccess"}:
        return "workflow"
    if isinstance(first, dict) and isinstance(first.get("kind"), str) and "spec" in first:
        return "preview" if {"expiry", "schedules", "nameFormat"} & _options(value).keys() else "workflow"
    if value.keys() & {"webhook"} or {"nameFormat", "expiry"} & _options(value).keys():
        return "preview"
    return "release-flow"


def _options(value: dict[str, Any]) -> dict[str, Any]:
    options = value.get("options")
    return options if isinstance(options, dict) else {}


def _calls_itself_release(name: str) -> bool:
    return "release" in posixpath.basename(name.replace("\\", "/")).lower()


def _kinds(spec: object) -> Iterator[str]:
    """The kinds of the nodes below `spec`, up to a limit that is beyond any doubt."""
    pending = [spec]
    seen = 0
    while pending and seen < _NODE_LIMIT:
        node = pending.pop()
        seen += 1
        if not isinstance(node, dict):
            continue
        if isinstance(node.get("kind"), str):
            yield node["kind"]
        inner = node.get("spec", node)
        steps = inner.get("steps") if isinstance(inner, dict) else None
        if isinstance(steps, list):
            pending.extend(steps)
        elif isinstance(steps, dict):
            pending.append(steps)
        elif isinstance(inner, dict) and inner is not node and "kind" in inner and "kind" not in node:
            pending.append(inner)
