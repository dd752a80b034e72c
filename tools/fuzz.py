"""Lints damaged documents by the ten thousand and reports what crashes, hangs or breaks a promise, minimised.

The documents are those of `examples/`, `tests/` and, when it is there, `../shared/corpus`; what is made of them depends
on `--seed` and its number alone. What must hold is in `tests/properties/promises.py`.
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "properties")]

from damage import damaged  # noqa: E402 - the path comes first
from promises import keep_promises, plain_value, told  # noqa: E402

from nflint import lint, lint_value  # noqa: E402
from nflint.contract.catalogue import REVISIONS, Revision  # noqa: E402
from nflint.contract.detect import KINDS, Kind  # noqa: E402

CORPUS = ROOT.parent / "shared" / "corpus"
SUFFIXES = (".json", ".yaml", ".yml")
SLOW = 2.0
"""Seconds of processor time that one lint may take."""
HUNG = 20
MINIMISING = 30.0
LARGEST = 60_000
"""Characters of the longest document that is damaged; longer ones take most of the time and find nothing else."""


@dataclass(frozen=True, slots=True)
class Failure:
    """What went wrong with a text: the name stays the same while the text is made smaller."""

    name: str
    details: str


class HungError(Exception):
    """A lint went on for longer than anybody would wait."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the documents; the status is 1 when one of them failed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=10_000, help="how many to make")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="the number of the first document")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="stop after this time")
    parser.add_argument("--output", type=Path, help="a file for the failures, one JSON object a line")
    options = parser.parse_args(arguments)
    signal.signal(signal.SIGALRM, _hung)
    originals = list(read_originals())
    began = time.monotonic()
    failures: Counter[str] = Counter()
    slowest = (0.0, -1)
    done = 0
    for number in range(options.start, options.start + options.documents):
        if time.monotonic() - began > options.seconds:
            break
        text, kind = make(originals, options.seed, number)
        failure, took = attempt(text, kind)
        slowest = max(slowest, (took, number))
        done += 1
        if failure is not None:
            failures[failure.name] += 1
            if failures[failure.name] <= 3:
                _record(failure, text, kind, f"{options.seed}:{number}", options.output)
        if done % 1000 == 0:
            _say(f"{done} documents, {failures.total()} failures, {time.monotonic() - began:.0f} s")
    _say(
        f"seed {options.seed}: {done} documents from number {options.start} in {time.monotonic() - began:.0f} s, "
        f"slowest {slowest[0]:.2f} s (number {slowest[1]}), failures: {dict(failures) or 'none'}"
    )
    return int(bool(failures))


def read_originals() -> Iterator[str]:
    """The texts that are damaged, in a stable order."""
    folders = [CORPUS] if CORPUS.is_dir() else []
    folders += [ROOT / "examples", ROOT / "tests"]
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if path.suffix in SUFFIXES and path.is_file() and "node_modules" not in path.parts:
                text = path.read_bytes().decode("utf-8", "replace")
                if text and len(text) <= LARGEST:
                    yield text


def make(originals: Sequence[str], seed: int, number: int) -> tuple[str | bytes, Kind | None]:
    """The document of this number, and the kind to lint it as."""
    source = random.Random(f"{seed}:{number}")
    text = damaged(originals, source)
    roll = source.random()
    # Most documents of the corpus are other templates, which are not looked into unless one insists.
    kind: Kind | None = "release-flow" if roll < 0.45 else source.choice(KINDS) if roll < 0.6 else None
    return text, kind


def attempt(text: str | bytes, kind: Kind | None) -> tuple[Failure | None, float]:
    """Lints a text under each contract: what went wrong, if anything, and the longest time of a lint in seconds."""
    longest = 0.0
    signal.alarm(HUNG)
    try:
        for contract in REVISIONS:
            before = time.perf_counter()
            report = lint(text, name="document", kind=kind, contract=contract)
            took = time.perf_counter() - before
            longest = max(longest, took if took < SLOW else _processor_time(text, kind, contract))
            keep_promises(text, report)
            if isinstance(text, str) and (value := plain_value(text)) is not None:
                parsed = lint_value(value[0], name="document", kind=kind, contract=contract)
                assert told(parsed) == told(report), "the parsed value gives other diagnostics than its text"
        if longest > SLOW:
            return Failure("slow", f"{longest:.1f} s"), longest
    except HungError:
        return Failure("hung", f"more than {HUNG} s"), float(HUNG)
    except AssertionError as error:
        return Failure(f"promise at {_origin(error)}", str(error)[:500]), longest
    except Exception as error:
        return Failure(f"{type(error).__name__} at {_origin(error)}", traceback.format_exc()[-2000:]), longest
    finally:
        signal.alarm(0)
    return None, longest


def _processor_time(text: str | bytes, kind: Kind | None, contract: Revision) -> float:
    """How long a lint really takes, whatever else the machine does."""
    before = time.process_time()
    lint(text, name="document", kind=kind, contract=contract)
    return time.process_time() - before


def _hung(number: int, frame: FrameType | None) -> None:
    raise HungError


def _origin(error: Exception) -> str:
    """The innermost place of ours: the same for every text that fails in the same way."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if str(ROOT) in frame.filename]
    return f"{Path(frames[-1].filename).name}:{frames[-1].lineno}" if frames else "nowhere"


def minimised(text: str | bytes, kind: Kind | None, name: str) -> str | bytes:
    """The smallest text found that fails in the same way, by leaving out ever smaller pieces."""
    end = time.monotonic() + MINIMISING
    size = max(len(text) // 2, 1)
    while size and time.monotonic() < end:
        at, shrunk = 0, False
        while at < len(text) and time.monotonic() < end:
            smaller = text[:at] + text[at + size :]  # type: ignore[operator]
            failure, _ = attempt(smaller, kind)
            if failure is not None and failure.name == name:
                text, shrunk = smaller, True
            else:
                at += size
        size = size if shrunk and size > 1 else size // 2
    return text


def _record(failure: Failure, text: str | bytes, kind: Kind | None, seed: str, output: Path | None) -> None:
    small = minimised(text, kind, failure.name)
    shown = small if isinstance(small, str) else small.decode("latin-1")
    entry = {
        "failure": failure.name,
        "seed": seed,
        "kind": kind,
        "bytes": isinstance(small, bytes),
        "text": shown if len(shown) < 5000 else f"{shown[:2000]} ... {len(shown)} characters",
        "details": failure.details,
    }
    line = json.dumps(entry)
    _say(f"FAILED {line}")
    if output is not None:
        with output.open("a", encoding="utf-8") as stream:
            stream.write(f"{line}\n")


def _say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
