"""The shape of the code, read from its syntax: imports point one way, files and functions stay small."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "nflint"

# A module imports from its own package and from the groups before its own. The first group knows nobody.
ORDER: tuple[frozenset[str], ...] = (
    frozenset({"source", "diagnostic", "parallel", "nearest", "globs", "repository"}),
    frozenset({"contract", "expression"}),
    frozenset({"flow"}),
    frozenset({"run"}),
    frozenset({"rule"}),
    frozenset({"rules"}),
    frozenset({"extra"}),
    frozenset({"settings"}),
    frozenset({"positions", "repetition", "fitting", "covering", "redaction", "config"}),
    frozenset({"suppression", "fixing", "excerpts"}),
    frozenset({"findings"}),
    frozenset({"lint"}),
    frozenset({"language"}),
    frozenset({"rehearsal", "mending"}),
    frozenset({"graph"}),
    frozenset({"report", "files", "explain", "plugins", "entries"}),
    frozenset({"replacement", "starters"}),
    frozenset({"discovery", "changing"}),
    frozenset({"tasks"}),
    frozenset({"baseline"}),
    frozenset({"nflint"}),
    frozenset({"checking"}),
    frozenset({"rehearsing", "beginning", "rewriting"}),
    frozenset({"drawing", "lsp"}),
    frozenset({"cli"}),
    frozenset({"start"}),
    frozenset({"__main__"}),
)
RANK = {name: rank for rank, names in enumerate(ORDER) for name in names}

# The version is a constant, which takes nothing else of the package to know.
FREE = {"nflint.__version__"}

# All that a rule may know of the project: the models, and the words to speak of them.
RULE_IMPORTS = {"flow", "expression", "run", "diagnostic", "rule", "nearest"}

# The modules and packages that use each dependency; elsewhere it would cost every start its import.
THIRD_PARTY = {
    "click": {"cli"},
    "jsonschema": {"contract.explain"},
    "lsprotocol": {"lsp"},
    "pygls": {"lsp"},
    "referencing": {"contract.explain"},
    "regex": {"contract.patterns"},
    "tomli": {"source.toml_library"},
    "tomllib": {"source.toml_library"},
    "yaml": {"source.yaml_reader", "source.yaml_composer", "source.yaml_items", "report.yaml_writer"},
}

MOST_LINES_OF_A_FILE = 400
MOST_LINES_OF_A_FUNCTION = 40
MOST_LINES_OF_A_RULE = 80

# Functions that are longer, by path and name, each with the reason why it is better so.
LONG_FUNCTIONS: dict[str, str] = {}

MODULES = sorted(PACKAGE.rglob("*.py"))
RULE_MODULES = [path for path in MODULES if path.parent.parent.name == "rules" and path.name != "__init__.py"]
SOURCES = sorted(
    path
    for folder in ("nflint", "tests", "tools", "benchmarks")
    for path in (ROOT / folder).rglob("*.py")
    if "node_modules" not in path.parts
)


def module_name(path: Path) -> str:
    """The dotted name of a module inside the package; `nflint` for the package itself."""
    parts = path.relative_to(PACKAGE).with_suffix("").parts
    dotted = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    return dotted or "nflint"


def imports(path: Path) -> Iterator[str]:
    """The dotted names that a module imports, wherever in it: `from a.b import c` gives `a.b.c`."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            around = path.relative_to(ROOT).parts[: -node.level] if node.level else ()
            package = ".".join([*around, *([node.module] if node.module else [])])
            yield from (f"{package}.{alias.name}" for alias in node.names)


def own_imports(path: Path) -> Iterator[str]:
    """The modules of the package that a module imports, without `nflint.`; names of functions cut off."""
    for name in imports(path):
        if name.split(".")[0] != "nflint" or name in FREE:
            continue
        parts = name.split(".")[1:]
        while parts and not is_module(parts):
            parts.pop()
        yield ".".join(parts) or "nflint"


def is_module(parts: list[str]) -> bool:
    path = PACKAGE.joinpath(*parts)
    return path.is_dir() or path.with_suffix(".py").is_file()


def each(paths: list[Path]) -> pytest.MarkDecorator:
    return pytest.mark.parametrize("path", paths, ids=[str(path.relative_to(ROOT)) for path in paths])


def lines_of_docstring(node: ast.AST) -> int:
    if not isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef, ast.Module)):
        return 0
    if ast.get_docstring(node, clean=False) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def test_every_part_of_the_package_has_its_place_in_the_order() -> None:
    assert {module_name(path).split(".")[0] for path in MODULES} <= set(RANK)


@each(MODULES)
def test_imports_point_one_way(path: Path) -> None:
    own = module_name(path).split(".")[0]
    for name in own_imports(path):
        other = name.split(".")[0]
        assert other == own or RANK[other] < RANK[own], f"nflint.{own} must not know nflint.{name}"


def test_source_and_diagnostic_know_nobody() -> None:
    for path in MODULES:
        own = module_name(path).split(".")[0]
        if own in ("source", "diagnostic"):
            assert {name.split(".")[0] for name in own_imports(path)} <= {own}


@each(RULE_MODULES)
def test_a_rule_knows_the_models_and_the_standard_library_only(path: Path) -> None:
    assert {name.split(".")[0] for name in own_imports(path)} <= RULE_IMPORTS
    others = {name.split(".")[0] for name in imports(path)} - {"nflint", "__future__"}
    assert others <= sys.stdlib_module_names


@each(MODULES)
def test_a_dependency_is_imported_only_where_it_is_used(path: Path) -> None:
    for name in imports(path):
        top = name.split(".")[0]
        if top not in ("nflint", "__future__") and top not in sys.stdlib_module_names:
            users = THIRD_PARTY.get(top, set())
            own = module_name(path)
            assert own in users or own.partition(".")[0] in users, f"{own} imports {top}"


@each(MODULES)
def test_a_module_opens_with_a_docstring(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text("utf-8")))


@each(SOURCES)
def test_files_and_functions_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) < MOST_LINES_OF_A_FILE
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
            length = (node.end_lineno or node.lineno) - node.lineno + 1 - lines_of_docstring(node)
            name = f"{path.relative_to(ROOT)}:{node.name}"
            assert length <= MOST_LINES_OF_A_FUNCTION or name in LONG_FUNCTIONS, f"{name} has {length} lines"


@each(RULE_MODULES)
def test_a_rule_is_small(path: Path) -> None:
    text = path.read_text("utf-8")
    documentation = sum(map(lines_of_docstring, ast.walk(ast.parse(text))))
    assert len(text.splitlines()) - documentation <= MOST_LINES_OF_A_RULE


def test_no_module_is_named_for_nothing() -> None:
    assert not {path.stem for path in SOURCES} & {"utils", "util", "helpers", "helper", "common", "manager", "base"}
