"""Arguments that come to more than anybody could want are left to the run, and soon."""

from __future__ import annotations

from typing import Any

import pytest
from flows import flow, job

from nflint import dry_run, lint
from nflint.rehearsal import DryRun


def environment(found: DryRun) -> Any:
    return found.value["spec"]["spec"]["steps"][0]["spec"]["runtimeEnvironment"]


GROWING = {
    "lists of lists": {"A0": ["x"], **{f"A{n}": [f"${{args.A{n - 1}}}"] * 2 for n in range(1, 40)}},
    "texts of texts": {"A0": "x" * 1000, **{f"A{n}": f"${{args.A{n - 1}}}" * 2 for n in range(1, 40)}},
    "a list of a list": {"A0": ["x"], **{f"A{n}": [f"${{args.A{n - 1}}}"] for n in range(1, 400)}},
    "copies": {"A0": "x" * 500_000, **{f"A{n}": "y${args.A0}" for n in range(1, 40)}},
}


@pytest.mark.parametrize("arguments", GROWING.values(), ids=GROWING)
def test_arguments_that_grow_are_left_to_the_run(arguments: dict[str, Any]) -> None:
    last = f"${{args.A{len(arguments) - 1}}}"
    text = flow(job(V=last), arguments=arguments)
    found = dry_run(text)
    assert environment(found) == {"V": last}
    assert [one.rule for one in found.report.diagnostics if one.rule == "internal-error"] == []
    assert [one.rule for one in lint("{}", kind="run-request", flow=text).diagnostics] == []


def test_a_position_of_many_digits_is_no_position() -> None:
    source = f"${{args.A.{'1' * 5000}}}"
    assert environment(dry_run(flow(job(V=source), arguments={"A": ["x"]}))) == {"V": source}
