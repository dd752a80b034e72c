"""What the documentation shows is true: its code runs, its commands print what they show, its links lead somewhere."""

from __future__ import annotations

import doctest
import importlib
import importlib.util
import pkgutil
import re
import shlex
from pathlib import Path
from types import ModuleType

import pytest
from click.testing import CliRunner

import nflint
from nflint.cli import cli
from nflint.cli.check import check
from nflint.rules import all_rules

ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
ALL_PAGES = sorted({*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "benchmarks").glob("*.md")})
MODULES = [
    module.name
    for module in pkgutil.walk_packages(nflint.__path__, "nflint.")
    if not module.name.endswith(".__main__") and "._schemas" not in module.name
]

_FENCE = re.compile(r"^```([a-z]*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\]\((?!https?://|#|mailto:)([^)#\s]+)")
_DIAGNOSTIC = re.compile(r"^\S+:\d+:\d+: (?:error|warning|info)\[NF\d+\]", re.MULTILINE)


def blocks(page: Path) -> list[tuple[str, str]]:
    """The fenced blocks of a page, each with its language."""
    return [(found[1], found[2]) for found in _FENCE.finditer(page.read_text("utf-8"))]


def python_blocks() -> list[tuple[str, str]]:
    return [
        (f"{page.name}-{number}", code)
        for page in PAGES
        if page.name != "custom-rules.md"  # Its parts are run together, by tests/config/test_plugins.py.
        for number, (language, code) in enumerate(blocks(page))
        if language == "python"
    ]


def commands() -> list[tuple[str, str]]:
    """Every `$ nflint ...` of the pages, with what is shown below it."""
    found: list[tuple[str, str]] = []
    for page in PAGES:
        for _, block in blocks(page):
            for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
                command, _, output = part.partition("\n")
                if command.startswith("nflint "):
                    found.append((command, output))
    return found


def generator(name: str = "generate_docs") -> ModuleType:
    """The tool that writes the generated pages, or another one."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "tools" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def run(*arguments: str) -> str:
    return CliRunner().invoke(cli, list(arguments), catch_exceptions=False).stdout


@pytest.mark.parametrize(("name", "code"), python_blocks(), ids=lambda value: value if "\n" not in value else "")
def test_python_in_the_documentation_runs(name: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    if ">>>" not in code:
        exec(compile(code, name, "exec"), {"__name__": "documentation"})
        return
    test = doctest.DocTestParser().get_doctest(code, {}, name, name, 0)
    assert doctest.DocTestRunner().run(test).failed == 0


def test_the_readme_shows_the_library() -> None:
    assert any("nflint.lint(" in code for name, code in python_blocks() if name.startswith("README"))


@pytest.mark.parametrize("name", ["nflint", *MODULES])
def test_doctests_are_true(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).failed == 0


@pytest.mark.parametrize("name", ["nflint", "nflint.lint"])
def test_the_library_is_documented_by_examples(name: str) -> None:
    assert doctest.testmod(importlib.import_module(name)).attempted >= 2


def test_commands_print_what_is_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    for command, output in commands():
        assert run(*shlex.split(command)[1:]).rstrip("\n") == output.rstrip("\n"), command


def test_reports_in_the_readme_are_those_of_the_bad_examples(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT / "examples" / "bad")
    real = run("check", ".", "--min-severity", "info", "--color", "never").split("\n\n")
    shown = [
        paragraph
        for _, block in blocks(ROOT / "README.md")
        for paragraph in block.strip("\n").split("\n\n")
        if _DIAGNOSTIC.match(paragraph)
    ]
    assert shown
    for paragraph in shown:
        assert paragraph in real


def test_the_readme_names_every_option() -> None:
    named = set(re.findall(r"`(--[a-z-]+)", "\n".join(re.findall(r"^\| `--.*$", PAGES[0].read_text("utf-8"), re.M))))
    assert named == {option for parameter in check.params for option in parameter.opts if option.startswith("--")}


@pytest.mark.parametrize("page", ALL_PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_to_files(page: Path) -> None:
    # What stands in code is an example of text, not a link.
    prose = re.sub(r"`[^`]*`", "", _FENCE.sub("", page.read_text("utf-8")))
    for target in _LINK.findall(prose):
        assert (page.parent / target).exists(), f"{page.name} links to {target}"


@pytest.mark.parametrize("name", ["generate_docs", "generate_man", "generate_picture"])
def test_generated_files_are_current(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    status = generator(name).main(["--check"])
    assert status == 0, f"run python tools/{name}.py\n{capsys.readouterr().out}"


def test_the_generator_writes_what_is_missing_stale_or_superfluous(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "docs" / "rules").mkdir(parents=True)
    (tmp_path / "docs" / "rules" / "retired-rule.md").write_text("# retired-rule\n", "utf-8")
    (tmp_path / "pre-commit-hooks.yaml").write_text("- id: nflint\n", "utf-8")
    (tmp_path / "README.md").write_text("# x\n\n<!-- rules -->\nold\n<!-- /rules -->\n\nend\n", "utf-8")
    main = generator().main
    root = ["--root", str(tmp_path)]
    assert main(["--check", *root]) == 1
    assert "superfluous: docs/rules/retired-rule.md" in capsys.readouterr().out.replace("\\", "/")
    assert main(root) == 0
    assert main(["--check", *root]) == 0
    assert (tmp_path / ".pre-commit-hooks.yaml").read_text("utf-8") == "- id: nflint\n"
    readme = (tmp_path / "README.md").read_text("utf-8")
    assert readme.startswith("# x\n\n<!-- rules -->\n\n| code |")
    assert readme.endswith("|\n\n<!-- /rules -->\n\nend\n")
    assert len(list((tmp_path / "docs" / "rules").iterdir())) == len(all_rules()) + 1


def test_indented_blocks_become_fences() -> None:
    text = 'One.\n\nBad:\n\n    a:\n      b: 1\n\n    c: 2\n\nGood:\n\n    {"a": 1}\n'
    assert generator().fenced(text) == (
        'One.\n\n## Bad\n\n```yaml\na:\n  b: 1\n\nc: 2\n```\n\n## Good\n\n```json\n{"a": 1}\n```\n'
    )


def test_the_hook_and_its_twin_are_equal() -> None:
    assert (ROOT / ".pre-commit-hooks.yaml").read_bytes() == (ROOT / "pre-commit-hooks.yaml").read_bytes()
