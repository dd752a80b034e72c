"""Finds the word that somebody meant, and lists choices with the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable

_LIKENESS = 0.72
_FAINT = 0.5
_LONGEST = 64


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` is most likely a slip of, or None when none is near.

    Letter case, hyphens, underscores and a plural do not count as differences.
    """
    best, likeness = None, _LIKENESS
    for candidate in known:
        found = _likeness(word, candidate)
        if found > likeness:
            best, likeness = candidate, found
    return best


def choices(values: Iterable[str], *, near: str | None = None, limit: int = 5) -> str:
    """At most `limit` of the values in quotes, joined for a sentence; those that are like `near` come first."""
    ordered = [str(value) for value in values]
    if near is not None:
        # A faint likeness is chance, and would only mix up an order that has a meaning.
        ordered.sort(key=lambda value: -max(_likeness(near, value), _FAINT))
    shown = [f"'{value}'" for value in ordered[:limit]]
    if len(ordered) > limit:
        shown.append(f"one of {len(ordered) - limit} more")
    return " or ".join(filter(None, (", ".join(shown[:-1]), shown[-1] if shown else "")))


def _likeness(word: str, candidate: str) -> float:
    one, other = _plain(word), _plain(candidate)
    if one == other:
        return 1.0
    if not one or len(one) > _LONGEST:
        return 0.0
    # Words of very different length are no slips of each other; the matcher is too slow to ask it that.
    if min(len(one), len(other)) * 2 < max(len(one), len(other)):
        return 0.0
    from difflib import SequenceMatcher  # Only mistakes are compared, and the import takes longer than a file.

    return SequenceMatcher(None, one, other, autojunk=False).ratio()


def _plain(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "").removesuffix("s")
