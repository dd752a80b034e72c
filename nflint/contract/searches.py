"""Searches for the schemas' own patterns without translating them: that was done when `translations` was written.

Other patterns are the work of `nflint.contract.patterns`, which is imported for them only.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

from nflint.contract.translations import ENCLOSED, TRANSLATIONS

Search = Callable[[str], object | None]


@lru_cache(maxsize=512)
def search_for(pattern: str) -> Search:
    """What `patterns.compile_accept` gives for `pattern`, sooner. Raises PatternError as that does."""
    if pattern in ENCLOSED:
        return enclosed_search(*ENCLOSED[pattern])
    if pattern in TRANSLATIONS:
        return re.compile(TRANSLATIONS[pattern]).search
    from nflint.contract.patterns import compile_accept

    return compile_accept(pattern)


def enclosed_search(prefix: str, outside: str, suffix: str) -> Search:
    """A linear search for `prefix`, a run of characters that `outside` (a Python class) leaves out, and `suffix`.

    Both engines start the run again at every opening and are quadratic on many openings without a close.
    """
    leave = re.compile(outside).search

    def search(subject: str) -> object | None:
        at = subject.find(prefix)
        while at >= 0:
            start = at + len(prefix)
            stop = leave(subject, start)
            end = stop.start() if stop else len(subject)
            if subject.find(suffix, start, end + len(suffix)) >= 0:
                return True
            # An opening inside the run that has just failed would end where that run ends.
            at = subject.find(prefix, max(at + 1, end - len(prefix) + 1))
        return None

    return search
