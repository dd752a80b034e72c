"""What a change to a document changes in its report: nothing but what the change is about."""

from __future__ import annotations

import copy
import json
import random
from collections import Counter
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from nflint import lint
from nflint.diagnostic import Report

seeds = st.integers(0, 2**32)
thorough = settings(max_examples=150, deadline=None, derandomize=True)

Node = dict[str, Any]


def build(ref: str, branch: str = "main") -> Node:
    return {
        "kind": "Build",
        "ref": ref,
        "condition": "success",
        "spec": {"id": f"{ref}-builder", "type": "service", "branch": branch},
    }


def workflow(kind: str, steps: list[Node]) -> Node:
    return {"kind": "Workflow", "spec": {"type": kind, "steps": steps}}


def document(steps: list[Node], **more: Any) -> dict[str, Any]:
    return {"apiVersion": "v1.2", **more, "spec": workflow("sequential", steps)}


def told(report: Report) -> Counter[tuple[str, str, str]]:
    """Every diagnostic without its place."""
    return Counter((found.rule, found.severity.label, found.message) for found in report.diagnostics)


def checked(value: Any) -> Report:
    return lint(json.dumps(value), kind="release-flow")


def chain(source: random.Random) -> tuple[dict[str, Any], list[str]]:
    """A flow without a mistake whose nodes refer to earlier ones, through nested workflows; and all its refs."""
    refs: list[str] = []

    def level(depth: int, before: list[str]) -> list[Node]:
        steps: list[Node] = []
        seen = list(before)
        for _ in range(source.randint(1, 4)):
            if depth < 3 and source.random() < 0.4:
                inner = level(depth + 1, seen)
                steps.append(workflow("sequential", inner))
                seen = list(refs)
                continue
            ref = f"step-{len(refs)}"
            branch = f"${{refs.{source.choice(seen)}.branch}}" if seen and source.random() < 0.7 else "main"
            steps.append(build(ref, branch))
            refs.append(ref)
            seen.append(ref)
        return steps

    # The last step is nobody's, so that the flow is never left without any.
    return document([*level(0, []), build("last")]), refs


def nodes(value: Any) -> list[list[Any]]:
    """The lists of steps, at any depth."""
    steps = value["spec"].get("steps", [])
    return [steps, *(inner for step in steps if step["kind"] == "Workflow" for inner in nodes(step))]


def without(value: Any, ref: str) -> Any:
    """The flow without the node, and without the workflows that would hold nothing then."""
    changed = copy.deepcopy(value)
    # From the inside out: a workflow comes before those that it holds.
    for steps in reversed(nodes(changed["spec"])):
        steps[:] = [step for step in steps if step.get("ref") != ref and step["spec"].get("steps") != []]
    return changed


@given(seeds)
@thorough
def test_a_flow_whose_steps_refer_to_earlier_ones_gives_nothing(seed: int) -> None:
    assert checked(chain(random.Random(seed))[0]).diagnostics == ()


@given(seeds)
@thorough
def test_without_a_node_that_others_refer_to_there_is_one_finding_more(seed: int) -> None:
    source = random.Random(seed)
    value, refs = chain(source)
    ref = source.choice(refs)
    used = f"refs.{ref}." in json.dumps(value)
    found = checked(without(value, ref)).diagnostics
    assert [one.rule for one in found] == (["undefined-ref"] if used else [])
    assert all(f"'{ref}'" in one.message for one in found)


@given(seeds)
@thorough
def test_another_name_for_a_ref_and_its_uses_changes_nothing(seed: int) -> None:
    source = random.Random(seed)
    value, refs = chain(source)
    ref = source.choice(refs)
    broken = without(value, source.choice(refs))
    renamed = json.loads(json.dumps(broken).replace(f'"{ref}"', '"another"').replace(f"refs.{ref}.", "refs.another."))
    assert Counter(one.rule for one in checked(broken).diagnostics) == Counter(
        one.rule for one in checked(renamed).diagnostics
    )


def parallel(source: random.Random) -> dict[str, Any]:
    """A flow with independent branches, some of which hold mistakes of their own."""
    branches = []
    for number in range(source.randint(2, 5)):
        first, second = f"build-{number}", f"deploy-{number}"
        wrong = source.choice(
            [f"refs.{first}.branch", f"refs.{second}.branch", "refs.nobody.branch", "args.MISSING", f"refs.{first}"]
        )
        branches.append(workflow("sequential", [build(first), build(second, f"${{{wrong}}}")]))
    return document([workflow("parallel", branches)])


@given(seeds)
@thorough
def test_the_order_of_independent_branches_changes_nothing_but_places(seed: int) -> None:
    source = random.Random(seed)
    value = parallel(source)
    changed = copy.deepcopy(value)
    source.shuffle(changed["spec"]["spec"]["steps"][0]["spec"]["steps"])
    assert told(checked(value)) == told(checked(changed))


@given(seeds)
@thorough
def test_in_reverse_order_every_reference_is_to_a_later_step(seed: int) -> None:
    source = random.Random(seed)
    refs = [f"step-{number}" for number in range(source.randint(2, 7))]
    steps = [build(refs[0])] + [build(ref, f"${{refs.{refs[index]}.branch}}") for index, ref in enumerate(refs[1:])]
    assert checked(document(steps)).diagnostics == ()
    found = checked(document(steps[::-1])).diagnostics
    assert [one.rule for one in found] == ["later-ref"] * (len(refs) - 1)


@given(seeds)
@thorough
def test_an_argument_that_is_declared_silences_what_is_said_of_it_and_nothing_else(seed: int) -> None:
    source = random.Random(seed)
    value = parallel(source)
    with_argument = {**value, "arguments": {"MISSING": "main"}}
    before, after = told(checked(value)), told(checked(with_argument))
    gone = {rule for rule, *_ in before - after}
    assert gone <= {"undeclared-argument"}
    assert {rule for rule, *_ in after - before} <= {"unused-argument"}
