"""Draws docs/images/diagnostic.svg, the picture in README: what `nflint check` prints about one of the bad examples.

Run it when the words or the look of the text report change; `--check` only says whether the picture is current. It is
text on a panel of its own colours, so that it can be read on a light page and on a dark one, and selected.
"""

from __future__ import annotations

import argparse
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PICTURE = Path("docs/images/diagnostic.svg")
EXAMPLE = Path("examples/bad/release.yaml")

TITLE = "nflint check finds two mistakes in a release flow"
# The column of a monospaced font is 0.6 of its size, 14, in nearly all of them.
_COLUMN, _ROW = 8.4, 20
_PADDING, _BAR = 20, 36
_STYLE = """\
text { font: 14px ui-monospace, SFMono-Regular, Menlo, Consolas, "DejaVu Sans Mono", monospace; fill: #e6edf3 }
tspan { white-space: pre }
.b { font-weight: 700 }
.red { fill: #ff7b72 } .yellow { fill: #e3b341 } .blue { fill: #79c0ff } .cyan { fill: #56d4dd } .dim { fill: #9198a1 }
"""
_CLASSES = {"1": "b", "2": "dim", "31": "red", "33": "yellow", "34": "blue", "36": "cyan"}
_SGR = re.compile(r"\x1b\[([0-9;]*)m")


def printed() -> str:
    """What the command prints, with its colours."""
    answer = subprocess.run(
        [sys.executable, "-m", "nflint", "check", EXAMPLE.name, "--color", "always"],
        check=False,
        capture_output=True,
        cwd=ROOT / EXAMPLE.parent,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
    )
    if answer.returncode != 1:
        raise SystemExit(f"nflint failed on {EXAMPLE}: {answer.stderr.decode()}")
    return answer.stdout.decode("utf-8").replace("\r\n", "\n").rstrip("\n")


def picture(output: str) -> str:
    """The SVG of a terminal in which the command has printed `output`."""
    prompt = f"\x1b[2m$\x1b[0m \x1b[1mnflint check {EXAMPLE.name}\x1b[0m"
    rows = [prompt, "", *output.split("\n")]
    width = round(max(len(_SGR.sub("", row)) for row in rows) * _COLUMN) + 2 * _PADDING
    height = _BAR + len(rows) * _ROW + _PADDING
    lights = "".join(f'<circle cx="{_PADDING + 18 * number}" cy="18" r="5" fill="#484f58"/>\n' for number in range(3))
    lines = "".join(_line(row, _BAR + (number + 1) * _ROW - 5) for number, row in enumerate(rows))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" '
        f'role="img" aria-labelledby="title">\n<title id="title">{TITLE}</title>\n<style>\n{_STYLE}</style>\n'
        f'<rect x=".5" y=".5" width="{width - 1}" height="{height - 1}" rx="8" fill="#0d1117" stroke="#484f58"/>\n'
        f"{lights}{lines}</svg>\n"
    )


def _line(row: str, y: int) -> str:
    length = len(_SGR.sub("", row))
    if not length:
        return ""
    spans = "".join(_spans(row))
    # Whatever font there is, the columns stand below each other, and the longest line ends within the panel.
    return f'<text x="{_PADDING}" y="{y}" textLength="{length * _COLUMN:.1f}" xml:space="preserve">{spans}</text>\n'


def _spans(row: str) -> Iterator[str]:
    """The parts of a line, each with the classes that its escape codes stand for."""
    parts = _SGR.split(row)
    codes = [""]
    for number, part in enumerate(parts):
        if number % 2:
            codes = part.split(";")
        elif part:
            classes = [_CLASSES[code] for code in codes if code not in ("", "0")]
            attribute = f' class="{" ".join(classes)}"' if classes else ""
            yield f"<tspan{attribute}>{escape(part, quote=False)}</tspan>"


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw the picture, or with `--check` say whether it is stale; 1 when it is, else 0."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing, exit 1 when the picture is stale")
    parser.add_argument("--root", type=Path, default=ROOT, help="the folder of the project")
    options = parser.parse_args(arguments)
    path: Path = options.root / PICTURE
    drawn = picture(printed())
    if path.is_file() and path.read_text("utf-8") == drawn:
        return 0
    if not options.check:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(drawn, "utf-8")
    sys.stdout.write(f"{'stale' if options.check else 'written'}: {PICTURE}\n")
    return 1 if options.check else 0


if __name__ == "__main__":
    sys.exit(main())
