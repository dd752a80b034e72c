"""As much of a CI service as the action and the snippets need: steps in bash, outputs, annotations, a summary.

Nothing is installed: programs in a folder before all others stand for `python3 -m venv`, `pip` and `nflint`, write down
what they are asked for, and run this checkout.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

ROOT = Path(__file__).resolve().parents[2]

_EXPRESSION = re.compile(r"\$\{\{ *([\w.-]+) *\}\}")
_COMMAND = re.compile(r"::(error|warning|notice) (.*?)::(.*)")

_NFLINT = f"""#!/bin/sh
PYTHONPATH='{ROOT}' exec '{sys.executable}' -m nflint "$@"
"""
_PIP = """#!/bin/sh
for word in "$@"; do printf '%s\\n' "$word" >> "$INSTALLED"; done
"""
_PYTHON = """#!/bin/sh
if [ "$2" = venv ]; then
  mkdir -p "$3/bin"
  cp "$STUBS/python3" "$3/bin/python"
  cp "$STUBS/nflint" "$3/bin/nflint"
else
  shift 2
  exec "$STUBS/pip" "$@"
fi
"""


class Place(NamedTuple):
    """A folder with a checkout to lint, and one for everything else."""

    checkout: Path
    rest: Path

    def environment(self, **more: str) -> dict[str, str]:
        """What a step finds set."""
        kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "GITHUB_", "CI_"))}
        stubs = self.rest / "stubs"
        installed = os.fspath(self.rest / "installed")
        path = f"{stubs}{os.pathsep}{kept['PATH']}"
        return {**kept, "PATH": path, "STUBS": os.fspath(stubs), "INSTALLED": installed, "CI": "true", **more}

    def installed(self) -> list[str]:
        """The words that pip was given."""
        return (self.rest / "installed").read_text("utf-8").splitlines()


def make_place(folder: Path) -> Place:
    """Lays out the two folders, with the programs that stand for others."""
    place = Place(folder / "check out", folder / "rest")
    place.checkout.mkdir()
    (place.rest / "stubs").mkdir(parents=True)
    for name, text in {"nflint": _NFLINT, "pip": _PIP, "python3": _PYTHON}.items():
        program = place.rest / "stubs" / name
        program.write_text(text, encoding="utf-8")
        program.chmod(0o755)
    return place


class Outcome(NamedTuple):
    """What came of the steps: `annotations` are level, properties and message; `log` is what else was printed."""

    status: int
    log: str
    annotations: list[tuple[str, dict[str, str], str]]
    outputs: dict[str, str]
    summary: str


def bash(script: str, folder: Path, environment: Mapping[str, str]) -> tuple[int, str]:
    """Status and output of a script, run as the services do it."""
    run = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        stdin=subprocess.DEVNULL,
        check=False,
        timeout=120,
    )
    return run.returncode, run.stdout.decode("utf-8", "replace")


def run_action(place: Place, given: Mapping[str, str], **environment: str) -> Outcome:
    """Runs the steps of `action.yml` with the inputs that are given."""
    action: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
    assert given.keys() <= action["inputs"].keys()
    context = {"github.action_path": os.fspath(ROOT)}
    for name, described in action["inputs"].items():
        context[f"inputs.{name}"] = given.get(name, described["default"])
    files = {name: place.rest / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
    log, status = "", 0
    for step in action["runs"]["steps"]:
        for file in files.values():
            file.touch()
        known = {
            "RUNNER_TEMP": os.fspath(place.rest),
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": os.fspath(place.checkout),
            **{name: os.fspath(file) for name, file in files.items()},
            **{name: _evaluated(value, context) for name, value in step["env"].items()},
        }
        folder = place.checkout / _evaluated(step.get("working-directory", "."), context)
        status, printed = bash(step["run"], folder, place.environment(**known, **environment))
        log += printed
        for line in files["GITHUB_OUTPUT"].read_text("utf-8").splitlines():
            name, _, value = line.partition("=")
            context[f"steps.{step['id']}.outputs.{name}"] = value
        files["GITHUB_OUTPUT"].unlink()
        if status:
            break
    outputs = {name: _evaluated(told["value"], context) for name, told in action["outputs"].items()}
    plain, annotations = _read(log)
    return Outcome(status, plain, annotations, outputs, files["GITHUB_STEP_SUMMARY"].read_text("utf-8"))


def _evaluated(text: str, context: Mapping[str, str]) -> str:
    return _EXPRESSION.sub(lambda found: context.get(found[1], ""), text)


def _read(log: str) -> tuple[str, list[tuple[str, dict[str, str], str]]]:
    """The log without the workflow commands, and the annotations among these, as the runner reads them."""
    plain: list[str] = []
    annotations = []
    token = ""
    for line in log.splitlines():
        if token:
            if line == f"::{token}::":
                token = ""
            else:
                plain.append(line)
        elif line.startswith("::stop-commands::"):
            token = line.removeprefix("::stop-commands::")
        elif match := _COMMAND.fullmatch(line):
            properties = dict(part.split("=", 1) for part in match[2].split(","))
            annotations.append((match[1], properties, match[3]))
        else:
            assert not line.lstrip().startswith("::"), line
            assert "##[" not in line
            plain.append(line)
    assert not token
    return "\n".join(plain), annotations
