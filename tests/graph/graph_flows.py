"""Flows to draw: small ones that show one thing each, large ones, and one whose names are made to break syntax."""

from __future__ import annotations

import random
from typing import Any

HOSTILE = (
    "\"quoted\" 'names'",
    "</script><script>alert(1)</script>",
    "]]> --> <!-- <b>&amp;&lt;",
    "end",
    'subgraph x["y"] --> z; class n1 error',
    "style: x:#1; classDef a fill:#f00; %%{init: {}}%%",
    "\\n \\N \\ {a|b} <x>",
    "`code` **bold** __x__ #35; #quot; &quot;",
    "line\nbreak\r\n\ttab \x00 \x1b[31m \x07",
    "\u202eright to left\u202c \u2066x\u2069 \ufeff",
    "שלום עולם مرحبا",
    "漢字の名前 🚀🚀 e\u0301\u0301\u0301",
    "\ud800 lone \udfff",
    "\ufffe\uffff",
    "n" * 5_000,
    "",
    " ",
)


def step(kind: str, ref: str | None = None, spec: dict[str, Any] | None = None, **fields: Any) -> dict[str, Any]:
    """A node."""
    return {"kind": kind, **({} if ref is None else {"ref": ref}), "spec": spec or {}, **fields}


def workflow(type_: str, *steps: Any, **fields: Any) -> dict[str, Any]:
    """A Workflow with these steps."""
    return {"kind": "Workflow", "spec": {"type": type_, "steps": list(steps)}, **fields}


def flow(root: Any, **fields: Any) -> dict[str, Any]:
    """A release flow."""
    return {"apiVersion": "v1.2", "spec": root, **fields}


def build(ref: str, **fields: Any) -> dict[str, Any]:
    """A Build that waits for its build."""
    return step("Build", ref, {"id": "api", "type": "service", "branch": "main"}, **{"condition": "success", **fields})


def release(build_ref: str, target: str, **fields: Any) -> dict[str, Any]:
    """A Release of what a Build has built."""
    origin = {"id": "api", "branch": "main", "build": f"${{refs.{build_ref}.id}}"}
    return step(
        "Release", None, {"type": "build", "origin": origin, "target": {"id": target, "type": "service"}}, **fields
    )


def waits(build_ref: str) -> dict[str, Any]:
    """A Condition that waits for a build."""
    data = {"projectId": "shop", "buildId": f"${{refs.{build_ref}.id}}", "timeoutDuration": 900}
    return step("Condition", None, {"kind": "Build", "spec": {"type": "success", "data": data}})


def simple() -> dict[str, Any]:
    """A build, a Condition that waits for it, and a release."""
    built = step("Build", "build", {"id": "api", "type": "service", "branch": "main"})
    return flow(workflow("sequential", built, waits("build"), release("build", "shop", condition="running")))


def nested() -> dict[str, Any]:
    """Parallel and sequential workflows inside each other, with references in all directions."""
    left = workflow("sequential", build("left"), workflow("parallel", release("left", "a"), release("top", "b")))
    right = workflow("sequential", build("right"), release("left", "c"), release("right", "d"))
    middle = workflow("parallel", left, right, step("JobRun", "job", {"jobId": "migrate"}), build("fourth"))
    return flow(
        workflow("sequential", build("top"), middle, release("fourth", "e"), release("later", "f"), build("later"))
    )


def large(nodes: int, seed: int = 7) -> dict[str, Any]:
    """A flow of so many nodes, in stages of up to nine, each of which reads some that came before."""
    chance = random.Random(seed)
    stages: list[Any] = []
    made = 0
    while made < nodes:
        number = min(nodes - made, chance.randint(1, 9))
        stage = []
        for _ in range(number):
            before = chance.randrange(made) if made else None
            ref = f"step-{made}"
            stage.append(build(ref) if before is None or chance.random() < 0.5 else release(f"step-{before}", "web"))
            made += 1
        stages.append(workflow(chance.choice(("parallel", "sequential")), *stage))
    return flow(workflow("sequential", *stages))


def hostile() -> dict[str, Any]:
    """Every name that could break a syntax, in every place that is drawn."""
    steps = []
    for name in HOSTILE:
        steps.append(build(name, skipNodeExecution=f"${{fn.eq(args.{name}, '{name}')}}", timeoutDuration=name))
        steps.append(release(name, name))
        steps.append(step(name, name, {"kind": name, "spec": {"type": name, "data": {"addonId": name}}}))
        steps.append({"kind": "LoopWorkflow", "ref": name, "spec": {"iterations": name, "steps": [build(name)]}})
        steps.append(workflow(name, step("Action", name, {"kind": name, "spec": {"type": name}})))
    triggers = [{"ref": name, "repoUrl": name, "vcsService": name, "branchRestrictions": [name]} for name in HOSTILE]
    return flow(workflow("sequential", *steps), triggers=triggers)
