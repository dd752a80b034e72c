"""The pictures in the documentation are those that are drawn today, and each is shown."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]


def generator() -> ModuleType:
    """The tool that writes the pictures."""
    spec = importlib.util.spec_from_file_location("generate_graphs", ROOT / "tools" / "generate_graphs.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def test_the_pictures_are_current(capsys: pytest.CaptureFixture[str]) -> None:
    assert generator().main(["--check"]) == 0, f"run python tools/generate_graphs.py\n{capsys.readouterr().out}"


def test_every_picture_is_shown_and_no_other_is_there() -> None:
    page = (ROOT / "docs" / "graph.md").read_text("utf-8")
    names = {f"{name}.svg" for name in generator().PICTURES}
    assert {path.name for path in (ROOT / "docs" / "graph").iterdir()} == names
    assert all(f"](graph/{name})" in page for name in names)


def test_the_generator_writes_what_is_stale(tmp_path: Path) -> None:
    main = generator().main
    root = ["--root", str(tmp_path)]
    assert main(["--check", *root]) == 1
    assert main(root) == 0
    assert main(["--check", *root]) == 0
    assert len(list((tmp_path / "docs" / "graph").iterdir())) == len(generator().PICTURES)
