"""The differences between two texts as a unified diff, which `git apply` and `patch` read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

_COLORS = {"-": "31", "+": "32", "@": "36"}
_NO_END = "\\ No newline at end of file\n"


def unified(before: str, after: str, name: str) -> Iterator[str]:
    """The lines of the diff, each with its end; none where the texts are equal."""
    from difflib import unified_diff

    header = "".join(character if character.isprintable() else "?" for character in name)
    for line in unified_diff(_lines(before), _lines(after), header, header):
        yield line if line.endswith("\n") else f"{line}\n{_NO_END}"


def _lines(text: str) -> list[str]:
    # As git has it, nothing but a line feed ends a line.
    lines = [f"{line}\n" for line in text.split("\n")]
    last = lines.pop().removesuffix("\n")
    return [*lines, last] if last else lines


class Style(NamedTuple):
    """How a diff looks: on a `terminal` everything that it would obey is written as an escape, but for `color`."""

    color: bool = False
    terminal: bool = False

    def rendered(self, lines: Iterable[str]) -> str:
        """The lines as one text."""
        return "".join(map(self._shown, lines)) if self.color or self.terminal else "".join(lines)

    def _shown(self, line: str) -> str:
        body = "".join(
            character if character.isprintable() or character == "\t" else character.encode("unicode_escape").decode()
            for character in line.removesuffix("\n")
        )
        head = line[:3] in ("---", "+++")
        code = ("1" if head else _COLORS.get(line[:1])) if self.color else None
        return f"\x1b[{code}m{body}\x1b[0m\n" if code else f"{body}\n"
