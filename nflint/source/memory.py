"""What was read of a text before, for those who read it again at each key press: items of YAML's block sequences."""

from __future__ import annotations

from typing import Generic, TypeVar

T = TypeVar("T")

LONGEST = 8_192
"""The characters of the longest item that is kept: to read another one takes long enough to be worth its parts."""

_MOST = 500_000


class Memory(Generic[T]):
    """What became of items, by their text and the column they begin in: at least of the last 500,000 characters that
    were read or met again, in items of at most 8,192. A class, because it has to forget.

    Several threads may use one. What is kept is as frozen as documents are.
    """

    __slots__ = ("_new", "_old", "_size")

    def __init__(self) -> None:
        self._new: dict[tuple[int, str], T] = {}
        self._old: dict[tuple[int, str], T] = {}
        self._size = 0

    @staticmethod
    def suits(text: str) -> bool:
        """Whether the items of a text may be kept: not if each of them had been forgotten when it is read again."""
        return len(text) <= _MOST

    def get(self, column: int, source: str) -> T | None:
        """What was kept; None where nothing was."""
        known = self._new.get((column, source))
        if known is None:
            known = self._old.get((column, source))
            if known is not None:
                self.put(column, source, known)
        return known

    def put(self, column: int, source: str, item: T) -> None:
        """Keeps an item. What has not been met since as much came in is forgotten at once, which needs no order."""
        if self._size >= _MOST:
            self._old, self._new, self._size = self._new, {}, 0
        self._new[column, source] = item
        self._size += len(source)
