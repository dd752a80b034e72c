"""What is awaited and what is still going on, by examples of each wait and of each thing that is waited for."""

from __future__ import annotations

import json

import pytest
from waiting_flows import (
    NOT_A,
    A,
    B,
    Tree,
    addon,
    approval,
    awaits,
    build,
    loop,
    node,
    par,
    seq,
    step,
    wait,
    waiting_of,
    workflow,
)

from nflint import lint
from nflint.flow.waiting import MOST_STEPS, Progress


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
    "the build in a loop": (seq(loop(build()), step()), True),
    "the build in a loop, awaited there": (seq(loop(build(), awaits()), step()), False),
    "the build in a loop, awaited after it": (seq(loop(build()), awaits(), step()), False),
    "the step in a loop before that of the build": (seq(loop(step()), loop(build())), False),
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


def action(kind: str, type_: str, ref: str = "b", condition: str | None = None, **data: str) -> Tree:
    inner = {"type": type_, "data": data, **({} if condition is None else {"condition": condition})}
    return node("Action", ref, {"kind": kind, "spec": inner})


RUN = node("JobRun", "b", {"jobId": "tests"})
MADE_RUN = node("JobRun", "b", {"jobId": "${refs.made.id}"})
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
    "a run by another output of the job": (MADE_RUN, wait("c", "JobRun", jobId="${refs.made.name}"), True),
    "a run by another made job": (MADE_RUN, wait("c", "JobRun", jobId="${refs.x.id}"), False),
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
