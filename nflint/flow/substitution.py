"""Makes the copies of a document in which everything known stands in its place.

What comes to what is found out by `nflint.flow.resolution`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple, TypeAlias

from nflint.diagnostic import Anchor, Pointer
from nflint.flow.given import Given
from nflint.flow.model import Node
from nflint.flow.texts import Text
from nflint.flow.wiring import Wiring

Spot: TypeAlias = tuple[Pointer, Anchor]
"""A key or value of a document."""


class Origin(NamedTuple):
    """Where the value of a resolved string comes from: its own `text`.

    `complete` says that nothing of it is left to the run, `hidden` that it must not be printed, `argument` is the
    name where the string is just that argument.
    """

    text: Text
    complete: bool
    hidden: bool
    argument: str | None


class Resolved(NamedTuple):
    """What a string comes to, how that is shown, and what it waits for."""

    value: Any
    shown: Any
    origin: Origin
    changed: bool
    waits: tuple[str, ...]


class Put(NamedTuple):
    """What has been put in place: where each string comes from, and the keys that came to the name of another one."""

    origins: dict[Spot, Origin]
    clashes: list[Origin]


def replaced(value: Any, here: Pointer, there: Pointer, texts: Mapping[Spot, Resolved], put: Put | None) -> Any:
    """A copy of `value`, at `here` in the source, with every resolved string in place, at `there`.

    What is put in place is written into `put`; without it what must not be printed is covered.
    """
    if isinstance(value, dict):
        copy: dict[str, Any] = {}
        for key, item in value.items():
            found = texts.get(((*here, key), "key"))
            name = key
            if found is not None:
                name = str(found.shown if put is None else found.value)
                if put is None and name in copy:
                    name = key  # Of two that are covered alike, each is shown.
                if put is not None and found.changed and (name in copy or name in value):
                    put.clashes.append(found.origin)
                _put(found, ((*there, name), "key"), put)
            copy[name] = replaced(item, (*here, key), (*there, name), texts, put)
        return copy
    if isinstance(value, list):
        return [replaced(item, (*here, at), (*there, at), texts, put) for at, item in enumerate(value)]
    found = texts.get((here, "value")) if isinstance(value, str) else None
    return value if found is None else _put(found, (there, "value"), put)


def _put(found: Resolved, spot: Spot, put: Put | None) -> Any:
    if put is None:
        return found.shown
    if found.changed:
        put.origins[spot] = found.origin
    return found.value


def put_arguments(wiring: Wiring, given: Given, resolved: Any, shown: Any) -> None:
    """Puts the arguments that the run is given in place in both copies of the document."""
    declared = wiring.flow.arguments
    if not declared and not given.arguments:
        return
    for part in wiring.flow.pointer:
        resolved, shown = resolved[part], shown[part]
    for document in (resolved, shown):
        document["arguments"] = {**(document["arguments"] if declared else {}), **given.arguments}


def put_release(node: Node, override: Mapping[str, Any], document: Any) -> None:
    """Puts what a run request gives for a Release node in its place in `document`, a copy."""
    for part in node.pointer:
        document = document[part]
    if isinstance(document.get("spec"), dict):
        document["spec"].update(override)
