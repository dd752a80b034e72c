"""Says which document a value is: a release flow, a run, a run request, a list of runs, another one, or none.

Reads `$schema`, keys and node kinds; looks at no file and holds nothing against the contract.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any, Literal, get_args

from nflint.contract.kinds import OTHER_KINDS, TEMPLATE_KINDS, step_kinds
from nflint.nearest import nearest

Kind = Literal["release-flow", "release-flow-response", "run", "run-request", "run-list", "path-parameters", "config"]
"""The kinds of document that are linted; each is the name of a schema file. The last is nflint's own."""

KINDS: tuple[Kind, ...] = get_args(Kind)

CONFIG_NAMES = (".nflint.yaml", ".nflint.yml")
"""The names of files that hold the configuration of nflint."""

OTHER_DOCUMENTS = {
    "template": "a team template",
    "preview": "a preview environment template",
    "workflow": "a workflow",
    "template-run": "a run of a template",
}
"""Northflank documents of which only the expressions are linted, with how a message calls them."""

_RUN_KEYS = frozenset({"id", "status", "concluded", "createdAt", "updatedAt"})
_REQUEST_KEYS = frozenset({"name", "description", "arguments", "overrides", "releaseNodeOverrides"})
_ENVELOPE_KEYS = frozenset({"triggers", "options", "gitops", "richInputs", "teardownSpec"})
_CLIENT_KEYS = frozenset({"data", "rawResponse", "request", "error"})
_FLOW_KINDS = ("Workflow", "Build", "Condition")
_VALUE_LIMIT = 20_000
_NODE_LIMIT = 2_000

# Arguments that only a preview environment is given.
_PREVIEW_MARKS = re.compile(r"args\.previewId|args\.pullRequestId|refs\.git-trigger")


def detect(value: object, name: str = "") -> str | None:
    """The kind of document that `value` is: one of `KINDS`, a key of `OTHER_DOCUMENTS`, or None.

    `name`, a file name, decides only where the content fits several kinds.
    """
    if _file_name(name) in CONFIG_NAMES:
        return "config"
    if not isinstance(value, dict):
        return None
    named = _by_schema(value.get("$schema"))
    if named is not None:
        # Previews made from a template keep its address.
        return "preview" if named == "template" and _is_preview(value) else named
    if "data" in value and not value.keys() & {"spec", "kind"}:
        return _answer(value)
    if _is_run_list(value):
        return "run-list"
    if len(value.keys() & _RUN_KEYS) >= 3 and "concluded" in value and value.keys() & {"createdAt", "spec"}:
        return _run(value)
    if "spec" in value:
        return _flow(value, name)
    if _is_request(value):
        return "run-request"
    if len(value.keys() & _ENVELOPE_KEYS) >= 2 and ("apiVersion" in value or value.keys() & {"gitops"}):
        return _envelope(value)
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
        return _run(data) if "spec" in data or "concluded" in data else None
    if "spec" in data and isinstance(data["spec"], dict):
        kind = _flow(data, "")
        if kind == "release-flow" and data.keys() & {"id", "name", "description"}:
            return "template" if "name" in data else "preview"  # A stored release flow has none of these.
        return "release-flow-response" if kind == "release-flow" else kind
    return None


def _run(value: dict[str, Any]) -> str:
    return "template-run" if "templateId" in value else "run"


def _is_request(value: dict[str, Any]) -> bool:
    if "releaseNodeOverrides" in value:
        return True
    if not any(isinstance(value.get(key), dict) for key in ("arguments", "overrides")):
        return False
    strangers = value.keys() - _REQUEST_KEYS
    if not strangers:
        return "overrides" in value or isinstance(value["arguments"], dict)
    known = len(value.keys() & _REQUEST_KEYS)
    return len(strangers) == 1 and known >= 3 and nearest(strangers.pop(), _REQUEST_KEYS) is not None


def _is_run_list(value: dict[str, Any]) -> bool:
    runs = value.get("runs")
    return isinstance(runs, list) and all(isinstance(run, dict) and "status" in run for run in runs)


def _flow(value: dict[str, Any], name: str) -> str | None:
    spec = value["spec"]
    if not isinstance(spec, dict):
        return "release-flow" if "apiVersion" in value and value.keys() & _ENVELOPE_KEYS else None
    if "status" in value and ("concluded" in value or "templateId" in value):
        return _run(value)
    if isinstance(spec.get("triggers"), dict) or spec.get("type") == "workflow":
        return "workflow"
    kinds = list(_kinds(spec))
    if any(kind in TEMPLATE_KINDS for kind in kinds) and _is_workflow(spec):
        return "template"
    if not (value.keys() & _ENVELOPE_KEYS or _holds_nodes(spec)):
        return None
    others = sum(kind in OTHER_KINDS for kind in kinds)
    if others and "Release" not in kinds and _is_preview(value):
        return "preview"
    # Templates have a name and a description, and release flows have neither.
    if others and value.keys() & {"name", "description"} and "release" not in _file_name(name):
        return "template"
    # A stray resource in a release flow is a mistake to name; a document of resources is another document.
    flows = sum(kind in step_kinds() and kind not in _FLOW_KINDS for kind in kinds)
    if others > flows and "release" not in _file_name(name):
        return "template"
    if "autorun" in _options(value) and "workflow" in _file_name(name):
        return "workflow"
    if not any(kind in step_kinds() for kind in kinds) and not str(value.get("apiVersion", "")).startswith("v1"):
        return None
    return _envelope(value)


def _is_workflow(spec: dict[str, Any]) -> bool:
    return isinstance(spec.get("kind"), str) and nearest(spec["kind"], ["Workflow"]) is not None


def _holds_nodes(spec: dict[str, Any]) -> bool:
    """Whether the tree below `spec` is one of nodes, with whatever mistakes, and not another format's."""
    kind = spec.get("kind")
    if isinstance(kind, str) and nearest(kind, step_kinds()) is None:
        return False
    if isinstance(kind, str) and not _is_workflow(spec):
        return True
    inner = spec
    while isinstance(inner.get("spec"), dict) and "steps" not in inner:
        inner = inner["spec"]
    steps = inner.get("steps", [])
    if isinstance(steps, list):
        steps = [step for step in steps if step is not None]  # One that is being written.
    if isinstance(steps, list) and steps:
        return any(isinstance(step, str) or (isinstance(step, dict) and _is_step(step)) for step in steps)
    return inner.keys() <= {"kind", "ref", "spec", "type", "steps", "context"} and (
        "type" not in inner or inner["type"] in ("sequential", "parallel")
    )


def _is_step(step: dict[str, Any]) -> bool:
    kind = step.get("type")  # What some write for `kind`; it may hold anything.
    return isinstance(step.get("kind"), str) or (isinstance(kind, str) and kind in step_kinds())


def _is_preview(value: dict[str, Any]) -> bool:
    """Whether strings speak of what only a preview has, and no node is one that a preview cannot have."""
    if any(kind in TEMPLATE_KINDS for kind in _kinds(value.get("spec"))):
        return False
    pending: list[object] = [value]
    for _ in range(_VALUE_LIMIT):
        if not pending:
            return False
        here = pending.pop()
        if isinstance(here, str):
            if _PREVIEW_MARKS.search(here):
                return True
        elif isinstance(here, dict):
            pending.extend(here.values())
        elif isinstance(here, list):
            pending.extend(here)
    return False


def _envelope(value: dict[str, Any]) -> str:
    """A release flow, unless its triggers or options can only be those of another document."""
    triggers = value.get("triggers")
    first = triggers[0] if isinstance(triggers, list) and triggers else None
    options = _options(value)
    if "crossProjectAccess" in value:
        return "workflow"
    if isinstance(first, dict) and "spec" in first:
        of_previews = "kind" not in first or {"expiry", "schedules", "nameFormat"} & options.keys()
        return "preview" if of_previews else "workflow"
    if {"id", "name"} <= value.keys() or (value.keys() & {"name", "description"} and "autorun" in options):
        return "template"
    if "webhook" in value or {"nameFormat", "expiry"} & options.keys():
        return "preview"
    return "release-flow"


def _options(value: dict[str, Any]) -> dict[str, Any]:
    options = value.get("options")
    return options if isinstance(options, dict) else {}


def _file_name(name: str) -> str:
    return posixpath.basename(name.replace("\\", "/")).lower()


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
