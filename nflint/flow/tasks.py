"""What nodes start that goes on after them, and what that is about: the service, job or addon.

Whether anybody waits for it is the business of `nflint.flow.waiting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from nflint.flow.model import Node
from nflint.flow.plain import mapping
from nflint.flow.subjects import name_of
from nflint.flow.uses import Scope

Task = Literal["build", "job run", "backup", "import", "release", "restore", "restart"]
"""What a node starts and what goes on after the node is done."""

_TASKS: dict[str, Task] = {
    "Build": "build",
    "BuildSource": "build",
    "JobRun": "job run",
    "AddonBackup": "backup",
    "AddonImport": "import",
    "Release": "release",
}

STARTING = frozenset({*_TASKS, "Action"})
"""The kinds of node that start something."""

KINDS = frozenset({*STARTING, "Approval", "Condition"})
"""The kinds of node that start something, or wait."""

# Where people write that a node is to wait. In the wrong place it waits for nothing, and the contract says so.
_OWN = frozenset({"condition", "waitForCompletion"})


def task_of(node: Node) -> Task | None:
    """What `node` starts that goes on after it, if it does not wait itself."""
    if node.kind != "Action":
        return _TASKS.get(node.kind)
    kind, type_, _ = action(node)
    if kind == "AddonBackup":
        return "restore" if type_ == "restore" else None
    return "restart" if kind in ("Addon", "Service") and type_ == "restart" else None


def subject_of(node: Node, scope: Scope) -> str | None:
    """The name of the service, job or addon that `node` builds, runs, releases to, or does something with."""
    if node.kind == "Release":
        return name_of(mapping(node.spec.get("target")).get("id"), scope)
    if node.kind in ("Action", "Condition"):
        _, _, data = action(node)
        return name_of(next((data[key] for key in ("addonId", "serviceId", "jobId") if key in data), None), scope)
    return name_of(next((node.spec[key] for key in ("addonId", "jobId", "id") if key in node.spec), None), scope)


def waits_itself(node: Node) -> bool:
    """Whether a node that starts something is meant to wait until that has finished."""
    if not _OWN.isdisjoint(node.fields) or not _OWN.isdisjoint(node.spec):
        return True
    if node.kind != "Action":
        return False
    inner = mapping(node.spec.get("spec"))
    return not (_OWN.isdisjoint(inner) and _OWN.isdisjoint(mapping(inner.get("data"))))


def action(node: Node) -> tuple[Any, Any, Mapping[str, Any]]:
    """The kind, the type and the data of an Action or a Condition, as they are in the document."""
    inner = mapping(node.spec.get("spec"))
    return node.spec.get("kind"), inner.get("type"), mapping(inner.get("data"))


def is_for_job(node: Node) -> bool:
    """Whether a Release has a job as its target."""
    target = node.spec.get("target")
    return isinstance(target, dict) and target.get("type") == "job"


def is_deployment(node: Node) -> bool:
    """Whether a Release starts a new version of a service. What is released to a job starts with its next run."""
    return node.kind == "Release" and not is_for_job(node)
