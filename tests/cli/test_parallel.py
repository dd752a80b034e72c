"""Files shared among processes give what one process gives."""

from __future__ import annotations

import os
import pickle
from pathlib import Path

import pytest

from nflint.diagnostic import Report, merge
from nflint.files import Candidate, lint_candidate
from nflint.parallel import in_processes
from nflint.report import json_format

ROOT = Path(__file__).parents[2]
forks = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


def lint(candidate: Candidate) -> Report:
    return lint_candidate(candidate)


@forks
@pytest.mark.parametrize("processes", [1, 2, 3, 7])
def test_any_number_of_processes_gives_the_same_report(processes: int) -> None:
    files = sorted(str(path) for path in (ROOT / "examples").rglob("*.*")) * 3
    candidates = [Candidate(path, asked=True) for path in files]
    shared = merge(in_processes(lint, candidates, processes))
    assert shared.diagnostics
    assert json_format.render(shared) == json_format.render(merge(map(lint, candidates)))
    assert shared.excerpts == merge(map(lint, candidates)).excerpts


@forks
def test_the_order_is_kept_and_nothing_is_lost() -> None:
    assert list(in_processes(str, range(1000), 3)) == [str(number) for number in range(1000)]
    assert list(in_processes(str, [], 2)) == []
    assert list(in_processes(str, [1], 3)) == ["1"]


@forks
def test_a_process_that_dies_costs_nothing_but_time() -> None:
    here = os.getpid()

    def work(number: int) -> int:
        if number == 7 and os.getpid() != here:
            os._exit(9)
        return number * number

    assert list(in_processes(work, range(10), 2)) == [number * number for number in range(10)]


def test_few_items_stay_in_this_process() -> None:
    assert set(in_processes(lambda _: os.getpid(), range(50))) == {os.getpid()}


@pytest.mark.parametrize("report", [Report(), Report(skipped=1), Report(failures=("x: no such file",))])
def test_a_report_gets_from_one_process_to_another(report: Report) -> None:
    # A share with one that does not is worked off twice.
    assert pickle.loads(pickle.dumps(report)) == report
