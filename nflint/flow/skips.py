"""Whether a node is skipped, as far as its `skipNodeExecution` tells before a run."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from nflint.diagnostic import Pointer
from nflint.expression.parser import closed, parse
from nflint.expression.tree import Constant
from nflint.flow.model import Node

Skip = Literal["no", "yes", "maybe"]


def skip_of(node: Node) -> Skip:
    """Whether `node` is skipped: "maybe" where that depends on the run.

    The documented values are the strings "true" and "false"; the booleans are taken for what they were meant as.
    """
    value = node.fields.get("skipNodeExecution")
    if value is None:
        return "no"
    if not isinstance(value, str):
        return "yes" if value is True else "no"
    if value in ("true", "false"):
        return "yes" if value == "true" else "no"
    whole = closed(parse(value), value)
    if whole is None:
        return "no"
    if isinstance(whole.value, Constant):
        return "yes" if whole.value.value in (True, "true") else "no"
    return "maybe"


def conditions(nodes: Iterable[Node], skips: Mapping[Pointer, Skip]) -> dict[Pointer, str]:
    """The source of the condition of every node that may be skipped, by `skips`."""
    return {node.pointer: str(node.fields["skipNodeExecution"]) for node in nodes if skips.get(node.pointer) == "maybe"}
