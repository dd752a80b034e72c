"""What real shells offer for words of `nflint`, with the script that `nflint completion` prints."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from nflint.cli.completion import SHELLS

ROOT = Path(__file__).resolve().parents[2]
_TIMEOUT = 60

# The words typed so far, the last of which is to be completed, and some of what must be offered, or must not be.
OFFERS = [
    (["ch"], {"check"}, {"explain"}),
    (["explain", "later"], {"later-ref"}, {"check"}),
    (["explain", "NF20"], {"NF203"}, {"later-ref"}),
    (["check", "--select", "sec"], {"security"}, {"strict"}),
    (["check", "--select", "strict,unused-a"], {"strict,unused-argument"}, {"strict"}),
    (["check", "--ignore", "later"], {"later-ref"}, set()),
    (["check", "--as", "run"], {"run", "run-request", "run-list"}, {"release-flow"}),
    (["check", "--stat"], {"--statistics"}, {"--select"}),
    (["graph", "fl"], {"flow.json"}, {"other.json"}),
    (["graph", "--config", "ot"], {"other.json"}, {"flow.json"}),
    (["schema", "conf"], {"config"}, set()),
    (["init", "--shape", "reg"], {"registry-image"}, set()),
    (["completion", "z"], {"zsh"}, {"bash"}),
    (["check", "fl"], {"flow.json"}, {"other.json"}),
    (["check", "--flow", "fl"], {"flow.json"}, set()),
    (["dry-run", "fl"], {"flow.json"}, set()),
]

# What completes the last word as the shell's own Tab does, and prints one offer a line. Files are the shell's: for
# `compgen` bash must be asked as it would ask itself, zsh and fish have their own ways.
BASH = r"""
COMPREPLY=()
eval "$SCRIPT"
COMP_WORDS=(nflint "$@"); COMP_CWORD=$#
compopt() { [ "$2" = default ] && FILES=yes; :; }
_nflint_completion nflint "${@: -1}" "${@: -2:1}"
printf '%s\n' "${COMPREPLY[@]}"
[ -z "$FILES" ] || compgen -f -- "${@: -1}"
"""
ZSH = r"""
compdef() { :; }
_path_files() { print -rl -- ${words[CURRENT]}*(N); }
_describe() {
  [ "$1" = -V ] && shift
  local offer
  for offer in "${(@P)2}"; do print -r -- "${${offer//\\:/@}%%:*}"; done
}
compadd() {
  while [[ "$1" == -[UV] || "$1" == unsorted ]]; do shift; done
  [ "$1" = -a ] && print -rl -- "${(@P)2}"
}
words=(nflint "$@"); CURRENT=${#words}
eval "$SCRIPT"
_nflint_completion
"""
FISH = r"""
echo $SCRIPT | source
complete --do-complete (string join -- ' ' nflint $argv)
"""
PROGRAMS = {"bash": ["bash", "--norc", "-c", BASH, "bash"], "zsh": ["zsh", "-f", "-c", ZSH, "zsh"]}


def nflint(*arguments: str) -> str:
    return subprocess.run(
        [sys.executable, "-m", "nflint", *arguments],
        check=True,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
        timeout=_TIMEOUT,
    ).stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two files, and the command on the path."""
    folder = tmp_path_factory.mktemp("completion")
    for name in ("flow.json", "other.json"):
        (folder / name).write_text("{}\n", "utf-8")
    command = folder / "bin" / "nflint"
    command.parent.mkdir()
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m nflint "$@"\n', "utf-8")
    command.chmod(0o755)
    return folder


def offered(shell: str, words: list[str], folder: Path) -> set[str]:
    """What the shell offers for the last of the words."""
    program = PROGRAMS.get(shell) or ["fish", "--no-config", "-c", FISH]
    answer = subprocess.run(
        [*program, *words],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        env={
            **os.environ,
            "PYTHONPATH": os.fspath(ROOT),
            "PATH": f"{folder / 'bin'}{os.pathsep}{os.environ['PATH']}",
            "SCRIPT": nflint("completion", shell),
            "HOME": os.fspath(folder),
        },
        timeout=_TIMEOUT,
    )
    assert answer.stderr == ""
    # fish puts a description behind a tab.
    return {line.partition("\t")[0].strip() for line in answer.stdout.splitlines()} - {""}


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_offers_what_fits(shell: str, folder: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    for words, wanted, unwanted in OFFERS:
        found = offered(shell, words, folder)
        assert found >= wanted, (words, found)
        assert not found & unwanted, (words, found)


@pytest.mark.parametrize("shell", SHELLS)
def test_the_shell_reads_the_script(shell: str, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"{shell} is not installed")
    script = tmp_path / "script"
    script.write_text(nflint("completion", shell), "utf-8")
    answer = subprocess.run([shell, "-n", script], check=False, capture_output=True, text=True, timeout=_TIMEOUT)
    assert (answer.returncode, answer.stderr) == (0, "")


def test_the_help_says_where_the_scripts_go() -> None:
    shown = nflint("completion", "--help")
    assert all(re.search(rf"nflint completion {shell} >+ ~/\.", shown) for shell in SHELLS)
