"""After the server has warmed up, no key press waits for an import."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

pytest.importorskip("pygls", reason="the extra lsp is not installed")

ROOT = Path(__file__).resolve().parents[2]

# Modules of Python that only decode texts are no matter: an editor gives text.
PROGRAM = """\
import json, sys
from pathlib import Path
from nflint.findings import Context
from nflint.lint import lint_text
from nflint.lsp.server import make_server
from nflint.lsp.warming import warm_up

make_server()
warm_up()
late, files = {}, 0
for folder in ("examples", "tests/rules", "tests/nodes", "tests/mistakes", "tests/contract"):
    for path in sorted(Path(sys.argv[1], folder).rglob("*.*")):
        if path.suffix in (".json", ".yaml"):
            before = set(sys.modules)
            lint_text(path.read_bytes(), path.name, None, Context(fixes=False, sources="none"))
            files += 1
            if new := [name for name in set(sys.modules) - before if not name.startswith("encodings")]:
                late[str(path)] = sorted(new)
print(json.dumps([files, late]))
"""


def test_linting_imports_nothing_any_more() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, os.fspath(ROOT)],
        env={**os.environ, "PYTHONPATH": os.fspath(ROOT)},
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    files, late = json.loads(done.stdout)
    assert files > 1_000
    assert late == {}
