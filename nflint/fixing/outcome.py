"""What a document's value is after changes, all of which are said in terms of the value before them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from nflint.diagnostic import Change, Move, Place, Pointer, Removal, Rewrite


class _Step:
    """What happens to the value at one place, and inside of it."""

    __slots__ = ("added", "gone", "inside", "name", "rewrites")

    def __init__(self) -> None:
        self.inside: dict[str | int, _Step] = {}
        self.added: list[tuple[str, Pointer]] = []
        self.rewrites: list[Rewrite] = []
        self.name: list[Rewrite] = []
        self.gone = False

    def at(self, pointer: Pointer) -> _Step:
        step = self
        for part in pointer:
            step = step.inside.setdefault(part, _Step())
        return step


class _Impossible(Exception):  # noqa: N818 - it never leaves this module
    """The changes do not go together, or not with the value."""


def outcome(value: object, changes: Iterable[Change]) -> tuple[object] | None:
    """The value after the changes, in a tuple; None where they contradict each other or the value. What they leave as
    it is stays the same object."""
    root = _Step()
    for change in changes:
        if isinstance(change, Rewrite):
            step = root.at(change.place.pointer)
            (step.name if change.place.anchor == "key" else step.rewrites).append(change)
        elif isinstance(change, Removal):
            root.at(change.pointer).gone = True
        else:
            _note_move(root, change)
    try:
        return (_changed(value, root, value, root),)
    except (_Impossible, LookupError, TypeError, ValueError):
        return None


def _note_move(root: _Step, change: Move) -> None:
    pointer, target = change.pointer, change.target
    if pointer[:-1] == target[:-1] and isinstance(target[-1], str):
        # It stays where it is, and is only called otherwise.
        root.at(pointer).name.append(Rewrite(Place(pointer, "key"), target[-1]))
        return
    root.at(pointer).gone = True
    root.at(target[:-1]).added.append((str(target[-1]), pointer))


def _changed(value: Any, step: _Step, whole: Any, root: _Step) -> Any:
    if step.rewrites:
        if step.inside or step.added:
            raise _Impossible
        return _rewritten(value, step.rewrites)
    if not step.inside and not step.added:
        return value
    if isinstance(value, list) and not step.added:
        if not all(isinstance(part, int) and 0 <= part < len(value) for part in step.inside):
            raise _Impossible
        items = ((item, step.inside.get(index)) for index, item in enumerate(value))
        return [item if one is None else _changed(item, one, whole, root) for item, one in items if not _is_gone(one)]
    if not isinstance(value, dict) or not step.inside.keys() <= value.keys():
        raise _Impossible
    result: dict[str, Any] = {}
    for key, item in value.items():
        one = step.inside.get(key)
        if _is_gone(one):
            continue
        _put(result, _rewritten(key, one.name) if one else key, _changed(item, one, whole, root) if one else item)
    for name, pointer in step.added:
        _put(result, name, _changed_at(pointer, whole, root))
    return result


def _is_gone(step: _Step | None) -> bool:
    return step is not None and step.gone


def _put(result: dict[str, Any], key: object, value: object) -> None:
    if not isinstance(key, str) or key in result:
        raise _Impossible
    result[key] = value


def _changed_at(pointer: Pointer, whole: Any, root: _Step) -> Any:
    """The value at `pointer`, with what changes inside of it."""
    value, step = whole, root
    for part in pointer:
        value, step = value[part], step.inside[part]
    return _changed(value, step, whole, root)


def _rewritten(old: Any, rewrites: list[Rewrite]) -> Any:
    """The string with parts of it rewritten, or another value in its place."""
    parts = [one for one in rewrites if one.place.start is not None and one.place.end is not None]
    if not parts:
        if len(rewrites) > 1:
            raise _Impossible
        return rewrites[0].value if rewrites else old
    if len(parts) < len(rewrites) or not isinstance(old, str):
        raise _Impossible
    at = 0
    pieces: list[str] = []
    for one in sorted(parts, key=lambda part: (part.place.start or 0, part.place.end or 0)):
        start, end = one.place.start or 0, one.place.end or 0
        if not at <= start <= end <= len(old) or not isinstance(one.value, str):
            raise _Impossible
        pieces += (old[at:start], one.value)
        at = end
    return "".join((*pieces, old[at:]))


def same(one: object, other: object) -> bool:
    """Whether two values are the same JSON: 1, 1.0 and true are not, and NaN is NaN."""
    if isinstance(one, dict):
        return (
            isinstance(other, dict)
            and one.keys() == other.keys()
            and all(same(value, other[key]) for key, value in one.items())
        )
    if isinstance(one, list):
        return isinstance(other, list) and len(one) == len(other) and all(map(same, one, other))
    return one is other or (type(one) is type(other) and (one == other or (one != one and other != other)))
