"""What functions come to: a table, the same table and thousands of random expressions in node, and the bounds."""

from __future__ import annotations

import contextlib
import itertools
import json
import random
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from nflint.expression.evaluation import apply
from nflint.expression.functions import FUNCTIONS
from nflint.expression.parser import closed, parse
from nflint.expression.printing import source
from nflint.expression.reduction import Known, reduce
from nflint.expression.tree import Value
from nflint.expression.values import LONGEST_TEXT, UNDEFINED, CannotEvaluateError

FOLDER = Path(__file__).parent
LEFT = object()

needs_node = pytest.mark.skipif(shutil.which("node") is None, reason="node, which is compared with, is not on the PATH")


def rows() -> list[tuple[str, str]]:
    lines = (FOLDER / "evaluation_cases.txt").read_text("utf-8").split("\n")
    return [(row[0], row[1]) for line in lines if len(row := line.split("  =>  ")) == 2]


def tree(expression: str) -> Value:
    text = f"${{{expression}}}"
    found = closed(parse(text), text)
    assert found is not None
    assert found.mistakes == ()
    assert found.value is not None
    return found.value


def outcome(expression: str) -> object:
    """What the expression comes to; `LEFT` for one that is left to the run."""
    found = reduce(tree(expression), lambda names, inside: None)
    return found.value if isinstance(found, Known) else LEFT


def in_node(expressions: list[str]) -> list[dict[str, object]]:
    done = subprocess.run(
        ["node", str(FOLDER / "functions.js")],
        input=json.dumps(expressions),
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=True,
    )
    found: list[dict[str, object]] = json.loads(done.stdout)
    return found


@pytest.mark.parametrize(("expression", "expected"), rows())
def test_an_expression_comes_to(expression: str, expected: str) -> None:
    found = outcome(expression)
    if expected == "?":
        assert found is LEFT
    elif expected == "undefined":
        assert found is UNDEFINED
    else:
        assert found == json.loads(expected)
        assert isinstance(found, bool) == isinstance(json.loads(expected), bool)


def test_every_documented_function_is_in_the_table() -> None:
    called = {name for expression, _ in rows() for name in re.findall(r"fn\.(\w+)\(", expression)}
    assert {name for name in FUNCTIONS if name not in called} == {"some", "every", "filter"}  # Like find and map.


def assert_as_in_node(expressions: list[str]) -> int:
    """Holds what is known before a run against node; gives how many of the expressions are known."""
    known = [(expression, found) for expression in expressions if (found := outcome(expression)) is not LEFT]
    for (expression, found), there in zip(known, in_node([one for one, _ in known]), strict=True):
        if "error" in there and re.search(r"fn\.(?:and|or|if)\(", expression):
            continue  # What cannot change the answer any more is not computed here, and fails there.
        if found is UNDEFINED:
            assert there == {"undefined": True}, expression
        else:
            assert "value" in there, (expression, found, there)
            assert found == there["value"], expression
            assert isinstance(found, bool) == isinstance(there["value"], bool), expression
    return len(known)


@needs_node
def test_node_says_the_same_of_the_table() -> None:
    assert assert_as_in_node([expression for expression, _ in rows()]) > 90


# Arguments by the type that a parameter takes, as source.
_TEXTS = ["''", "'a'", "'main'", "'a,b,,c'", "'release/1.2'", "'👍a👍'", "'straße'", "'$&'", "'10'", "'9'", "' '"]
_NUMBERS = ["0", "1", "-1", "2", "3.5", "-0.5", "10", "1e3", "'2'"]
_ARRAYS = ["fn.split('a,b,c', ',')", "fn.split('', '')", 'fn.parseJSON(\'[3, "x", null, [1], {"k": 2}]\')']
_OBJECTS = ['fn.parseJSON(\'{"b": 1, "a": {"c": [1, 2]}, "2": null, "1": true}\')']
_ANY = [*_TEXTS, *_NUMBERS, *_ARRAYS, *_OBJECTS, "true", "false", "fn.if(false, 1)"]
_OF_THE_RUN = {
    *("randomSecret", "randomString", "date", "fetchSecret"),
    *("find", "some", "every", "filter", "map"),
}
_PATHS = ["'a'", "'a.c.1'", "'0'", "'3.0'", "'1'", "'4.k'", "'x.y'"]
_BY_KIND = {
    "string": _TEXTS,
    "number": _NUMBERS,
    "integer": _NUMBERS,
    "array": _ARRAYS,
    "object": _OBJECTS,
    "boolean": ["true", "false"],
}


def invented(chance: random.Random, depth: int) -> str:
    """A random call; an argument mostly has the type that is wanted."""
    name = chance.choice([name for name in sorted(FUNCTIONS) if name not in _OF_THE_RUN])
    function = FUNCTIONS[name]
    arguments = []
    for _ in range(chance.randint(function.least, 4 if function.most is None else function.most)):
        parameter = function.parameter(len(arguments))
        assert parameter is not None
        if depth and chance.random() < 0.4:
            arguments.append(invented(chance, depth - 1))
        elif parameter.name == "field":
            arguments.append(chance.choice(_PATHS))
        elif chance.random() < 0.1:
            arguments.append(chance.choice(_ANY))
        else:
            arguments.append(chance.choice(_BY_KIND[chance.choice(sorted(parameter.type))]))
    return f"fn.{name}({', '.join(arguments)})"


@needs_node
def test_node_says_the_same_of_random_expressions() -> None:
    chance = random.Random(20)
    expressions = sorted({invented(chance, depth) for depth in (0, 1, 2) for _ in range(4000)})
    assert assert_as_in_node(expressions) > 3000


def test_what_is_left_is_an_expression_that_comes_to_the_same() -> None:
    chance = random.Random(21)
    for _ in range(2000):
        expression = invented(chance, 2)
        left = reduce(tree(expression), lambda names, inside: None)
        if not isinstance(left, Known):
            again = reduce(tree(source(left)), lambda names, inside: None)
            assert not isinstance(again, Known)
            assert source(again) == source(left)


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("replaceAll", ["a" * 2000, "a", "a" * 2000]),
        ("replaceAll", ["a" * 2000, "", "$'"]),
        ("toBase64", ["a" * LONGEST_TEXT]),
        ("split", ["a" * LONGEST_TEXT, ""]),
        ("join", [["a"] * 1000, "b" * 2000]),
        ("concat", [["a"] * 60_000, ["a"] * 60_000]),
        ("stringifyJSON", [["a" * 1000] * 2000]),
        ("parseJSON", ["[" * 100_000]),
        ("parseJSON", ["1e999"]),
        ("floor", ["9" * 400]),
        ("get", [{}, ["a"]]),
    ],
)
def test_what_would_be_endless_is_left_to_the_run(name: str, arguments: list[object]) -> None:
    with pytest.raises(CannotEvaluateError):
        apply(name, arguments)


def test_values_of_any_type_give_a_value_or_are_left_to_the_run() -> None:
    values = [
        UNDEFINED,
        None,
        True,
        -0.0,
        10**400,
        float("nan"),
        "",
        "\ud800",
        [],
        [[]],
        {},
        {"a": None},
        {"": {"": []}},
    ]
    evaluated = set()
    for name in FUNCTIONS:
        for arguments in (*itertools.product(values, repeat=1), *itertools.product(values, repeat=2), ("a", "", "b")):
            with contextlib.suppress(CannotEvaluateError):
                apply(name, arguments)
                evaluated.add(name)
    assert len(evaluated) > 25
