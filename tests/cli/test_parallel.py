"""Files shared among processes give what one process gives."""

from __future__ import annotations

import os
import pickle
import signal
import threading
from pathlib import Path

import pytest
from click.testing import CliRunner

from nflint import parallel
from nflint.cli import cli
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


@forks
@pytest.mark.parametrize("processes", [2, 5])
def test_a_process_that_dies_costs_nothing(processes: int) -> None:
    parent = os.getpid()

    def work(number: int) -> int:
        if os.getpid() != parent and number % 7 == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    assert list(in_processes(work, range(50), processes)) == list(range(50))


@forks
def test_where_no_process_can_be_started_this_one_does_all(monkeypatch: pytest.MonkeyPatch) -> None:
    descriptors = Path("/proc/self/fd")
    before = len(list(descriptors.iterdir())) if descriptors.exists() else 0

    def no_fork() -> int:
        raise BlockingIOError("no process left")

    monkeypatch.setattr(os, "fork", no_fork)
    assert list(in_processes(str, range(10), 4)) == [str(number) for number in range(10)]
    assert before in (0, len(list(descriptors.iterdir())))


@pytest.fixture
def alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if this process had no threads; those of a test runner hold no locks that matter here."""
    monkeypatch.setattr(threading, "active_count", lambda: 1)


@pytest.mark.usefixtures("alone")
def test_more_processes_than_there_is_work_for_are_not_started(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []
    monkeypatch.setattr("nflint.parallel._fork", lambda work, share: started.append(share) or (0, 0))
    for processes, items in ((1_000_000, 3), (1, 10), (0, 10), (5, 0)):
        started.clear()
        assert list(in_processes(int, range(items), processes)) == list(range(items))
        assert len(started) == max(0, min(processes, items) - 1)
    assert list(in_processes(int, range(1_000), 1_000_000)) == list(range(1_000))
    assert len(started) < 256


FOLDERS = {"fixtures": ROOT / "tests" / "rules", "corpus": ROOT.parent / "shared" / "corpus"}


@forks
@pytest.mark.parametrize("form", ["text", "sarif"])
@pytest.mark.parametrize("folder", FOLDERS)
def test_the_output_is_the_same_whatever_the_number_of_jobs(folder: str, form: str) -> None:
    if not FOLDERS[folder].is_dir():
        pytest.skip("the corpus is not beside this checkout")
    command = ["check", os.fspath(FOLDERS[folder]), "--no-config", "--format", form, "--min-severity", "info"]
    alone, *shared = (CliRunner().invoke(cli, [*command, "--jobs", jobs]) for jobs in ("1", "2", "5", "auto"))
    assert len(alone.stdout) > 100_000
    for result in shared:
        assert (result.exit_code, result.stdout, result.stderr) == (alone.exit_code, alone.stdout, alone.stderr)


@forks
@pytest.mark.parametrize(
    ("seconds", "left", "expected"),
    [
        ([0.0005] * 8, 100, 1),  # what they take is soon over
        ([0.0005] * 8, 1_000, 3),  # as many as have something to do
        ([0.0005] * 8, 100_000, 4),  # as many as there are processors
        ([0.05] * 8, 7, 2),  # few files, large ones
        ([0.0005] * 7 + [2.0], 100, 1),  # one that has imported what it needed
        ([0.05] * 8, 0, 1),
        ([0.0] * 8, 100_000, 1),
    ],
)
@pytest.mark.usefixtures("alone")
def test_as_many_processes_as_are_worth_it(
    seconds: list[float], left: int, expected: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "_available", lambda: 4)
    assert parallel._worthwhile(seconds, left) == expected


@pytest.mark.parametrize(
    ("content", "most"),
    [("100000 100000\n", 1), ("50000 100000\n", 1), ("max 100000\n", None), ("", None), ("x y", None), ("1 0", None)],
)
def test_a_container_has_as_many_processors_as_its_quota(
    content: str, most: int | None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(parallel, "_QUOTA", os.fspath(tmp_path / "none"))
    without = parallel._available()
    (tmp_path / "cpu.max").write_text(content, encoding="ascii")
    monkeypatch.setattr(parallel, "_QUOTA", os.fspath(tmp_path / "cpu.max"))
    assert parallel._available() == (most or without) >= 1


@forks
def test_the_first_items_are_worked_off_here_and_the_rest_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_worthwhile", lambda spent, left: 2)
    workers = list(in_processes(lambda _: os.getpid(), range(20)))
    assert workers[:14] == [os.getpid()] * 14
    assert len(set(workers[14:])) == 1
    assert workers[14] != os.getpid()


@pytest.mark.parametrize("report", [Report(), Report(skipped=1), Report(failures=("x: no such file",))])
def test_a_report_gets_from_one_process_to_another(report: Report) -> None:
    # A share with one that does not is worked off twice.
    assert pickle.loads(pickle.dumps(report)) == report
