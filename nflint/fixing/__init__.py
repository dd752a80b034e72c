"""Fixes as edits: what a rule says of the document becomes changes of the text, or nothing where that is not certain.

Every set of changes is made on trial and the text read again, so that a fix never does anything else than it says.
Which fixes are made is left to `nflint.mending`.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from nflint.diagnostic import Fix, Move, Rewrite, TextFix
from nflint.fixing.moves import moved
from nflint.fixing.proof import Trial, proven
from nflint.fixing.removals import removed
from nflint.fixing.rewrites import rewritten
from nflint.fixing.sites import Source
from nflint.positions import text_fix
from nflint.source.document import Document
from nflint.source.pointer import value_at
from nflint.source.problem import Problem
from nflint.source.splices import Repair, Splice

__all__ = ["place_fixes", "safe_repairs"]


def place_fixes(document: Document, fixes: Sequence[Fix | None]) -> list[TextFix | None]:
    """Each of the fixes as edits of the document's text; None for what cannot be done there with certainty."""
    if document.broken or not document.text.content or document.format == "toml":
        return [None] * len(fixes)
    source = Source(document)
    trials = {
        index: Trial(fix.changes, splices)
        for index, fix in enumerate(fixes)
        if fix is not None and (splices := _splices(source, fix))
    }
    kept = proven(document, trials)
    return [
        text_fix(document, Repair(fix.title, trials[index].splices, fix.safe and _is_as_written(source, fix)))
        if fix is not None and index in kept
        else None
        for index, fix in enumerate(fixes)
    ]


def safe_repairs(document: Document, problems: Sequence[Problem]) -> set[int]:
    """The numbers of the problems whose repair is safe: it leaves every value as it is."""
    repairs = {
        index: Trial((), tuple(sorted(problem.repair.splices)))
        for index, problem in enumerate(problems)
        if problem.repair is not None and problem.repair.safe
    }
    return proven(document, repairs) if repairs else set()


def _is_as_written(source: Source, fix: Fix) -> bool:
    """Whether every number that becomes a text is that text already: of `0x1F` and `+5` it is not known which of their
    digits and signs count."""
    texts = [change for change in fix.changes if isinstance(change, Rewrite) and isinstance(change.value, str)]
    for change in texts:
        if change.place.anchor == "value" and change.place.start is None:
            own = source.chain(change.place.pointer)[-1]
            old = value_at(source.document.value, change.place.pointer)
            if type(old) is int and source.text[own.start : own.end] != change.value:
                return False
    return True


def _splices(source: Source, fix: Fix) -> tuple[Splice, ...]:
    """The changes of the text for all that the fix changes in the document; none where one of them cannot be done."""
    found: list[Splice] = []
    for change in fix.changes:
        if isinstance(change, Rewrite):
            made = rewritten(source, change)
        elif isinstance(change, Move):
            made = moved(source, change)
        else:
            made = removed(source, change.pointer)
        if made is None:
            return ()
        found.extend(made)
    ordered = tuple(sorted(found))
    # Of edits that touch, an insertion goes before or behind the other one as it is sorted; that is tried on the text.
    if any(one.end > other.start for one, other in pairwise(ordered)):
        return ()
    return ordered
