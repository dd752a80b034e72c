"""Builds flows with builds, waits and steps, for the tests of what is awaited."""

from __future__ import annotations

from typing import Any

from nflint.flow.waiting import Waiting, build_waiting
from nflint.flow.wiring import build_wiring

Tree = dict[str, Any]

A, B = "${args.A}", "${args.B}"
NOT_A = "${fn.not(args.A)}"


def node(kind: str, ref: str, spec: Tree, **fields: Any) -> Tree:
    return {"kind": kind, "ref": ref, "spec": spec, **fields}


def build(ref: str = "b", **fields: Any) -> Tree:
    return node("Build", ref, {"id": "api", "type": "service", "branch": "main"}, **fields)


def wait(ref: str, kind: str, skip: str | None = None, **data: str) -> Tree:
    """A Condition node."""
    fields = {} if skip is None else {"skipNodeExecution": skip}
    return node("Condition", ref, {"kind": kind, "spec": {"type": "success", "data": data}}, **fields)


def awaits(of: str = "${refs.b.id}", skip: str | None = None) -> Tree:
    return wait("c", "Build", skip, buildId=of)


def step(ref: str = "s", **fields: Any) -> Tree:
    return node("Release", ref, {"type": "registry", "target": {"id": "api", "type": "service"}}, **fields)


def approval() -> Tree:
    return node("Approval", "ok", {"amount": 1})


def workflow(kind: str, *steps: Tree, **fields: Any) -> Tree:
    return node("Workflow", "", {"type": kind, "steps": list(steps)}, **fields)


def seq(*steps: Tree, **fields: Any) -> Tree:
    return workflow("sequential", *steps, **fields)


def par(*steps: Tree, **fields: Any) -> Tree:
    return workflow("parallel", *steps, **fields)


def loop(*steps: Tree) -> Tree:
    return node("LoopWorkflow", "", {"iterations": [{}], "steps": list(steps)})


def addon(kind: str, ref: str = "b", **spec: Any) -> Tree:
    return node(kind, ref, {"addonId": "db", **spec})


def waiting_of(spec: object, **flow: Any) -> Waiting:
    return build_waiting(build_wiring({"apiVersion": "v1.2", "spec": spec, **flow}))
