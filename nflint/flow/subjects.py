"""What a field of a node speaks of: the nodes whose outputs it reads, and the service, job or addon that it names.

Both are followed through arguments that are declared as such an expression. Whether the outputs are there is the
business of `nflint.flow.order`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from nflint.diagnostic import Pointer
from nflint.expression.parser import closed, parse
from nflint.expression.printing import written
from nflint.expression.tree import Path
from nflint.flow.model import Node
from nflint.flow.provenance import argument_around
from nflint.flow.uses import Reference, Scope, Use
from nflint.flow.wiring import Wiring

# Outputs that say again what the node was given: `${refs.build.nfObjectId}` is the service that was built.
_REPEATED: Mapping[tuple[str, str], str] = MappingProxyType(
    {
        ("Build", "nfObjectId"): "id",
        ("BuildSource", "nfObjectId"): "id",
        ("AddonBackup", "addonId"): "addonId",
        ("AddonImport", "addonId"): "addonId",
    }
)

# Arguments and outputs on the way from a name to what it stands for; longer ways lead nowhere.
_FARTHEST = 8

# Arguments that may lead to what one field reads; of those beyond nothing is known.
_MOST_ARGUMENTS = 50

_Owned = tuple[Pointer, str]


def name_of(value: object, scope: Scope) -> str | None:
    """The name of the service, job or addon that `value` stands for; the canonical source where only the run knows.

    Two values with one name stand for the same thing. Of a name with its project the project is left out.
    """
    name = full_name_of(value, scope)
    return name.rpartition("/")[2] if name is not None and is_fixed(name) else name


def full_name_of(value: object, scope: Scope) -> str | None:
    """The same with the project, where that is written before it."""
    for _ in range(_FARTHEST):
        if not isinstance(value, str) or not value:
            return None
        if "${" not in value:
            return value
        whole = closed(parse(value), value)
        if whole is None or whole.mistakes or whole.form != "template":
            return value
        known = _behind(whole.value.names, scope) if isinstance(whole.value, Path) else None
        if not isinstance(known, str) or not known:
            return written(whole)
        value = known
    return None


def is_fixed(name: str) -> bool:
    """Whether a name is known before the run."""
    return "${" not in name


def _behind(names: tuple[str, ...], scope: Scope) -> object:
    """What a path is known to come to: the value of an argument, or what a node was given itself."""
    if names[0] == "args" and len(names) == 2:
        return scope.flow.arguments.get(names[1])
    if names[0] == "refs" and len(names) == 3:
        owner = scope.owner(names[1], names[2], None)
        if isinstance(owner, Node):
            field = _REPEATED.get((owner.kind, names[2]))
            return None if field is None else owner.spec.get(field)
    return None


class Sources:
    """Knows of every node which nodes' outputs it reads. Treat it as frozen."""

    __slots__ = ("_declared", "_given", "_known", "_read", "_used")

    def __init__(self, wiring: Wiring) -> None:
        self._read: dict[Pointer, list[Reference]] = {}
        self._used: dict[Pointer, list[Use]] = {}
        self._declared: dict[_Owned, list[Node]] = {}
        self._given: dict[_Owned, list[_Owned]] = {}
        self._known: dict[_Owned, tuple[Node, ...]] = {}
        for reference in wiring.references:
            if not isinstance(reference.target, Node):
                continue
            if reference.use.node is not None:
                self._read.setdefault(reference.use.node.pointer, []).append(reference)
            elif (argument := argument_around(reference.use)) is not None:
                self._declared.setdefault(argument, []).append(reference.target)
        for use in wiring.arguments:
            name = use.name(1)
            if name is None:
                continue
            if use.node is not None:
                self._used.setdefault(use.node.pointer, []).append(use)
            elif (argument := argument_around(use)) is not None:
                self._given.setdefault(argument, []).append((use.scope.pointer, name))

    def of(self, node: Node, *path: str) -> tuple[Node, ...]:
        """The nodes whose outputs the value at `path` of `node` reads, or anything below it."""
        if node.pointer not in self._read and node.pointer not in self._used:
            return ()
        found: dict[Pointer, Node] = {}
        for reference in self._read.get(node.pointer, ()):
            if reference.use.text.path[: len(path)] == path and isinstance(reference.target, Node):
                found[reference.target.pointer] = reference.target
        for use in self._used.get(node.pointer, ()):
            if use.text.path[: len(path)] == path:
                found.update({one.pointer: one for one in self._behind((use.scope.pointer, use.names[1]))})
        return tuple(found.values())

    def reads(self, node: Node) -> list[Reference]:
        """The references of `node` to other nodes."""
        return self._read.get(node.pointer, [])

    def _behind(self, argument: _Owned) -> tuple[Node, ...]:
        """The nodes whose outputs the declared value of an argument reads, also by way of other arguments."""
        if argument not in self._known:
            seen = {argument: None}
            pending = [argument]
            found: dict[Pointer, Node] = {}
            while pending and len(seen) <= _MOST_ARGUMENTS:
                one = pending.pop()
                found.update({node.pointer: node for node in self._declared.get(one, ())[:_MOST_ARGUMENTS]})
                fresh = [needed for needed in self._given.get(one, ())[:_MOST_ARGUMENTS] if needed not in seen]
                seen.update(dict.fromkeys(fresh))
                pending.extend(fresh)
            self._known[argument] = tuple(found.values())
        return self._known[argument]
