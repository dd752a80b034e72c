"""What only a real process shows: pipes that close, streams that are missing, terminals, interrupts, permissions."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from processes import COMMAND, TIMEOUT, environment, shell

from nflint import __version__, checking, cli
from nflint.diagnostic import Report
from nflint.lint import lint_text

DOCUMENTS = Path(__file__).parent / "documents"
FIXABLE = "1 can be fixed with --fix --unsafe-fixes\n"

posix = pytest.mark.skipif(os.name != "posix", reason="needs what POSIX systems have")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs a file that only Linux has")


def run(*arguments: str, **options: object) -> subprocess.CompletedProcess[str]:
    """Runs `nflint` to its end, with text for what it prints."""
    kwargs: dict[str, object] = {"capture_output": True, "text": True, "timeout": TIMEOUT, "env": environment()}
    return subprocess.run([*COMMAND, *arguments], check=False, **{**kwargs, **options})  # type: ignore[call-overload, no-any-return]


def noisy(folder: Path) -> Path:
    """A flow whose report is longer than any pipe holds."""
    path = folder / "noisy.json"
    keys = ",\n".join(f'"unknown{number}": {number}' for number in range(600))
    step = '{"kind": "JobRun", "condition": "success", "spec": {"jobId": "seed"}}'
    spec = f'"spec": {{"kind": "Workflow", "spec": {{"type": "sequential", "steps": [{step}]}}}}'
    path.write_text(f'{{"apiVersion": "v1.2", {spec},\n{keys}}}', "utf-8")
    return path


def test_python_m_nflint_is_the_command() -> None:
    answer = run("--version")
    assert (answer.returncode, answer.stdout, answer.stderr) == (0, f"nflint {__version__}\n", "")


@posix
@pytest.mark.parametrize("options", [[], ["--format", "json"]], ids=["text", "json"])
def test_a_reader_that_leaves_is_no_error(options: list[str], tmp_path: Path) -> None:
    process = subprocess.Popen(
        [*COMMAND, "check", *options, str(noisy(tmp_path))],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    # The status speaks of the document, whoever reads about it.
    assert process.wait(TIMEOUT) == 1


@posix
@pytest.mark.parametrize("command", ["rules", "explain NF402", "schema run", "--help", "check --help"])
def test_no_command_minds_a_reader_that_leaves(command: str, tmp_path: Path) -> None:
    answer = shell(f"nflint {command} | true", tmp_path)
    assert answer.stderr == ""


@linux
def test_a_full_disk_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "flow.json").write_bytes((DOCUMENTS / "good.json").read_bytes())
    answer = shell("nflint check flow.json > /dev/full", tmp_path)
    assert (answer.returncode, answer.stderr) == (2, "nflint: standard output: no space left on device\n")


@posix
def test_streams_that_are_closed(tmp_path: Path) -> None:
    (tmp_path / "flow.json").write_bytes((DOCUMENTS / "warning.json").read_bytes())
    stdin = shell("nflint check - <&-", tmp_path)
    assert (stdin.returncode, stdin.stderr) == (2, "nflint: standard input is closed\n")
    stdout = shell("nflint check flow.json >&-", tmp_path)
    assert (stdout.returncode, stdout.stderr) == (2, "nflint: standard output: it is closed\n")
    stderr = shell("nflint check -q flow.json nowhere 2>&-", tmp_path)
    assert stderr.returncode == 2
    assert "NF102" in stderr.stdout
    assert shell("nflint check --nonsense 2>&-", tmp_path).returncode == 2
    gone = shell('{ nflint check nowhere; echo "status $?" > status; } 2>&1 >/dev/null | true', tmp_path)
    assert (gone.stdout, gone.stderr) == ("", "")
    assert (tmp_path / "status").read_text("utf-8") == "status 2\n"


@posix
def test_a_pipe_with_a_writer_is_read_to_its_end(tmp_path: Path) -> None:
    pipe = tmp_path / "flow.yaml"
    os.mkfifo(pipe)

    def write() -> None:
        with pipe.open("wb") as file:
            for line in (DOCUMENTS / "error.yaml").read_bytes().splitlines(keepends=True):
                file.write(line)
                file.flush()
                time.sleep(0.05)

    writer = threading.Thread(target=write, daemon=True)
    writer.start()
    answer = run("check", "--statistics", str(pipe))
    writer.join(TIMEOUT)
    assert answer.stdout == f"1  error[NF110] api-version\n\n1 error in 1 file\n{FIXABLE}"


@posix
def test_standard_input_by_its_file_name() -> None:
    with (DOCUMENTS / "error.yaml").open("rb") as file:
        answer = run("check", "--statistics", "/dev/stdin", stdin=file)
    assert (answer.returncode, answer.stderr) == (1, "")
    piped = run("check", "--statistics", "/dev/stdin", input=(DOCUMENTS / "error.yaml").read_text("utf-8"))
    assert (piped.returncode, piped.stdout) == (1, answer.stdout)


@linux
def test_a_file_that_cannot_be_read_is_an_error_and_the_others_are_linted(tmp_path: Path) -> None:
    # Root may read everything, but nobody can read the memory at address 0.
    (tmp_path / "flow.json").symlink_to("/proc/self/mem")
    (tmp_path / "other.yaml").write_bytes((DOCUMENTS / "error.yaml").read_bytes())
    answer = run("check", "--statistics", "flow.json", "other.yaml", cwd=tmp_path)
    assert (answer.returncode, answer.stderr) == (2, "nflint: flow.json: input/output error\n")
    assert answer.stdout == f"1  error[NF110] api-version\n\n1 error in 1 file, 1 path could not be read\n{FIXABLE}"


# Root reads what nobody may read, unless it gives up the right to.
_MORTAL = ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"]


def without_privileges() -> list[str]:
    """What to put before a command so that permissions count for it."""
    if os.geteuid() != 0:
        return []
    try:
        subprocess.run([*_MORTAL, "true"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("root reads everything here, and cannot give up the right to")
    return _MORTAL


@posix
def test_files_and_folders_without_permission_are_errors(tmp_path: Path) -> None:
    command = [*without_privileges(), *COMMAND, "check", "."]
    for name in ("secret.json", "closed/flow.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((DOCUMENTS / "good.json").read_bytes())
    (tmp_path / "secret.json").chmod(0)
    (tmp_path / "closed").chmod(0)
    try:
        for setting in ("outside git", "in a repository"):
            answer = subprocess.run(
                command, check=False, capture_output=True, text=True, cwd=tmp_path, env=environment(), timeout=TIMEOUT
            )
            assert answer.returncode == 2, setting
            problems = sorted(answer.stderr.splitlines())
            expected = [f"nflint: {name}: permission denied" for name in ("closed", "secret.json")]
            assert problems == expected, setting
            subprocess.run(["git", "init", "-q", tmp_path], check=True)
    finally:
        (tmp_path / "closed").chmod(0o700)


@posix
def test_an_interrupt_ends_quietly_with_the_status_of_shells(tmp_path: Path) -> None:
    pipe = tmp_path / "flow.json"
    os.mkfifo(pipe)
    process = subprocess.Popen(
        [*COMMAND, "check", str(pipe)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(), text=True
    )
    with pipe.open("wb"):  # Opening waits for the reader, which then waits for a first byte.
        time.sleep(0.2)
        process.send_signal(signal.SIGINT)
        stdout, stderr = process.communicate(timeout=TIMEOUT)
    assert (process.returncode, stdout) == (130, "")
    assert stderr.strip() == "nflint: interrupted"


def test_a_file_over_the_limit_gives_one_diagnostic(tmp_path: Path) -> None:
    path = tmp_path / "flow.json"
    path.write_bytes(b'{"apiVersion": "v1.2", "description": "' + b"a" * 10_000_000 + b'"}')
    answer = run("check", "--quiet", str(path))
    assert (answer.returncode, answer.stderr) == (1, "")
    assert answer.stdout.count("error[") == 1
    assert "too-large" in answer.stdout
    assert len(answer.stdout) < 1_000


@linux
def test_a_file_without_end_is_read_up_to_the_limit() -> None:
    answer = run("check", "--statistics", "--quiet", "/dev/zero")
    assert answer.stdout == "1  error[NF019] too-large\n"
    with Path("/dev/zero").open("rb") as zeros:
        assert run("check", "--statistics", "--quiet", "-", stdin=zeros).stdout == answer.stdout


def test_a_defect_of_nflint_does_not_hide_the_other_files(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    from nflint import files

    def failing(content: bytes, name: str, *more: Any, **options: Any) -> Report:
        if name == "a.json":
            raise ZeroDivisionError("a defect")
        return lint_text(content, name, *more, **options)

    monkeypatch.setattr(files, "lint_text", failing)
    monkeypatch.chdir(tmp_path)
    for name in ("a.json", "b.json"):
        (tmp_path / name).write_bytes((DOCUMENTS / "warning.json").read_bytes())
    monkeypatch.setattr("sys.argv", ["nflint", "check", "--statistics", "."])
    with pytest.raises(SystemExit, match="2"):
        cli.main()
    answer = capsysbinary.readouterr()
    assert (
        answer.out
        == b"1  warning[NF102] unknown-key\n\n1 warning in 1 file, 1 path could not be read\n" + FIXABLE.encode()
    )
    problem = b"nflint: a.json: nflint failed with ZeroDivisionError: a defect; please report it with the file\n"
    assert answer.err == problem


def test_the_same_files_give_the_same_report(tmp_path: Path) -> None:
    (tmp_path / "flow.json").write_bytes((DOCUMENTS / "warning.json").read_bytes())
    (tmp_path / "other.yaml").write_bytes((DOCUMENTS / "error.yaml").read_bytes())
    reports = {
        run("check", "--format", "json", ".", cwd=tmp_path, env=environment(PYTHONHASHSEED=seed)).stdout
        for seed in ("1", "2", "3")
    }
    assert len(reports) == 1


@posix
def test_a_terminal_without_the_characters_still_shows_the_line(tmp_path: Path) -> None:
    (tmp_path / "flow.yaml").write_text("apiVersion: v2 # grüße\n", "utf-8")
    answer = run("check", "--as", "release-flow", "flow.yaml", cwd=tmp_path, env=environment(PYTHONIOENCODING="ascii"))
    assert "1 | apiVersion: v2 # gr??e" in answer.stdout
    assert answer.stderr == ""


def on_terminal(*arguments: str, stdin: bytes = b"", delay: float = 0.0, **changes: str) -> str:
    """What `nflint` shows on a terminal; standard input comes after a delay of so many seconds."""
    import pty

    leader, follower = pty.openpty()
    process = subprocess.Popen(
        [*COMMAND, *arguments],
        stdin=subprocess.PIPE,
        stdout=follower,
        stderr=follower,
        env=environment(**{"TERM": "xterm", **changes}),
    )
    os.close(follower)
    assert process.stdin is not None
    time.sleep(delay)
    process.stdin.write(stdin)
    process.stdin.close()
    shown = b"".join(_pieces(leader))
    os.close(leader)
    process.wait(TIMEOUT)
    return shown.decode().replace("\r\n", "\n")


def _pieces(leader: int) -> Iterator[bytes]:
    while True:
        try:
            piece = os.read(leader, 4096)
        except OSError:  # What Linux says once the other end is closed.
            return
        if not piece:
            return
        yield piece


@posix
def test_colours_on_a_terminal_unless_somebody_minds() -> None:
    path = str(DOCUMENTS / "good.json")
    assert on_terminal("check", path) == "\x1b[1;32mno problems\x1b[0m in 1 file\n"
    plain = "no problems in 1 file\n"
    assert on_terminal("check", path, NO_COLOR="1") == plain
    assert on_terminal("check", path, NO_COLOR="") == "\x1b[1;32mno problems\x1b[0m in 1 file\n"
    assert on_terminal("check", path, TERM="dumb") == plain
    assert on_terminal("check", path, "--color", "never") == plain


@posix
def test_progress_on_a_terminal_after_a_second_of_work() -> None:
    good = DOCUMENTS / "good.json"
    waiting = checking._PROGRESS_AFTER + 0.5
    shown = on_terminal("check", "-", str(good), stdin=good.read_bytes(), delay=waiting, NO_COLOR="1")
    assert shown == "\r1 file looked at\r\x1b[Kno problems in 2 files\n"
    quiet = on_terminal("check", "-q", "-", stdin=good.read_bytes(), delay=waiting)
    assert quiet == ""


def test_progress_counts_every_file_and_cleans_up(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(checking, "_PROGRESS_AFTER", 0.0)
    monkeypatch.setattr(checking, "_PROGRESS_EVERY", 0.0)
    reports = [Report(skipped=number) for number in range(3)]
    assert list(checking._with_progress(reports)) == reports
    assert capsys.readouterr().err == "\r1 file looked at\r2 files looked at\r3 files looked at\r\x1b[K"


def test_no_progress_when_it_is_over_in_a_moment(capsys: pytest.CaptureFixture[str]) -> None:
    assert len(list(checking._with_progress([Report(), Report()]))) == 2
    assert capsys.readouterr().err == ""
