"""What a run says of its nodes: how each has ended, and how long it took."""

from __future__ import annotations

from collections.abc import Mapping

from nflint.diagnostic import Pointer
from nflint.flow.plain import mapping
from nflint.graph.lettering import visible
from nflint.graph.picture import Outcome, Row
from nflint.run.model import OPEN, RunNode, RunRecord
from nflint.run.states import FAILED
from nflint.run.times import Span, moment, own_span

_UNITS = ((86_400, "d"), (3_600, "h"), (60, "min"), (1, "s"))


def outcome_of(status: str) -> Outcome:
    """What a status means for who looks at it; one that no page names is "unknown"."""
    if status == "success":
        return "good"
    if status in FAILED:
        return "bad"
    if status in OPEN:
        return "open"
    return "skipped" if status == "skipped" else "unknown"


def status_row(node: RunNode, known: Mapping[Pointer, Span]) -> Row | None:
    """The status of a node with the time it took and the attempts it needed; None for a node that says nothing."""
    own = own_span(node)
    span = own if own.start and own.end else known.get(node.node.pointer, Span())
    parts = [] if node.status is None else [visible(node.status).replace("_", " ")]
    if span.start and span.end:
        parts.append(length(span.end.time - span.start.time))
    attempts = mapping(node.response.get("retries")).get("attempts")
    if isinstance(attempts, int) and not isinstance(attempts, bool) and 1 < attempts < 1_000_000:
        parts.append(f"{attempts} attempts")
    return Row("status", ", ".join(parts)) if parts else None


def run_words(record: RunRecord) -> str:
    """The run in a few words: its name, its status and the time it took."""
    name, status = record.fields.get("name"), record.status
    start, end = moment(record.fields, "startedAt"), moment(record.fields, "concludedAt")
    words = [f"run '{visible(name)}'" if isinstance(name, str) and name else "run"]
    if status is not None:
        words.append(visible(status).replace("_", " "))
    if start is not None and end is not None and end >= start:
        words.append(length(end - start))
    return ", ".join(words)


def length(seconds: float) -> str:
    """A length of time in its two largest units.

    >>> [length(seconds) for seconds in (0.2, 95, 3_600, 93_784)]
    ['under 1 s', '1 min 35 s', '1 h', '1 d 2 h']
    """
    if seconds < 1:
        return "under 1 s"
    left, found = int(seconds), list[str]()
    for size, unit in _UNITS:
        amount, left = divmod(left, size)
        if amount:
            found.append(f"{amount} {unit}")
        elif found:
            break
    return " ".join(found[:2])
