"""What to write instead, where following a hint to the letter could lead to the next mistake."""

from __future__ import annotations

import json
from typing import Any

import pytest

from nflint import lint

Node = dict[str, Any]


def build(ref: str, **more: Any) -> Node:
    return {"kind": "Build", "ref": ref, "spec": {"id": f"{ref}-id", "type": "service", "branch": "main"} | more}


def workflow(*steps: Node) -> Node:
    return {"kind": "Workflow", "spec": {"type": "sequential", "steps": list(steps)}}


def hints(document: Node) -> list[tuple[str, str]]:
    return [
        (found.rule, found.hint) for found in lint(json.dumps(document)).diagnostics if found.severity.label != "info"
    ]


def of_flow(*steps: Node, **more: Any) -> list[tuple[str, str]]:
    return hints({"apiVersion": "v1.2", **more, "spec": workflow(*steps)})


def of_inner(**spec: Any) -> list[tuple[str, str]]:
    """Of a release flow inside of a pipeline, in a template with the Build `x` and the argument `A`."""
    inner = {"apiVersion": "v1.2", "spec": workflow(build("in", **spec))}
    stage = {"kind": "Pipeline", "ref": "p", "spec": {"name": "p", "stages": [{"name": "s", "releaseFlow": inner}]}}
    return hints({"apiVersion": "v1.2", "arguments": {"A": "1"}, "spec": workflow(build("x"), stage)})


def test_paths_of_the_template_stay_paths_of_the_template() -> None:
    assert ("swapped-output", "write 'template.refs.x.branch'") in of_inner(branch="${template.refs.x.sha}")
    assert ("unknown-part", "write 'template.args.A'") in of_inner(branch="${template.args.A.x}")
    assert ("undefined-ref", "its ref is 'x', write 'template.refs.x'") in of_inner(
        branch="${template.refs.x-id.branch}"
    )


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("template.A", "template.args.A"),
        ("template.arg.A", "template.args.A"),
        ("template.x.branch", "template.refs.x.branch"),
        ("template.x", "template.refs.x.OUTPUT"),
    ],
)
def test_roots_after_template(written: str, meant: str) -> None:
    assert of_inner(branch=f"${{{written}}}") == [("unknown-root", f"write '{meant}'")]


def test_nobody_is_told_to_refer_to_what_has_not_run() -> None:
    [(rule, hint)] = of_flow(build("c", branch="${refs.nope.branch}"), build("later"))
    assert (rule, hint) == ("undefined-ref", "give the node that is meant this ref")
    assert of_flow(build("apis", branch="${refs.apix.branch}")) == [(rule, hint)]
    assert of_flow(build("first"), build("c", branch="${refs.nope.branch}"), build("later")) == [
        (rule, "give the node that is meant this ref, or use 'first'")
    ]


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("secrets.foo.value.x", "secrets.foo.values.x"),
        ("secrets.foo.file.f.data", "secrets.foo.files.f.data"),
        ("secrets.foo.x", "secrets.foo.values.x"),
    ],
)
def test_parts_of_secrets(written: str, meant: str) -> None:
    assert of_flow(build("a", branch=f"${{{written}}}")) == [("incomplete-path", f"write '{meant}'")]


def test_a_position_may_be_zero() -> None:
    node = {**build("a"), "skipNodeExecution": "${fn.indexOf(args.A, 'x')}"}
    assert of_flow(node, arguments={"A": "x"}) == [
        ("non-boolean-skip", "compare it: '${fn.gte(fn.indexOf(args.A, 'x'), 0)}'")
    ]


def test_an_object_fits_no_field_for_a_text() -> None:
    [(rule, _)] = of_flow(build("a", branch="${args.A}"), arguments={"A": {"x": 1}})
    assert rule == "unfit-value"


def test_one_mistake_in_a_path_has_one_diagnostic() -> None:
    assert [rule for rule, _ in of_flow(build("a", branch="${args.A[0]}"), arguments={"A": "main"})] == [
        "malformed-expression"
    ]


def test_a_number_alone_is_no_variable() -> None:
    assert of_flow(build("a", branch="${32}")) == []


@pytest.mark.parametrize("value", ["prod", "yes"])
def test_a_text_that_decides_nothing_is_to_be_compared(value: str) -> None:
    node = {**build("a"), "skipNodeExecution": "${args.ENV}"}
    document = {"apiVersion": "v1.2", "arguments": {"ENV": value}, "spec": workflow(node)}
    [found] = [found for found in lint(json.dumps(document)).diagnostics if found.severity.label != "info"]
    assert found.pointer == "/spec/spec/steps/0/skipNodeExecution"
    assert found.hint == (f"write the condition under which it is skipped, such as '${{fn.eq(args.ENV, '{value}')}}'")


def test_a_boolean_in_another_case_is_to_be_corrected_where_it_is_declared() -> None:
    node = {**build("a"), "skipNodeExecution": "${args.SKIP}"}
    assert of_flow(node, arguments={"SKIP": "True"}) == [("unfit-value", 'write "true" in quotes')]
