"""Finds the word that somebody meant, and lists choices with the likeliest first."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

_LIKENESS = 0.73
_SWAPPED = 0.9
# In a short word every letter counts: `TAG` is no slip of `STAGE`.
_SHORT = 5
_LIKENESS_SHORT = 0.79
_FAINT = 0.5
_LONGEST = 64
_MOST = 500
_MOST_COMPARED = 60
_MOST_SORTED = 100


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that `word` is most likely a slip of, or None when none is near.

    Letter case, hyphens, underscores and a plural do not count as differences. Of very many only the first are
    compared.
    """
    one = _plain(word)
    best, likeness, matcher, compared = None, _LIKENESS, None, 0
    for candidate in islice(known, _MOST):
        other = _plain(candidate)
        if one == other:
            return candidate
        if len(one) == len(other) > 2 and likeness < _SWAPPED and _is_swapped(one, other):
            best, likeness = candidate, _SWAPPED
            continue
        # Words of very different length are no slips of each other; the matcher is too slow to ask it that.
        if len(one) > _LONGEST or 2 * min(len(one), len(other)) <= likeness * (len(one) + len(other)):
            continue
        if matcher is None:
            from difflib import SequenceMatcher  # Only mistakes are compared; the import takes longer than a file.

            matcher = SequenceMatcher(None, "", one, autojunk=False)
        matcher.set_seq1(other)
        wanted = max(likeness, _LIKENESS_SHORT) if min(len(one), len(other)) < _SHORT else likeness
        if matcher.quick_ratio() <= wanted:
            continue
        compared += 1
        if (found := matcher.ratio()) > wanted:
            best, likeness = candidate, found
        if compared == _MOST_COMPARED:
            break
    return best


def same(word: str, known: Iterable[str]) -> str | None:
    """The one of `known` that differs from `word` in letter case, hyphens, underscores and blanks at most; None where
    there is none, or more than one."""
    plain = _folded(word)
    found = [candidate for candidate in islice(known, _MOST) if _folded(candidate) == plain]
    return found[0] if len(found) == 1 else None


def choices(values: Iterable[str], *, near: str | None = None, limit: int = 5) -> str:
    """The values in quotes, joined for a sentence; those that are like `near` come first.

    More than one beyond `limit` are counted only.
    """
    ordered = [str(value) for value in values]
    if near is not None and len(ordered) <= _MOST_SORTED:
        # A faint likeness is chance, and would only mix up an order that has a meaning.
        ordered.sort(key=lambda value: -max(_likeness(near, value), _FAINT))
    # One more is named sooner than counted.
    last = limit if len(ordered) > limit + 1 else limit + 1
    shown = [f"'{value}'" for value in ordered[:last]]
    if len(ordered) > last:
        shown.append(f"one of {len(ordered) - last} more")
    return " or ".join(filter(None, (", ".join(shown[:-1]), shown[-1] if shown else "")))


def _is_swapped(one: str, other: str) -> bool:
    """Whether two neighbours have changed places, as in `TGA` for `TAG`; in short words that weighs little else."""
    differing = [at for at, (first, second) in enumerate(zip(one, other, strict=True)) if first != second]
    at = differing[0]
    return len(differing) == 2 and differing[1] == at + 1 and one[at : at + 2] == other[at : at + 2][::-1]


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


def _folded(word: str) -> str:
    return "".join(part for part in word.casefold().replace("-", " ").replace("_", " ").split())


def _plain(word: str) -> str:
    return word.casefold().replace("-", "").replace("_", "").removesuffix("s")
