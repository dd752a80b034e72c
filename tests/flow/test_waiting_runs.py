"""What is awaited, against a simulation of all runs, and how long it takes to say so."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from waiting_flows import NOT_A, A, B, Tree, addon, awaits, build, node, par, seq, step, waiting_of, workflow
from waiting_simulation import Leaf, Path, simulate

from nflint.flow.model import Node
from nflint.flow.waiting import Progress, build_waiting
from nflint.flow.wiring import build_wiring
from nflint.rules import model_rules


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
    rules = [rule for rule in model_rules() if rule.reads == "Waiting" and rule.check is not None]
    wiring = build_wiring(LARGE[name])
    start = time.perf_counter()
    waiting = build_waiting(wiring)
    for rule in rules:
        assert rule.check is not None
        list(rule.check(waiting))
    assert time.perf_counter() - start < 2
