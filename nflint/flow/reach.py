"""How what an expression names gets into the string around it: as it is, through functions, or only as a decision.

Which names to care about is the business of the rules.
"""

from __future__ import annotations

from nflint.expression.tree import Call, Path, Value
from nflint.flow.uses import Use

# Functions whose results say something about a text and do not hold it.
_DECIDING = frozenset(
    {
        *("eq", "neq", "gt", "lt", "gte", "lte", "not", "or", "and", "some", "every", "length", "indexOf", "search"),
        *("arrLength", "randomSecret", "date", "add", "subtract", "multiply", "divide", "remainder", "exp", "floor"),
        *("ceil", "fetchSecret"),
    }
)

# Functions whose results hold no sign that means anything to a shell.
_HARMLESS = frozenset({"toBase64", "slug"})


def is_shown(use: Use) -> bool:
    """Whether the string around the expression holds the value of what `use` names, in whatever form."""
    return _DECIDING.isdisjoint(_calls_around(use))


def is_pasted(use: Use) -> bool:
    """Whether signs that mean something to a shell get from what `use` names into the string around it."""
    return (_DECIDING | _HARMLESS).isdisjoint(_calls_around(use))


def _calls_around(use: Use) -> set[str]:
    """The functions through which the value goes; the condition of an `if` counts as a decision."""
    found: set[str] = set()
    value: Value | None = use.expression.value
    at = use.segments[0].start if use.segments else -1
    while isinstance(value, Call):
        inner = next((part for part in value.arguments if part.start <= at < part.end), None)
        name = value.callee.names[-1] if value.callee.names else ""
        found.add("eq" if name == "if" and inner is value.arguments[0] else name)
        value = inner
    return found if isinstance(value, Path) else found | {"eq"}
