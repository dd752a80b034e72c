"""The hook as pre-commit runs it: a good and a bad flow among JSON and YAML files of other tools."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = ROOT / "examples" / "good" / "release-flow.json"
BAD = ROOT / "examples" / "bad" / "release-flow.json"
_TIMEOUT = 280

needs_network = pytest.mark.skipif(
    os.environ.get("NFLINT_NETWORK_TESTS") != "1",
    reason="pre-commit downloads what the hook depends on; set NFLINT_NETWORK_TESTS=1 to allow it",
)
needs_tools = pytest.mark.skipif(
    importlib.util.find_spec("pre_commit") is None or shutil.which("git") is None, reason="needs pre-commit and git"
)

OTHERS = {
    "package.json": '{"name": "shop", "scripts": {"release": "northflank run"}}\n',
    "tsconfig.json": '{\n  // comments and trailing commas are fine here\n  "compilerOptions": {},\n}\n',
    "compose.yaml": "services: { web: { image: nginx } }\n",
    ".github/workflows/ci.yml": "on: [push, workflow_dispatch]\njobs: {}\n",
    "chart/templates/service.yaml": "{{- if .Values.enabled }}\nkind: Service\n{{- end }}\n",
    "data/many.yaml": "--- 1\n--- [2]\n",
    "data/broken.json": '{"a": \n',
    "data/empty.json": "",
}


def git(folder: Path, *arguments: str) -> None:
    identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"]
    subprocess.run(["git", "-C", os.fspath(folder), *identity, *arguments], check=True, capture_output=True)


@pytest.fixture
def hook(tmp_path: Path) -> Path:
    """This checkout as a repository of its own, with what is not committed yet."""
    folder = tmp_path / "nflint"
    ignored = shutil.ignore_patterns("__pycache__", "node_modules", ".git", ".*_cache", ".hypothesis", ".venv", "work")
    shutil.copytree(ROOT, folder, ignore=ignored)
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "nflint")
    return folder


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A repository as users have them."""
    folder = tmp_path / "project"
    for name, content in OTHERS.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    (folder / "flows").mkdir()
    shutil.copy(GOOD, folder / "flows" / "good.json")
    shutil.copy(BAD, folder / "flows" / "bad.json")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    return folder


def try_repo(hook: Path, project: Path, home: Path) -> tuple[int, str]:
    """The exit status and the output of `pre-commit try-repo` in the project."""
    answer = subprocess.run(
        [sys.executable, "-m", "pre_commit", "try-repo", os.fspath(hook), "nflint", "--all-files", "--verbose"],
        check=False,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        cwd=project,
        env={**os.environ, "PRE_COMMIT_HOME": os.fspath(home), "PRE_COMMIT_COLOR": "never"},
        timeout=_TIMEOUT,
    )
    return answer.returncode, answer.stdout


def skipped(shown: str) -> int:
    """How many files were passed over, in all the processes among which pre-commit may have shared them out."""
    return sum(int(number) for number in re.findall(r"(\d+) other files? skipped", shown))


@needs_tools
@needs_network
def test_the_hook_finds_the_bad_flow_and_passes_over_other_files(hook: Path, project: Path, tmp_path: Path) -> None:
    status, shown = try_repo(hook, project, tmp_path / "home")
    assert status == 1, shown
    assert "flows/bad.json:7:18: error[NF105] 'repoUrl' is an SSH address" in shown
    assert "good.json" not in shown
    assert not [name for name in OTHERS if f"{name}:" in shown]
    assert skipped(shown) == len(OTHERS)

    git(project, "rm", "-q", "--cached", "flows/bad.json")
    status, shown = try_repo(hook, project, tmp_path / "home")
    assert status == 0, shown
    assert "no problems in 1 file" in shown
    assert skipped(shown) == len(OTHERS)


def test_both_hook_files_offer_the_same_hook() -> None:
    visible, dotted = ((ROOT / name).read_bytes() for name in ("pre-commit-hooks.yaml", ".pre-commit-hooks.yaml"))
    assert visible == dotted


def test_the_command_of_the_hook_does_the_same_without_pre_commit(project: Path) -> None:
    import yaml

    (hook,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
    assert (hook["id"], hook["types_or"]) == ("nflint", ["json", "yaml"])
    command, *arguments = hook["entry"].split()
    assert command == "nflint"
    answer = subprocess.run(
        [sys.executable, "-m", "nflint", *arguments, *OTHERS, "flows/good.json", "flows/bad.json"],
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=project,
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
        timeout=_TIMEOUT,
    )
    assert (answer.returncode, answer.stderr) == (1, "")
    assert "flows/bad.json:7:18: error[NF105]" in answer.stdout
    assert f"in 2 files, {len(OTHERS)} other files skipped" in answer.stdout
    assert not [name for name in (*OTHERS, "flows/good.json") if f"{name}:" in answer.stdout]
