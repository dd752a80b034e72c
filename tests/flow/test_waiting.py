"""What is awaited and what is still going on: by examples, against a simulation of all runs, and how long it takes."""

from __future__ import annotations

import json
import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from waiting_simulation import Leaf, Path, simulate

from nflint import lint
from nflint.flow.model import Node
from nflint.flow.waiting import MOST_STEPS, Progress, Waiting, build_waiting
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


def waiting_of(spec: object, **flow: Any) -> Waiting:
    return build_waiting(build_wiring({"apiVersion": "v1.2", "spec": spec, **flow}))


def found(progress: Progress, there: str, *here: str) -> list[str | None]:
    """The refs of those of the steps `here` that do not wait for `there`."""
    nodes = {one.ref: one for one in progress.scope.flow.nodes}
    return [one.ref for one in progress.unawaited(nodes[there], progress.in_order(nodes[ref] for ref in here))]


# Flows with a build `b` and a step `s`, and whether the step comes after the build has begun and nobody has waited.
ROWS: dict[str, tuple[Tree, bool]] = {
    "nobody waits": (seq(build(), step()), True),
    "its own condition": (seq(build(condition="success"), step()), False),
    "its own condition, known only to the run": (seq(build(condition=A), step()), False),
    "its own condition, in the wrong place": (
        seq(node("Build", "b", {"id": "x", "condition": "success"}), step()),
        False,
    ),
    "a Condition in between": (seq(build(), awaits(), step()), False),
    "a Condition before": (seq(awaits(), build(), step()), True),
    "a Condition after": (seq(build(), step(), awaits()), True),
    "a Condition for another build": (seq(build("o"), build(), awaits("${refs.o.id}"), step()), True),
    "a Condition for both builds": (
        seq(build("o"), build(), awaits("${fn.if(args.A, refs.o.id, refs.b.id)}"), step()),
        False,
    ),
    "a Condition for who knows what": (seq(build(), awaits("${args.BUILD}"), step()), False),
    "a Condition for an older build": (seq(build(), awaits("happy-tree-1234"), step()), False),
    "a Condition of another kind": (seq(build(), wait("c", "JobRun", runId="${refs.b.id}"), step()), True),
    "a Condition through an argument": (seq(build(), awaits("${args.OF_B}"), step()), False),
    "a Condition through two arguments": (seq(build(), awaits("${args.OF_OF_B}"), step()), False),
    "a Condition for another build through an argument": (
        seq(build("o"), build(), awaits("${args.OF_O}"), step()),
        True,
    ),
    "a Condition in a workflow in between": (seq(build(), seq(seq(awaits())), step()), False),
    "a Condition in a branch in between": (seq(build(), par(seq(awaits()), build("x")), step()), False),
    "a Condition beside the step": (seq(build(), par(awaits(), step())), True),
    "a Condition in another branch than the step": (seq(build(), par(seq(awaits()), seq(build("x"), step()))), True),
    "a Condition before the step in its branch": (seq(build(), par(build("x"), seq(awaits(), step()))), False),
    "a Condition after the step in its branch": (seq(build(), par(build("x"), seq(step(), awaits()))), True),
    "a Condition beside the build": (seq(par(build(), awaits()), step()), False),
    "a Condition in another branch than the build": (
        seq(par(seq(build(), build("x")), seq(build("y"), awaits())), step()),
        False,
    ),
    "a Condition beside both": (par(awaits(), seq(build(), step())), True),
    "a Condition after the build in its branch": (seq(par(seq(build(), awaits()), build("x")), step()), False),
    "a Condition before the build in its branch": (seq(par(seq(awaits(), build()), build("x")), step()), True),
    "a Condition in a loop": (seq(build(), loop(awaits()), step()), False),
    "a Condition that is skipped": (seq(build(), awaits(skip="true"), step()), True),
    "a Condition that may be skipped": (seq(build(), awaits(skip=A), step()), False),
    "a Condition in a workflow that is skipped": (seq(build(), seq(awaits(), skipNodeExecution="true"), step()), True),
    "an Approval in between": (seq(build(), approval(), step()), False),
    "an Approval before": (seq(approval(), build(), step()), True),
    "another build of it": (seq(build(), build("x", condition="success"), step()), True),
    "beside each other": (par(build(), step()), False),
    "in other branches": (par(seq(build()), seq(step())), False),
    "the step first": (seq(step(), build()), False),
    "the build is skipped": (seq(build(skipNodeExecution="true"), step()), False),
    "the step is skipped": (seq(build(), step(skipNodeExecution="true")), False),
    "the build may be skipped": (seq(build(skipNodeExecution=A), step()), True),
    "the step may be skipped": (seq(build(), step(skipNodeExecution=A)), True),
    "both under one condition": (seq(build(skipNodeExecution=A), step(skipNodeExecution=A)), True),
    "under unlike conditions": (seq(build(skipNodeExecution=A), step(skipNodeExecution=B)), True),
    "one instead of the other": (seq(build(skipNodeExecution=A), step(skipNodeExecution=NOT_A)), False),
    "one workflow instead of the other": (
        seq(seq(build(), skipNodeExecution=A), seq(step(), skipNodeExecution=NOT_A)),
        False,
    ),
    "in a loop": (loop(build(), step()), True),
    "in a loop, awaited": (loop(build(), awaits(), step()), False),
    "the build in a loop": (seq(loop(build()), step()), False),
    "the step in a loop": (seq(build(), loop(step())), True),
    "the iteration before": (loop(step(), build()), False),
    "deep": (seq(seq(par(seq(build()))), par(seq(seq(step())))), True),
    "an unknown type of workflow": (workflow("deployment", build(), step()), True),
}


@pytest.mark.parametrize(("spec", "expected"), ROWS.values(), ids=ROWS)
def test_an_example_of_each_wait(spec: Tree, expected: bool) -> None:
    arguments = {"OF_B": "${refs.b.id}", "OF_O": "${refs.o.id}", "OF_OF_B": "${args.OF_B}", "A": "false", "B": "false"}
    [progress] = waiting_of(spec, arguments=arguments).scopes
    assert found(progress, "b", "s") == (["s"] if expected else [])


def test_a_teardown_waits_for_itself() -> None:
    [progress] = waiting_of(seq(build(), step("x")), teardownSpec={"spec": seq(build("c"), step("s"))}).scopes
    assert found(progress, "b", "x", "s") == ["x"]
    assert found(progress, "c", "x", "s") == ["s"]


def addon(kind: str, ref: str = "b", **spec: Any) -> Tree:
    return node(kind, ref, {"addonId": "db", **spec})


def action(kind: str, type_: str, ref: str = "b", condition: str | None = None, **data: str) -> Tree:
    inner = {"type": type_, "data": data, **({} if condition is None else {"condition": condition})}
    return node("Action", ref, {"kind": kind, "spec": inner})


RUN = node("JobRun", "b", {"jobId": "tests"})
TO_API = step("b")
TO_JOB = node("Release", "b", {"type": "registry", "target": {"id": "tests", "type": "job"}})
RESTORE = action("AddonBackup", "restore", addonId="db")
RESTART = action("Addon", "restart", addonId="db")

# What begins, what may wait for it, and whether it does.
WAITS: dict[str, tuple[Tree, Tree, bool]] = {
    "a run by reference": (RUN, wait("c", "JobRun", jobId="tests", runId="${refs.b.id}"), True),
    "a run by the job alone": (RUN, wait("c", "JobRun", jobId="tests"), True),
    "a run by an argument for the job": (RUN, wait("c", "JobRun", jobId="${args.JOB}"), True),
    "a run of another job": (RUN, wait("c", "JobRun", jobId="lint"), False),
    "a run of another job by an argument": (RUN, wait("c", "JobRun", jobId="${args.OTHER}"), False),
    "a run of who knows which job": (RUN, wait("c", "JobRun", jobId="${args.UNKNOWN}"), True),
    "another run": (RUN, node("JobRun", "c", {"jobId": "tests"}, condition="success"), False),
    "a backup by reference": (addon("AddonBackup"), wait("c", "AddonBackup", backupId="${refs.b.id}"), True),
    "a backup of the addon": (addon("AddonBackup"), wait("c", "AddonBackup", addonId="db"), True),
    "a backup of another addon": (addon("AddonBackup"), wait("c", "AddonBackup", addonId="cache"), False),
    "a backup by the addon": (addon("AddonBackup"), wait("c", "Addon", addonId="db"), True),
    "a backup by its own output": (addon("AddonBackup"), wait("c", "Addon", addonId="${refs.b.addonId}"), True),
    "an import by reference": (addon("AddonImport"), wait("c", "AddonImport", importId="${refs.b.id}"), True),
    "an import by the addon": (addon("AddonImport"), wait("c", "Addon", addonId="db"), True),
    "an import by the backup": (addon("AddonImport"), wait("c", "AddonBackup", addonId="db"), False),
    "a restore by the addon": (RESTORE, wait("c", "Addon", addonId="db"), True),
    "a restore by another addon": (RESTORE, wait("c", "Addon", addonId="cache"), False),
    "a restore by itself": (action("AddonBackup", "restore", condition="success", addonId="db"), step("c"), True),
    "a restart by the addon": (RESTART, wait("c", "Addon", addonId="db"), True),
    "a restart by a made addon": (RESTART, wait("c", "Addon", addonId="${refs.made.id}"), True),
    "a restart by itself": (action("Addon", "restart", condition="running", addonId="db"), step("c"), True),
    "a release by the service": (TO_API, wait("c", "Service", serviceId="api"), True),
    "a release by another service": (TO_API, wait("c", "Service", serviceId="web"), False),
    "a release to a job by a service": (TO_JOB, wait("c", "Service", serviceId="api"), False),
    "a release by itself": (step("b", condition="running"), build("c"), True),
    "a release by its build": (TO_API, awaits("${refs.x.id}"), False),
}


@pytest.mark.parametrize(("began", "condition", "expected"), WAITS.values(), ids=WAITS)
def test_each_task_has_its_conditions(began: Tree, condition: Tree, expected: bool) -> None:
    made = node("Addon", "made", {"name": "db"})
    spec = seq(build("x"), made, began, condition, step())
    [progress] = waiting_of(spec, arguments={"JOB": "tests", "OTHER": "lint"}).scopes
    assert found(progress, "b", "s") == ([] if expected else ["s"])


def test_the_first_steps_are_enough() -> None:
    steps = [step(f"s{number}") for number in range(9)]
    [progress] = waiting_of(seq(build(), *steps)).scopes
    assert found(progress, "b", *(one["ref"] for one in steps)) == ["s0", "s1", "s2"][:MOST_STEPS]


def test_flows_without_anything_to_wait_for_are_left_out() -> None:
    assert not waiting_of(seq(node("Message", "m", {}))).scopes
    assert not waiting_of(None).scopes


CONDITIONS = ("A", "B")


@st.composite
def flows(draw: st.DrawFn, skips: bool) -> Tree:
    """A flow of at most seven steps with two builds, Conditions for them and other steps."""
    left = draw(st.integers(3, 7))
    names = iter(draw(st.permutations([f"n{number}" for number in range(7)])))

    def leaf() -> Tree:
        ref = next(names)
        does = draw(st.sampled_from(("build", "build", "wait", "step", "step")))
        made = (
            build(ref, **({"condition": "success"} if draw(st.integers(0, 4)) == 0 else {}))
            if does == "build"
            else awaits(f"${{refs.{draw(st.sampled_from([f'n{number}' for number in range(7)]))}.id}}")
            if does == "wait"
            else step(ref)
        )
        return with_skip({**made, "ref": ref})

    def with_skip(made: Tree) -> Tree:
        skip = draw(st.sampled_from((None, None, None, "true", A, B))) if skips else None
        return made if skip is None else {**made, "skipNodeExecution": skip}

    def tree(leaves: int, levels: int) -> Tree:
        if levels == 0 or (leaves == 1 and draw(st.booleans())):
            return leaf()
        steps = []
        while leaves:
            share = draw(st.integers(1, leaves)) if levels > 1 else 1
            steps.append(tree(share, levels - 1))
            leaves -= share
        return with_skip(workflow(draw(st.sampled_from(("sequential", "sequential", "parallel"))), *steps))

    return tree(left, 3)


def leaves_of(progress: Progress) -> tuple[Leaf, ...]:
    """The steps of a flow in the words of the simulation."""
    nodes = progress.scope.flow.nodes
    by_path = {one.path: one for one in nodes}
    by_ref = {one.ref: one for one in nodes if one.kind == "Build"}
    leaves = [one for one in nodes if one.kind != "Workflow"]
    places = {one.path: number for number, one in enumerate(leaves)}

    def skips(one: Node) -> frozenset[str]:
        chain = [by_path[one.path[:depth]] for depth in range(len(one.path) + 1)]
        return frozenset(text for node in chain if isinstance(text := node.fields.get("skipNodeExecution"), str))

    def after(one: Node) -> tuple[int, ...]:
        return tuple(
            place
            for path, place in places.items()
            for depth in range(len(one.path))
            if path[:depth] == one.path[:depth]
            and path[depth] < one.path[depth]
            and by_path[one.path[:depth]].spec["type"] == "sequential"
        )

    def of(one: Node) -> Path | None:
        awaited = one.spec["spec"]["data"]["buildId"].split(".")[1] if one.kind == "Condition" else None
        return by_ref[awaited].path if awaited in by_ref else None

    words: dict[str, Any] = {"Build": "build", "Condition": "wait", "Release": "step"}
    return tuple(
        Leaf(one.path, words[one.kind], "condition" in one.fields, of(one), skips(one), after(one)) for one in leaves
    )


def compare(spec: Tree, exact: bool, counted: Counter[str]) -> None:
    """Holds what is said of every build and every step to what the simulation has seen.

    What is said to go on must be able to; without skips, all that can go on after its turn is said as well.
    """
    scopes = waiting_of(spec).scopes
    if not scopes:
        return
    [progress] = scopes
    leaves = leaves_of(progress)
    places = {leaf.path: place for place, leaf in enumerate(leaves)}
    for place, leaf in enumerate(leaves):
        # One for no build may wait for any of them, and one for a later build waits for ever.
        if leaf.does == "wait" and (leaf.of is None or place in leaves[places[leaf.of]].after):
            return
    seen = simulate(leaves)
    nodes = {one.path: one for one in progress.scope.flow.nodes}
    for there, here in ((there, here) for there in leaves for here in leaves):
        if there.does != "build" or here.does != "step":
            continue
        said = bool(progress.unawaited(nodes[there.path], [nodes[here.path]]))
        going = any(there.path in builds for builds in seen.get(here.path, ()))
        counted[f"{'said' if said else 'silent'} {'going' if going else 'finished'}"] += 1
        assert going or not said, (there, here)
        ordered = leaves.index(there) in here.after
        assert said == (going and ordered) or not exact, (there, here)


def test_what_is_said_is_what_a_simulation_of_all_runs_has_seen() -> None:
    counted: Counter[str] = Counter()

    @settings(max_examples=500, deadline=None, derandomize=True)
    @given(flows(skips=False))
    def exactly(spec: Tree) -> None:
        compare(spec, True, counted)

    @settings(max_examples=300, deadline=None, derandomize=True)
    @given(flows(skips=True))
    def without_false_alarms(spec: Tree) -> None:
        compare(spec, False, counted)

    exactly()
    without_false_alarms()
    assert set(counted) == {"said going", "silent going", "silent finished"}
    assert min(counted.values()) >= 100


def large(each: Callable[[int], list[Tree]], count: int) -> Tree:
    return {"apiVersion": "v1.2", "spec": seq(*(one for number in range(count) for one in each(number)))}


def job(number: int) -> list[Tree]:
    return [node("JobRun", f"run{number}", {"jobId": f"job-{number}"})]


# Flows of three thousand steps in which everything could have to do with everything.
LARGE: dict[str, Tree] = {
    "nobody waits": large(lambda n: [build(f"b{n}"), *job(n), step(f"s{n}")], 1000),
    "all for one": large(lambda n: [build(f"b{n}"), awaits("${refs.b0.id}"), step(f"s{n}")], 1000),
    "each for its own": large(lambda n: [build(f"b{n}"), awaits(f"${{refs.b{n}.id}}"), step(f"s{n}")], 1000),
    "addons": large(lambda n: [addon("AddonBackup", f"b{n}"), addon("AddonImport", f"i{n}"), *job(n)], 1000),
    "in branches": {
        "apiVersion": "v1.2",
        "spec": seq(
            par(*(build(f"b{n}") for n in range(1000))),
            par(*(seq(awaits(f"${{refs.b{n}.id}}"), step(f"s{n}")) for n in range(1000))),
        ),
    },
    "under unlike conditions": large(
        lambda n: [
            build(f"b{n}", skipNodeExecution=A),
            node("JobRun", f"r{n}", {"jobId": "api"}, skipNodeExecution=A),
            step(f"s{n}", skipNodeExecution=NOT_A),
        ],
        1000,
    ),
}


@pytest.mark.parametrize("name", LARGE)
def test_large_flows_take_time_in_proportion_to_their_size(name: str) -> None:
    from nflint.rules import model_rules

    rules = [rule for rule in model_rules() if rule.reads == "Waiting" and rule.check is not None]
    wiring = build_wiring(LARGE[name])
    start = time.perf_counter()
    waiting = build_waiting(wiring)
    for rule in rules:
        assert rule.check is not None
        list(rule.check(waiting))
    assert time.perf_counter() - start < 2


def test_the_report_of_a_run_says_nothing_of_waiting() -> None:
    run = {
        "apiVersion": "v1.2",
        "id": "6e7f4b7e-2d0c-4a53-9d0b-6a7f0f3f8c11",
        "status": "running",
        "concluded": False,
        **dict.fromkeys(("createdAt", "startedAt", "updatedAt"), "2021-01-01T12:00:00.000Z"),
        "spec": seq(build(), step()),
    }
    assert not [one for one in lint(json.dumps(run), kind="run").diagnostics if one.code.startswith("NF6")]
