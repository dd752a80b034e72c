"""Times nflint against check-jsonschema and ajv-cli on the same files, and prints medians, ratios and peak memory.

    python benchmarks/run.py --nflint PATH --check-jsonschema PATH --ajv PATH [--files 1000] [--rounds 11]

Whole processes are timed, in turn (A B C A B C ...), after one run of each that does not count. A tool that is not
there is left out. The documents come from `generate.py`; `README.md` says how to install the tools.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from generate import broken_flow, flow, large_flow, write_flows

NFLINT, CHECK_JSONSCHEMA, AJV = "nflint", "check-jsonschema", "ajv-cli"

# A process begins as a copy of the one that starts it, whose memory counts as its own: so a bare Python starts it.
_LAUNCHER = """
import os, sys
quiet = os.open(os.devnull, os.O_WRONLY)
redirect = [(os.POSIX_SPAWN_DUP2, quiet, 1), (os.POSIX_SPAWN_DUP2, quiet, 2)]
child = os.posix_spawn(sys.argv[1], sys.argv[1:], os.environ, file_actions=redirect)
print(os.wait4(child, 0)[2].ru_maxrss)
"""

# A tool that takes longer than this for one run, in seconds, is run twice and no more.
_PATIENCE = 10.0


@dataclass(frozen=True, slots=True)
class Case:
    """What is measured: files in `folder`, in `rounds` rounds, and the status each tool has to end with.

    `targets` has, by tool, the largest share of its time that nflint may take.
    """

    title: str
    folder: str
    status: int
    rounds: int
    targets: dict[str, float] = field(default_factory=dict)
    tools: tuple[str, ...] = (NFLINT, CHECK_JSONSCHEMA, AJV)


@dataclass(frozen=True, slots=True)
class Run:
    """One process that has ended: wall time in seconds, exit status."""

    seconds: float
    status: int


class WrongVerdictError(Exception):
    """A tool that does not say of the files what they were made to be; its time would mean nothing."""


def command(tool: str, program: str, name: str, folder: Path) -> list[str]:
    """The command line by which `program` reads the files in the folder `name` of `folder`, where it is run."""
    if tool == AJV:
        # ajv-cli expands the pattern itself; Draft 2020-12 is all that it has to be told.
        return [program, "validate", "--spec=draft2020", "-s", "bundle.json", "-d", f"{name}/*"]
    names = sorted(str(path.relative_to(folder)) for path in (folder / name).iterdir())
    if tool == CHECK_JSONSCHEMA:
        return [program, "--schemafile", "bundle.json", *names]
    return [program, "check", *names]


def run(arguments: Sequence[str], folder: Path) -> Run:
    """Runs a process to its end, its output thrown away."""
    begin = time.perf_counter()
    done = subprocess.run(
        arguments,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        check=False,
    )
    return Run(time.perf_counter() - begin, done.returncode)


def measure(case: Case, programs: dict[str, str], folder: Path) -> dict[str, list[Run]]:
    """The runs of every tool on `case`, taken in turn. Raises `WrongVerdictError`."""
    commands = {
        tool: command(tool, program, case.folder, folder) for tool, program in programs.items() if tool in case.tools
    }
    runs: dict[str, list[Run]] = {tool: [] for tool in commands}
    for number in range(case.rounds + 1):
        for tool, arguments in commands.items():
            if len(runs[tool]) >= 2 and runs[tool][-1].seconds > _PATIENCE:
                continue
            done = run(arguments, folder)
            if done.status != case.status:
                raise WrongVerdictError(f"{tool} ends with {done.status} on '{case.title}', not with {case.status}")
            # The first run fills the caches of the disk; a slow one does not notice.
            if number or done.seconds > _PATIENCE:
                runs[tool].append(done)
    return runs


def cases(files: int, rounds: int) -> list[Case]:
    """Everything that is timed, with the targets of the project."""
    few = max(3, rounds // 3)
    return [
        Case("one clean file", "one", 0, rounds, {CHECK_JSONSCHEMA: 1 / 5}),
        Case("one file with a defect", "one-broken", 1, rounds, {CHECK_JSONSCHEMA: 1 / 3}),
        Case(f"{files:,} clean files", "clean", 0, few, {CHECK_JSONSCHEMA: 1 / 30, AJV: 1.0}),
        Case(f"{files:,} files with a defect each", "broken", 1, few, {CHECK_JSONSCHEMA: 1 / 30}),
        Case("one flow of 2,000 nodes", "large", 0, few, {CHECK_JSONSCHEMA: 1 / 10}),
        Case("one clean file, YAML", "one-yaml", 0, few, tools=(NFLINT,)),
        Case(f"{files:,} clean files, YAML", "yaml", 0, few, tools=(NFLINT,)),
    ]


def write_files(folder: Path, files: int) -> None:
    """Every document that any case reads, each case's in a folder of its own."""
    for name in ("one", "one-broken", "one-yaml"):
        write_flows(
            folder / name, 1, broken_flow if name == "one-broken" else flow, ".yaml" if "yaml" in name else ".json"
        )
    write_flows(folder / "clean", files, flow)
    write_flows(folder / "broken", files, broken_flow)
    write_flows(folder / "yaml", files, flow, ".yaml")
    write_flows(folder / "large", 1, lambda seed: large_flow(2_000, seed))
    write_flows(folder / "memory-large-20", 20, lambda seed: large_flow(2_000, seed))
    for count in _memory_counts(files):
        write_flows(folder / f"memory-clean-{count}", count, flow)
        write_flows(folder / f"memory-broken-{count}", count, broken_flow)


def _memory_counts(files: int) -> list[int]:
    return sorted({min(10, files), min(100, files), files})


def time_table(measured: list[tuple[Case, dict[str, list[Run]]]]) -> Iterator[str]:
    """Medians and ratios, and whether they keep the targets, as a Markdown table."""
    yield f"| case | {NFLINT} | {CHECK_JSONSCHEMA} | {AJV} | share of {CHECK_JSONSCHEMA} | share of {AJV} |"
    yield "|---|---:|---:|---:|---:|---:|"
    for case, runs in measured:
        medians = {tool: statistics.median(one.seconds for one in done) for tool, done in runs.items()}
        times = [_milliseconds(medians.get(tool)) for tool in (NFLINT, CHECK_JSONSCHEMA, AJV)]
        shares = [_share(case, medians, tool) for tool in (CHECK_JSONSCHEMA, AJV)]
        yield f"| {' | '.join([case.title, *times, *shares])} |"


def _milliseconds(seconds: float | None) -> str:
    return "" if seconds is None else f"{seconds * 1_000:,.0f} ms"


def _share(case: Case, medians: dict[str, float], tool: str) -> str:
    if tool not in medians:
        return ""
    share = medians[NFLINT] / medians[tool]
    text = f"1/{1 / share:.1f}" if share <= 1 else f"{share:.2f}"
    target = case.targets.get(tool)
    if target is None:
        return text
    return f"{text} ({'keeps' if share <= target else '**misses**'} 1/{1 / target:.0f})"


def memory_table(program: str, folder: Path, files: int) -> Iterator[str]:
    """The peak resident memory of nflint for more and more files, and for one large one, as a Markdown table."""
    yield "| files | peak memory |"
    yield "|---|---:|"
    for state, title in (("clean", "clean"), ("broken", "with a defect each")):
        for count in _memory_counts(files):
            yield f"| {count:,} {title} | {_peak(program, f'memory-{state}-{count}', folder):.1f} MB |"
    yield f"| 1 of 2,000 nodes | {_peak(program, 'large', folder):.1f} MB |"
    yield f"| 20 of 2,000 nodes | {_peak(program, 'memory-large-20', folder):.1f} MB |"


def _peak(program: str, name: str, folder: Path) -> float:
    arguments = command(NFLINT, program, name, folder)
    bare = [sys.executable, "-I", "-S", "-c", _LAUNCHER, *arguments]
    answers = [subprocess.run(bare, cwd=folder, capture_output=True, check=True).stdout for _ in range(3)]
    # Linux counts in kilobytes, macOS in bytes.
    return statistics.median(int(answer) for answer in answers) / (1024**2 if sys.platform == "darwin" else 1024)


def find_programs(options: argparse.Namespace) -> dict[str, str]:
    """The full path of every tool there is, by name; the others are said to be left out."""
    given = {NFLINT: options.nflint, CHECK_JSONSCHEMA: options.check_jsonschema, AJV: options.ajv}
    found = {tool: path for tool, name in given.items() if (path := shutil.which(name)) is not None}
    for tool in given.keys() - found.keys():
        print(f"{tool} is left out: there is no program {given[tool]!r}")  # noqa: T201
    return {tool: str(Path(path).absolute()) for tool, path in found.items()}


def arguments() -> argparse.Namespace:
    """What the command line says."""
    parser = argparse.ArgumentParser(description="Time nflint against other validators on the same files.")
    beside = Path(sys.executable).with_name("nflint")
    parser.add_argument("--nflint", default=str(beside), help="the installed command (default: beside this Python)")
    parser.add_argument("--check-jsonschema", default="check-jsonschema", help="default: the one on the PATH")
    parser.add_argument("--ajv", default="ajv", help="the command of ajv-cli (default: the one on the PATH)")
    parser.add_argument("--files", type=int, default=1_000, help="how many are many (default 1000)")
    parser.add_argument("--rounds", type=int, default=11, help="for one file; a third for many (default 11)")
    return parser.parse_args()


def main() -> None:
    options = arguments()
    programs = find_programs(options)
    if NFLINT not in programs:
        raise SystemExit("nothing to measure")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_files(folder, options.files)
        schema = subprocess.run([programs[NFLINT], "schema", "release-flow"], capture_output=True, check=True)
        (folder / "bundle.json").write_bytes(schema.stdout)
        measured = []
        for case in cases(options.files, options.rounds):
            print(f"measuring: {case.title}", file=sys.stderr)  # noqa: T201
            measured.append((case, measure(case, programs, folder)))
        print(*time_table(measured), "", *memory_table(programs[NFLINT], folder, options.files), sep="\n")  # noqa: T201


if __name__ == "__main__":
    main()
