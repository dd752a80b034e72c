"""The hooks as pre-commit runs them, in a repository of fifty files.

pre-commit makes an environment for a hook with pip. Here pip finds what nflint depends on, and what builds it, among
the packages of the tests, so that nothing is downloaded; one test, on request, lets pip download all of it.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import fifty_files
import pytest

ROOT = Path(__file__).resolve().parents[2]
_TIMEOUT = 280
_HOOKS = ("nflint", "nflint-fix")

needs_network = pytest.mark.skipif(
    os.environ.get("NFLINT_NETWORK_TESTS") != "1",
    reason="pip downloads what the hook depends on; set NFLINT_NETWORK_TESTS=1 to allow it",
)
needs_tools = pytest.mark.skipif(
    not all(map(importlib.util.find_spec, ("pre_commit", "hatchling"))) or shutil.which("git") is None,
    reason="needs pre-commit, hatchling and git",
)


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"]
    command = ["git", "-C", os.fspath(folder), *identity, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.fixture(scope="module")
def hook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """This checkout as a repository of its own, with what is not committed yet."""
    folder = tmp_path_factory.mktemp("hook") / "nflint"
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", ".git", ".*_cache", ".hypothesis", ".venv", "work")
    shutil.copytree(ROOT, folder, ignore=ignored)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "nflint")
    return folder


@pytest.fixture(scope="module")
def lent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The packages of the tests, without nflint itself."""
    folder = tmp_path_factory.mktemp("lent")
    for path in Path(sysconfig.get_path("purelib")).iterdir():
        if not path.name.startswith(("nflint", "__pycache__", "_", "pip", "setuptools")) and path.suffix != ".pth":
            (folder / path.name).symlink_to(path)
    return folder


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where pre-commit keeps what it has installed."""
    return tmp_path_factory.mktemp("home")


@pytest.fixture
def project(tmp_path: Path, hook: Path) -> Path:
    """The fifty files in a repository, with both hooks."""
    folder = tmp_path / "project"
    fifty_files.lay_out(folder)
    ids = "".join(f"      - id: {name}\n" for name in _HOOKS)
    revision = git(hook, "rev-parse", "HEAD").strip()
    (folder / ".pre-commit-config.yaml").write_text(
        f"repos:\n  - repo: {hook.as_uri()}\n    rev: {revision}\n    hooks:\n{ids}", "utf-8"
    )
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    return folder


def pre_commit(project: Path, home: Path, lent: Path | None, *arguments: str) -> tuple[int, str]:
    """The exit status and the output of `pre-commit` in the project; with `lent`, of packages, without a network."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("PIP_", "PYTHON", "GIT_"))}
    if lent is not None:
        # pip takes "no build isolation: no" for what --no-build-isolation says.
        alone = {"PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0", "PIP_IGNORE_INSTALLED": "1"}
        environment |= {"PYTHONPATH": os.fspath(lent), **alone}
    answer = subprocess.run(
        [sys.executable, "-m", "pre_commit", *arguments],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        cwd=project,
        env={**environment, "PRE_COMMIT_HOME": os.fspath(home), "PRE_COMMIT_COLOR": "never"},
        timeout=_TIMEOUT,
    )
    return answer.returncode, answer.stdout


def told(shown: str) -> Iterator[tuple[str, str]]:
    """The files that diagnostics are about, each with the code."""
    for line in shown.splitlines():
        if found := re.match(r"(.+?):\d+:\d+: \w+\[(NF\d+)\]", line):
            yield found[1], found[2]


def look(hook: Path, project: Path, home: Path, lent: Path | None) -> None:
    """The looking hook, by `try-repo`: it finds every mistake, and nothing in other files."""
    arguments = ("try-repo", os.fspath(hook), "nflint", "--all-files", "--verbose")
    status, shown = pre_commit(project, home, lent, *arguments)
    assert status == 1, shown
    assert sorted({path for path, _ in told(shown)}) == sorted(fifty_files.MENDED)
    assert f"in {len(fifty_files.FLOWS)} files, 1 ignored" in shown
    # The configuration of pre-commit is one more.
    assert f"{len(fifty_files.OTHERS) + 1} other files skipped" in shown
    assert fifty_files.contents(project) == {**fifty_files.FLOWS, **fifty_files.OTHERS}

    git(project, "rm", "-q", "--cached", "--", *fifty_files.MENDED)
    status, shown = pre_commit(project, home, lent, *arguments)
    assert status == 0, shown


@needs_tools
def test_the_hook_finds_what_is_wrong_and_passes_over_other_files(
    hook: Path, project: Path, home: Path, lent: Path
) -> None:
    look(hook, project, home, lent)


@needs_tools
@needs_network
def test_the_hook_works_with_what_pip_downloads(hook: Path, project: Path, tmp_path: Path) -> None:
    look(hook, project, tmp_path / "home", None)


@needs_tools
def test_the_first_run_mends_and_the_second_finds_nothing(hook: Path, project: Path, home: Path, lent: Path) -> None:
    status, shown = pre_commit(project, home, lent, "run", "nflint-fix", "--all-files")
    assert status == 1, shown
    assert "files were modified by this hook" in shown
    mended = {name: after for name, (_, after) in fifty_files.MENDED.items()}
    assert fifty_files.contents(project) == {**fifty_files.FLOWS, **fifty_files.OTHERS, **mended}

    git(project, "add", "-A")
    status, shown = pre_commit(project, home, lent, "run", "--all-files", "--verbose")
    assert status == 0, shown
    assert shown.count("Passed") == len(_HOOKS)


@needs_tools
def test_a_commit_with_a_mistake_is_stopped(project: Path, home: Path, lent: Path) -> None:
    git(project, "reset", "-q")
    git(project, "add", ".pre-commit-config.yaml", ".nflint.yaml", "flows", "data", "old")
    status, shown = pre_commit(project, home, lent, "run", "nflint")
    assert status == 1, shown
    assert list(told(shown)) == [("flows/of mine/Release Flow.json", "NF110")]


def test_both_hook_files_offer_the_same_hooks() -> None:
    visible, dotted = ((ROOT / name).read_bytes() for name in ("pre-commit-hooks.yaml", ".pre-commit-hooks.yaml"))
    assert visible == dotted


@needs_tools
def test_pre_commit_finds_no_fault_in_the_hooks(home: Path) -> None:
    status, shown = pre_commit(ROOT, home, None, "validate-manifest", ".pre-commit-hooks.yaml")
    assert (status, shown) == (0, "")


@pytest.mark.parametrize("name", _HOOKS)
def test_the_command_of_the_hook_does_the_same_without_pre_commit(name: str, tmp_path: Path) -> None:
    import yaml

    hooks = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    (hook,) = (hook for hook in hooks if hook["id"] == name)
    command, *arguments = hook["entry"].split()
    assert (command, hook["types_or"], hook["require_serial"]) == ("nflint", ["json", "yaml"], True)
    if name == "nflint-fix":
        arguments.remove("--fix")
    fifty_files.lay_out(tmp_path)
    answer = subprocess.run(
        [sys.executable, "-m", "nflint", *arguments, *fifty_files.FLOWS, *fifty_files.OTHERS],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
        timeout=_TIMEOUT,
    )
    assert (answer.returncode, answer.stderr) == (1, "")
    assert sorted({path for path, _ in told(answer.stdout)}) == sorted(fifty_files.MENDED)
