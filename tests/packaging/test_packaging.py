"""The wheel, the sdist, the editable install and the zip import: each works outside the checkout, with its schemas.

Nothing here needs a network: what nflint depends on is lent by the environment that runs the tests.
"""

from __future__ import annotations

import importlib.util
import os
import re
import shutil
import subprocess
import sys
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

from nflint import __version__

ROOT = Path(__file__).resolve().parents[2]
GOOD = ROOT / "examples" / "good"
BAD = ROOT / "examples" / "bad"
DATA = f"nflint-{__version__}.data"
_TIMEOUT = 180


def importable(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


pytestmark = pytest.mark.skipif(
    not (importable("hatchling") and importable("pip")), reason="needs pip and hatchling beside the tests"
)


def run(*command: str | Path, cwd: Path, status: int = 0, path: Path | None = None) -> str:
    """What the command prints, with `path` to import from; another exit status than `status` fails the test."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "PIP_"))}
    environment = {**kept, "PIP_DISABLE_PIP_VERSION_CHECK": "1", "PIP_NO_INDEX": "1"}
    if path is not None:
        environment["PYTHONPATH"] = os.fspath(path)
    answer = subprocess.run(
        list(map(str, command)),
        check=False,
        capture_output=True,
        text=True,
        encoding="utf-8",
        cwd=cwd,
        env=environment,
        timeout=_TIMEOUT,
    )
    assert answer.returncode == status, f"{command}\n{answer.stdout}\n{answer.stderr}"
    assert "Traceback" not in answer.stderr
    return answer.stdout


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of what is built from, so that nothing is written into the real one."""
    folder = tmp_path_factory.mktemp("checkout")
    ignored = shutil.ignore_patterns("__pycache__", ".*", "node_modules", "work", "build", "dist")
    for path in ROOT.iterdir():
        if path.is_file():
            shutil.copy(path, folder)
        elif not path.name.startswith(".") and path.name not in ("build", "dist", "node_modules"):
            shutil.copytree(path, folder / path.name, ignore=ignored)
    return folder


def build(source: Path, target: str, folder: Path) -> Path:
    """Builds a wheel or an sdist of `source` into `folder`."""
    run(sys.executable, "-m", "hatchling", "build", "-t", target, "-d", folder, cwd=source)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(checkout, "wheel", tmp_path_factory.mktemp("wheel"))


@pytest.fixture(scope="module")
def sdist(checkout: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(checkout, "sdist", tmp_path_factory.mktemp("sdist"))


def schemas(folder: Path) -> dict[str, bytes]:
    """The files below the folder `schemas`, by their names relative to it."""
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def contents(wheel: Path) -> dict[str, bytes]:
    """The files of a wheel, but for what pip writes about it."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist() if ".dist-info/" not in name}


def environment(folder: Path) -> Path:
    """The Python of a fresh environment in which everything but nflint itself can be imported."""
    venv.create(folder, with_pip=False, symlinks=os.name != "nt")
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    site = Path(run(python, "-c", "import sysconfig; print(sysconfig.get_path('purelib'))", cwd=folder).strip())
    # A path given by a .pth file comes after the environment's own packages, and its .pth files are not read, so
    # that an nflint installed beside the tests stays out of sight once there is one here.
    lent = [path for path in sys.path if Path(path).name in ("site-packages", "dist-packages")]
    (site / "lent.pth").write_text("\n".join(lent), "utf-8")
    return python


def install(python: Path, *what: str | Path) -> None:
    options = ("-q", "--no-deps", "--no-index", "--no-build-isolation", "--ignore-installed")
    run(python, "-m", "pip", "install", *options, *what, cwd=python.parent)


def works(python: Path, folder: Path, source: Path, *, path: Path | None = None) -> None:
    """nflint lives below `source`, finds nothing in the good examples and something in the bad ones."""
    place = run(python, "-c", "import nflint; print(nflint.__file__)", cwd=folder, path=path).strip()
    assert Path(place).is_relative_to(source.resolve()) or Path(place).is_relative_to(source)
    assert run(python, "-m", "nflint", "--version", cwd=folder, path=path) == f"nflint {__version__}\n"
    assert "no problems" in run(python, "-m", "nflint", "check", GOOD, cwd=folder, path=path)
    assert "error[NF1" in run(python, "-m", "nflint", "check", BAD, cwd=folder, status=1, path=path)
    written = folder / "new-flow.yaml"
    run(python, "-m", "nflint", "init", "--no-config", "--no-hook", written, cwd=folder, path=path)
    assert "no problems" in run(python, "-m", "nflint", "check", written, cwd=folder, path=path)
    written.unlink()
    for kind in ("release-flow", "run"):
        assert run(python, "-m", "nflint", "schema", kind, cwd=folder, path=path).startswith("{")


def test_the_wheel_holds_the_package_the_schemas_and_nothing_else(wheel: Path) -> None:
    names = contents(wheel)
    assert {name.partition("/")[0] for name in names} == {"nflint", DATA}
    manual = names.pop(f"{DATA}/data/share/man/man1/nflint.1")
    assert manual == (ROOT / "man" / "nflint.1").read_bytes()
    assert {name.partition("/")[0] for name in names} == {"nflint"}
    assert "nflint/py.typed" in names
    packaged = {
        name.removeprefix("nflint/_schemas/"): content
        for name, content in names.items()
        if name.startswith("nflint/_schemas/")
    }
    assert packaged == schemas(ROOT / "schemas")
    starters = {f"nflint/starters/{path.name}" for path in (ROOT / "nflint" / "starters").glob("*.json")}
    assert starters
    assert starters <= set(names)
    modules = {f"nflint/{path.relative_to(ROOT / 'nflint').as_posix()}" for path in (ROOT / "nflint").rglob("*.py")}
    assert {name for name in names if name.endswith(".py")} == modules


def test_the_readme_of_the_package_leads_to_files_of_this_version(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        (name,) = (name for name in archive.namelist() if name.endswith(".dist-info/METADATA"))
        text = archive.read(name).decode()
    assert "Description-Content-Type: text/markdown" in text
    targets = re.findall(r"\]\(([^)\s]+)\)", text)
    own = re.compile(
        rf"https://(?:github\.com/nflint/nflint/blob|raw\.githubusercontent\.com/nflint/nflint)/v{__version__}/"
    )
    led = [own.sub("", target) for target in targets if own.match(target)]
    assert "docs/images/diagnostic.svg" in led
    assert [path for path in led if not (ROOT / path.partition("#")[0]).exists()] == []
    assert all(target.startswith(("https://", "#")) for target in targets)


def test_the_sdist_holds_what_a_packager_needs_and_builds_the_same_wheel(
    sdist: Path, wheel: Path, tmp_path: Path
) -> None:
    unpacked = tmp_path / "unpacked"
    with tarfile.open(sdist) as archive:
        # Without a filter newer versions warn, and older ones do not know the argument.
        if hasattr(tarfile, "data_filter"):
            archive.extractall(unpacked, filter="data")
        else:
            archive.extractall(unpacked)
    (source,) = unpacked.iterdir()
    assert schemas(source / "schemas") == schemas(ROOT / "schemas")
    for name in (
        "README.md",
        "LICENSE",
        "pyproject.toml",
        "pre-commit-hooks.yaml",
        "docs/json-report.md",
        "man/nflint.1",
    ):
        assert (source / name).is_file(), name
    for name in ("tests/packaging/test_packaging.py", "examples/good"):
        assert (source / name).exists(), name
    assert contents(build(source, "wheel", tmp_path / "wheel")) == contents(wheel)


def test_the_installed_wheel_works(wheel: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "venv")
    install(python, wheel)
    works(python, tmp_path, tmp_path / "venv")
    # The command as well as the module.
    command = python.with_name("nflint.exe" if os.name == "nt" else "nflint")
    assert run(command, "--version", cwd=tmp_path) == f"nflint {__version__}\n"
    assert run(command, "check", "--statistics", GOOD, cwd=tmp_path).startswith("no problems")
    assert "error[NF1" in run(command, "check", BAD, cwd=tmp_path, status=1)


def test_the_installed_sdist_works(sdist: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "venv")
    install(python, sdist)
    works(python, tmp_path, tmp_path / "venv")


@pytest.mark.skipif(not importable("editables"), reason="an editable build by hatchling needs the package 'editables'")
def test_the_editable_install_works(checkout: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "venv")
    install(python, "-e", checkout)
    works(python, tmp_path, checkout)


def test_the_wheel_works_as_it_is_from_the_path(wheel: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "venv")
    archive = tmp_path / "nflint.zip"
    shutil.copy(wheel, archive)
    works(python, tmp_path, archive, path=archive)
    works(python, tmp_path, wheel, path=wheel)


def test_a_bare_checkout_works(checkout: Path, tmp_path: Path) -> None:
    python = environment(tmp_path / "venv")
    works(python, tmp_path, checkout, path=checkout)


def test_type_checkers_see_the_types(wheel: Path, tmp_path: Path) -> None:
    if not importable("mypy"):
        pytest.skip("mypy is not installed")
    python = environment(tmp_path / "venv")
    install(python, wheel)
    program = tmp_path / "program.py"
    program.write_text(
        "import nflint\n"
        "report: nflint.Report = nflint.lint('{}', name='x', kind='release-flow')\n"
        "messages: list[str] = [d.message for d in report.diagnostics]\n"
        "nflint.lint(7)  # type: ignore[arg-type]\n",
        "utf-8",
    )
    run(sys.executable, "-m", "mypy", "--strict", "--python-executable", python, program, cwd=tmp_path)
