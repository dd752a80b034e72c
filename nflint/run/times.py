"""The times of runs and of their nodes, and what is known of when a node ran."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from nflint.diagnostic import Pointer
from nflint.flow.model import Node
from nflint.flow.tasks import task_of, waits_itself
from nflint.run.model import RunNode

NODE_TIMES = ("startTime", "endTime")
RETRY_TIMES = ("timestamp", "nextAttempt", "initialCheckTime")

_IN_SECONDS = frozenset((*NODE_TIMES, *RETRY_TIMES))

SECONDS_END = 1e11
"""Where numbers of seconds end and numbers of milliseconds begin: the year 5138, or March 1973."""

_MILLISECONDS_END = 1e14

# Besides the nodes that start a task; which Actions go on is not documented of all.
_STARTERS = frozenset({"Action", "OpenTofuDestroy", "RunTemplate"})


class Stamp(NamedTuple):
    """A moment in Unix seconds, and the value that gives it."""

    time: float
    pointer: Pointer


class Span(NamedTuple):
    """When a node started and when it ended, as far as that is known."""

    start: Stamp | None = None
    end: Stamp | None = None


def moment(fields: Mapping[str, Any], key: str) -> float | None:
    """The timestamp under `key` as Unix seconds: an API date-time or, for nodes, a number of seconds."""
    value = fields.get(key)
    if isinstance(value, str):
        from nflint.contract.timestamps import parse  # A release flow holds no timestamps.

        parsed = parse(value)
        return parsed.timestamp() if parsed else None
    if key in _IN_SECONDS and isinstance(value, (int, float)) and not isinstance(value, bool):
        # What cannot be seconds, numbers beyond a double, and not-a-number are no moments.
        return float(value) if -SECONDS_END < value < SECONDS_END else None
    return None


def is_milliseconds(value: object) -> bool:
    """Whether `value` is a number that can only be a moment in Unix milliseconds."""
    return isinstance(value, (int, float)) and not isinstance(value, bool) and SECONDS_END <= value < _MILLISECONDS_END


def own_span(node: RunNode) -> Span:
    """What the node itself says of when it ran; nothing where that contradicts itself."""
    start, end = (moment(node.response, key) for key in NODE_TIMES)
    if start is not None and end is not None and end < start:
        return Span()
    return Span(*(_stamp(node, key, time) for key, time in zip(NODE_TIMES, (start, end), strict=True)))


def _stamp(node: RunNode, key: str, time: float | None) -> Stamp | None:
    return None if time is None else Stamp(time, (*node.node.pointer, "response", key))


def spans(nodes: Sequence[RunNode]) -> dict[Pointer, Span]:
    """When each node ran. A Workflow that does not say so ran from the first start inside it to the last end.

    A node that was skipped did not run, whatever times it has. The end of what a node has started, and does not wait
    for, is not that of the node.
    """
    found: dict[Pointer, Span] = {}
    # From the last node to the first a node comes before the Workflow that holds it.
    for node in reversed(nodes):
        own, inner = own_span(node), found.get(node.node.pointer, Span())
        if goes_on(node.node):
            own = Span(own.start)
        span = Span() if node.status == "skipped" else Span(own.start or inner.start, own.end or inner.end)
        found[node.node.pointer] = span
        if node.node.parent is not None:
            around = found.get(node.node.parent, Span())
            starts = [stamp for stamp in (span.start, around.start) if stamp]
            ends = [stamp for stamp in (span.end, around.end) if stamp]
            found[node.node.parent] = Span(min(starts, key=_time, default=None), max(ends, key=_time, default=None))
    return found


def goes_on(node: Node) -> bool:
    """Whether what the node starts may well go on when the flow has gone on too."""
    return (task_of(node) is not None or node.kind in _STARTERS) and not waits_itself(node)


def _time(stamp: Stamp) -> float:
    return stamp.time


def duration(seconds: float) -> str:
    """A length of time in the largest unit that it fills."""
    for unit, length in (("day", 86_400), ("hour", 3_600), ("minute", 60), ("second", 1)):
        if seconds >= length:
            amount = int(seconds // length)
            return f"{amount} {unit}{'s' if amount != 1 else ''}"
    return "less than a second"
