"""What becomes of files and streams when writing fails, is interrupted, or nobody reads."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from processes import COMMAND, TIMEOUT, environment, shell

FIXES = (
    b'{"apiVersion": "v1", "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": '
    b'[{"kind": "JobRun", "condition": "SUCCESS", "spec": {"jobId": "seed"}}]}}}\n'
)

posix = pytest.mark.skipif(os.name != "posix", reason="needs what POSIX systems have")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs a file that only Linux has")


@linux
@pytest.mark.parametrize("line", ["nflint check --fix - < flow.json", "nflint check --diff flow.json", "nflint --help"])
def test_a_full_disk_is_an_error_for_what_is_no_report(line: str, tmp_path: Path) -> None:
    (tmp_path / "flow.json").write_bytes(FIXES)
    answer = shell(f"{line} > /dev/full", tmp_path)
    assert answer.returncode == 2
    assert "nflint: standard output: no space left on device\n" in answer.stderr
    assert "Traceback" not in answer.stderr
    assert "Exception ignored" not in answer.stderr


@posix
def test_a_fixed_text_that_nobody_reads(tmp_path: Path) -> None:
    (tmp_path / "flow.json").write_bytes(FIXES.replace(b"seed", b"seed" + b"d" * 200_000))
    answer = shell("nflint check --fix - < flow.json 2>err | true; grep -c -e Traceback -e ignored err", tmp_path)
    assert answer.stdout == "0\n"


@posix
def test_a_report_does_not_go_into_a_file_to_lint_by_another_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "flow.json").write_bytes(FIXES)
    os.link(tmp_path / "flow.json", tmp_path / "other.json")
    answer = shell("nflint check flow.json --output json=other.json", tmp_path)
    assert (answer.returncode, (tmp_path / "flow.json").read_bytes()) == (2, FIXES)
    assert "--output 'other.json' is one of the files to lint" in answer.stderr


@posix
def test_a_file_with_a_very_long_name_is_fixed(tmp_path: Path) -> None:
    path = tmp_path / ("😀" * 62 + ".json")
    path.write_bytes(FIXES)
    answer = shell(f"nflint check --fix {path.name}", tmp_path)
    assert (answer.returncode, answer.stderr) == (0, "")
    assert path.read_bytes() == FIXES.replace(b'"v1"', b'"v1.2"').replace(b"SUCCESS", b"success")


@posix
def test_an_interrupt_ends_the_processes_that_were_started(tmp_path: Path) -> None:
    for number in range(300):
        (tmp_path / f"flow-{number}.json").write_bytes(FIXES)
    process = subprocess.Popen(
        [*COMMAND, "check", "--fix", "--jobs", "3", "."],
        cwd=tmp_path,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
    )
    deadline = time.monotonic() + TIMEOUT
    while not any(path.read_bytes() != FIXES for path in tmp_path.glob("flow-2*.json")):
        assert time.monotonic() < deadline
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=TIMEOUT)
    after = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert (process.returncode, told.strip()) == (130, b"nflint: interrupted")
    assert len(after) == 300, "a file is left behind"
    assert FIXES in after.values()
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, 0)
