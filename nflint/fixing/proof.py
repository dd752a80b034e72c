"""Makes changes on trial: the text after them, read again, must hold what the changes say and nothing else.

A reading is costly, so that many changes are tried at once; where that fails, halves of them are.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple

from nflint.diagnostic import Change
from nflint.fixing.outcome import outcome, same
from nflint.source.document import Document, Limits, read
from nflint.source.splices import Splice, spliced

# Characters that may be read for one document: a few times its text, and for a small one many times.
_TIMES = 6
_LEAST = 150_000


class Trial(NamedTuple):
    """Changes of a document, and the changes of its text that are to be tried for them."""

    changes: tuple[Change, ...]
    splices: tuple[Splice, ...]


def proven(document: Document, trials: Mapping[int, Trial]) -> set[int]:
    """The numbers of the trials that do to the document what they say. Those that could not be tried within the bound
    are not among them."""
    kept: set[int] = set()
    span = document.span
    left = max(_LEAST, _TIMES * (span.end - span.start))
    pending = list(reversed(list(_together(trials))))
    while pending and left > 0:
        batch = pending.pop()
        left -= span.end - span.start
        if _holds(document, [trials[index] for index in batch]):
            kept.update(batch)
        elif len(batch) > 1:
            middle = len(batch) // 2
            pending += (batch[middle:], batch[:middle])
    return kept


def _together(trials: Mapping[int, Trial]) -> Iterator[list[int]]:
    """The trials in batches that do not touch each other in the text."""
    pending = sorted(trials, key=lambda index: trials[index].splices)
    while pending:
        batch: list[int] = []
        later: list[int] = []
        end = -1
        for index in pending:
            splices = trials[index].splices
            if splices[0].start > end:
                batch.append(index)
                end = splices[-1].end
            else:
                later.append(index)
        yield batch
        pending = later


def _holds(document: Document, batch: Sequence[Trial]) -> bool:
    expected = outcome(document.value, [change for trial in batch for change in trial.changes])
    if expected is None:
        return False
    span = document.span
    splices = [splice for trial in batch for splice in trial.splices]
    if min(splice.start for splice in splices) < span.start or max(splice.end for splice in splices) > span.end:
        return False
    moved = [Splice(splice.start - span.start, splice.end - span.start, splice.text) for splice in splices]
    documents = read(spliced(document.text.content[span.start : span.end], moved))
    again = documents[0]
    if len(documents) > 1 or again.broken > document.broken or again.format != document.format:
        return False
    # Where a text has many defects, only the first are told, and behind each that goes there may be another one.
    fewer = len(document.problems) >= Limits().problems or _checks(again) <= _checks(document)
    return fewer and same(again.value, expected[0])


def _checks(document: Document) -> Counter[str]:
    # That a stream has several documents is said of the second, which stands alone here.
    return Counter(problem.check for problem in document.problems)
