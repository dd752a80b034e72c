"""What a dry run prints is read as the document that it stands for."""

from __future__ import annotations

import pytest

from nflint.report.dry_run import render_value
from nflint.source.document import read

WRITTEN = [
    "1e3",
    "12e4567",
    "1234567e12",
    ".5",
    "0x1F",
    "1_000",
    "yes",
    "null",
    "~",
    "a\x85b",
    "\u2028",
    "\ud800",
    "日本",
    "é",
    "",
]


@pytest.mark.parametrize("form", ["json", "yaml"])
def test_what_is_printed_is_read_as_the_same(form: str) -> None:
    value = {"texts": WRITTEN, **dict.fromkeys(WRITTEN, 1), "numbers": [1, 1.5, 1e30, -0.1, True, None]}
    printed = render_value(value, form)
    printed.encode("utf-8")
    [document] = read(printed)
    assert document.value == value
    assert {problem.check for problem in document.problems} == {"lone-surrogate"}
    odd = render_value([float("nan"), float("inf")], form)
    assert read(odd)[0].value == [None, None]
