"""Values that are already parsed: whatever they are, a document is made of them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from nflint.source.document import from_value
from nflint.source.text import Span


class Name(str):
    """A string that is not of the type str itself."""

    __slots__ = ()


GIVEN: list[tuple[str, Any, Any, list[str]]] = [
    ("plain", {"a": [1, 2.5, "x", True, None]}, {"a": [1, 2.5, "x", True, None]}, []),
    ("tuple", (1, (2,)), [1, [2]], []),
    ("string of another type", {Name("a"): Name("b")}, {"a": "b"}, []),
    ("set", {"a": {1}}, {"a": None}, ["unknown-tag"]),
    ("bytes", [b"x"], [None], ["unknown-tag"]),
    ("date", date(2024, 1, 2), None, ["unknown-tag"]),
    ("number as a key", {1: "a", 1.5: "b", None: "c"}, {"1": "a", "1.5": "b", "null": "c"}, ["non-string-key"] * 3),
    ("boolean as a key", {True: "a"}, {"true": "a"}, ["non-string-key"]),
    ("tuple as a key", {(1, 2): "a"}, {"[object tuple]": "a"}, ["non-string-key"]),
    ("two keys of one text", {"1": "a", 1: "b"}, {"1": "b"}, ["non-string-key", "duplicate-key"]),
    ("infinity", [float("inf")], [float("inf")], ["non-finite-number"]),
    ("huge integer", [-(10**5000)], [float("-inf")], ["non-finite-number"]),
    ("huge key", {10**5000: 1}, {"Infinity": 1}, ["non-string-key"]),
    ("imprecise integer", [2**53 + 1], [2**53 + 1], ["imprecise-number"]),
]


@pytest.mark.parametrize(("value", "plain", "checks"), [row[1:] for row in GIVEN], ids=[row[0] for row in GIVEN])
def test_values_are_made_plain(value: Any, plain: Any, checks: list[str]) -> None:
    document = from_value(value)
    assert document.value == plain
    assert [problem.check for problem in document.problems] == checks
    assert all(problem.span == Span(0, 0) and problem.message and problem.hint for problem in document.problems)
    assert not document.broken
    assert document.text.content == ""


def test_the_values_given_are_not_changed() -> None:
    value: dict[Any, Any] = {"a": [1, {2}], 3: (4,)}
    document = from_value(value)
    assert value == {"a": [1, {2}], 3: (4,)}
    assert document.value == {"a": [1, None], "3": [4]}
    assert isinstance(document.value, dict)
    assert document.value["a"] is not value["a"]


def test_a_value_that_holds_itself() -> None:
    value: list[Any] = [1]
    value.append(value)
    document = from_value(value)
    assert document.value == [1, None]
    assert [problem.check for problem in document.problems] == ["recursive-alias"]
    assert document.broken


@pytest.mark.parametrize("levels", [129, 5000])
def test_a_value_of_too_many_levels(levels: int) -> None:
    value: Any = []
    for _ in range(levels - 1):
        value = [value]
    document = from_value(value)
    assert [problem.check for problem in document.problems] == ["too-deep"]
    assert document.broken


def test_the_deepest_value_that_is_read() -> None:
    value: Any = []
    for _ in range(127):
        value = {"a": value}
    assert from_value(value).value == value
    assert from_value(value).problems == ()


def test_shared_values_are_counted_as_often_as_they_are_met() -> None:
    value: Any = ["x"] * 10
    for _ in range(40):
        value = [value, value]
    document = from_value(value)
    assert {problem.check for problem in document.problems} == {"alias-limit"}
    assert document.broken
