"""The words of a document: its keys and the kinds in it, by which most rules can tell that they have nothing to say."""

from __future__ import annotations

from typing import Any


def vocabulary(value: object) -> set[str]:
    """All keys of `value`, and all texts that stand under the key `kind`. Never raises."""
    # Every object of every document comes by here, so nothing is kept of the way to it.
    words: set[str] = set()
    pending: list[Any] = [value]
    for holder in pending:
        if type(holder) is dict:
            words.update(holder)
            if "kind" in holder and type(holder["kind"]) is str:
                words.add(holder["kind"])
            pending.extend([item for item in holder.values() if type(item) is dict or type(item) is list])
        elif type(holder) is list:
            pending.extend([item for item in holder if type(item) is dict or type(item) is list])
    return words
