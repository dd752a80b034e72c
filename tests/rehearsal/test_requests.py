"""A run request against its flow, where a folder of fixtures with one flow is not enough."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nflint import lint

Node = dict[str, Any]


def flow(*steps: Node, **more: Any) -> str:
    root = {"kind": "Workflow", "spec": {"type": "sequential", "steps": list(steps)}}
    return json.dumps({"apiVersion": "v1.2", **more, "spec": root})


def release(image: str, target: Any = "api", **more: Any) -> Node:
    spec = {"type": "registry", "origin": {"imagePath": image}, "target": {"id": target, "type": "service"}}
    return {"kind": "Release", "spec": spec, **more}


def build(**spec: Any) -> Node:
    return {"kind": "Build", "spec": {"id": "api", "type": "service", "branch": "main", **spec}}


def told(request: Any, text: str) -> list[tuple[str, str, str]]:
    report = lint(json.dumps(request), kind="run-request", flow=text)
    return [(found.severity.label, found.rule, found.pointer) for found in report.diagnostics]


TRIGGERED = flow(build(branch="${refs.git-trigger.branch}"))

# A flow, a request, and what is said of it.
ROWS: dict[str, tuple[str, Any, list[tuple[str, str, str]]]] = {
    "a flow without refs": (
        flow(build()),
        {"overrides": {"app": {"branch": "main"}}},
        [("error", "unknown-override", "/overrides/app")],
    ),
    "a flow without releases": (
        flow(build()),
        {"releaseNodeOverrides": {"api": {"type": "registry", "origin": {"imagePath": "a/b:1"}}}},
        [("error", "unknown-release-target", "/releaseNodeOverrides/api")],
    ),
    "a target that an expression names": (
        flow(release("a/b:1", "${args.SERVICE}"), arguments={"SERVICE": "api"}),
        {"releaseNodeOverrides": {"any": {"type": "registry", "origin": {"imagePath": "a/b:2"}}}},
        [],
    ),
    "what the request gives a target that an expression names": (
        flow(release("a/b:${args.TAG}", "${args.SERVICE}"), arguments={"SERVICE": "api"}),
        {"releaseNodeOverrides": {"api": {"type": "registry", "origin": {"imagePath": "a/b:2"}}}},
        [],
    ),
    "what the request does not give in place of": (
        flow(release("a/b:1", skipNodeExecution="${args.SKIP}")),
        {"releaseNodeOverrides": {"api": {"type": "registry", "origin": {"imagePath": "a/b:2"}}}},
        [("error", "missing-argument", "")],
    ),
    "an argument of a node that this run skips": (
        flow(
            {**build(branch="${args.BRANCH}"), "skipNodeExecution": "${fn.eq(args.DEPLOY, 'no')}"},
            arguments={"DEPLOY": "yes"},
        ),
        {"arguments": {"DEPLOY": "no"}},
        [],
    ),
    "a value that does not fit a node that this run skips": (
        flow({**build(sha="${args.SHA}"), "skipNodeExecution": "${fn.not(args.SHA)}"}, arguments={"SHA": "1"}),
        {"arguments": {"SHA": ""}},
        [],
    ),
    "an argument that only previews are given": (
        flow(build(branch="${args.pullRequestId}")),
        {"arguments": {}},
        [("error", "missing-argument", "/arguments")],
    ),
    "the trigger that Northflank makes": (TRIGGERED, {"overrides": {"git-trigger": {"branch": "next"}}}, []),
    "an argument of an argument": (
        flow(release("a/b:${args.TAG}"), arguments={"TAG": "${args.VERSION}"}),
        {"arguments": {}},
        [("error", "missing-argument", "/arguments")],
    ),
    "arguments that are an expression": (
        flow(build(), arguments="${args.A}"),
        {"arguments": {}},
        [("error", "missing-argument", "/arguments")],
    ),
    "a target that is a list": (
        flow(release("a/b:${args.TAG}", ["api"])),
        {"arguments": {}},
        [("error", "missing-argument", "/arguments")],
    ),
    "arguments of the wrong type": (
        flow(build(branch="${args.B}")),
        {"arguments": ["B"]},
        [("error", "wrong-type", "/arguments")],
    ),
    "an image that loses its tag": (
        flow(release("${args.IMAGE}"), arguments={"IMAGE": "a/b:1"}),
        {"arguments": {"IMAGE": "a/b"}},
        [("error", "unfit-value", "/arguments/IMAGE")],
    ),
    "a tag that is empty": (
        flow(release("a/b:${args.TAG}"), arguments={"TAG": "1"}),
        {"arguments": {"TAG": ""}},
        [("error", "unfit-value", "/arguments/TAG")],
    ),
    "a value by way of another argument": (
        flow(release("${args.IMAGE}"), arguments={"IMAGE": "a/b:${args.TAG}", "TAG": "1"}),
        {"arguments": {"TAG": "x y"}},
        [("error", "unfit-value", "/arguments/TAG")],
    ),
    "one value for several fields": (
        flow(release("a/b:${args.TAG}"), release("a/c:${args.TAG}"), arguments={"TAG": "1"}),
        {"arguments": {"TAG": ""}},
        [("error", "unfit-value", "/arguments/TAG")],
    ),
    "what the request replaces": (
        flow(release("a/b:${args.TAG}"), arguments={"TAG": "1"}),
        {
            "arguments": {"TAG": ""},
            "releaseNodeOverrides": {"api": {"type": "registry", "origin": {"imagePath": "a/b:2"}}},
        },
        [],
    ),
    "what is wrong with what the request replaces it by": (
        flow(release("a/b:${args.TAG}"), arguments={"TAG": "1"}),
        {
            "arguments": {"TAG": "2"},
            "releaseNodeOverrides": {"api": {"type": "registry", "origin": {"imagePath": "a/b"}}},
        },
        [("error", "malformed-value", "/releaseNodeOverrides/api/origin/imagePath")],
    ),
    "arguments under another name": (
        flow(
            build(branch="${args.BRANCH}", sha="${args.SHA}"),
            richInputs=[
                {
                    "kind": "BranchCommitSelector",
                    "spec": {
                        "title": "What",
                        "required": True,
                        "inputs": {"source": "api"},
                        "outputs": {"branch": "BRANCH"},
                    },
                }
            ],
        ),
        {"args": {"BRANCH": "main", "SHA": "1"}},
        [("error", "unknown-key", "/args")],
    ),
    "a number as text": (
        flow(release("a/b:1", condition="running", timeoutDuration="${args.WAIT}"), arguments={"WAIT": 600}),
        {"arguments": {"WAIT": "900"}},
        [],
    ),
    "what is wrong with the flow itself": (
        flow(release("a/b:${args.TAG}", timeoutDuration=1), arguments={"TAG": "1"}),
        {"arguments": {"TAG": "2"}},
        [],
    ),
}


@pytest.mark.parametrize(("text", "request_value", "expected"), ROWS.values(), ids=ROWS)
def test_a_request_against_its_flow(text: str, request_value: Any, expected: list[tuple[str, str, str]]) -> None:
    assert told(request_value, text) == expected


def test_a_value_that_does_not_fit_names_its_field() -> None:
    text = flow(release("a/b:${args.TAG}", ref="ship"), arguments={"TAG": "1"})
    [found] = lint('{"arguments": {"TAG": ""}}', flow=text).diagnostics
    assert (
        found.message == "with this value 'imagePath' of Release 'ship' comes to 'a/b:': 'imagePath' has an empty tag"
    )
    assert found.region.column == 23


def test_a_request_need_not_look_like_one() -> None:
    assert [file.kind for file in lint('{"arguments": {}}', flow=flow(build())).files] == ["run-request"]
    assert [file.kind for file in lint(flow(build()), flow=flow(build())).files] == ["release-flow"]


@pytest.mark.parametrize("text", ["{", "[]", '{"arguments": {}}', "", "a: [b"])
def test_a_flow_that_is_none_is_a_value_error(text: str) -> None:
    with pytest.raises(ValueError, match="flow"):
        lint("{}", flow=text)


def test_the_flow_may_be_a_template() -> None:
    steps: list[Node] = [{"kind": "Project", "ref": "shop", "spec": {"name": "n-${args.TAG}", "region": "europe-west"}}]
    template = flow(*steps, arguments={"TAG": "1"})
    assert told({"arguments": {"TAG": "2"}}, template) == []
    assert told({"arguments": {"TGA": "2"}}, template) == [("warning", "unknown-request-argument", "/arguments/TGA")]


def test_an_answer_with_a_flow_is_a_flow() -> None:
    trigger = {"ref": "app", "vcsService": "github", "repoUrl": "https://github.com/acme/api"}
    inner = json.loads(flow(build(branch="${refs.git-trigger.branch}"), triggers=[trigger]))
    for document in (inner, {"data": inner}):
        assert "undefined-ref" in [found.rule for found in lint(json.dumps(document)).diagnostics]


def test_a_text_that_decides_nothing_may_be_meant_to_be_compared() -> None:
    text = flow({**build(), "skipNodeExecution": "${args.ENV}"}, arguments={"ENV": "false"})
    [found] = lint('{"arguments": {"ENV": "prod"}}', flow=text).diagnostics
    assert found.pointer == "/arguments/ENV"
    assert found.hint.endswith("or compare it in the flow: '${fn.eq(args.ENV, 'prod')}'")
