"""The short way to `nflint check` does what the long way does, without the parser of options."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
LONG = "import sys; from nflint.cli import main; main()"


@pytest.mark.parametrize("paths", [["examples"], ["examples/bad/run.yaml"], ["examples/good", "no/such/file"]])
def test_both_ways_give_the_same(paths: list[str]) -> None:
    short, long = (
        subprocess.run([sys.executable, *way, "check", *paths], cwd=ROOT, capture_output=True, check=False)
        for way in (["-m", "nflint"], ["-c", LONG])
    )
    assert (short.returncode, short.stdout, short.stderr) == (long.returncode, long.stdout, long.stderr)


def test_plain_paths_need_no_parser_of_options() -> None:
    program = (
        "import sys; from nflint.start import main\n"
        "sys.argv = ['nflint', 'check', 'examples/good/release-flow.json']\n"
        "try: main()\n"
        "finally: print('click' in sys.modules)\n"
    )
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.stdout.split()[-1] == "False", run.stderr
