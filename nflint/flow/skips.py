"""Whether a node is skipped, as far as its `skipNodeExecution` tells before a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from nflint.diagnostic import Pointer
from nflint.expression.parser import closed, parse
from nflint.expression.printing import source
from nflint.expression.tree import Constant, paths
from nflint.flow.model import Node

Skip = Literal["no", "yes", "maybe"]


def skip_of(node: Node) -> Skip:
    """Whether `node` is skipped: "maybe" where that depends on the run.

    The documented values are the strings "true" and "false"; the booleans are taken for what they were meant as.
    """
    value = node.fields.get("skipNodeExecution")
    if not isinstance(value, str):
        return "yes" if value is True else "no"
    if value in ("true", "false"):
        return "yes" if value == "true" else "no"
    whole = closed(parse(value), value)
    if whole is None or whole.value is None:
        return "no"
    if any(True for _ in paths(whole.value)):
        return "maybe"
    if isinstance(whole.value, Constant):
        return "yes" if is_true(whole.value.value) else "no"
    from nflint.expression.reduction import Known, reduce  # Hardly anybody computes with constants.

    known = reduce(whole.value, lambda names, inside: None)
    return "maybe" if not isinstance(known, Known) else "yes" if is_true(known.value) else "no"


def is_true(value: object) -> bool:
    """Whether a node is skipped for this value ("If the provided value resolves to `true`")."""
    return value is True or value == "true"


def conditions(nodes: Iterable[Node], skips: Mapping[Pointer, Skip]) -> dict[Pointer, str]:
    """The source of the condition of every node that may be skipped, by `skips`, whatever blanks are in it."""
    found: dict[Pointer, str] = {}
    for node in nodes:
        if skips.get(node.pointer) == "maybe":
            text = str(node.fields["skipNodeExecution"])
            [expression] = parse(text)
            found[node.pointer] = text if expression.value is None else source(expression.value)
    return found
