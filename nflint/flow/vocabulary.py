"""The words of a document: its keys and kinds, by which most rules can tell that they have nothing to say, and its
longer strings, among which credentials are looked for."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from nflint.flow.randomness import looks_random, names_secret

SHORTEST = 10
"""Nothing shorter is a credential that can be told from a word, and most strings of a flow are."""

UNNAMED = frozenset({"value", "default", "data", "content"})
"""Keys under which the name of a value stands elsewhere: above, or beside it."""

# The shortest credential of a known form.
_SHORTEST_KNOWN = 16

# Names are kept, so they are not read to an end that nobody has written.
_LONGEST_NAME = 200

# A name under which anything that looks random is a secret.
_ANY = "password"


class Vocabulary(NamedTuple):
    """The words of a document.

    `words` are all keys, and all texts under the key `kind`; `strings` all texts that are long enough for a credential
    of a known form; `secretive` says that some text looks random, and may be a secret by its name.
    """

    words: set[str]
    strings: list[str]
    secretive: bool


def build_vocabulary(value: object) -> Vocabulary:
    """The words of `value`, a whole document. Never raises."""
    # Every value of every document comes by here, so nothing is kept of the way to it.
    words: set[str] = set()
    strings: list[str] = []
    secretive = False
    pending: list[Any] = [value]
    for holder in pending:
        if type(holder) is dict:
            words.update(holder)
            for key, item in holder.items():
                kind = type(item)
                if kind is str:
                    length = len(item)
                    if length < SHORTEST:
                        if key == "kind":
                            words.add(item)
                        continue
                    if length >= _SHORTEST_KNOWN:
                        strings.append(item)
                    if key == "kind":
                        words.add(item)
                    elif not secretive and _may_name(key[:_LONGEST_NAME]) and looks_random(item, _ANY):
                        secretive = True
                elif kind is dict or kind is list:
                    pending.append(item)
        elif type(holder) is list:
            for item in holder:
                kind = type(item)
                if kind is str:
                    if len(item) >= _SHORTEST_KNOWN:
                        strings.append(item)
                        secretive = secretive or (" " not in item and looks_random(item, _ANY))
                elif kind is dict or kind is list:
                    pending.append(item)
    return Vocabulary(words, strings, secretive)


@lru_cache(maxsize=1024)
def _may_name(key: str) -> bool:
    return key in UNNAMED or names_secret(key)
