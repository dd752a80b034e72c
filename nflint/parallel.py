"""Shares many files among processes; what comes back is the same as from one, in the same order.

Plain `fork`: a pool of `multiprocessing` takes longer to start than a hundred files take to lint.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from itertools import pairwise
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_LOOK_EVERY = 8
"""After so many items it is looked at how long they take."""

_LEAST = 0.15
"""Seconds of a processor's time that another process must save. To start one, and to take over what it has found, costs
about a fifth of that. The time of a clock would tell more of a machine that is busy with other things than of the
work."""

_MOST = 256
"""Whatever is asked for: each process takes a descriptor here, of which a system may give no more than a thousand."""

_QUOTA = "/sys/fs/cgroup/cpu.max"


def in_processes(
    work: Callable[[Item], Result], items: Sequence[Item], processes: int | None = None
) -> Iterator[Result]:
    """`work` done on each of `items`, in order, by as many processes as are worth it (or by `processes`, as far as
    there are items for them).

    The first items are always worked off here: what they need is imported once, for all processes that are started
    after that, and the time they take tells whether others are worth it. Results are pickled. A process that fails, or
    cannot be started, costs time only: its share is worked off here.
    """
    count = 1 if processes is None else _possible(processes, len(items))
    spent: list[float] = []
    for item in items if processes is None else items[: int(count > 1)]:
        begin = time.process_time()
        result = work(item)
        spent.append(time.process_time() - begin)
        yield result
        if processes is None and len(spent) % _LOOK_EVERY == 0:
            count = _worthwhile(spent[-_LOOK_EVERY:], len(items) - len(spent))
            if count > 1:
                break
    yield from _shared(work, items[len(spent) :], count)


def _shared(work: Callable[[Item], Result], items: Sequence[Item], count: int) -> Iterator[Result]:
    bounds = [len(items) * index // count for index in range(count + 1)]
    shares = [items[start:end] for start, end in pairwise(bounds)]
    children = [(share, *_fork(work, share)) for share in shares[1:] if share]
    try:
        yield from map(work, shares[0])
        while children:
            share, child, pipe = children.pop(0)
            yield from (child and _results(child, pipe, len(share))) or map(work, share)
    finally:
        for _, child, pipe in children:
            if child:
                _stop(child, pipe)


def _possible(processes: int, items: int) -> int:
    return max(1, min(processes, items, _MOST)) if _can_fork() else 1


def _can_fork() -> bool:
    threads = sys.modules.get("threading")
    # A fork takes over the locks of other threads, but not the threads that would give them back.
    return hasattr(os, "fork") and not (threads is not None and threads.active_count() > 1)


def _worthwhile(spent: Sequence[float], left: int) -> int:
    """How many processes are worth it for the `left` items, when the last ones have taken so many seconds each."""
    # A median, since one of them may have had to import what it needs.
    most = int(sorted(spent)[len(spent) // 2] * left / _LEAST)
    return max(1, min(most, _available(), _MOST)) if most > 1 and _can_fork() else 1


def _available() -> int:
    """The processors that this process may use: a container often has less than there are."""
    if hasattr(os, "sched_getaffinity"):
        available = len(os.sched_getaffinity(0))
    else:
        available = os.cpu_count() or 1
    try:
        with open(_QUOTA, encoding="ascii") as file:  # noqa: PTH123
            quota, period = file.read().split()
        return min(available, max(1, int(quota) // int(period)))
    except (OSError, ValueError, ZeroDivisionError):  # Of another system, or "max".
        return available


def _fork(work: Callable[[Item], Result], share: Sequence[Item]) -> tuple[int, int]:
    """The process that works off `share`, and the end of the pipe that it writes its results to; 0 and 0 where the
    system has no process left."""
    import pickle

    try:
        reading, writing = os.pipe()
    except OSError:
        return 0, 0
    try:
        child = os.fork()
    except OSError:
        os.close(reading)
        os.close(writing)
        return 0, 0
    if child:
        os.close(writing)
        return child, reading
    status = 1
    try:
        os.close(reading)
        with os.fdopen(writing, "wb") as pipe:
            pickle.dump([work(item) for item in share], pipe, pickle.HIGHEST_PROTOCOL)
        status = 0
    finally:
        # Nothing of the parent's may run here: no exit handlers, no flushing of its buffers, no traceback.
        os._exit(status)


def _stop(child: int, pipe: int) -> None:
    """Ends a process whose results nobody waits for any more, as an interrupt from the keyboard does: what it was
    about to write is whole, or not there."""
    with suppress(OSError):
        os.kill(child, signal.SIGINT)
    with suppress(OSError):
        os.close(pipe)
    with suppress(OSError):
        os.waitpid(child, 0)


def _results(child: int, pipe: int, expected: int) -> list[Result]:
    """What the process `child` has written, or nothing when it did not finish."""
    import pickle

    try:
        with os.fdopen(pipe, "rb", closefd=False) as reader:
            written = reader.read()
    except BaseException:
        _stop(child, pipe)
        raise
    os.close(pipe)
    _, status = os.waitpid(child, 0)
    results: list[Result] = pickle.loads(written) if status == 0 else []
    return results if len(results) == expected else []
