"""The function that is being called where the cursor is."""

from __future__ import annotations

from nflint.expression.functions import FUNCTIONS, Parameter
from nflint.expression.types import named
from nflint.language.analysis import Analysis
from nflint.language.expression_cursor import expression_cursor
from nflint.language.items import Signature


def signature(analysis: Analysis, offset: int) -> Signature | None:
    """The innermost call around `offset` of a function that is known, and which of its parameters is being written."""
    cursor = expression_cursor(analysis, analysis.inner(offset))
    if cursor is None or not cursor.calls:
        return None
    call = cursor.calls[-1]
    function = FUNCTIONS.get(call.name.rpartition(".")[2])
    if function is None or not function.parameters:
        return None
    parameters = tuple(_shown(parameter) for parameter in function.parameters)
    active = call.commas
    if active >= len(parameters) and function.most is None:
        active = len(parameters) - 1
    taken = ", ".join(f"{one.name}: {type_of(one)}" for one in function.parameters)
    documentation = f"{function.summary}. Takes {taken}; gives {named(function.returns)}."
    return Signature(function.usage, parameters, active, documentation.lstrip(". "))


def type_of(parameter: Parameter) -> str:
    """What a parameter takes, in words."""
    if parameter.choices:
        return " or ".join(f"'{choice}'" for choice in parameter.choices)
    words = "anything" if len(parameter.type) >= 6 else named(parameter.type)
    return f"{words} or a regular expression" if parameter.code and parameter.name != "function" else words


def _shown(parameter: Parameter) -> str:
    return f"{parameter.name}{'...' if parameter.repeated else '?' if parameter.optional else ''}"
