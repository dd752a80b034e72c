"""Times hostile subjects against every pattern of the schemas, on both consumers; run by hand.

    python benchmarks/patterns.py

Each row is the worst family of subjects found for a pattern: milliseconds of processor time at 1,000, 10,000
and 100,000 repetitions. What grows tenfold from column to column is linear; a second on the explaining side
is its timeout. That a pattern must be linear is the tests' business.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "contract")]

from automata import Attack, attacks  # noqa: E402
from test_patterns import MEASURED, SHIPPED  # noqa: E402

from nflint.contract.patterns import compile_accept, compile_explain  # noqa: E402

SIZES = (1_000, 10_000, 100_000)
CONSUMERS: tuple[tuple[str, Callable[[str], Callable[[str], object]]], ...] = (
    ("accept", compile_accept),
    ("explain", compile_explain),
)


def milliseconds(search: Callable[[str], object], subject: str) -> float:
    """Processor time (float, ms) of one search."""
    begin = time.process_time()
    search(subject)
    return (time.process_time() - begin) * 1_000


def worst(search: Callable[[str], object], pattern: str) -> Attack:
    """The family of subjects that costs most at the smallest size."""
    families = (*MEASURED, *attacks(pattern))
    return max(families, key=lambda attack: milliseconds(search, attack.subject(SIZES[0])))


def main() -> None:
    for pattern in SHIPPED:
        print(pattern)  # noqa: T201
        for name, compiled in CONSUMERS:
            search = compiled(pattern)
            attack = worst(search, pattern)
            times = "".join(f"{milliseconds(search, attack.subject(size)):12.3f}" for size in SIZES)
            print(f"  {name:8}{times}   {attack}")  # noqa: T201


if __name__ == "__main__":
    main()
