"""What has run before what: each reason by example, and every answer against a simulation of all that can happen."""

from __future__ import annotations

from collections import Counter
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from simulation import Key, Seen, Tree, simulate

from nflint.diagnostic import Pointer
from nflint.flow.model import Flow, Node, build_flow
from nflint.flow.order import Order, Skip, Standing, When

A, B, C = "${args.A}", "${args.B}", "${args.C}"


def leaf(ref: str, skip: str | None = None) -> Tree:
    """A node without steps; `skip` is its `skipNodeExecution`."""
    return {"kind": "Build", "ref": ref, "skipNodeExecution": skip, "spec": {}}


def workflow(ref: str, kind: str, *steps: Tree, skip: str | None = None) -> Tree:
    """A loop, or a Workflow of the type `kind`."""
    if kind == "loop":
        spec = {"iterations": [{}], "steps": list(steps)}
        return {"kind": "LoopWorkflow", "ref": ref, "skipNodeExecution": skip, "spec": spec}
    return {"kind": "Workflow", "ref": ref, "skipNodeExecution": skip, "spec": {"type": kind, "steps": list(steps)}}


def seq(ref: str, *steps: Tree, skip: str | None = None) -> Tree:
    return workflow(ref, "sequential", *steps, skip=skip)


def par(ref: str, *steps: Tree, skip: str | None = None) -> Tree:
    return workflow(ref, "parallel", *steps, skip=skip)


def loop(ref: str, *steps: Tree, skip: str | None = None) -> Tree:
    return workflow(ref, "loop", *steps, skip=skip)


def flow_of(spec: object, teardown: object = None) -> Flow:
    return build_flow({"spec": spec, "teardownSpec": {"spec": teardown}})


def order_of(flow: Flow) -> Order:
    """The order of the nodes; "true" is a certain skip, any other text a condition."""
    skips: dict[Pointer, Skip] = {}
    conditions: dict[Pointer, str] = {}
    for node in flow.nodes:
        skip = node.fields.get("skipNodeExecution")
        if isinstance(skip, str):
            skips[node.pointer] = "yes" if skip == "true" else "maybe"
            conditions[node.pointer] = skip
    return Order(flow.nodes, skips, conditions)


def answer(flow: Flow, here: str, there: str) -> str:
    """What is said of two nodes, by their refs; the cause by its ref."""
    nodes = {node.ref: node for node in flow.nodes}
    found = order_of(flow).standing(nodes[here], nodes[there])
    return f"{found.when} {found.why}" + (f" {found.cause.ref}" if found.cause else "")


# The flow, here, there, and what is said.
ROWS: dict[str, tuple[Tree, str, str, str]] = {
    "a step after another": (seq("w", leaf("a"), leaf("b")), "b", "a", "always earlier"),
    "a step of an earlier parallel workflow": (
        seq("w", par("p", seq("s", leaf("a")), leaf("x")), seq("t", leaf("b"))),
        "b",
        "a",
        "always earlier",
    ),
    "an earlier workflow": (seq("w", par("p", leaf("a")), leaf("b")), "b", "p", "always earlier"),
    "an earlier loop": (seq("w", loop("l", leaf("a")), leaf("b")), "b", "l", "always earlier"),
    "a step before a loop": (seq("w", leaf("a"), loop("l", leaf("b"))), "b", "a", "always earlier"),
    "an earlier step of an iteration": (loop("l", leaf("a"), leaf("b")), "b", "a", "always earlier"),
    "a branch in order": (par("p", seq("s", leaf("a"), leaf("b"))), "b", "a", "always earlier"),
    "a later step": (seq("w", leaf("a"), leaf("b")), "a", "b", "never later b"),
    "a later step that is skipped": (seq("w", leaf("a"), leaf("b", "true")), "a", "b", "never later b"),
    "inside a later workflow": (seq("w", leaf("a"), par("p", leaf("b"))), "a", "b", "never later b"),
    "inside a later loop": (seq("w", leaf("a"), loop("l", leaf("b"))), "a", "b", "never later b"),
    "itself": (seq("w", leaf("a")), "a", "a", "never itself a"),
    "the only node": (leaf("a"), "a", "a", "never itself a"),
    "the workflow around": (seq("w", par("p", leaf("a"))), "a", "p", "never enclosing p"),
    "the root": (seq("w", par("p", leaf("a"))), "a", "w", "never enclosing w"),
    "the loop around": (loop("l", leaf("a")), "a", "l", "never enclosing l"),
    "a step of its own": (seq("w", par("p", leaf("a"))), "w", "a", "never inside a"),
    "a step of its own loop": (seq("w", loop("l", leaf("a"))), "l", "a", "never inside a"),
    "a parallel step": (par("p", leaf("a"), leaf("b")), "b", "a", "sometimes parallel p"),
    "a parallel step written later": (par("p", leaf("a"), leaf("b")), "a", "b", "sometimes parallel p"),
    "inside another branch": (
        seq("w", par("p", seq("s", leaf("a")), seq("t", leaf("b")))),
        "b",
        "a",
        "sometimes parallel p",
    ),
    "a parallel step that may be skipped": (par("p", leaf("a", A), leaf("b")), "b", "a", "sometimes parallel p"),
    "a parallel step that is skipped": (par("p", leaf("a", "true"), leaf("b")), "b", "a", "never parallel p"),
    "parallel in a loop": (loop("l", par("p", leaf("a"), leaf("b"))), "b", "a", "sometimes parallel p"),
    "an unknown type, earlier": (workflow("w", "deployment", leaf("a"), leaf("b")), "b", "a", "always earlier"),
    "an unknown type, later": (workflow("w", "deployment", leaf("a"), leaf("b")), "a", "b", "never later b"),
    "a skipped step": (seq("w", leaf("a", "true"), leaf("b")), "b", "a", "never skipped a"),
    "in a skipped workflow": (seq("w", par("p", leaf("a"), skip="true"), leaf("b")), "b", "a", "never skipped p"),
    "skipped twice": (seq("w", par("p", leaf("a", "true"), skip="true"), leaf("b")), "b", "a", "never skipped p"),
    "certain around a doubt": (seq("w", par("p", leaf("a", A), skip="true"), leaf("b")), "b", "a", "never skipped p"),
    "certain within a doubt": (seq("w", par("p", leaf("a", "true"), skip=A), leaf("b")), "b", "a", "never skipped a"),
    "both in a skipped workflow": (seq("w", seq("s", leaf("a"), leaf("b"), skip="true")), "b", "a", "always earlier"),
    "from a skipped step": (seq("w", leaf("a"), leaf("b", "true")), "b", "a", "always earlier"),
    "from a skipped step to one": (seq("w", leaf("a", "true"), leaf("b", "true")), "b", "a", "never skipped a"),
    "a step that may be skipped": (seq("w", leaf("a", A), leaf("b")), "b", "a", "sometimes unsure a"),
    "in a workflow that may be skipped": (
        seq("w", seq("s", leaf("a"), skip=A), leaf("b")),
        "b",
        "a",
        "sometimes unsure s",
    ),
    "both in one that may be skipped": (seq("w", seq("s", leaf("a"), leaf("b"), skip=A)), "b", "a", "always earlier"),
    "the same condition": (seq("w", leaf("a", A), leaf("b", A)), "b", "a", "always earlier"),
    "the same condition around this": (seq("w", leaf("a", A), par("p", leaf("b"), skip=A)), "b", "a", "always earlier"),
    "the same condition around that": (seq("w", par("p", leaf("a"), skip=A), leaf("b", A)), "b", "a", "always earlier"),
    "another condition": (seq("w", leaf("a", A), leaf("b", B)), "b", "a", "sometimes unsure a"),
    "one condition of two": (seq("w", par("p", leaf("a", B), skip=A), leaf("b", A)), "b", "a", "sometimes unsure a"),
    "both conditions": (
        seq("w", par("p", leaf("a", B), skip=A), par("q", leaf("b", A), skip=B)),
        "b",
        "a",
        "always earlier",
    ),
    "the outermost of two conditions": (
        seq("w", par("p", leaf("a", B), skip=A), leaf("b", C)),
        "b",
        "a",
        "sometimes unsure p",
    ),
    "after a loop": (seq("w", loop("l", leaf("a")), leaf("b")), "b", "a", "sometimes loop l"),
    "after two loops": (seq("w", loop("l", loop("m", leaf("a"))), leaf("b")), "b", "a", "sometimes loop l"),
    "after an inner loop": (loop("l", loop("m", leaf("a")), leaf("b")), "b", "a", "sometimes loop m"),
    "after a loop, skipped": (seq("w", loop("l", leaf("a", "true")), leaf("b")), "b", "a", "never skipped a"),
    "a skip inside a loop": (seq("w", loop("l", leaf("a", A)), leaf("b")), "b", "a", "sometimes loop l"),
    "a loop that may be skipped": (seq("w", loop("l", leaf("a"), skip=A), leaf("b")), "b", "a", "sometimes unsure l"),
    "a skip around a loop": (
        seq("w", seq("s", loop("l", leaf("a")), skip=A), leaf("b")),
        "b",
        "a",
        "sometimes unsure s",
    ),
    "a loop under the same condition": (
        seq("w", loop("l", leaf("a"), skip=A), leaf("b", A)),
        "b",
        "a",
        "sometimes loop l",
    ),
    "the iteration before": (loop("l", leaf("a"), leaf("b")), "a", "b", "sometimes loop l"),
    "the inner loop's iteration before": (
        loop("l", loop("m", seq("s", leaf("a")), leaf("b"))),
        "a",
        "b",
        "sometimes loop m",
    ),
    "the iteration before, skipped": (loop("l", leaf("a"), leaf("b", "true")), "a", "b", "never later b"),
    "itself in the iteration before": (loop("l", leaf("a")), "a", "a", "sometimes itself a"),
    "around it in the iteration before": (loop("l", seq("s", leaf("a"))), "a", "s", "sometimes enclosing s"),
    "inside it in the iteration before": (loop("l", seq("s", leaf("a"))), "s", "a", "sometimes inside a"),
}

# The flow, its teardown, here, there, and what is said.
TEARDOWNS: dict[str, tuple[Tree, Tree, str, str, str]] = {
    "a step": (seq("w", leaf("a")), leaf("b"), "b", "a", "always last-run"),
    "the root": (seq("w", leaf("a")), seq("v", leaf("b")), "b", "w", "always last-run"),
    "from the root": (seq("w", leaf("a")), par("v", leaf("b")), "v", "a", "always last-run"),
    "a skipped step": (seq("w", leaf("a", "true")), leaf("b"), "b", "a", "never skipped a"),
    "all skipped": (seq("w", leaf("a"), skip="true"), leaf("b"), "b", "a", "never skipped w"),
    "a step that may be skipped": (seq("w", leaf("a", A)), leaf("b", B), "b", "a", "sometimes unsure a"),
    "the same condition": (seq("w", leaf("a", A)), leaf("b", A), "b", "a", "always last-run"),
    "a loop": (loop("l", leaf("a")), leaf("b"), "b", "l", "always last-run"),
    "in a loop": (loop("l", leaf("a")), leaf("b"), "b", "a", "sometimes loop l"),
    "its own later step": (leaf("a"), seq("v", leaf("b"), leaf("c")), "b", "c", "never later c"),
    "its own earlier step": (leaf("a"), seq("v", leaf("b"), leaf("c")), "c", "b", "always earlier"),
    "from the flow": (leaf("a"), seq("v", leaf("b")), "a", "b", "never teardown b"),
}


@pytest.mark.parametrize(("spec", "here", "there", "expected"), ROWS.values(), ids=ROWS)
def test_an_example_of_each_reason(spec: Tree, here: str, there: str, expected: str) -> None:
    assert answer(flow_of(spec), here, there) == expected


@pytest.mark.parametrize(("spec", "teardown", "here", "there", "expected"), TEARDOWNS.values(), ids=TEARDOWNS)
def test_a_teardown_sees_the_last_run(spec: Tree, teardown: Tree, here: str, there: str, expected: str) -> None:
    assert answer(flow_of(spec, teardown), here, there) == expected


def test_a_loop_has_no_type() -> None:
    tree = loop("l", leaf("a"), leaf("b"))
    tree["spec"]["type"] = "parallel"
    assert answer(flow_of(tree), "b", "a") == "always earlier"


def test_the_innermost_loop_around_a_node() -> None:
    flow = flow_of(seq("w", loop("l", leaf("a"), loop("m", seq("s", leaf("b")))), leaf("c")))
    order = order_of(flow)
    found = {node.ref: around.ref if (around := order.loop(node)) else None for node in flow.nodes}
    assert found == {"w": None, "l": None, "a": "l", "m": "l", "s": "m", "b": "m", "c": None}


def test_when_a_node_runs() -> None:
    inner = par("p", leaf("b", A), leaf("c", "true"), loop("l", leaf("d")), skip=B)
    flow = flow_of(seq("w", leaf("a"), inner, leaf("e", A)))
    order = order_of(flow)
    found = {node.ref: order.when(node) for node in flow.nodes}
    assert found["a"] == found["w"] == frozenset()
    assert found["b"] == {A, B}
    assert found["c"] is None
    assert found["d"] == {B}
    assert found["e"] == {A}
    unsourced = Order(flow.nodes, {node.pointer: "maybe" for node in flow.nodes if node.ref == "e"}, {})
    assert unsourced.when(flow.nodes[-1]) is None


def test_a_condition_without_a_source_is_like_no_other() -> None:
    flow = flow_of(seq("w", leaf("a", A), leaf("b", A)))
    _, a, b = flow.nodes
    skips: dict[Pointer, Skip] = {a.pointer: "maybe", b.pointer: "maybe"}
    assert Order(flow.nodes, skips, {}).standing(b, a) == Standing("sometimes", "unsure", a)


ODD = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(("", "parallel", "LoopWorkflow", A, "true")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(("kind", "ref", "spec", "steps", "type", "skipNodeExecution")), inner)
        | st.builds(lambda steps, kind: {"kind": kind, "spec": {"steps": steps, "type": kind}}, st.lists(inner), inner)
    ),
    max_leaves=20,
)


@settings(max_examples=300, deadline=None, derandomize=True)
@given(ODD, ODD)
def test_any_value_has_an_order(spec: object, teardown: object) -> None:
    flow = flow_of(spec, teardown)
    order = order_of(flow)
    for here, there in product(flow.nodes, flow.nodes):
        assert cause_fits(order.standing(here, there), here, there)


CONDITIONS = (A, B)
SKIPS = st.sampled_from((None, None, None, None, "true", A, A, B))
KINDS = st.sampled_from(("sequential", "sequential", "parallel", "loop"))
LEVELS = 3


@st.composite
def trees(draw: st.DrawFn, leaves: int, levels: int = LEVELS) -> Tree:
    """A random node with so many leaves, in workflows of at most so many levels; some have no steps at all."""
    if levels == 0 or (leaves == 1 and draw(st.booleans())):
        return leaf("", draw(SKIPS))
    steps = []
    left = leaves
    while left:
        share = draw(st.integers(1, left)) if levels > 1 else 1
        steps.append(draw(trees(share, levels - 1)))
        left -= share
    if draw(st.integers(0, 7)) == 7:
        steps.append(workflow("", draw(KINDS), skip=draw(SKIPS)))
    return workflow("", draw(KINDS), *steps, skip=draw(SKIPS))


@st.composite
def flows(draw: st.DrawFn) -> tuple[Tree, Tree | None]:
    """A flow with at most seven leaves, those of its teardown included, if it has one."""
    leaves = draw(st.integers(1, 7))
    below = draw(st.integers(0, leaves - 1)) if draw(st.booleans()) else 0
    return draw(trees(leaves - below)), draw(trees(below)) if below else None


def expected(began: set[frozenset[Key]], there: Key) -> When:
    """What the simulation says: whether the outputs were there in all, some or none of the cases."""
    answers = {there in outputs for outputs in began}
    return "sometimes" if len(answers) == 2 else "always" if True in answers else "never"


def cause_fits(found: Standing, here: Node, there: Node) -> bool:
    """Whether the cause is a node that can be named for that reason."""
    cause = found.cause
    if cause is None:
        return found.why in ("earlier", "last-run")
    around_there = cause.area == there.area and there.path[: len(cause.path)] == cause.path
    around_here = cause.area == here.area and here.path[: len(cause.path)] == cause.path
    if found.why in ("skipped", "unsure"):
        certain = cause.fields["skipNodeExecution"] == "true"
        return around_there and not around_here and certain == (found.why == "skipped")
    if found.why == "loop":
        return around_there and cause != there and cause.kind == "LoopWorkflow"
    if found.why == "parallel":
        return around_there and around_here and cause.spec["type"] == "parallel"
    return cause == there


def compare(flow: Flow, keeps: Seen, forgets: Seen, counted: Counter[str]) -> None:
    """Holds every answer to what was seen, in runs whose iterations keep what the one before has left, and in others.

    No page says which is true, and "sometimes" covers both. They may differ only where a node's own iteration has not
    come to the other one yet.
    """
    order = order_of(flow)
    for here, there in product(flow.nodes, flow.nodes):
        key = (here.area, here.path)
        # A node that never begins sees nothing, and any answer about it would be right.
        if key not in keeps:
            continue
        found = order.standing(here, there)
        one, other = (expected(seen[key], (there.area, there.path)) for seen in (keeps, forgets))
        assert found.when == expected(keeps[key] | forgets[key], (there.area, there.path)), (here, there, found)
        assert one == other or found.why in ("loop", "itself", "enclosing", "inside"), (here, there, found)
        assert one == other or (one, other) == ("sometimes", "never"), (here, there, found)
        assert cause_fits(found, here, there), (here, there, found)
        counted[f"{found.when} {found.why}"] += 1
        counted["differ"] += one != other


def test_the_answers_are_those_of_a_simulation_of_all_that_can_happen() -> None:
    """In both directions: "always" is all, "never" is none, "sometimes" is some and not all, loops included."""
    counted: Counter[str] = Counter()

    @settings(max_examples=800, deadline=None, derandomize=True)
    @given(flows())
    def each(trees: tuple[Tree, Tree | None]) -> None:
        keeps, forgets = (simulate(*trees, CONDITIONS, forgets=forgets) for forgets in (False, True))
        compare(flow_of(*trees), keeps, forgets, counted)

    each()
    never = {f"never {why}" for why in ("later", "itself", "enclosing", "inside", "parallel", "teardown", "skipped")}
    sometimes = {f"sometimes {why}" for why in ("parallel", "loop", "unsure", "itself", "enclosing", "inside")}
    assert set(counted) == {"always earlier", "always last-run", "differ"} | never | sometimes
    assert min(counted.values()) >= 100
