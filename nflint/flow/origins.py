"""Where a Release or a JobRun says of what build or image it takes what it deploys or runs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from nflint.flow.model import Node
from nflint.flow.plain import mapping


class Origin(NamedTuple):
    """An object of a node that names an image: the way to it, what is in it, and its keys for the build that is taken.

    `id_key` is the key for the ID of a build, `latest_key` the one under which `latest` is documented.
    """

    path: tuple[str, ...]
    fields: Mapping[str, Any]
    id_key: str
    latest_key: str


def origins(node: Node) -> list[Origin]:
    """The origins of a node, none for other kinds. Never raises."""
    if node.kind == "Release":
        return [Origin(("spec", "origin"), mapping(node.spec.get("origin")), "build", "build")]
    deployment = node.spec.get("deployment") if node.kind == "JobRun" else None
    if not isinstance(deployment, dict):
        return []
    return [
        Origin(("spec", "deployment", key), deployment[key], "buildId", "buildSHA")
        for key in ("internal", "external")
        if isinstance(deployment.get(key), dict)
    ]
