"""What holds for whatever text is given to the parser."""

from __future__ import annotations

import math
from itertools import pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from nflint.expression.parser import DEEPEST, ROOTS, closed, parse
from nflint.expression.printing import source, written
from nflint.expression.tree import Call, Constant, Expression, Path, Raw, Segment, Value

NAMES = st.from_regex(r"[A-Za-z0-9_-]{1,6}", fullmatch=True) | st.sampled_from(["0", "true", "é", "build-api", "名前"])
HEADS = st.sampled_from([*ROOTS[:5], "env", "item", "_x", "größe"])
SECRETS = st.lists(NAMES | st.sampled_from(["a/b", "<ID>", "@x", "k:v"]), min_size=1, max_size=4)
NUMBERS = st.integers(-(10**16), 10**16) | st.floats(allow_nan=False)
RAW = st.sampled_from(
    [("regex", r"/a[b]\/c/g"), ("regex", "/,/"), ("lambda", "(a, b) => a.x"), ("lambda", "x => fn.eq(x, 'a,b')")]
)
# What a parser of any kind stumbles over.
PIECES = st.sampled_from(
    ["${", "${{", "}", "}}", "'", '"', "\\", "/", "(", ")", "[", "]", "{", ",", ".", "?.", "=>", "==", ":-", "#", "$",
     "<", "fn.eq(", "refs.a.id", "args.X", "secrets.a", "'text'", "0", "-", " ", "é", "\ud83d", "\n", "\r", "\u2028"]
)  # fmt: skip
GARBAGE = st.lists(PIECES, max_size=25).map("".join) | st.text(max_size=40)


def segments(names: list[str]) -> Path:
    return Path(0, 0, tuple(Segment(0, 0, name) for name in names))


def paths(least: int) -> st.SearchStrategy[Path]:
    dotted = st.tuples(HEADS, st.lists(NAMES, min_size=least, max_size=4)).map(lambda parts: [parts[0], *parts[1]])
    return dotted.map(segments) | SECRETS.map(lambda names: segments(["secrets", *names]))


CONSTANTS = (st.text(max_size=12) | st.booleans() | NUMBERS).map(lambda value: Constant(0, 0, value))
LEAVES: st.SearchStrategy[Value] = paths(1) | CONSTANTS
CALLEES = st.tuples(
    st.sampled_from([["fn"], ["template", "fn"], []]), st.from_regex(r"[a-z]{1,5}", fullmatch=True)
).map(lambda parts: segments([*parts[0], parts[1]]))
ARGUMENTS = LEAVES | paths(0) | RAW.map(lambda raw: Raw(0, 0, raw[0], raw[1]))  # type: ignore[arg-type]


def called(arguments: st.SearchStrategy[Value]) -> st.SearchStrategy[Value]:
    return st.builds(lambda callee, given: Call(0, 0, callee, tuple(given)), CALLEES, st.lists(arguments, max_size=4))


TREES = LEAVES | st.recursive(called(ARGUMENTS), lambda inner: called(ARGUMENTS | inner), max_leaves=12)


def bare(value: Value | None) -> object:
    """The value without its positions; 1 and 1.0 are one value, True is another."""
    if isinstance(value, Constant):
        if isinstance(value.value, (bool, str)):
            return type(value.value), value.value
        return "number", float(value.value)
    if isinstance(value, Path):
        return "path", value.names
    if isinstance(value, Call):
        return "call", value.callee.names, tuple(bare(argument) for argument in value.arguments)
    return None if value is None else (value.form, value.source)


def shifted(expression: Expression, by: int) -> str:
    """The expression as if it stood `by` characters further to the left."""

    def moved(part: object) -> object:
        if isinstance(part, tuple) and hasattr(part, "_fields"):
            fields = {name: moved(item) for name, item in zip(part._fields, part, strict=True)}
            for name in ("start", "end"):
                if name in fields:
                    fields[name] -= by
            return type(part)(**fields)
        return tuple(moved(item) for item in part) if isinstance(part, tuple) else part

    return repr(moved(expression))


def nodes(value: Value) -> list[Value]:
    found = [value]
    if isinstance(value, Call):
        found += [node for argument in value.arguments for node in nodes(argument)]
    return found


def whole(tree: Value, *, runtime: bool = False) -> str:
    # Without a blank `${1}` is what a shell calls its first argument.
    blank = " " if isinstance(tree, Constant) else ""
    return f"${{{{{source(tree)}}}}}" if runtime else f"${{{blank}{source(tree)}}}"


@given(TREES, st.booleans())
def test_what_is_printed_reads_as_the_same_tree(tree: Value, runtime: bool) -> None:
    text = whole(tree, runtime=runtime)
    expression = closed(parse(text), text)
    assert expression is not None
    assert expression.mistakes == ()
    assert bare(expression.value) == bare(tree)
    assert expression.form == ("runtime" if runtime else "template")
    assert written(expression) == (text.replace("${ ", "${") if isinstance(tree, Constant) else text)


@given(TREES)
def test_positions_are_those_of_the_source(tree: Value) -> None:
    text = f"before {whole(tree)} after"
    value = parse(text)[0].value
    assert value is not None
    for node in nodes(value):
        own = text[node.start : node.end]
        if isinstance(node, Raw):
            assert own == node.source
        elif isinstance(node, Path):
            assert own == source(node)
            assert [text[segment.start : segment.end] for segment in node.segments] == list(node.names)
        else:
            # A word alone between braces is the name of a variable, so it is read where it can be none.
            again = parse(f"${{fn.x({own})}}")[0].value
            assert isinstance(again, Call)
            assert [bare(argument) for argument in again.arguments] == [bare(node)]
        if isinstance(node, Call):
            inner = [node.callee, *node.arguments]
            assert node.start == inner[0].start
            assert all(one.end < other.start for one, other in pairwise(inner))
            assert inner[-1].end < node.end


@given(GARBAGE)
@settings(max_examples=600)
def test_any_text_gives_expressions_in_order(text: str) -> None:
    expressions = parse(text)
    assert expressions == parse(str(text))
    at = 0
    for expression in expressions:
        assert at <= expression.start < expression.end <= len(text)
        assert text.startswith("${", expression.start)
        at = expression.end
        assert all(0 <= mistake.start < mistake.end <= len(text) for mistake in expression.mistakes), expression
        assert all(expression.start <= mistake.start < expression.end for mistake in expression.mistakes), expression
        assert all(mistake.message and mistake.hint for mistake in expression.mistakes)
        if expression.value is None:
            assert expression.mistakes


@given(GARBAGE, TREES)
@settings(max_examples=400)
def test_what_stands_on_a_line_of_its_own_is_read(garbage: str, tree: Value) -> None:
    own = whole(tree)
    text = f"{garbage}\n{own}"
    last = parse(text)[-1]
    assert (last.start, last.end) == (len(garbage) + 1, len(text))
    assert shifted(last, len(garbage) + 1) == shifted(parse(own)[0], 0)


@given(
    TREES, st.integers(0), st.sampled_from(["", "}", "'", "(", ")", ",", ".", "{", "$", '"', "\\", "x", " ", "=", "["])
)
@settings(max_examples=600)
def test_one_damaged_character_is_at_most_two_mistakes(tree: Value, place: int, new: str) -> None:
    good = whole(tree)
    at = place % len(good)
    lines = ["${refs.first.id} and", good[:at] + new + good[at + 1 :], "${fn.eq(args.last, 'it')}"]
    expressions = parse("\n".join(lines))
    first, second = len(lines[0]) + 1, len(lines[0]) + len(lines[1]) + 2
    assert shifted(expressions[0], 0) == shifted(parse(lines[0])[0], 0)
    assert shifted(expressions[-1], second) == shifted(parse(lines[2])[0], 0)
    damaged = [expression for expression in expressions if first <= expression.start < second]
    assert sum(len(expression.mistakes) for expression in damaged) <= 2, damaged


@given(st.integers(1, 60))
def test_depth_is_a_mistake_of_its_own(depth: int) -> None:
    text = "${" + "fn.not(" * depth + "args.X" + ")" * depth + "}"
    (expression,) = parse(text)
    assert [mistake.kind for mistake in expression.mistakes] == (["too-deep"] if depth > DEEPEST else [])
    assert expression.end == len(text)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_numbers_keep_their_value(value: float) -> None:
    (expression,) = parse(f"${{fn.floor({source(Constant(0, 0, value))})}}")
    assert isinstance(expression.value, Call)
    (argument,) = expression.value.arguments
    assert isinstance(argument, Constant)
    assert math.isclose(float(argument.value), value, rel_tol=0, abs_tol=0)
