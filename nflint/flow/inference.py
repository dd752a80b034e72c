"""What type the value of an expression has, as far as that is known before a run."""

from __future__ import annotations

from nflint.expression.functions import FUNCTIONS
from nflint.expression.tree import Call, Constant, Path, Value
from nflint.expression.types import ANY, BOOLEAN, NUMBER, STRING, Type, type_of
from nflint.flow.descriptions import is_description
from nflint.flow.model import Node, Trigger
from nflint.flow.outputs import TRIGGER
from nflint.flow.uses import Scope


def infer(value: Value | None, scope: Scope) -> Type:
    """The type of `value` in `scope`; any where nothing is known."""
    if isinstance(value, Constant):
        return type_of(value.value)
    if isinstance(value, Path):
        return _path(value.names, scope)
    if not isinstance(value, Call):
        return ANY
    names = value.callee.names
    function = FUNCTIONS.get(names[-1]) if names[-2:-1] == ("fn",) else None
    if function is None:
        return ANY
    if function.name == "if":
        branches = [infer(argument, scope) for argument in value.arguments[1:3]]
        return frozenset().union(*branches) if len(branches) == 2 else ANY
    return function.returns


def _path(names: tuple[str, ...], scope: Scope) -> Type:
    if names[0] == "args" and len(names) == 2:
        declared = scope.flow.arguments.get(names[1])
        # What a description of an argument describes is meant, and that it is one is a mistake of its own.
        if declared is None or declared == "" or is_description(declared):
            return ANY
        # A text may hold an expression of any type, or a value of another type that whoever gives it writes as text.
        if isinstance(declared, str):
            return ANY if "${" in declared or declared[0] in "[{" else STRING | NUMBER | BOOLEAN
        return type_of(declared)
    if names[0] == "refs" and len(names) == 3:
        owner = scope.owner(names[1], names[2], None)
        if isinstance(owner, Trigger) and names[2] in TRIGGER and names[2] != "pullRequestId":
            return STRING
        if isinstance(owner, Node) and names[2] == "id":
            return STRING
    return ANY
