"""Times `nflint check --jobs auto` against `--jobs 1` on the same files, in turn, and prints the ratio of each pair.

    python benchmarks/jobs.py [--nflint PATH] [--rounds 11] [--files 20 100 200 400 1000]

The documents come from `generate.py`. Whole processes are timed, with their children's time on the processors.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from generate import flow, write_flows


class Cost(NamedTuple):
    """Seconds of a clock, and of the processors."""

    wall: float
    processors: float


def run(arguments: Sequence[str], folder: Path) -> Cost:
    """What a process costs from its start to its end, its output thrown away."""
    before, begin = os.times(), time.perf_counter()
    subprocess.run(arguments, cwd=folder, stdout=subprocess.DEVNULL, check=True)
    wall, after = time.perf_counter() - begin, os.times()
    spent = (after.children_user - before.children_user) + (after.children_system - before.children_system)
    return Cost(wall, spent)


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def main() -> None:
    """Parses the arguments and prints a line for each number of files."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nflint", default=shutil.which("nflint") or "nflint")
    parser.add_argument("--rounds", type=int, default=11)
    parser.add_argument("--files", type=int, nargs="+", default=[20, 100, 200, 400, 1000])
    options = parser.parse_args()
    _say("| files | jobs 1 | jobs auto | auto / 1 | processors, auto / 1 |\n|---:|---:|---:|---:|---:|")
    with tempfile.TemporaryDirectory() as name:
        for count in options.files:
            folder = Path(name) / str(count)
            write_flows(folder, count, flow)
            commands = [[options.nflint, "check", "--no-config", "--jobs", jobs, "."] for jobs in ("1", "auto")]
            pairs = [[run(command, folder) for command in commands] for _ in range(options.rounds + 1)][1:]
            one, auto = (statistics.median(pair[which].wall for pair in pairs) for which in (0, 1))
            wall, spent = (statistics.median(pair[1][kind] / pair[0][kind] for pair in pairs) for kind in (0, 1))
            _say(f"| {count} | {one * 1000:.0f} ms | {auto * 1000:.0f} ms | {wall:.2f} | {spent:.2f} |")


if __name__ == "__main__":
    main()
