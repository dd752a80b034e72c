"""The objects and lists a JSON reader is inside of, and how values and their places are put into them."""

from __future__ import annotations

from enum import Enum

from .reading import Place, Places, Unread

CLOSERS = {"{": "}", "[": "]", "": ""}
"""The closing bracket of each opening one; the text itself has neither."""


class Expect(Enum):
    """What may come next."""

    VALUE = "a value"
    KEY = "a key"
    COLON = "':'"
    COMMA = "','"


class Frame:
    """An object or list that is being read; `opener` is empty for the text itself.

    A key of None stands for one that could not be read: its value is read and dropped. `comma` is where the
    last comma stands, or -1. In a `lost` frame brackets are known to be missing, and no more is said about
    them. A `bare` one has had a key without colon and value, and may be a list in the wrong brackets.
    """

    __slots__ = (
        "bare",
        "children",
        "comma",
        "expect",
        "holder",
        "key",
        "key_end",
        "key_start",
        "lost",
        "opener",
        "start",
    )

    def __init__(self, opener: str, start: int) -> None:
        self.opener = opener
        self.start = start
        self.comma = -1
        self.holder: dict[str, object] | list[object] = {} if opener == "{" else []
        self.children: Places = {} if opener == "{" else []
        self.expect = Expect.KEY if opener == "{" else Expect.VALUE
        self.key: str | None = None
        self.key_start = self.key_end = -1
        self.lost = False
        self.bare = False

    @property
    def closer(self) -> str:
        """The bracket that closes the frame."""
        return CLOSERS[self.opener]

    def expect_next(self) -> None:
        """Expect another key or value, as behind a comma."""
        self.expect = Expect.KEY if self.opener == "{" else Expect.VALUE

    def take_last(self) -> tuple[str, Place] | None:
        """Take back the last value of a list if it is a string."""
        if not isinstance(self.holder, list) or not isinstance(self.children, list) or not self.holder:
            return None
        value = self.holder[-1]
        if not isinstance(value, str):
            return None
        self.holder.pop()
        return value, self.children.pop()


class Frames:
    """The frames that are open, innermost last, and where the last value or mark ends."""

    __slots__ = ("last_end", "root", "stack")

    def __init__(self) -> None:
        self.root = Frame("", 0)
        self.stack = [self.root]
        self.last_end = 0

    @property
    def top(self) -> Frame:
        """The innermost frame."""
        return self.stack[-1]

    @property
    def depth(self) -> int:
        """How many objects and lists are open."""
        return len(self.stack) - 1

    def open(self, opener: str, start: int) -> Frame:
        """Open an object or list."""
        frame = Frame(opener, start)
        self.stack.append(frame)
        self.last_end = start + 1
        return frame

    def close(self, end: int) -> int:
        """Close the innermost frame, with null for a value that was to come, and give `end` back."""
        frame = self.stack[-1]
        if frame.opener == "{" and frame.key is not None and frame.expect in (Expect.COLON, Expect.VALUE):
            self.add(None, self.last_end, self.last_end)
        self.stack.pop()
        self.add(frame.holder, frame.start, end, frame.children)
        return end

    def add(
        self,
        value: object,
        start: int,
        end: int,
        inside: Places | Unread | None = None,
    ) -> None:
        """Put a value into the innermost frame."""
        frame = self.stack[-1]
        self.last_end = end
        frame.expect = Expect.COMMA
        if isinstance(frame.holder, list) and isinstance(frame.children, list):
            frame.holder.append(value)
            frame.children.append(Place(start, end, -1, -1, inside))
        elif isinstance(frame.holder, dict) and isinstance(frame.children, dict) and frame.key is not None:
            frame.holder[frame.key] = value
            frame.children[frame.key] = Place(start, end, frame.key_start, frame.key_end, inside)

    def result(self) -> tuple[object, Place | None]:
        """The value of the whole text and its place; None and None without any."""
        values, places = self.root.holder, self.root.children
        if not isinstance(values, list) or not isinstance(places, list) or not values:
            return None, None
        return values[0], places[0]
