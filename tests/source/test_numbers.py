"""Numbers as JavaScript writes and keeps them (the expected texts are node's)."""

from __future__ import annotations

import pytest

from nflint.source import numbers

WRITTEN = [
    (0, "0"),
    (-0.0, "0"),
    (1, "1"),
    (-1.5, "-1.5"),
    (100.0, "100"),
    (123456789012345680000, "123456789012345680000"),
    (1e21, "1e+21"),
    (1.5e300, "1.5e+300"),
    (0.000001, "0.000001"),
    (1e-7, "1e-7"),
    (1.25e-7, "1.25e-7"),
    (0.1, "0.1"),
    (5e-324, "5e-324"),
    (9007199254740993, "9007199254740992"),
    (10**400, "Infinity"),
    (-(10**400), "-Infinity"),
    (float("inf"), "Infinity"),
    (float("-inf"), "-Infinity"),
    (float("nan"), "NaN"),
]


@pytest.mark.parametrize(("value", "text"), WRITTEN)
def test_numbers_are_written_as_javascript_writes_them(value: float, text: str) -> None:
    assert numbers.to_javascript(value) == text


READ = [
    ("0", 0),
    ("-12", -12),
    ("+7", 7),
    ("9" * 308, int("9" * 308)),
    ("9" * 309, float("inf")),
    ("-" + "9" * 10_000, float("-inf")),
    ("0" * 5000 + "12", 12),
    ("0" * 5000, 0),
]


@pytest.mark.parametrize(("digits", "value"), READ)
def test_integers_no_double_holds_are_infinite(digits: str, value: float) -> None:
    assert numbers.integer(digits) == value


FAULTS = [
    (9007199254740992, "9007199254740992", None),
    (9007199254740993, "9007199254740993", "imprecise-number"),
    (2**60, str(2**60), None),
    (0.1, "0.1", None),
    (0.30000000000000004, "0.30000000000000004", None),
    (0.1, "0.1000000000000000000000000", None),
    (0.1, "0.1000000000000000000000001", "imprecise-number"),
    (0.0, "0.000", None),
    (0.0, "1e-400", "imprecise-number"),
    (float("inf"), "1e400", "non-finite-number"),
]


@pytest.mark.parametrize(("value", "text", "check"), FAULTS)
def test_what_a_double_does_not_keep_is_reported(value: float, text: str, check: str | None) -> None:
    found = numbers.fault(value, text)
    assert (found and found[0]) == check
