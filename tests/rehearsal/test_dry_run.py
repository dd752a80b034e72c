"""What a flow becomes before its run: values, skips, run order, what does not fit, and what must not be printed."""

from __future__ import annotations

import json
from typing import Any

import pytest
from flows import TRIGGER, Node, flow, job, release

from nflint import dry_run, lint
from nflint.diagnostic import Severity
from nflint.rehearsal import DryRun


def environment(found: DryRun, index: int = 0) -> Any:
    return found.value["spec"]["spec"]["steps"][index]["spec"]["runtimeEnvironment"]


def rules(found: DryRun) -> list[tuple[str, str]]:
    return [(one.rule, one.pointer) for one in found.report.diagnostics]


# The source of a variable, and what it is after the dry run, with A: "a", N: 3, L: [1, 2] and O: {"k": 1}.
VALUES = {
    "${args.A}": "a",
    "x-${args.A}-${args.A}": "x-a-a",
    "${args.N}": 3,
    "n${args.N}": "n3",
    "${args.L}": [1, 2],
    "l${args.L}": "l${args.L}",
    "${args.O.k}": 1,
    "${args.O.nothing}": "${args.O.nothing}",
    "${fn.toUpper(args.A)}": "A",
    "${fn.if(fn.eq(args.A, 'a'), args.N, 1)}": 3,
    "${fn.if(args.NOBODY, 1, 2)}": 2,
    "${fn.if(refs.nobody.id, 1, 2)}": 2,
    "${fn.if(refs.app.branch, args.A, 'b')}": "${fn.if(refs.app.branch, 'a', 'b')}",
    "${fn.join(fn.split('a,b', ','), refs.app.branch)}": "${fn.join(fn.split('a,b', ','), refs.app.branch)}",
    "${args.NOBODY}": "${args.NOBODY}",
    "${refs.app.branch}": "${refs.app.branch}",
    "${fn.randomSecret(32)}": "<fn.randomSecret(32)>",
    "a-${fn.randomSecret(32, 'hex')}": "a-<fn.randomSecret(32, 'hex')>",
    "${fn.toBase64(fn.randomSecret(8))}": "<fn.toBase64(fn.randomSecret(8))>",
    "${fn.date('YYYY')}": "<fn.date('YYYY')>",
    "${{secrets.a.values.B}}": "${{secrets.a.values.B}}",
    "${secrets.a.values.B}": "${secrets.a.values.B}",
    "\\${args.A}": "\\${args.A}",
    "${SHELL}": "${SHELL}",
    "${args.CHAIN}": "a!",
    "${args.ROUND}": "${args.ROUND}",
    "${args.FLAG}": True,
    "${args.L.1}": 2,
    "${args.L.7}": "${args.L.7}",
    "${args.NESTED.x}": "a",
    "${fn.eq(args.NESTED.x, 'a')}": True,
    "${args.LATE.x}": "${args.LATE.x}",
    "${fn.add(args.TEXT, 1)}": "${fn.add('3', 1)}",
    "${fn.if(refs.git-trigger.branch, 1, 2)}": "${fn.if(refs.git-trigger.branch, 1, 2)}",
    "f${args.FLAG}": "ftrue",
}


@pytest.mark.parametrize(("source", "expected"), VALUES.items())
def test_a_value_becomes(source: str, expected: object) -> None:
    arguments = {
        "A": "a",
        "N": 3,
        "L": [1, 2],
        "O": {"k": 1},
        "FLAG": True,
        "CHAIN": "${args.LINK}!",
        "LINK": "${args.A}",
        "ROUND": "${args.ABOUT}",
        "ABOUT": "${args.ROUND}",
        "NESTED": {"x": "${args.A}"},
        "LATE": {"x": "${refs.app.sha}"},
        "TEXT": "3",
    }
    found = dry_run(flow(job(V=source), arguments=arguments, triggers=[TRIGGER]))
    assert environment(found) == {"V": expected}


def test_keys_are_resolved_as_well() -> None:
    found = dry_run(flow(job(**{"${args.A}_URL": "${args.A}"}), arguments={"A": "API"}))
    assert environment(found) == {"API_URL": "API"}


def test_given_arguments_win_over_those_of_the_request_and_of_the_flow() -> None:
    text = flow(job(A="${args.A}", B="${args.B}", C="${args.C}"), arguments={"A": "1", "B": "1", "C": "1"})
    request = json.dumps({"arguments": {"B": "2", "C": "2"}})
    found = dry_run(text, arguments={"C": "3"}, request=request, show_values=True)
    assert environment(found) == {"A": "1", "B": "2", "C": "3"}
    assert found.value["arguments"] == {"A": "1", "B": "2", "C": "3"}


def test_overrides_of_a_request_are_put_in_place() -> None:
    text = flow(job(B="${refs.app.branch}", S="${refs.app.sha}"), release("acme/api:1"), triggers=[TRIGGER])
    request = {
        "overrides": {"app": {"branch": "next"}},
        "releaseNodeOverrides": {"api": {"type": "registry", "origin": {"imagePath": "acme/api:2"}}},
    }
    found = dry_run(text, request=json.dumps(request))
    assert environment(found) == {"B": "next", "S": "${refs.app.sha}"}
    assert found.value["spec"]["spec"]["steps"][1]["spec"]["origin"] == {"imagePath": "acme/api:2"}
    assert [(step.state, step.reason) for step in found.steps] == [
        ("resolved", ()),
        ("waiting", ("refs.app.sha",)),
        ("resolved", ()),
    ]


def test_skips_are_decided_where_they_can_be() -> None:
    build = {"kind": "Build", "ref": "build", "spec": {"id": "api", "type": "service", "branch": "main"}}
    text = flow(
        {**build, "skipNodeExecution": "${fn.eq(args.STAGE, 'live')}"},
        job("one", B="${fn.if(refs.build.id, refs.build.id, 'none')}"),
        {**job("two"), "skipNodeExecution": "${refs.one.skip}"},
        {**job("three"), "skipNodeExecution": "true"},
        {
            "kind": "Workflow",
            "skipNodeExecution": "${args.STAGE}",
            "spec": {"type": "parallel", "steps": [job("four")]},
        },
        arguments={"STAGE": "live"},
    )
    found = dry_run(text)
    assert [(step.node.ref, step.state, step.reason) for step in found.steps] == [
        (None, "resolved", ()),
        ("build", "skipped", ("fn.eq(args.STAGE, 'live') is true",)),
        ("one", "resolved", ()),
        ("two", "waiting", ("refs.one.skip",)),
        ("three", "skipped", ("skipNodeExecution is true",)),
        (None, "resolved", ()),
        ("four", "resolved", ()),
    ]
    assert environment(found, 1) == {"B": "none"}


def test_a_reference_to_a_node_is_told_by_what_the_skip_comes_to() -> None:
    build = {"kind": "Build", "ref": "build", "spec": {"id": "api", "type": "service", "branch": "main"}}
    text = flow(
        {**build, "skipNodeExecution": "${fn.neq(args.BUILD, 'yes')}"},
        job(B="${refs.build.branch}"),
        arguments={"BUILD": "yes"},
    )
    message = "'build' is skipped in this run, and then 'refs.build.branch' does not resolve"
    skipped = [("skipped-ref", Severity.ERROR, message)]
    for value, expected in [("yes", []), ("no", skipped)]:
        found = dry_run(text, arguments={"BUILD": value}).report.diagnostics
        assert [(one.rule, one.severity, one.message) for one in found] == expected
    [undecided] = lint(text).diagnostics
    assert (undecided.rule, undecided.severity) == ("skipped-ref", Severity.WARNING)


def test_what_is_in_a_skipped_workflow_is_skipped() -> None:
    inner = {"kind": "Workflow", "spec": {"type": "parallel", "steps": [job(B="${refs.nobody.id}")]}}
    found = dry_run(flow({**inner, "skipNodeExecution": "${args.OFF}"}, arguments={"OFF": True}))
    assert [step.state for step in found.steps] == ["resolved", "skipped", "skipped"]


# An argument, the field it is for, and what is wrong with it.
UNFIT = {
    "an image without a tag": (release("acme/api${args.X}"), "", "/spec/spec/steps/0/spec/origin/imagePath"),
    "an empty tag": (release("acme/api:${args.X}"), "", "/spec/spec/steps/0/spec/origin/imagePath"),
    "a plan with blanks": (
        {"kind": "JobRun", "spec": {"jobId": "migrate", "billing": {"deploymentPlan": "${args.X}"}}},
        "nf compute 20",
        "/spec/spec/steps/0/spec/billing/deploymentPlan",
    ),
    "a time that is too short": (
        release("a/b:1", timeoutDuration="${args.X}"),
        "5",
        "/spec/spec/steps/0/timeoutDuration",
    ),
    "a time that is no number": (
        release("a/b:1", timeoutDuration="${args.X}"),
        "ten",
        "/spec/spec/steps/0/timeoutDuration",
    ),
    "a skip that is neither": (
        release("a/b:1", skipNodeExecution="${args.X}"),
        "yes",
        "/spec/spec/steps/0/skipNodeExecution",
    ),
}

FIT = {
    "a tag": (release("acme/api:${args.X}"), "1.2"),
    "a number as text": (release("a/b:1", timeoutDuration="${args.X}"), "600"),
    "a number": (release("a/b:1", timeoutDuration="${args.X}"), 600),
    "a boolean for a switch": (release("a/b:1", skipNodeExecution="${args.X}"), True),
    "a word for a switch": (release("a/b:1", skipNodeExecution="${args.X}"), "false"),
    "a comparison": (release("a/b:1", skipNodeExecution="${fn.eq(args.X, 'a')}"), "a"),
    "what only the run knows": (release("acme/api:${args.X}"), "${refs.nobody.sha}"),
}


@pytest.mark.parametrize(("step", "value", "pointer"), UNFIT.values(), ids=UNFIT)
def test_what_does_not_fit_is_found_in_the_source(step: Node, value: object, pointer: str) -> None:
    found = dry_run(flow(step, arguments={"X": "1.0"}), arguments={"X": value}, show_values=True)
    assert rules(found) == [("unfit-value", pointer)]
    hidden = dry_run(flow(step, arguments={"X": "1.0"}), arguments={"X": value})
    assert rules(hidden) == [("unfit-value", pointer)]


@pytest.mark.parametrize(("step", "value"), FIT.values(), ids=FIT)
def test_what_fits_gives_nothing(step: Node, value: object) -> None:
    found = dry_run(flow(step), arguments={"X": value})
    assert [rule for rule, _ in rules(found) if rule == "unfit-value"] == []


def test_a_mistake_at_the_declaration_names_it() -> None:
    found = dry_run(flow(release("acme/api:1", timeoutDuration="${args.WAIT}"), arguments={"WAIT": 5}))
    [one] = found.report.diagnostics
    assert (one.rule, one.pointer) == ("unfit-value", "/spec/spec/steps/0/timeoutDuration")
    assert one.message.startswith("the value of 'WAIT', 5, does not fit")
    assert [related.pointer for related in one.related] == ["/arguments/WAIT"]


def test_what_would_not_fit_a_skipped_node_never_gets_there() -> None:
    build = {"kind": "Build", "spec": {"id": "api", "type": "service", "branch": "main", "sha": "${args.SHA}"}}
    text = flow({**build, "skipNodeExecution": "${fn.not(args.SHA)}"}, arguments={"SHA": ""})
    assert rules(dry_run(text)) == []
    assert rules(dry_run(text, arguments={"SHA": "none"})) == [("unfit-value", "/spec/spec/steps/0/spec/sha")]


@pytest.mark.parametrize("arguments", [{"A": "X", "B": "Y"}, {"A": "B", "B": "B"}])
def test_a_key_that_comes_to_the_name_of_another_is_told(arguments: dict[str, str]) -> None:
    steps = [job(**{"${args.A}": "1", "${args.B}": "2", "X": "3"})]
    [found] = dry_run(flow(*steps, arguments=arguments)).report.diagnostics
    assert (found.rule, found.message) == (
        "unfit-value",
        "this key comes to the name of another one, whose value is lost",
    )
    assert rules(dry_run(flow(*steps, arguments={"A": "Y", "B": "Z"}))) == []


@pytest.mark.parametrize(("argument", "source"), [(["1"], "a:${args.X}"), (None, "a:${args.X}"), ("x", "${args.X.y}")])
def test_what_is_left_of_a_known_argument_is_waited_for(argument: Any, source: str) -> None:
    [_, step] = dry_run(flow(job(V=source), arguments={"X": argument})).steps
    assert (step.state, step.reason) == ("waiting", (source[source.index("{") + 1 : -1],))


def test_a_shell_variable_in_an_argument_is_text() -> None:
    found = dry_run(flow(job(V="${args.MSG}"), arguments={"MSG": "hi ${NAME}, ${OTHER:-x}"}))
    assert environment(found) == {"V": "hi ${NAME}, ${OTHER:-x}"}


@pytest.mark.parametrize(
    ("skip", "own"),
    [
        ("${fn.eq(args.X, 'a')}", "${fn.eq(args.X, 'a')}"),
        ("${fn.eq(args.X, 'a')}", "${fn.not(refs.a.id)}"),
        ("true",) * 2,
    ],
)
def test_a_skipped_node_may_refer_to_a_skipped_one(skip: str, own: str) -> None:
    build = {"kind": "Build", "ref": "a", "spec": {"id": "api", "type": "service", "branch": "main"}}
    text = flow(
        {**build, "skipNodeExecution": skip},
        {**job("c", B="${refs.a.branch}"), "skipNodeExecution": own},
        arguments={"X": "a"},
    )
    assert [one.rule for one in dry_run(text).report.diagnostics if one.rule == "skipped-ref"] == []


def test_what_only_the_run_knows_is_waited_for() -> None:
    found = dry_run(flow(job(A="${secrets.db.values.URL}", B="${fn.toUpper(secrets.db.values.URL)}")))
    assert [step.reason for step in found.steps][1] == ("secrets.db.values.URL",)


def test_a_request_with_foreign_keys_is_told_of_them() -> None:
    found = dry_run(flow(job(V="${args.A}")), request='{"data": "x", "arguments": {"A": "1"}}')
    assert [(one.rule, one.path, one.pointer) for one in found.report.diagnostics if one.severity > Severity.INFO] == [
        ("unknown-key", "<request>", "/data")
    ]


def test_a_skip_by_a_number_is_none() -> None:
    found = dry_run(flow(job(), {**job("b"), "skipNodeExecution": "${args.N}"}, arguments={"N": 1}))
    assert [step.state for step in found.steps] == ["resolved", "resolved", "resolved"]


def test_a_teardown_sees_its_own_nodes_once_they_have_run() -> None:
    value = json.loads(flow({**job("b"), "skipNodeExecution": "true"}))
    own = [job("b"), job("c", V="${fn.if(refs.b.id, 'have', 'none')}")]
    value["teardownSpec"] = {"spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": own}}}
    resolved = dry_run(json.dumps(value)).value["teardownSpec"]["spec"]["spec"]["steps"][1]
    assert resolved["spec"]["runtimeEnvironment"]["V"] == "${fn.if(refs.b.id, 'have', 'none')}"


def test_a_release_is_overridden_by_the_id_that_an_argument_gives() -> None:
    step = release("acme/api:${args.TAG}")
    step["spec"]["target"]["id"] = "${args.SERVICE}"
    request = {"releaseNodeOverrides": {"api": {"type": "registry", "origin": {"imagePath": "acme/api:2"}}}}
    found = dry_run(flow(step, arguments={"SERVICE": "api"}), request=json.dumps(request))
    assert found.value["spec"]["spec"]["steps"][0]["spec"]["origin"] == {"imagePath": "acme/api:2"}
    assert [step.state for step in found.steps] == ["resolved", "resolved"]


@pytest.mark.parametrize("first", ["A0", "A20", "A39"])
def test_chains_of_arguments_do_not_depend_on_the_order_of_their_uses(first: str) -> None:
    arguments = {f"A{n}": f"${{args.A{n + 1}}}" for n in range(40)} | {"A40": "x"}
    found = dry_run(flow(job(V=f"${{args.{first}}}", W="${args.A0}", X="${args.A20}"), arguments=arguments))
    assert environment(found) == {"V": "x", "W": "x", "X": "x"}


@pytest.mark.parametrize("value", [object(), ("a", "b"), {1: 2}, b"x", float("nan"), {"a": {"b"}}])
def test_arguments_may_be_any_values(value: object) -> None:
    found = dry_run(flow(job(V="${args.X}", W="<${args.X}>", U="${fn.stringifyJSON(args.X)}")), arguments={"X": value})
    assert [one.rule for one in found.report.diagnostics if one.rule == "internal-error"] == []


def test_arguments_may_hold_themselves() -> None:
    value: list[Any] = [1]
    value.append(value)
    deep: list[Any] = []
    for _ in range(900):
        deep = [deep]
    for given in (value, deep, "[" * 500 + "]" * 500):
        found = dry_run(flow(job(V="${args.X}", W="${fn.parseJSON(args.X)}")), arguments={"X": given}, show_values=True)
        json.dumps(found.value)


def test_what_is_wrong_is_said_of_the_value_and_not_of_what_it_was_taken_for() -> None:
    loop = {"kind": "LoopWorkflow", "spec": {"iterations": "${args.L}", "steps": []}}
    [one] = dry_run(flow(loop), arguments={"L": [1, 2]}, show_values=True).report.diagnostics[:1]
    assert "the string" not in one.message
    assert "not the number 1" in one.message


HOSTILE = {
    "doubling": {f"A{n}": f"${{args.A{n + 1}}}${{args.A{n + 1}}}" for n in range(40)} | {"A40": "x" * 1000},
    "chain": {f"A{n}": f"${{args.A{n + 1}}}" for n in range(3000)} | {"A3000": "x"},
    "circle": {f"A{n}": f"${{args.A{(n + 1) % 500}}}" for n in range(500)},
    "replacing": {"A0": "${fn.replaceAll(args.B, 'a', args.B)}", "B": "a" * 100_000},
    "long": {"A0": "x" * 900_000},
    "parsing": {"A0": "${fn.parseJSON(args.B)}", "B": json.dumps(list(range(50_000)))},
    "powers": {f"A{n}": "${fn.exp(1.9999999999999998, 1100)}" for n in range(500)},
}


@pytest.mark.parametrize("arguments", HOSTILE.values(), ids=HOSTILE)
def test_hostile_arguments_are_no_trouble(arguments: dict[str, str]) -> None:
    found = dry_run(flow(job(**{f"V{n}": "<${args.A0}>" for n in range(100)}), arguments=arguments))
    assert len(json.dumps(found.value)) < 25_000_000


def test_what_becomes_too_long_is_said_once() -> None:
    found = dry_run(flow(job(**{f"V{n}": "<${args.A0}>" for n in range(100)}), arguments=HOSTILE["long"]))
    assert rules(found) == [("oversized-expression", "/spec/spec/steps/0/spec/runtimeEnvironment/V11")]


@pytest.mark.parametrize(
    ("text", "request_text", "message"),
    [
        ("{", None, "the flow cannot be read"),
        ("[]", None, "the flow cannot be read: it is no object"),
        ('{"services": {}}', None, "this is not a release flow"),
        (flow(), "[1]", "the request cannot be read: it is no object"),
        (flow(), "{", "the request cannot be read"),
        (b"\xff", None, "the flow cannot be read"),
    ],
)
def test_what_is_no_flow_is_a_value_error(text: str, request_text: str | None, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        dry_run(text, request=request_text)


def test_teardown_and_inner_flows_are_left_to_their_runs() -> None:
    text = json.dumps(
        {
            **json.loads(flow(job(V="1"), arguments={"A": "a"})),
            "teardownSpec": {
                "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": [job("t", V="${args.A}")]}}
            },
        }
    )
    found = dry_run(text)
    assert [(step.node.area, step.state) for step in found.steps][-1] == ("teardown", "resolved")
    assert found.value["teardownSpec"]["spec"]["spec"]["steps"][0]["spec"]["runtimeEnvironment"] == {"V": "a"}
