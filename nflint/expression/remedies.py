"""What to write instead of an argument of another type than a function takes."""

from __future__ import annotations

from nflint.expression.functions import FUNCTIONS, TWINS, Function, Parameter
from nflint.expression.printing import source
from nflint.expression.tokens import NUMBER as NUMERAL
from nflint.expression.tree import Constant
from nflint.expression.types import ARRAY, NUMBER, OBJECT, STRING, Type, named, type_of

_REMEDIES = (
    (STRING, OBJECT, "make an object of the text: fn.parseJSON(text)"),
    (STRING, ARRAY, "make an array of the text: fn.split(text, ',')"),
    (ARRAY, STRING, "take one item, fn.get(array, '0'), or make a text of all: fn.join(array, ',')"),
    (ARRAY, NUMBER, "take one item, fn.get(array, '0'), or count them: fn.arrLength(array)"),
    (OBJECT, STRING | NUMBER, "take one part of it: fn.get(object, 'part')"),
)


def literal(function: Function, argument: Constant, parameter: Parameter) -> tuple[str, str | None]:
    """The hint for a value that is written out, and the source to write in its place if that is known."""
    if parameter.type & NUMBER:
        written = str(argument.value)
        return (f"write {written} without quotes", written) if NUMERAL.fullmatch(written) else ("write a number", None)
    if parameter.type & STRING:
        return f"write it in quotes: '{source(argument)}'", f"'{source(argument)}'"
    return remedy(function, type_of(argument.value), parameter), None


def remedy(function: Function, found: Type, parameter: Parameter) -> str:
    """The hint for a value of the type `found`."""
    found = STRING if found >= STRING else found
    twin = FUNCTIONS.get(TWINS.get(function.name, ""))
    if twin and parameter is function.parameters[0] and found <= twin.parameters[0].type:
        return f"use 'fn.{twin.name}' for {named(found)}"
    if function.name == "concat" and found == STRING:
        return "texts are written side by side, as in '${args.A}-${args.B}'"
    advice = (advice for given, wanted, advice in _REMEDIES if found == given and parameter.type & wanted)
    return next(advice, f"{function.usage} gives {function.summary}")
