"""What a node with a kind of its own inside does: an Action, a Condition or a Message, and what it is told for that.

Which of it has to be there is the business of the contract and of the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from nflint.diagnostic import Place, Pointer
from nflint.flow.model import Node
from nflint.flow.plain import mapping, text

_KEYS = frozenset({"kind", "spec"})


class Assignment(NamedTuple):
    """The inner part of a node: its kind and type, and its fields.

    For an Action and a Condition `fields` are those of `data`, for a Message those of its inner `spec`. `pointer` says
    where they stand, or would; `place` is the key of the innermost object around them that is there, and `readable`
    says that nothing on the way there is of another type, and that `spec` has nothing beside the two documented keys.
    """

    kind: str
    type: str
    fields: Mapping[str, Any]
    pointer: Pointer
    place: Place
    readable: bool


def assignment_of(node: Node) -> Assignment:
    """The inner part of `node`. Never raises."""
    inner = mapping(node.spec.get("spec"))
    kind, type_ = text(node.spec.get("kind")) or "", text(inner.get("type")) or ""
    keys = ("spec",) if node.kind == "Message" else ("spec", "data")
    fields, here = node.spec, (*node.pointer, "spec")
    plain = _KEYS.issuperset(node.spec)
    for key in keys:
        value = fields.get(key)
        if not isinstance(value, dict):
            return Assignment(
                kind, type_, {}, (*node.pointer, "spec", *keys), Place(here, "key"), plain and key not in fields
            )
        fields, here = value, (*here, key)
    return Assignment(kind, type_, fields, here, Place(here, "key"), plain)
