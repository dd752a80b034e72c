"""Files that are fixed: written whole or not at all, with everything about them but their content as it was."""

from __future__ import annotations

import os
import stat
import sys
from pathlib import Path

import pytest

from nflint import replacement
from nflint.replacement import replace_content
from nflint.rewriting import run_diff, run_fix
from nflint.tasks import Choices

BAD = '{"apiVersion": "v1", "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": []}},}\n'
GOOD = '{"apiVersion": "v1.2", "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": []}}}\n'
TOKEN = "ghp_" + "a1B2c3D4e5F6" * 3
CHOICES = Choices(no_config=True)

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes and links like these")


@posix
@pytest.mark.parametrize("mode", [0o640, 0o755, 0o600])
def test_the_mode_stays(tmp_path: Path, mode: int) -> None:
    flow = tmp_path / "flow.json"
    flow.write_text(BAD)
    flow.chmod(mode)
    assert run_fix([str(flow)], CHOICES) == 0
    assert flow.read_text() == GOOD
    assert stat.S_IMODE(flow.stat().st_mode) == mode
    assert os.listdir(tmp_path) == ["flow.json"]  # noqa: PTH208


@posix
def test_a_link_stays_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    target, link = tmp_path / "real" / "flow.json", tmp_path / "flow.json"
    target.write_text(BAD)
    link.symlink_to("real/flow.json")
    assert run_fix([str(link)], CHOICES) == 0
    assert link.is_symlink()
    assert target.read_text() == GOOD


@posix
def test_a_read_only_file_is_left(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flow = tmp_path / "flow.json"
    flow.write_text(BAD)
    flow.chmod(0o444)
    assert run_fix([str(flow)], CHOICES) == 2
    assert flow.read_text() == BAD
    assert f"nflint: {flow}: it could not be fixed, it is read-only\n" in capsys.readouterr().err


@pytest.mark.parametrize("failing", ["replace", "fsync"])
def test_a_file_that_cannot_be_written_is_left_whole(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], failing: str
) -> None:
    flow = tmp_path / "flow.json"
    flow.write_text(BAD)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(replacement.os, failing, fail)
    assert run_fix([str(flow)], CHOICES) == 2
    assert flow.read_text() == BAD
    assert [path.name for path in tmp_path.iterdir()] == ["flow.json"]
    captured = capsys.readouterr()
    assert "it could not be fixed, no space left on device" in captured.err
    # What was found is told all the same.
    assert "trailing-comma" in captured.out


def test_what_has_changed_meanwhile_is_not_overwritten(tmp_path: Path) -> None:
    flow = tmp_path / "flow.json"
    flow.write_bytes(b"new")
    with pytest.raises(OSError, match="it has changed meanwhile"):
        replace_content(str(flow), b"old", b"fixed")
    assert flow.read_bytes() == b"new"
    assert [path.name for path in tmp_path.iterdir()] == ["flow.json"]


def test_the_folder_itself_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="it is no regular file"):
        replace_content(str(tmp_path), b"", b"fixed")


def test_many_files_are_fixed_by_several_processes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for number in range(230):
        (tmp_path / f"flow-{number}.json").write_text(BAD if number % 2 else GOOD)
    assert run_diff([str(tmp_path)], CHOICES) == 1
    assert "nflint: 230 would be fixed in 115 files\n" in capsys.readouterr().err
    assert run_fix([str(tmp_path)], CHOICES) == 0
    assert {path.read_text() for path in tmp_path.iterdir()} == {GOOD}
    assert "230 fixed\n" in capsys.readouterr().out
    assert run_diff([str(tmp_path)], CHOICES) == 0


def test_no_credential_is_in_a_diff(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    flow = tmp_path / "flow.json"
    flow.write_text(f'{{\n"apiVersion": "v1",\n"x": "{TOKEN}",\n"spec": {{"kind": "Workflow"}}}}')
    assert run_diff([str(flow)], CHOICES) == 1
    printed = capsys.readouterr().out
    assert '+"apiVersion": "v1.2"' in printed
    assert TOKEN[:8] not in printed
    assert "*" * len(TOKEN) in printed
