"""The examples of the help texts do what is said of them; the manual page, of the same texts, is well formed."""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import click
import pytest

from nflint.cli import cli

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "man" / "nflint.1"
_TIMEOUT = 60


def tool(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    spec.loader.exec_module(module)
    return module


manual = tool("generate_man")
COMMANDS: dict[str, click.Command] = {"": cli, **cli.commands}
EXAMPLES = [
    (name, part.command)
    for name, command in COMMANDS.items()
    for part in manual.described(command)
    if isinstance(part, manual.Example)
]

FLOW = """\
{
  "apiVersion": "v1.2",
  "arguments": { "TAG": "1.0" },
  "spec": {
    "kind": "Workflow",
    "spec": {
      "type": "sequential",
      "steps": [
        {
          "kind": "Release",
          "spec": {
            "type": "registry",
            "origin": { "imagePath": "ghcr.io/acme/shop:${args.TAG}", "credentials": "ghcr" },
            "target": { "id": "shop", "type": "service" }
          },
          "condition": "running"
        }
      ]
    }
  }
}
"""
REQUEST = """\
{
  "arguments": { "TAG": "2.0" },
  "releaseNodeOverrides": {
    "shop": { "type": "registry", "origin": { "imagePath": "ghcr.io/acme/shop:2.0", "credentials": "ghcr" } }
  }
}
"""


def lay_out(folder: Path, line: str) -> None:
    """What the examples speak of: flows, a request, the answer about a run by a `curl` of our own, and `nflint`."""
    if "nflint init" not in line:
        for name in ("release-flow.json", "flow.json", ".northflank/release-flow.json"):
            path = folder / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(FLOW, "utf-8")
        (folder / "request.json").write_text(REQUEST, "utf-8")
    for name in (".answer", "run.json"):
        shutil.copy(ROOT / "examples" / "good" / "run.json", folder / name)
    (folder / ".config" / "fish" / "completions").mkdir(parents=True)
    programs = {
        "nflint": f'exec "{sys.executable}" -m nflint "$@"',
        "curl": f'cat "{folder / ".answer"}"',
        "dot": "cat",  # What Graphviz makes of it is the business of the tests of graphs.
    }
    for name, script in programs.items():
        program = folder / ".bin" / name
        program.parent.mkdir(exist_ok=True)
        program.write_text(f"#!/bin/sh\n{script}\n", "utf-8")
        program.chmod(0o755)
    if "--changed-since" in line:
        git = ["git", "-c", "user.name=x", "-c", "user.email=x@y.z"]
        for arguments in (["init"], ["commit", "--allow-empty", "--message=nothing yet"], ["branch", "origin/main"]):
            subprocess.run([*git, *arguments], cwd=folder, check=True, capture_output=True)


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is not installed")
@pytest.mark.parametrize("line", sorted({line for _, line in EXAMPLES}))
def test_examples_are_true(line: str, tmp_path: Path) -> None:
    if "--changed-since" in line and shutil.which("git") is None:
        pytest.skip("git is not installed")
    lay_out(tmp_path, line)
    answer = subprocess.run(
        ["bash", "-o", "pipefail", "-c", line],
        check=False,
        capture_output=True,
        text=True,
        stdin=subprocess.DEVNULL,
        cwd=tmp_path,
        env={
            **os.environ,
            "HOME": os.fspath(tmp_path),
            "PATH": f"{tmp_path / '.bin'}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": os.fspath(ROOT),
            "GIT_CEILING_DIRECTORIES": os.fspath(tmp_path.parent),
        },
        timeout=_TIMEOUT,
    )
    # The documents are clean; the editor of the language server has gone without a word.
    assert answer.returncode == (line == "nflint lsp"), f"{answer.stdout}{answer.stderr}"
    assert "Traceback" not in answer.stderr
    for written in re.findall(r"(?:>+|--output) *(?:[a-z]+=)?([^\s=-][^\s=]*)(?=\s|$)", line):
        assert (tmp_path / written.replace("~/", "")).stat().st_size


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_teaches_by_examples(name: str) -> None:
    assert [line for command, line in EXAMPLES if command == name]


@pytest.mark.parametrize("name", cli.commands)
def test_every_option_says_what_it_does(name: str) -> None:
    for parameter in cli.commands[name].params:
        assert not isinstance(parameter, click.Option) or parameter.help, parameter.opts


def test_the_usage_is_that_of_what_was_typed() -> None:
    for arguments, usage in ((["check", "-h"], "check [OPTIONS] [PATHS]..."), (["-h"], "[OPTIONS] COMMAND [ARGS]...")):
        command = [sys.executable, "-m", "nflint", *arguments]
        environment = {**os.environ, "PYTHONPATH": os.fspath(ROOT)}
        shown = subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout
        assert shown.startswith(f"Usage: python -m nflint {usage}\n")


def test_the_manual_names_every_command_and_option() -> None:
    text = PAGE.read_text("utf-8").replace("\\-", "-")
    for name, command in cli.commands.items():
        section = text.partition(f".SS nflint {name} ")[2].partition("\n.S")[0]
        assert section, name
        for parameter in command.params:
            assert parameter.param_type_name != "option" or all(f"\\fB{opt}\\fR" in section for opt in parameter.opts)


@pytest.mark.parametrize(
    "command",
    [
        ("man", "--warnings", "-l", PAGE),
        ("groff", "-ww", "-man", "-Tutf8", PAGE),
        # A page without a date is the same whenever it is made.
        ("mandoc", "-T", "lint", "-W", "style", PAGE),
    ],
    ids=lambda command: command[0],
)
def test_the_manual_is_well_formed(command: tuple[str | Path, ...]) -> None:
    if shutil.which(str(command[0])) is None:
        pytest.skip(f"{command[0]} is not installed")
    answer = subprocess.run(
        list(map(str, command)), check=False, capture_output=True, text=True, env={**os.environ, "LC_ALL": "C.UTF-8"}
    )
    shown = answer.stderr + (answer.stdout if command[0] == "mandoc" else "")
    assert [line for line in shown.splitlines() if "missing date" not in line] == []


def test_the_generator_writes_a_page_that_is_missing_or_stale(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    root = ["--root", str(tmp_path)]
    assert manual.main(["--check", *root]) == 1
    assert not (tmp_path / "man").exists()
    assert manual.main(root) == 0
    assert manual.main(["--check", *root]) == 0
    (tmp_path / "man" / "nflint.1").write_text("old", "utf-8")
    assert manual.main(["--check", *root]) == 1
    assert capsys.readouterr().out.count("stale: man") == 2
