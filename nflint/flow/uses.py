"""What an expression of a flow names, and where: refs and their outputs, arguments, calls, and the scope they are in.

Finding them in a document is the business of `nflint.flow.wiring`.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from nflint.diagnostic import Fix, Place, Pointer, Related, Rewrite
from nflint.expression.tree import Call, Expression, Segment
from nflint.flow.model import Flow, Node, Part, Trigger
from nflint.flow.order import Order, Standing, Why
from nflint.flow.outputs import TRIGGER
from nflint.flow.texts import Text

SUPPLIED_REF = "git-trigger"
"""The ref of the trigger that Northflank makes itself; files that use it need not declare it."""

RELEASE_FLOWS = frozenset({"release-flow", "release-flow-response"})
"""The documents that are release flows."""

SUPPLIED_ARGUMENTS = frozenset({"name", "previewId", "pullRequestId"})
"""Arguments that Northflank supplies to preview environments."""


class Scope(NamedTuple):
    """The names of one flow; a flow inside a node of a template has a scope of its own (`inner`).

    `whole` says that all nodes and triggers could be read; where `spec`, `steps` or `triggers` are something else there
    may be others.
    """

    pointer: Pointer
    flow: Flow
    order: Order
    inner: bool
    owners: Mapping[str, Sequence[Node | Trigger]]
    inputs: Mapping[str, Part]
    whole: bool

    def owner(self, name: str, output: str | None, node: Node | None) -> Node | Trigger | None:
        """What the ref `name` means at `node`.

        Teardowns see their own nodes before those of the flow. Of a trigger and a node with one ref, as a guide shows
        them, an output of triggers means the trigger.
        """
        found = self.owners.get(name, ())
        if len(found) < 2:
            return found[0] if found else None
        for one in found:
            if isinstance(one, Trigger):
                if output in TRIGGER:
                    return one
            elif node is not None and node.area == "teardown" == one.area:
                return one
        return found[0]

    def reasons(self, name: str, node: Node | None) -> set[Why]:
        """Why the outputs of those who have the ref `name` are there at `node`, or are not."""
        owners = [owner for owner in self.owners[name] if isinstance(owner, Node)]
        known: set[Why] = {"earlier"} if node is None or len(owners) < len(self.owners[name]) else set()
        return known if node is None else known | {self.order.standing(node, owner).why for owner in owners}


class Use(NamedTuple):
    """One path of an expression, such as `refs.build.id` or `args.TAG`.

    `segments` are its parts without a `template` before them, `names` the names of these; `inside` says that it stands
    in a call. `scope` is where its names are looked up, `node` the node of that scope that needs it.
    """

    text: Text
    expression: Expression
    segments: tuple[Segment, ...]
    names: tuple[str, ...]
    inside: bool
    prefixed: bool
    scope: Scope
    node: Node | None

    @property
    def root(self) -> str:
        """The first name: `refs`, `args`, `secrets` or anything else."""
        return self.names[0] if self.names else "template"

    def name(self, index: int) -> str | None:
        """The name at `index`, None when the path is shorter."""
        return self.names[index] if index < len(self.names) else None

    def place(self, first: int = 0, last: int | None = None) -> Place:
        """The place of the names from `first` to before `last`, by default of all of them."""
        chosen = self.segments[first:last] or self.segments[-1:]
        if not chosen:
            return self.text.place(self.expression.start, self.expression.end)
        return self.text.place(chosen[0].start, chosen[-1].end)

    @property
    def prefix(self) -> str:
        """What a path that is looked up in the same scope begins with."""
        return "template." if self.prefixed else ""

    @property
    def source(self) -> str:
        """The path as it is written."""
        return ".".join(("template", *self.names) if self.prefixed else self.names)


class Reference(NamedTuple):
    """A use of the root `refs`: the ref it names, the output it reads, whose it is, and whether that is there then.

    `target` is None for a ref that nobody has; `standing` is None for triggers and outside of nodes.
    """

    use: Use
    name: str
    output: tuple[str, ...]
    target: Node | Trigger | None
    standing: Standing | None

    @property
    def definition(self) -> tuple[Related, ...]:
        """Where the ref is given to its owner, for a finding about its use."""
        if self.target is None:
            return ()
        return (Related(Place((*self.target.pointer, "ref")), f"'{self.name}' is this one"),)


class Invocation(NamedTuple):
    """A call, with the string it stands in."""

    text: Text
    expression: Expression
    call: Call

    def place(self, start: int, end: int) -> Place:
        """The place of characters `start` to `end` of the string."""
        return self.text.place(start, end)


def called(invocation: Invocation) -> str | None:
    """The name of the function that is called, None where it is called in no documented way."""
    names = invocation.call.callee.names
    return names[-1] if names[:-1] in (("fn",), ("template", "fn")) else None


_OTHERS = 4
# Compiled where there is a mistake.
_WRITTEN = r"write '([\w.-]+)'"
_NEAR = r"did you mean '([\w-]+)'\?"
_OWN = r"(?:its ref is|use) '([\w-]+)'[,:]"
_TO_FILL_IN = frozenset({"ID", "KEY", "NAME", "OUTPUT"})


def first_uses(uses: Iterable[Use], last: int = 2) -> Iterator[tuple[Use, tuple[Related, ...]]]:
    """One use for each name among `uses`, with the others as places to show beside it: one mistake, one diagnostic.

    The first outside of a function stands for all, since there a name must resolve; else the first. `last` is where
    the name ends.
    """
    for group in same_uses(uses, last).values():
        chosen = next((use for use in group if not use.inside), group[0])
        yield chosen, _elsewhere([use for use in group if use is not chosen], last)


def same_uses(uses: Iterable[Use], last: int = 2) -> dict[Hashable, list[Use]]:
    """The uses that `first_uses` takes for one, by the scope and the names up to `last`."""
    groups: dict[Hashable, list[Use]] = {}
    for use in uses:
        groups.setdefault((use.scope.pointer, use.names[:last]), []).append(use)
    return groups


def respell(use: Use, groups: Mapping[Hashable, Sequence[Use]], hint: str) -> Fix | None:
    """Writes the one name of the hint for the second one of the use, and of those that are taken for one with it in
    `groups`; None where the hint has none, or several."""
    found = re.fullmatch(_NEAR, hint) or re.match(_OWN, hint)
    if found is None:
        return None
    changes = tuple(Rewrite(one.place(1, 2), found[1]) for one in groups[use.scope.pointer, use.names[:2]])
    return Fix(f"write '{found[1]}'", changes, safe=False)


def rewrite(use: Use, hint: str | None) -> Fix | None:
    """Puts the path of a hint such as "write 'refs.build.id'" in the place of the use, and the output of one such as
    "did you mean 'id'?" in that of its output; None for other hints, and where a word stands for what is to be filled
    in."""
    if near := re.fullmatch(_NEAR, hint or ""):
        return Fix.write(use.place(2, 3), near[1], safe=False)
    found = re.fullmatch(_WRITTEN, hint or "")
    path = found[1].removeprefix(use.prefix) if found else ""
    if path.startswith("secrets.") and path.count(".") < 3:
        return None  # Of a secret it is not known what it holds.
    if not path or not _TO_FILL_IN.isdisjoint({*path.split(".")}.difference(use.names)):
        return None
    return Fix.write(use.place(), path, safe=False)


def first_references(references: Iterable[Reference]) -> Iterator[tuple[Reference, tuple[Related, ...]]]:
    """One reference for each node and what it refers to, with the places of the others beside where the ref is given.

    As for `first_uses`, the first outside of a function stands for all.
    """
    groups: dict[Hashable, list[Reference]] = {}
    for reference in references:
        node, owner = reference.use.node, reference.target
        key = (node.pointer if node else (), owner.pointer if owner else reference.name)
        groups.setdefault(key, []).append(reference)
    for group in groups.values():
        chosen = next((reference for reference in group if not reference.use.inside), group[0])
        others = [reference.use for reference in group if reference is not chosen]
        yield chosen, (*chosen.definition, *_elsewhere(others, 2))


def _elsewhere(uses: list[Use], last: int) -> tuple[Related, ...]:
    related = [Related(use.place(1, last), "also used here") for use in uses[:_OTHERS]]
    if len(uses) > _OTHERS:
        more = len(uses) - _OTHERS
        related[-1] = related[-1]._replace(message=f"also used here and in {more} more places")
    return tuple(related)


class Circle(NamedTuple):
    """Nodes or arguments that need each other: their names from the first in the document on, and each one's use of
    the next."""

    names: tuple[str, ...]
    pointers: tuple[Pointer, ...]
    uses: tuple[Use, ...]


def target(
    scope: Scope, name: str, output: str | None, node: Node | None
) -> tuple[Node | Trigger | None, Standing | None]:
    """Whose the ref `name` is at `node`, and whether its outputs are there then."""
    owner = scope.owner(name, output, node)
    if type(owner) is not Node or node is None:
        return owner, None
    standing = scope.order.standing(node, owner)
    if standing.when == "never" and owner.area == "teardown":
        # Until its own node has run, a teardown sees the one that the last run of the flow has left.
        before = next((one for one in scope.owners[name] if type(one) is Node and one.area == "spec"), None)
        if before is not None:
            return before, scope.order.standing(node, before)
    return owner, standing
