"""Times what the rules add to the contract: whole processes over the same files, and each rule by itself.

    python benchmarks/rules.py [--nflint PATH] [--files 1000] [--rounds 11]

The documents are those of `generate.py`, of which no rule has anything to say. Processes run in turn, after one run of
each that does not count; what is printed are medians. The times of single rules are those of this Python's nflint, by
document, the least of five rounds.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from generate import flow, write_flows
from run import run

from nflint.flow.credentials import build_credentials
from nflint.flow.model import build_flow
from nflint.flow.vocabulary import build_vocabulary
from nflint.flow.waiting import build_waiting
from nflint.flow.wiring import build_wiring
from nflint.rules import model_rules

SELECTIONS = ("contract", "recommended", "all")
TARGET = 2.0
"""All rules may take so many times what the contract takes."""

_MODELS = ("Flow", "Wiring", "Waiting", "Credentials")
_ROUNDS = 5
_SLOWEST = 15


def whole_processes(program: str, folder: Path, rounds: int) -> dict[str, float]:
    """The median time in seconds of a process with each selection of rules."""
    times: dict[str, list[float]] = {selection: [] for selection in SELECTIONS}
    for number in range(rounds + 1):
        for selection in SELECTIONS:
            done = run([program, "check", "--no-config", "--select", selection, "."], folder)
            if done.status != 0:
                sys.exit(f"with --select {selection} the files are not clean")
            if number:
                times[selection].append(done.seconds)
    return {selection: statistics.median(taken) for selection, taken in times.items()}


def single_rules(count: int) -> dict[str, float]:
    """The time in microseconds that each rule takes for a document, where it is asked; the least of some rounds."""
    values = [flow(seed) for seed in range(count)]
    words = [build_vocabulary(value).words for value in values]
    best: dict[str, float] = {}
    for _ in range(_ROUNDS):
        flows = [build_flow(value) for value in values]
        wirings = [build_wiring(value, "release-flow", model) for value, model in zip(values, flows, strict=True)]
        waitings = [build_waiting(wiring) for wiring in wirings]
        credentials = [build_credentials(value) for value in values]
        models = dict(zip(_MODELS, (flows, wirings, waitings, credentials), strict=True))
        for rule in model_rules():
            if rule.reads not in models or rule.check is None:
                continue
            begin = time.perf_counter()
            for model, known in zip(models[rule.reads], words, strict=True):
                if not rule.about or not known.isdisjoint(rule.about):
                    for _finding in rule.check(model):
                        pass
            taken = (time.perf_counter() - begin) / count * 1e6
            best[rule.name] = min(taken, best.get(rule.name, taken))
    return best


def main(arguments: Sequence[str] | None = None) -> int:
    """Prints both tables; 1 when all rules take more than the target, else 0."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--nflint", default=shutil.which("nflint") or "nflint", help="the command to time")
    parser.add_argument("--files", type=int, default=1000)
    parser.add_argument("--rounds", type=int, default=11)
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        write_flows(Path(folder), options.files, flow)
        medians = whole_processes(options.nflint, Path(folder), options.rounds)
    for selection, seconds in medians.items():
        share = seconds / medians["contract"]
        sys.stdout.write(f"{selection:<12} {seconds * 1000:7.0f} ms  {share:5.2f} times the contract\n")
    rules = single_rules(min(options.files, 300))
    sys.stdout.write(f"\nall {len(rules)} rules on a flow: {sum(rules.values()):.0f} µs; the slowest:\n")
    for name, taken in sorted(rules.items(), key=lambda item: -item[1])[:_SLOWEST]:
        sys.stdout.write(f"{taken:7.1f} µs  {name}\n")
    return int(medians["all"] > TARGET * medians["contract"])


if __name__ == "__main__":
    sys.exit(main())
