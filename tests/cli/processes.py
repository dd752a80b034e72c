"""Runs this checkout's command as a process of its own."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

COMMAND = [sys.executable, "-m", "nflint"]
CHECKOUT = Path(__file__).parents[2]

# Seconds that a whole process may take.
TIMEOUT = 60


def environment(**changes: str) -> dict[str, str]:
    """This process's environment with nflint importable and nothing said about colours."""
    kept = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TERM")}
    return {**kept, "PYTHONPATH": os.fspath(CHECKOUT), **changes}


def shell(line: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Runs a shell line in which `nflint` is this checkout's."""
    return subprocess.run(
        ["/bin/sh", "-c", f'nflint() {{ "{sys.executable}" -m nflint "$@"; }}\n{line}'],
        check=False,
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=TIMEOUT,
        env=environment(),
    )
