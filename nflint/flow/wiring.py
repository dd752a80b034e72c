"""What the expressions of a flow name: nodes and triggers by ref, arguments, functions, and what is none of them.

Built once for a document, from any value whatever, and never an exception. Which of it is a mistake is the business
of the rules.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from nflint.diagnostic import Anchor, Pointer
from nflint.expression.tree import Call, Expression, Path, calls, paths
from nflint.flow.fields import is_meant, takes_expressions
from nflint.flow.model import Flow, Node, Part, Trigger, build_flow
from nflint.flow.order import Order
from nflint.flow.plain import mapping, text
from nflint.flow.skips import Skip, conditions, skip_of
from nflint.flow.texts import Inner, Text, texts
from nflint.flow.uses import Circle, Invocation, Reference, Scope, Use, target

# Why the outputs of a node are not there where an expression leads to what has not run before.
_FORWARD = frozenset({"later", "parallel"})


class Wiring(NamedTuple):
    """The wiring of a document: every expression, sorted by what it names.

    `texts` are all strings with expressions; `references`, `arguments` and `others` all paths; `scopes` the document's
    own scope first, then those of inner flows, and `scoped` the strings in the latter. `special` are the expressions
    that are more than a path, or have mistakes; `unusual` the paths that are neither `refs.x` nor `args.x`, whatever
    comes after. `circled` are the nodes and arguments in circles, each with the number of its circle; `value` is the
    document itself; `given` are the names of the arguments that a run is known to give.
    """

    document: str
    scopes: tuple[Scope, ...]
    scoped: Mapping[tuple[Pointer, Anchor], Scope]
    texts: tuple[Text, ...]
    references: tuple[Reference, ...]
    arguments: tuple[Use, ...]
    others: tuple[Use, ...]
    calls: tuple[Invocation, ...]
    special: tuple[tuple[Text, Expression], ...]
    unusual: tuple[Use, ...]
    circles: tuple[Circle, ...]
    circled: Mapping[Pointer, int]
    value: Any = None
    given: frozenset[str] = frozenset()

    @property
    def flow(self) -> Flow:
        """The document's own flow."""
        return self.scopes[0].flow

    def scope_of(self, text: Text) -> Scope:
        """The scope in which the plain names of `text` are looked up: the innermost flow around it."""
        return self.scoped.get((text.pointer, text.anchor), self.scopes[0])

    def in_circle(self, one: Node, other: Node) -> bool:
        """Whether the two nodes are part of the same circle."""
        circle = self.circled.get(one.pointer)
        return circle is not None and circle == self.circled.get(other.pointer)


def build_wiring(
    value: object,
    document: str = "release-flow",
    flow: Flow | None = None,
    decided: Mapping[Pointer, Skip] | None = None,
) -> Wiring:
    """The wiring of `value`, the whole document, which is a `document`. Never raises.

    `flow` is its model, where there is one already; `decided` are the nodes whose skip does not depend on the run any
    more, since what the run is given is known.
    """
    found = _Found([], {}, [], [], [], [], [], [], [], decided or {})
    pending: list[_Pending] = [_Pending(flow or build_flow(value), None, None)]
    while pending:
        pending.extend(_collect(pending.pop(), found))
    circles = (*_node_circles(found.references), *_argument_circles(found.arguments))
    return Wiring(
        document,
        tuple(found.scopes),
        found.scoped,
        tuple(found.texts),
        tuple(found.references),
        tuple(found.arguments),
        tuple(found.others),
        tuple(found.invocations),
        tuple(found.special),
        tuple(found.unusual),
        circles,
        {pointer: number for number, circle in enumerate(circles) for pointer in circle.pointers},
        value,
    )


class _Found(NamedTuple):
    """What has been found so far, in document order of the flows; `decided` is what was known before."""

    scopes: list[Scope]
    scoped: dict[tuple[Pointer, Anchor], Scope]
    texts: list[Text]
    references: list[Reference]
    arguments: list[Use]
    others: list[Use]
    unusual: list[Use]
    invocations: list[Invocation]
    special: list[tuple[Text, Expression]]
    decided: Mapping[Pointer, Skip]


class _Pending(NamedTuple):
    """A flow to look into, with the place it has in a node of another one."""

    flow: Flow
    inner: Inner | None
    outer: Scope | None


def _collect(pending: _Pending, found: _Found) -> Iterator[_Pending]:
    """Adds what one flow holds to `found`; gives the flows that stand inside of it."""
    flow = pending.flow
    scope = _scope(flow, pending.inner is not None, found.decided)
    found.scopes.append(scope)
    nodes = {node.pointer: node for node in flow.nodes}
    for text_or_inner in texts(flow.fields, flow.pointer, nodes):
        if isinstance(text_or_inner, Inner):
            yield _Pending(build_flow(text_or_inner.fields, text_or_inner.pointer), text_or_inner, scope)
            continue
        found.texts.append(text_or_inner)
        if scope.inner:
            found.scoped[text_or_inner.pointer, text_or_inner.anchor] = scope
        if not takes_expressions(text_or_inner):
            continue  # What stands there names nothing.
        for expression in text_or_inner.expressions:
            value = expression.value
            if type(value) is not Path or expression.mistakes or expression.form != "template":
                if expression.mistakes and not is_meant(text_or_inner, expression):
                    continue
                found.special.append((text_or_inner, expression))
            if type(value) is Path:
                _add(_use(text_or_inner, expression, value, False, pending, scope), found)
            elif type(value) is Call:
                for path, inside in paths(value):
                    _add(_use(text_or_inner, expression, path, inside, pending, scope), found)
                for call in calls(value):
                    found.invocations.append(Invocation(text_or_inner, expression, call))


def _add(use: Use, found: _Found) -> None:
    """Adds a path to those that begin as it does."""
    names = use.names
    root = names[0] if names else ""
    if root == "refs":
        found.references.append(_reference(use))
    elif root == "args":
        found.arguments.append(use)
    else:
        found.others.append(use)
    if use.prefixed or len(names) < 2 or root not in ("refs", "args"):
        found.unusual.append(use)


def _node_circles(references: list[Reference]) -> Iterator[Circle]:
    # What has run before cannot need what comes after, so without an arrow the other way there is no circle.
    if _FORWARD.isdisjoint([reference.standing.why for reference in references if reference.standing]):
        return
    arrows = [
        (reference.use.node.pointer, reference.target.pointer, reference.target.ref or "", reference.use)
        for reference in references
        if isinstance(reference.target, Node)
        and reference.use.node is not None
        and reference.standing
        and reference.standing.why in ("later", "parallel", "earlier", "unsure", "skipped")
    ]
    yield from _circles(arrows)


def _argument_circles(arguments: list[Use]) -> Iterator[Circle]:
    arrows = []
    for use in arguments:
        name = use.name(1) if use.text.node is None else None
        if name is None or name not in use.scope.flow.arguments:
            continue
        path = use.text.pointer[len(use.scope.pointer) :]
        if len(path) >= 2 and path[0] == "arguments":
            start = (*use.scope.pointer, "arguments")
            arrows.append(((*start, path[1]), (*start, name), name, use))
    if arrows:
        yield from _circles(arrows)


def _circles(arrows: list[tuple[Pointer, Pointer, str, Use]]) -> Iterator[Circle]:
    from nflint.flow.circles import circles  # Few documents have anything that could be a circle.

    needs: dict[Pointer, list[Pointer]] = {}
    uses: dict[tuple[Pointer, Pointer], Use] = {}
    names: dict[Pointer, str] = {}
    for here, there, name, use in arrows:
        needs.setdefault(here, []).append(there)
        uses.setdefault((here, there), use)
        names[there] = name
    for circle in circles(needs):
        following = (*circle[1:], circle[0])
        yield Circle(
            tuple(names[pointer] for pointer in circle),
            circle,
            tuple(uses[pair] for pair in zip(circle, following, strict=True)),
        )


def _use(text: Text, expression: Expression, path: Path, inside: bool, pending: _Pending, scope: Scope) -> Use:
    segments, names = path.segments, path.names
    if names[0] != "template":
        return Use(text, expression, segments, names, inside, False, scope, text.node)
    segments, names = segments[1:], names[1:]
    if pending.inner is not None and pending.outer is not None:
        return Use(text, expression, segments, names, inside, True, pending.outer, pending.inner.node)
    return Use(text, expression, segments, names, inside, True, scope, text.node)


def _reference(use: Use) -> Reference:
    names = use.names
    name = names[1] if len(names) > 1 else ""
    output = names[2:]
    owner, standing = target(use.scope, name, output[0] if output else None, use.node)
    return Reference(use, name, output, owner, standing)


def _sort(owner: Node | Trigger) -> str:
    return owner.area if isinstance(owner, Node) else "trigger"


def _scope(flow: Flow, inner: bool, decided: Mapping[Pointer, Skip]) -> Scope:
    owners: dict[str, list[Node | Trigger]] = {}
    for owner in flow.owners:
        ref = owner.ref
        if not ref:
            continue
        known = owners.get(ref)
        if known is None:
            owners[ref] = [owner]
        # Of several of one sort the first is meant; that there are several is a mistake of its own.
        elif not any(_sort(one) == _sort(owner) for one in known):
            known.append(owner)
    inputs: dict[str, Part] = {}
    for part in flow.inputs:
        for name in mapping(mapping(part.fields.get("spec")).get("outputs")).values():
            if text(name):
                inputs[name] = part
    skipping = [node for node in flow.nodes if "skipNodeExecution" in node.fields]
    skips = {node.pointer: decided.get(node.pointer) or skip_of(node) for node in skipping}
    order = Order(flow.nodes, skips, conditions(skipping, skips) if skips else {})
    listed = [flow.fields.get("triggers", []), *[node.spec["steps"] for node in flow.nodes if "steps" in node.spec]]
    whole = bool(flow.nodes) and all(isinstance(steps, list) for steps in listed)
    return Scope(flow.pointer, flow, order, inner, owners, inputs, whole)
