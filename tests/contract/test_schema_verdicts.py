"""Holds documents against the schemas with plain jsonschema: one mistake gives one error, at its place.

The project's own reading of the schemas is not used, so that this is what every other validator sees.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry
from referencing.jsonschema import DRAFT202012

SCHEMAS = Path(__file__).resolve().parents[2] / "schemas"
ORIGIN = "https://nflint.dev/schemas/"
REGISTRY: Registry[Any] = Registry().with_resources(
    (
        ORIGIN + path.relative_to(SCHEMAS).as_posix(),
        DRAFT202012.create_resource(json.loads(path.read_text("utf-8"))),
    )
    for path in sorted(SCHEMAS.rglob("*.schema.json"))
)

Schema = dict[str, Any]


def refused(name: str, instance: object) -> list[tuple[str, str]]:
    """The path and keyword of every error that the schema file `name` gives for `instance`."""
    validator = Draft202012Validator({"$ref": f"{ORIGIN}{name}.schema.json"}, registry=REGISTRY)
    return sorted((error.json_path, str(error.validator)) for error in validator.iter_errors(instance))


BUILD = {"kind": "Build", "ref": "b", "spec": {"id": "api", "type": "service", "branch": "main"}}
TIMES = {"createdAt": "2021-01-01T12:00:00Z", "updatedAt": "2021-01-01T12:00:00Z"}
RUN = {"id": "x", "status": "success", "concluded": True, **TIMES}


def workflow(*steps: object, **more: object) -> Schema:
    return {"kind": "Workflow", "spec": {"type": "sequential", "steps": list(steps)}, **more}


def flow(*steps: object, **more: object) -> Schema:
    return {"apiVersion": "v1.2", "spec": workflow(*steps), **more}


def node(kind: str, spec: object, **more: object) -> Schema:
    return flow({"kind": kind, "spec": spec, **more})


def release(kind: str, origin: object) -> Schema:
    return node("Release", {"type": kind, "origin": origin, "target": {"id": "api", "type": "service"}})


def job(deployment: object) -> Schema:
    return node("JobRun", {"jobId": "migrate", "deployment": deployment})


def rollout(strategy: str, config: object) -> Schema:
    return node("RolloutStrategy", {"type": "canary", "details": {"canaryStrategy": strategy, "config": config}})


# What jsonschema names as keyword and place of a property that is `false`: none, and the object around it.
FALSE = "None"
STEP = "$.spec.spec.steps[0]"
HEADER = {"headerName": "x", "headerValue": "y"}
CASES: list[tuple[str, object, list[tuple[str, str]]]] = [
    ("release-flow", flow(BUILD), []),
    ("release-flow", flow(workflow(workflow(BUILD))), []),
    ("release-flow", flow(teardownSpec=None), []),
    ("release-flow", flow(teardownSpec={"spec": workflow()}), []),
    ("release-flow", flow(teardownSpec=3), [("$.teardownSpec", "type")]),
    ("release-flow", {"spec": workflow()}, [("$", "required")]),
    ("release-flow", flow(name="x"), [("$", "additionalProperties")]),
    ("release-flow", {"apiVersion": "v1", "spec": workflow()}, [("$.apiVersion", "enum")]),
    ("release-flow", {"apiVersion": "v1.2", "spec": BUILD}, [("$.spec.kind", "const")]),
    ("release-flow", {"apiVersion": "v1.2", "spec": {"kind": "Workflow"}}, [("$.spec", "required")]),
    ("release-flow", flow({"kind": "Biuld", "spec": {"x": 1}}), [(f"{STEP}.kind", "enum")]),
    ("release-flow", flow({"spec": {}}), [(STEP, "required")]),
    (
        "release-flow",
        flow(workflow(workflow({"kind": "x"}))),
        [(f"{STEP}.spec.steps[0].spec.steps[0].kind", "enum")],
    ),
    ("release-flow", flow({**BUILD, "settings": {}}), [(STEP, FALSE)]),
    ("release-flow", flow({**BUILD, "skipNodeExecution": "true"}), []),
    ("release-flow", flow({**BUILD, "skipNodeExecution": "${args.skip}"}), []),
    ("release-flow", flow({**BUILD, "skipNodeExecution": True}), [(f"{STEP}.skipNodeExecution", "anyOf")]),
    ("release-flow", node("OpenTofuDestroy", {"nodeRef": "x"}), [(f"{STEP}.kind", "enum")]),
    (
        "release-flow",
        flow(teardownSpec={"spec": workflow(BUILD)}),
        [("$.teardownSpec.spec.spec.steps[0].kind", "enum")],
    ),
    ("release-flow", release("build", {"branch": "main", "build": "latest"}), []),
    ("release-flow", release("registry", {"imagePath": "nginx:1.27"}), []),
    (
        "release-flow",
        release("registry", {"imagePath": "nginx"}),
        [(f"{STEP}.spec.origin.imagePath", "anyOf")],
    ),
    ("release-flow", release("deployment", {"id": "api"}), [(f"{STEP}.spec.origin", "required")]),
    (
        "release-flow",
        release("registry", {"id": "api", "imagePath": "a:1"}),
        [(f"{STEP}.spec.origin", "additionalProperties")],
    ),
    ("release-flow", release("image", {"id": "api"}), [(f"{STEP}.spec.type", "enum")]),
    ("release-flow", node("Action", {"kind": "Pod"}), [(f"{STEP}.spec.kind", "enum")]),
    (
        "release-flow",
        node("Action", {"kind": "Service", "spec": {"type": "stop"}}),
        [(f"{STEP}.spec.spec.type", "enum")],
    ),
    (
        "release-flow",
        node("Action", {"kind": "Service", "spec": {"type": "execute", "data": {"serviceId": "a"}}}),
        [(f"{STEP}.spec.spec.data", "required")],
    ),
    ("release-flow", node("Message", {"kind": "SLACK", "spec": {"message": "x"}}), []),
    ("release-flow", node("Message", {"kind": "slack"}), [(f"{STEP}.spec.kind", "enum")]),
    ("release-flow", node("Condition", {"kind": "Job"}), [(f"{STEP}.spec.kind", "enum")]),
    (
        "release-flow",
        job({"docker": {"configType": "customCommand"}}),
        [(f"{STEP}.spec.deployment.docker", "required")],
    ),
    ("release-flow", job({"docker": {"configType": "customCommand", "customCommand": ""}}), []),
    ("release-flow", job({"internal": {}, "external": {}}), [(f"{STEP}.spec.deployment", FALSE)]),
    ("release-flow", job({"internal": {"buildSHA": "latest"}}), []),
    (
        "release-flow",
        job({"internal": {"buildSHA": "newest"}}),
        [(f"{STEP}.spec.deployment.internal.buildSHA", "anyOf")],
    ),
    ("release-flow", rollout("percentage", {"canaryPercentage": 10, "stablePercentage": 90}), []),
    ("release-flow", rollout("header", {"canaryHeader": HEADER}), []),
    ("release-flow", rollout("${args.s}", {"canaryHeader": HEADER, "stablePercentage": 90}), []),
    ("release-flow", rollout("percentage", {"canaryHeader": HEADER}), [(f"{STEP}.spec.details", "anyOf")]),
    ("run", {"apiVersion": "v1.2", "spec": workflow(settings={}, response={"status": "success"}), **RUN}, []),
    ("run", {"data": {"apiVersion": "v1.2", "spec": workflow({**BUILD, "settings": {}}), **RUN}}, []),
    (
        "run",
        {"data": {"apiVersion": "v1.2", "spec": {"kind": "Workflow"}, **RUN}},
        [("$.data.spec", "required")],
    ),
    (
        "run",
        {"apiVersion": "v1.2", "spec": workflow(), **RUN, "richInputs": []},
        [("$", "additionalProperties")],
    ),
    ("run", [], [("$", "type")]),
    ("release-flow-response", {"data": {**flow(), "status": "success", "paused": False, **TIMES}}, []),
    ("run-list", {"data": {"runs": [RUN]}, "pagination": {"hasNextPage": False, "count": 1}}, []),
    ("run-list", {"runs": [RUN]}, []),
    ("run-list", {}, [("$", "required")]),
    ("run-request", {}, []),
    ("run-request", {"name": "a run-1", "overrides": {"b": {}}, "arguments": {"X": 1}}, []),
    ("run-request", {"overrides": {"b": 1}}, [("$.overrides.b", "type")]),
    (
        "run-request",
        {"releaseNodeOverrides": {"a": {"type": "registry", "origin": {"imagePath": "a:1"}}}},
        [],
    ),
    (
        "run-request",
        {"releaseNodeOverrides": {"a": {"origin": {}}}},
        [("$.releaseNodeOverrides.a", "required")],
    ),
    ("run-request", {"description": "über"}, [("$.description", "pattern")]),
    (
        "path-parameters",
        {"projectId": "a", "pipelineId": "b", "stage": "c", "runId": ""},
        [("$.runId", "minLength")],
    ),
]


@pytest.mark.parametrize(("name", "instance", "expected"), CASES)
def test_one_mistake_gives_one_error(name: str, instance: object, expected: list[tuple[str, str]]) -> None:
    assert refused(name, instance) == expected
