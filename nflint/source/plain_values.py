"""Values from elsewhere made plain: what JSON has no form for is reported and replaced."""

from __future__ import annotations

import re
from math import isfinite

from . import numbers, yaml_keys
from .problem import Problem
from .reading import Limits, Problems, shorten

_PLAIN = (str, bool, type(None))
_EXACT = 1 << 53
_SURROGATE = re.compile("[\ud800-\udfff]")


def plain(value: object, limits: Limits) -> tuple[object, tuple[Problem, ...], bool]:
    """A copy made of dict, list, str, int, float, bool and None, what had to be replaced in it, and whether
    values were left out. Never raises, and leaves `value` as it is."""
    copy = _Copy(limits)
    try:
        result = copy.copy(value, 0)[0]
    except RecursionError:
        # The caller's own stack was too deep already: 128 levels take some 260 frames.
        copy.report("too-deep", "the value is nested too deep to be read here")
        result = None
    return result, copy.problems.sorted(), copy.problems.broken


class _Copy:
    """One copy; a holder that is met again is copied once, and counted each time."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self.problems = Problems(limits.problems)
        self.done: dict[int, tuple[object, int, int]] = {}
        self.open: set[int] = set()
        self.shared = 0
        self.path: list[str | int] = []

    def copy(self, value: object, depth: int) -> tuple[object, int, int]:
        """The plain value, its size in nodes and its height."""
        if type(value) in _PLAIN:
            if isinstance(value, str) and not value.isascii():
                self._text(value)
            return value, 1, 0
        if isinstance(value, dict | list | tuple):
            return self._holder(value, depth)
        return self._scalar(value), 1, 0

    def _scalar(self, value: object) -> object:
        if isinstance(value, str):
            return self._text(str.__str__(value))
        if isinstance(value, int):
            return self._integer(int(value))
        if isinstance(value, float):
            if not isfinite(value):
                self.report("non-finite-number", f"'{float(value)}' is not a finite number and is sent as null")
            return float(value)
        self.report("unknown-tag", f"a value of the type '{type(value).__name__}' has no form in JSON")
        return None

    def _text(self, value: str) -> str:
        if lone := _SURROGATE.search(value):
            message = f"the surrogate U+{ord(lone.group()):04X} stands alone, which is not a character"
            self.report("lone-surrogate", message)
        return value

    def _integer(self, value: int) -> int | float:
        if abs(value) <= _EXACT:
            return value
        try:
            float(value)
        except OverflowError:
            self.report("non-finite-number", "an integer of over 308 digits is sent as null")
            return float("inf") if value > 0 else float("-inf")
        if fault := numbers.fault(value, str(value)):
            self.report(fault[0], fault[1], fault[2])
        return value

    def _holder(
        self, value: dict[object, object] | list[object] | tuple[object, ...], depth: int
    ) -> tuple[object, int, int]:
        identity = id(value)
        if identity in self.open:
            self.report("recursive-alias", "a value holds itself")
            return None, 1, 0
        if identity in self.done:
            return self._again(identity, depth)
        if depth >= self.limits.depth:
            self._too_deep()
            return None, 1, 0
        self.open.add(identity)
        made = self._mapping(value, depth) if isinstance(value, dict) else self._sequence(value, depth)
        self.open.discard(identity)
        self.done[identity] = made
        return made

    def _mapping(self, value: dict[object, object], depth: int) -> tuple[object, int, int]:
        result: dict[str, object] = {}
        size, height = 1, 0
        for key, item in list(value.items()):
            self.path.append(str.__str__(key) if isinstance(key, str) else "")
            name = self._text(str.__str__(key)) if isinstance(key, str) else self._key(key)
            if name in result:
                self.report("duplicate-key", f"the key '{shorten(name)}' is given twice")
            result[name], count, levels = self.copy(item, depth + 1)
            self.path.pop()
            size, height = size + count, max(height, levels)
        return result, size, height + 1

    def _sequence(self, value: list[object] | tuple[object, ...], depth: int) -> tuple[object, int, int]:
        result: list[object] = []
        size, height = 1, 0
        for index, item in enumerate(list(value)):
            self.path.append(index)
            made, count, levels = self.copy(item, depth + 1)
            self.path.pop()
            result.append(made)
            size, height = size + count, max(height, levels)
        return result, size, height + 1

    def _again(self, identity: int, depth: int) -> tuple[object, int, int]:
        made = self.done[identity]
        _, size, height = made
        self.shared += size
        if depth + height > self.limits.depth:
            self._too_deep()
        elif self.shared > self.limits.alias_nodes:
            self.shared -= size
            self.report("alias-limit", f"shared values stand for more than {self.limits.alias_nodes} values")
        else:
            return made
        return None, 1, 0

    def _key(self, key: object) -> str:
        if key is None or isinstance(key, bool | int | float):
            text = self.path[-1] = yaml_keys.text(key)
            self.report("non-string-key", f"the key '{text}' is not text")
            return text
        text = self.path[-1] = f"[object {type(key).__name__}]"
        self.report("non-string-key", f"a key of the type '{type(key).__name__}' is not text")
        return text

    def _too_deep(self) -> None:
        self.report("too-deep", f"the value is nested more than {self.limits.depth} levels deep")

    def report(self, check: str, message: str, hint: str = "") -> None:
        """Keep a problem, whose place in a text is the start, since there is none."""
        self.problems.add(
            check, 0, 0, message, hint or "give values that JSON has a form for", pointer=tuple(self.path)
        )
