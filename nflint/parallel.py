"""Shares many files among processes; what comes back is the same as from one, in the same order.

Plain `fork`: a pool of `multiprocessing` takes longer to start than a hundred files take to lint.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator, Sequence
from itertools import pairwise
from typing import TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

_ITEMS_A_PROCESS = 100
"""Fewer take longer to share than to work off: a process costs about as much as ten files."""

_MOST = 256
"""Whatever is asked for: each process takes a descriptor here, of which a system may give no more than a thousand."""


def in_processes(
    work: Callable[[Item], Result], items: Sequence[Item], processes: int | None = None
) -> Iterator[Result]:
    """`work` done on each of `items`, in order, by as many processes as are worth it (or by `processes`, as far as
    there are items for them).

    Results are pickled. A process that fails, or cannot be started, costs time only: its share is worked off here.
    """
    count = _worthwhile(len(items)) if processes is None else _possible(processes, len(items))
    bounds = [len(items) * index // count for index in range(count + 1)]
    shares = [items[start:end] for start, end in pairwise(bounds)]
    children = [(share, *_fork(work, share)) for share in shares[1:]]
    yield from map(work, shares[0])
    for share, child, pipe in children:
        yield from (child and _results(child, pipe, len(share))) or map(work, share)


def _can_fork() -> bool:
    threads = sys.modules.get("threading")
    # A fork takes over the locks of other threads, but not the threads that would give them back.
    return hasattr(os, "fork") and not (threads is not None and threads.active_count() > 1)


def _possible(processes: int, items: int) -> int:
    return max(1, min(processes, items, _MOST)) if _can_fork() else 1


def _worthwhile(items: int) -> int:
    if not _can_fork():
        return 1
    if hasattr(os, "sched_getaffinity"):
        available = len(os.sched_getaffinity(0))
    else:
        available = os.cpu_count() or 1
    return max(1, min(available, items // _ITEMS_A_PROCESS))


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


def _results(child: int, pipe: int, expected: int) -> list[Result]:
    """What the process `child` has written, or nothing when it did not finish."""
    import pickle

    try:
        with os.fdopen(pipe, "rb") as reader:
            written = reader.read()
    finally:
        _, status = os.waitpid(child, 0)
    results: list[Result] = pickle.loads(written) if status == 0 else []
    return results if len(results) == expected else []
