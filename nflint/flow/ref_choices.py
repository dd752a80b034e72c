"""Which refs can be offered in the place of one that nobody has."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Pointer
from nflint.flow.model import Node
from nflint.flow.order import Why
from nflint.flow.uses import Scope, Use

# So many refs are weighed for all hints together, which takes half a second.
_MOST_WEIGHED = 50_000

# Why a ref is not one that can have been meant, and why it is none to offer.
_ITSELF: frozenset[Why] = frozenset({"itself", "enclosing"})
_NEVER_THERE = _ITSELF | {"later", "inside", "parallel", "teardown", "skipped"}


class RefChoices:
    """What hints are made of, looked up once for all undefined refs of a document, and for only so many of them: the
    refs of a large flow cannot all be weighed at each of hundreds of nodes."""

    def __init__(self) -> None:
        self._left = _MOST_WEIGHED
        self._refs: dict[Pointer, list[str]] = {}
        self._named: dict[Pointer, dict[str, list[Node]]] = {}
        self._usable: dict[tuple[Pointer, Pointer | None], list[str]] = {}

    def refs(self, scope: Scope) -> list[str]:
        """The refs of the scope that an expression can name."""
        if scope.pointer not in self._refs:
            self._refs[scope.pointer] = [ref for ref in scope.owners if "." not in ref]
        return self._refs[scope.pointer]

    def other(self, scope: Scope, name: str, node: Node | None) -> Node | None:
        """The first node beside `node` that has `name` as its name or id."""
        if scope.pointer not in self._named:
            named = self._named[scope.pointer] = {}
            for one in scope.flow.nodes:
                for word in {one.spec.get(key) for key in ("name", "id") if isinstance(one.spec.get(key), str)}:
                    found = named.setdefault(str(word), [])
                    if len(found) < 2:
                        found.append(one)
        return next((one for one in self._named[scope.pointer].get(name, ()) if one is not node), None)

    def beside(self, use: Use) -> Iterator[str]:
        """The refs of others than the node of the use and those around it."""
        here = use.node
        around = () if here is None else tuple(here.pointer[:end] for end in range(len(here.pointer) + 1))
        for ref in self.refs(use.scope):
            # Only what stands around a node can be itself or enclose it.
            apart = all(owner.pointer not in around for owner in use.scope.owners[ref])
            if apart or not use.scope.reasons(ref, here) <= _ITSELF:
                yield ref

    def usable(self, use: Use) -> list[str] | None:
        """The refs whose outputs may be there at the node of the use; None where that would be too much to find out."""
        at = (use.scope.pointer, use.node.pointer if use.node else None)
        if at not in self._usable:
            refs = self.refs(use.scope)
            if len(refs) > self._left:
                return None
            self._left -= len(refs)
            self._usable[at] = [ref for ref in refs if not use.scope.reasons(ref, use.node) <= _NEVER_THERE]
        return self._usable[at]
