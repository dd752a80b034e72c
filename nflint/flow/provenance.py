"""What the values of arguments are made of: the outputs, secrets and other arguments that their declarations read.

What a node reads by itself is in the wiring. Which of it matters is the business of those who ask.
"""

from __future__ import annotations

from collections.abc import Callable

from nflint.diagnostic import Pointer, Related
from nflint.flow.uses import Reference, Scope, Use
from nflint.flow.wiring import Wiring

# Arguments on the way from one to all that it is made of, and what is read on it; of more nothing is known.
_MOST = 20

_Owned = tuple[Pointer, str]


class Provenance:
    """What is read by the declared values of the arguments of a document. Treat it as frozen.

    Only what `passes` gets from an expression into the text around it, and so into what reads the argument.
    """

    __slots__ = ("_known", "_read")

    def __init__(self, wiring: Wiring, passes: Callable[[Use], bool]) -> None:
        self._read: dict[_Owned, list[Reference | Use]] = {}
        self._known: dict[_Owned, tuple[Reference | Use, ...]] = {}
        if not (wiring.arguments and any(map(_reads, wiring.scopes))):
            return  # Nobody reads them, or they are made of nothing.
        everything: tuple[Reference | Use, ...] = (*wiring.references, *wiring.others, *wiring.arguments)
        for found in everything:
            use = found.use if isinstance(found, Reference) else found
            argument = argument_around(use)
            if argument is not None and use.expression.form == "template" and passes(use):
                self._read.setdefault(argument, []).append(found)

    @property
    def is_empty(self) -> bool:
        """Whether no argument is made of anything."""
        return not self._read

    def of(self, use: Use) -> tuple[Reference | Use, ...]:
        """What the argument that `use` names reads, by itself or by way of other arguments, which are among it."""
        name = use.name(1)
        if name is None or use.root != "args" or not self._read:
            return ()
        argument = (use.scope.pointer, name)
        if argument not in self._known:
            self._known[argument] = self._collected(argument)
        return self._known[argument]

    def references(self, use: Use) -> list[Reference]:
        """The references among what the argument that `use` names reads."""
        return [found for found in self.of(use) if isinstance(found, Reference)]

    def _collected(self, argument: _Owned) -> tuple[Reference | Use, ...]:
        pending, found = [argument], list[Reference | Use]()
        for one in pending:
            for read in self._read.get(one, ())[: _MOST - len(found)]:
                found.append(read)
                if isinstance(read, Reference) or read.root != "args" or len(read.names) < 2:
                    continue
                other = (read.scope.pointer, read.names[1])
                if len(pending) < _MOST and other not in pending:
                    pending.append(other)
        return tuple(found)


def _reads(scope: Scope) -> bool:
    """Whether any argument of a flow may be made of something else."""
    return any(not isinstance(value, str) or "${" in value for value in scope.flow.arguments.values())


def declared(use: Use, read: Reference | Use) -> tuple[Related, ...]:
    """Where the argument that `use` names, or one that it is made of, reads `read`."""
    inner = read.use if isinstance(read, Reference) else read
    argument = argument_around(inner)
    name = argument[1] if argument is not None else use.name(1)
    return (Related(inner.place(), f"'args.{name}' is made of it here"),)


def argument_around(use: Use) -> tuple[Pointer, str] | None:
    """The argument in whose declared value `use` stands: the flow that declares it, and its name."""
    path = use.text.pointer[len(use.scope.pointer) :]
    if use.text.node is None and len(path) >= 2 and path[0] == "arguments" and isinstance(path[1], str):
        return use.scope.pointer, path[1]
    return None
