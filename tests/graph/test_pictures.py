"""What is in the pictures: of each document in `pictures/` the boxes with their words and marks, and the arrows."""

from __future__ import annotations

from pathlib import Path

import pytest

from nflint.diagnostic import Report
from nflint.drawing import picture_in
from nflint.findings import Context
from nflint.graph.picture import Picture, strip
from nflint.graph.sketch import DRAWN
from nflint.lint import lint_text

FOLDER = Path(__file__).resolve().parent / "pictures"
CASES = sorted(FOLDER.glob("*.yaml"))


def report_of(path: Path) -> Report:
    return lint_text(path.read_text("utf-8"), path.name, None, Context(sources="whole"))


def drawn(path: Path) -> Picture:
    """The picture of a document, as the command makes it."""
    report = report_of(path)
    assert all(document.kind in DRAWN for document in report.sources[path.name].documents)
    return picture_in(report, path.name)


def told(picture: Picture) -> str:
    """The picture in words."""
    lines = [picture.title]
    depth: dict[int, int] = {}
    for number, box in enumerate(picture.boxes):
        depth[number] = 0 if box.parent is None else depth[box.parent] + 1
        words = [f"{number}. [{box.form}] {box.step} {box.heading}".replace("  ", " ")]
        words += [f"{row.sort}: {row.text}" for row in box.rows]
        words += [f"skip: {box.skip}"] if box.skip != "no" else []
        words += [f"outcome: {box.outcome}"] if box.outcome else []
        words += [f"marks: {strip(box.marks)}"] if box.marks else []
        lines.append("  " * depth[number] + " | ".join(words))
    for arrow in picture.arrows:
        doubt = "" if arrow.doubt == "no" else f", {arrow.doubt}"
        row = picture.boxes[arrow.target].rows[arrow.row].text
        lines.append(f"{arrow.source} -> {arrow.target} {arrow.sort} '{arrow.label}'{doubt} at '{row}'")
    if picture.elsewhere:
        lines.append(f"elsewhere: {strip(picture.elsewhere)}")
    return "\n".join(lines) + "\n"


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_picture(path: Path, update_goldens: bool) -> None:
    found = told(drawn(path))
    golden = path.with_suffix(".txt")
    if update_goldens:
        golden.write_text(found, "utf-8")
    assert found == golden.read_text("utf-8")


def test_there_are_pictures_to_look_at() -> None:
    assert {path.stem for path in CASES} >= {"inner", "order", "run", "waits"}
