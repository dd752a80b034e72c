"""Searches subjects with the schemas' patterns, which are ECMA-262, as JavaScript would.

`compile_accept` is the fast side, on the standard library alone; `compile_explain` uses `regex`, which can be
stopped. What a pattern means is the work of `translation`; that the schemas' own are linear the tests prove.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from enum import Enum
from functools import lru_cache
from typing import Final

from nflint.contract.charset import complement, halves, single
from nflint.contract.ecma import Chars, Node, PatternError, Repeat, Seq
from nflint.contract.searches import enclosed_search
from nflint.contract.translation import translation, write_set

__all__ = [
    "TIMEOUT",
    "PatternError",
    "Verdict",
    "code_units",
    "compile_accept",
    "compile_explain",
    "translate",
]

TIMEOUT: Final = 1.0
"""Seconds of processor time after which the explaining side gives a subject up."""

# Spelt in the schemas so that any backtracking engine stays linear, at the price of a walk by single
# characters; the twin takes the same subjects (the tests prove it) and has the shape of `_enclosed`.
_TWINS: Final = {
    r"\$\{(?:[^$}\n\r\u2028\u2029]|\$+[^${}\n\r\u2028\u2029])*\$*\}": r"\$\{[^\n\r\u2028\u2029]*\}",
}
_ASTRAL_CHARACTER: Final = re.compile("[\U00010000-\U0010ffff]")


class Verdict(Enum):
    """What the explaining side says of a subject. Only MATCH is true, so a caller may read it as a bool."""

    MATCH = "match"
    NO_MATCH = "no match"
    TIMEOUT = "timeout"

    def __bool__(self) -> bool:
        return self is Verdict.MATCH


def translate(pattern: str, *, unicode: bool = False) -> str:
    """The Python pattern (str) for `new RegExp(pattern)`, with the flag `u` when `unicode`.

    It means the same in `re` and in both versions of `regex`. Raises PatternError as `translation` does. A
    few patterns without `u` tell the halves of a character beyond U+FFFF apart (`^..$` takes one emoji): what
    is written for those is exact on a subject that `code_units` has split, as the two functions below do.
    """
    return translation(pattern, unicode=unicode).text


@lru_cache(maxsize=512)
def compile_accept(pattern: str) -> Callable[[str], object | None]:
    """A function that searches a subject (str) and gives a true value or None, on the standard library alone.

    Raises PatternError as `translation` does. The function never raises.
    """
    made = translation(_TWINS.get(pattern, pattern))
    parts = _enclosed(made.tree)
    search = enclosed_search(*parts) if parts else re.compile(made.text).search
    if made.counts_units:
        return lambda subject: search(code_units(subject))
    return search


@lru_cache(maxsize=512)
def compile_explain(pattern: str) -> Callable[[str], Verdict]:
    """A function that gives the Verdict on a subject (str), by `regex`, which is imported only here.

    Raises PatternError as `translation` does. The function never raises: a search that takes longer than
    TIMEOUT ends as Verdict.TIMEOUT, which is false.
    """
    import regex

    made = translation(_TWINS.get(pattern, pattern))
    parts = _enclosed(made.tree)
    enclosed = enclosed_search(*parts) if parts else None
    search = regex.compile(made.text, regex.VERSION0).search

    def explain(subject: str) -> Verdict:
        units = code_units(subject) if made.counts_units else subject
        try:
            found = enclosed(units) if enclosed else search(units, timeout=TIMEOUT)
        except TimeoutError:
            return Verdict.TIMEOUT
        return Verdict.MATCH if found else Verdict.NO_MATCH

    return explain


def code_units(subject: str) -> str:
    """`subject` (str) with each character beyond U+FFFF as its two UTF-16 halves, as JavaScript counts."""
    if subject.isascii():
        return subject
    return _ASTRAL_CHARACTER.sub(lambda found: "".join(map(chr, halves(ord(found[0])))), subject)


def enclosed_parts(pattern: str) -> tuple[str, str, str] | None:
    """What `searches.enclosed_search` takes for a pattern of the shape of a reference, None for any other."""
    return _enclosed(translation(_TWINS.get(pattern, pattern)).tree)


def _enclosed(tree: Node) -> tuple[str, str, str] | None:
    """The prefix, the class that ends the run, and the suffix of a pattern of the shape `\\$\\{[^\\n]*\\}`.

    The shape is that of a reference, which stands beside most fields of the contract.
    """
    parts = tree.parts if isinstance(tree, Seq) else ()
    at = next((index for index, part in enumerate(parts) if isinstance(part, Repeat)), 0)
    run = parts[at] if parts else None
    if not (isinstance(run, Repeat) and isinstance(run.body, Chars) and (run.least, run.most) == (0, None)):
        return None
    prefix, suffix = _literal(parts[:at]), _literal(parts[at + 1 :])
    return (prefix, write_set(complement(run.body.ranges)), suffix) if prefix and suffix else None


def _literal(parts: tuple[Node, ...]) -> str | None:
    codes = [single(part.ranges) if isinstance(part, Chars) else None for part in parts]
    return None if None in codes else "".join(chr(code) for code in codes if code is not None)
