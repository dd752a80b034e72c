"""Finds the strings of a flow that hold expressions, or something that looks meant as one.

Where a string stands in the flow is known here; what its expressions name is the business of `nflint.flow.wiring`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping
from typing import Any, NamedTuple

from nflint.diagnostic import Anchor, Place, Pointer
from nflint.expression.parser import closed, parse
from nflint.expression.tree import Expression
from nflint.flow.model import Node

# An expression without its `${`: `{{args.X}}`, `{refs.a.id}`, `$args.X`, `$(args.X)`, `#{fn.f(x)}`.
_SLIP = re.compile(
    r"(?<![$\\{])(?:\$(?P<round>\()?|[$#]?(?P<curly>\{\{?))[ \t]{0,9}"
    r"(?P<inner>(?:template\.)?(?:(?:args|refs)\.[\w.-]*\w|secrets\.[\w-]+\.(?:values|files)\.[\w.-]*\w|fn\.\w+(?:\([^(){}$]{0,200}\))?))"
    r"(?(round)(?:[ \t]{0,9}\))?|(?(curly)(?:[ \t]{0,9}\}\}?)?))"
)
# A whole string that is what stands in an expression, with nothing around it.
_BARE = re.compile(r"(?:args|refs)(?:\.[\w-]+)+|fn\.\w+\(.*\)", re.DOTALL)
_BEGINNINGS = ("args.", "refs.", "fn.")
_SLIPPED = ("args.", "refs.", "fn.", "secrets.")

# What a run adds to a node is nobody's mistake.
_ANSWERS = frozenset({"response", "settings"})
_OUTSIDE = frozenset({"$schema", "refs"})
_NONE: frozenset[str] = frozenset()


class Slip(NamedTuple):
    """What looks like an expression and is none, with what stands inside."""

    start: int
    end: int
    inner: str


class Text(NamedTuple):
    """One string of a flow, a value or (`anchor` "key") a key.

    `node` is the node it belongs to, None outside of nodes; `path` are the keys below that node or below the flow, and
    `field` the last of them that is a name: a list's name for its items. `whole` is the expression that the string
    consists of, when it is exactly one and there is nothing else.
    """

    pointer: Pointer
    anchor: Anchor
    text: str
    expressions: tuple[Expression, ...]
    slips: tuple[Slip, ...]
    node: Node | None
    path: Pointer
    field: str
    whole: Expression | None

    def place(self, start: int | None = None, end: int | None = None) -> Place:
        """The place of characters `start` to `end`, or of the whole string."""
        return Place(self.pointer, self.anchor, start, end)


class Inner(NamedTuple):
    """A flow that a node of a template holds, such as the release flow of a pipeline's stage."""

    pointer: Pointer
    fields: Mapping[str, Any]
    node: Node


def texts(fields: Mapping[str, Any], pointer: Pointer, nodes: Mapping[Pointer, Node]) -> list[Text | Inner]:
    """The strings below `fields`, the flow at `pointer`, in document order; what stands in an inner flow is left to
    whoever asks."""
    walk = _Walk([], nodes, len(pointer))
    if pointer in nodes:
        _walk_object(walk, fields, pointer, nodes[pointer], _ANSWERS)
    else:
        _walk_object(walk, fields, pointer, None, _OUTSIDE)
    return walk.found


class _Walk(NamedTuple):
    """What has been found, the nodes by their pointers, and how many keys lead to the flow."""

    found: list[Text | Inner]
    nodes: Mapping[Pointer, Node]
    start: int


def _walk_object(
    walk: _Walk, value: Mapping[str, Any], here: Pointer, node: Node | None, unread: frozenset[str]
) -> None:
    # Every object of every document comes by here, so the usual case is kept short. The depth is that of the document.
    for key, item in value.items():
        if "${" in key or ("." in key and ("$" in key or "{" in key)):
            _add(walk, (*here, key), "key", key, node)
        kind = type(item)
        if kind is str:
            if ("${" in item or ("." in item and _is_near(item))) and key not in unread:
                _add(walk, (*here, key), "value", item, node)
        elif kind is dict:
            if item and key not in unread:
                below = (*here, key)
                # Nodes that are no steps are the roots, which nothing but the flow itself is around.
                own = walk.nodes.get(below) if node is None else None
                if own is None and node is not None and "spec" in item and _is_flow(item):
                    walk.found.append(Inner(below, item, node))
                else:
                    _walk_object(walk, item, below, own or node, _ANSWERS if own else _NONE)
        elif kind is list and item and key not in unread:
            _walk_list(walk, item, (*here, key), node)


def _walk_list(walk: _Walk, value: list[Any], here: Pointer, node: Node | None) -> None:
    for index, item in enumerate(value):
        kind = type(item)
        if kind is str:
            if "${" in item or ("." in item and _is_near(item)):
                _add(walk, (*here, index), "value", item, node)
        elif kind is dict:
            if item:
                below = (*here, index)
                own = walk.nodes.get(below) if here[-1] == "steps" else None
                if own is None and node is not None and "spec" in item and _is_flow(item):
                    walk.found.append(Inner(below, item, node))
                else:
                    _walk_object(walk, item, below, own or node, _ANSWERS if own else _NONE)
        elif kind is list and item:
            _walk_list(walk, item, (*here, index), node)


def _is_near(text: str) -> bool:
    """Whether `text`, which has a dot and no `${`, may be meant as an expression."""
    return "$" in text or "{" in text or text.startswith(_BEGINNINGS)


def _is_flow(value: Mapping[str, Any]) -> bool:
    """Whether `value`, below a node and no node itself, is a flow or the root of one."""
    inner = value.get("spec")
    return isinstance(inner, dict) and (inner.get("kind") == "Workflow" or value.get("kind") == "Workflow")


def _add(walk: _Walk, pointer: Pointer, anchor: Anchor, text: str, node: Node | None) -> None:
    """Adds the string to what has been found, if it holds anything."""
    expressions = parse(text)
    slips: tuple[Slip, ...] = ()
    whole = closed(expressions, text) if expressions else None
    # Of a string that is one expression nothing is left to slip.
    beside = "" if whole is not None else _beside(expressions, text)
    if "." in beside and any(root in beside for root in _SLIPPED):
        starts = [expression.start for expression in expressions]
        slips = tuple(
            Slip(found.start(), found.end(), found["inner"])
            for found in _SLIP.finditer(text)
            if not (at := bisect_right(starts, found.start())) or expressions[at - 1].end <= found.start()
        )
        if not expressions and _BARE.fullmatch(text):
            slips = (Slip(0, len(text), text),)
    if expressions or slips:
        path = pointer[walk.start if node is None else len(node.pointer) :]
        field = _field(path, anchor)
        walk.found.append(Text(pointer, anchor, text, expressions, slips, node, path, field, whole))


def _beside(expressions: tuple[Expression, ...], text: str) -> str:
    """What of `text` is no part of an expression."""
    if not expressions:
        return text
    starts = [expression.start for expression in expressions]
    ends = [expression.end for expression in expressions]
    return "\n".join([text[end:start] for end, start in zip([0, *ends], [*starts, len(text)], strict=True)])


def _field(path: Pointer, anchor: Anchor) -> str:
    """The last key on the way that is a name; what a key with an expression will be called is not known yet."""
    if anchor == "value" and isinstance(path[-1], str) and "${" not in path[-1]:
        return path[-1]  # Nearly always.
    for part in reversed(path if anchor == "value" else path[:-1]):
        if isinstance(part, str) and "${" not in part:
            return part
    return ""
