"""A mapping or sequence of YAML while its lines are read, of which any may be missing or half written."""

from __future__ import annotations

from nflint.source.reading import Place, Places, Unread


class Block:
    """A mapping or sequence whose lines begin in the column `column`.

    `filled` says that the last key or dash has its value; `after` is where that would stand.
    """

    __slots__ = ("after", "children", "column", "end", "filled", "holder", "key", "key_end", "key_start", "start")

    def __init__(self, holder: dict[str, object] | list[object], column: int, start: int) -> None:
        self.holder = holder
        self.children: dict[str, Place] | list[Place] = {} if isinstance(holder, dict) else []
        self.column = column
        self.start = self.end = self.after = start
        self.key = ""
        self.key_start = self.key_end = -1
        self.filled = True

    def put(self, value: object, start: int, end: int, inside: Places | Unread | None = None) -> None:
        """Gives the last key or dash its value, in the place of the one it has."""
        place = Place(start, end, self.key_start, self.key_end, inside)
        if isinstance(self.holder, dict) and isinstance(self.children, dict):
            self.holder[self.key] = value
            self.children[self.key] = place
        elif isinstance(self.holder, list) and isinstance(self.children, list):
            if self.filled and self.holder:
                self.holder.pop()
                self.children.pop()
            self.holder.append(value)
            self.children.append(place)
        self.filled = True
        self.end = max(self.end, end)

    def settle(self) -> None:
        """Gives the last key or dash null if it has no value."""
        if not self.filled:
            self.put(None, self.after, self.after)

    def last(self) -> tuple[object, Place | None]:
        """The value of the last key or dash, and its place."""
        if isinstance(self.holder, dict) and isinstance(self.children, dict):
            return self.holder.get(self.key), self.children.get(self.key)
        if isinstance(self.holder, list) and isinstance(self.children, list) and self.holder:
            return self.holder[-1], self.children[-1]
        return None, None
