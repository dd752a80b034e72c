"""Writes the pictures of docs/graph.md from the documents that they show.

Run it after a change of how things are drawn; `--check` only says whether the pictures are current.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# The pictures of this checkout, whatever version is installed.
sys.path.insert(0, str(ROOT))

from nflint.drawing import picture_in  # noqa: E402 - the path comes first
from nflint.findings import Context  # noqa: E402
from nflint.graph.svg import render  # noqa: E402
from nflint.lint import lint_text  # noqa: E402

PICTURES = {
    "release-flow": "examples/good/release-flow.json",
    "mistakes": "examples/bad/wiring.yaml",
    "order": "tests/graph/pictures/order.yaml",
    "waits": "tests/graph/pictures/waits.yaml",
    "run": "tests/graph/pictures/run.yaml",
}


def drawn(source: str) -> str:
    """The picture of one document."""
    path = ROOT / source
    report = lint_text(path.read_bytes(), path.name, None, Context(sources="whole"))
    return render(picture_in(report, path.name))


def generate(root: Path) -> dict[Path, str]:
    """The text of every picture, by its path."""
    return {root / "docs" / "graph" / f"{name}.svg": drawn(source) for name, source in PICTURES.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Write the pictures, or with `--check` name the stale ones; 1 when some are stale, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when a picture is stale")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder of the project")
    options = parser.parse_args(arguments)
    files = generate(options.root)
    stale = [path for path, text in files.items() if not path.is_file() or path.read_text("utf-8") != text]
    for path in stale:
        if not options.check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files[path], "utf-8")
        sys.stdout.write(f"{'stale' if options.check else 'written'}: {path.relative_to(options.root)}\n")
    return 1 if options.check and stale else 0


if __name__ == "__main__":
    sys.exit(main())
