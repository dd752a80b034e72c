"""Small flows for dry runs."""

from __future__ import annotations

import json
from typing import Any

Node = dict[str, Any]


def job(ref: str = "job", **environment: Any) -> Node:
    return {"kind": "JobRun", "ref": ref, "spec": {"jobId": "migrate", "runtimeEnvironment": environment}}


def release(image: str, **more: Any) -> Node:
    spec = {"type": "registry", "origin": {"imagePath": image}, "target": {"id": "api", "type": "service"}}
    return {"kind": "Release", "condition": "running", "spec": spec, **more}


def flow(*steps: Node, **more: Any) -> str:
    root = {"kind": "Workflow", "spec": {"type": "sequential", "steps": list(steps)}}
    return json.dumps({"apiVersion": "v1.2", **more, "spec": root})


TRIGGER = {
    "ref": "app",
    "vcsService": "github",
    "repoUrl": "https://github.com/acme/api",
    "branchRestrictions": ["main"],
}
