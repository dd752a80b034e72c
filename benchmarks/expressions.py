"""Times what expressions cost: the flow and its rules beside parsing and accepting, and hostile strings; run by hand.

    python benchmarks/expressions.py [--flows 300] [--rounds 9]

The first table is in microseconds of a typical flow (`generate.py`), the best of all rounds, with the caches of the
parser emptied before each, so that every flow is read as if it were the only one. The second has milliseconds for
strings of 250,000, 500,000 and 1,000,000 characters: what doubles from column to column is linear.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from generate import flow  # noqa: E402

from nflint import lint  # noqa: E402
from nflint.contract.accept import accept  # noqa: E402
from nflint.expression import parser  # noqa: E402
from nflint.fitting import unfit_arguments  # noqa: E402
from nflint.flow.model import build_flow  # noqa: E402
from nflint.flow.wiring import Wiring, build_wiring  # noqa: E402
from nflint.rules import model_rules  # noqa: E402
from nflint.source.document import read  # noqa: E402

SCHEMA = "release-flow.schema.json"
SIZES = (250_000, 500_000, 1_000_000)

# What is repeated, after a beginning and before an end.
HOSTILE: dict[str, tuple[str, str, str]] = {
    "plain expressions": ("", "${args.A}", ""),
    "opened and never closed": ("", "${", ""),
    "opened in a path": ("", "${args.", ""),
    "opened for the runtime": ("", "${{", ""),
    "calls inside of calls": ("${", "fn.a(", ""),
    "calls of one argument": ("", "${fn.a(1", ""),
    "arguments of one call": ("${fn.a(", "1,", ")}"),
    "single quotes": ("${fn.a(", "'", ""),
    "quotes in turn": ("${fn.a(", "'\"", ")}"),
    "backslashes": ("${'", "\\", "'}"),
    "escaped": ("", "\\${", ""),
    "slashes": ("${fn.a(", "/", ""),
    "arrows": ("${fn.a(", "(a, ", ""),
    "dots": ("${args", ".", "}"),
    "brackets": ("${args", "[", "}"),
    "blanks": ("${", " ", "args.A}"),
    "braces": ("${", "{", ""),
    "closing braces": ("${args.A", "}", ""),
    "operators": ("${args.A", " + 1", "}"),
    "shell variables": ("", "${A:-", ""),
    "slips": ("", "{{args.a-", ""),
    "slips of calls": ("", "$fn.a(", ""),
    "slips of names": ("$args.", "-", ""),
    "lines": ("", "${args.A\n", ""),
}


def best(action: Callable[[], object], rounds: int) -> float:
    """Seconds (float) of the fastest of `rounds` calls, processor time."""
    times = []
    for _ in range(rounds):
        parser._cached.cache_clear()
        begin = time.process_time()
        action()
        times.append(time.process_time() - begin)
    return min(times)


def typical(flows: int, rounds: int) -> None:
    texts = [json.dumps(flow(seed), indent=2) for seed in range(flows)]
    values: list[Any] = [read(text)[0].value for text in texts]
    models = [build_flow(value) for value in values]
    wirings = [build_wiring(value, "release-flow", model) for value, model in zip(values, models, strict=True)]
    checks = [rule.check for rule in model_rules() if rule.reads == "Wiring" and rule.check is not None]

    def rules(wiring: Wiring) -> int:
        return sum(1 for check in checks for _ in check(wiring))

    assert not any(map(rules, wirings)), "a typical flow has nothing wrong with it"
    actions: dict[str, Callable[[int], object]] = {
        "parse": lambda at: read(texts[at])[0].value,
        "accept": lambda at: accept(SCHEMA, values[at]),
        "nodes": lambda at: build_flow(values[at]),
        "wiring": lambda at: build_wiring(values[at], "release-flow", models[at]),
        "rules": lambda at: rules(wirings[at]),
        "arguments": lambda at: list(unfit_arguments(values[at], wirings[at], "release-flow", "current")),
    }

    def each(action: Callable[[int], object]) -> None:
        for at in range(flows):
            action(at)  # What it gives is dropped at once, as it is for every file that is linted.

    costs = {name: best(lambda action=action: each(action), rounds) / flows * 1e6 for name, action in actions.items()}  # type: ignore[misc]
    for name, cost in costs.items():
        print(f"{name:10}{cost:9.1f} µs")  # noqa: T201
    before = costs["parse"] + costs["accept"]
    added = sum(costs[name] for name in ("nodes", "wiring", "rules", "arguments"))
    print(f"added      {added:8.1f} µs, {added / before:.2f} of the {before:.1f} µs of parsing and accepting\n")  # noqa: T201


def hostile() -> None:
    for name, (start, middle, end) in HOSTILE.items():
        row = []
        for size in SIZES:
            text = start + middle * (size // len(middle)) + end
            document = {"apiVersion": "v1.2", "spec": {"kind": "Workflow", "spec": {"type": "parallel", "steps": [
                {"kind": "Build", "spec": {"id": "api", "type": "service", "branch": text}}
            ]}}}  # fmt: skip
            source = json.dumps(document)
            row.append(best(lambda source=source: lint(source), 1) * 1e3)  # type: ignore[misc]
        print(f"{name:26}" + "".join(f"{cost:10.0f}" for cost in row) + f"   x{row[-1] / max(row[0], 1e-9):.1f}")  # noqa: T201


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--flows", type=int, default=300)
    options.add_argument("--rounds", type=int, default=9)
    given = options.parse_args()
    typical(given.flows, given.rounds)
    hostile()


if __name__ == "__main__":
    main()
