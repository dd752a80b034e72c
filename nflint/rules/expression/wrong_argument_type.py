"""The rule `wrong-argument-type`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.expression.functions import FUNCTIONS, TWINS, Function, Parameter
from nflint.expression.printing import source
from nflint.expression.tokens import NUMBER as NUMERAL
from nflint.expression.tree import Constant, Raw, Value
from nflint.expression.types import ARRAY, NUMBER, OBJECT, STRING, Type, as_given, named, type_of
from nflint.flow.inference import infer
from nflint.flow.uses import Scope, called
from nflint.flow.wiring import Wiring
from nflint.nearest import choices
from nflint.rule import rule

_PLAIN = frozenset({"a", "b", "text", "number", "array", "object", "strings", "value"})

_REMEDIES = (
    (STRING, OBJECT, "make an object of the text: fn.parseJSON(text)"),
    (STRING, ARRAY, "make an array of the text: fn.split(text, ',')"),
    (ARRAY, STRING, "take one item, fn.get(array, '0'), or make a text of all: fn.join(array, ',')"),
    (ARRAY, NUMBER, "take one item, fn.get(array, '0'), or count them: fn.arrLength(array)"),
    (OBJECT, STRING | NUMBER, "take one part of it: fn.get(object, 'part')"),
)


@rule("NF322", Severity.ERROR, since="0.1.0")
def wrong_argument_type(wiring: Wiring) -> Iterator[Finding]:
    """A function is given something of another type than it takes.

    An error for what is written out, such as a text where a number is wanted. Where the value comes from a function
    or a declared argument it is a warning: an array given to a function for texts, or a text given to one for arrays.

    Source: the guide "Infrastructure as code", use Northflank functions: "length: `number`, encoding: `string: 'base64'
    or 'hex'`".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, spec: {jobId: migrate, runtimeEnvironment: {NONCE: "${fn.randomSecret('8')}"}}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, spec: {jobId: migrate, runtimeEnvironment: {NONCE: "${fn.randomSecret(8)}"}}}
    """
    for invocation in wiring.calls:
        function = FUNCTIONS.get(called(invocation) or "")
        if function is None:
            continue
        for index, argument in enumerate(invocation.call.arguments):
            parameter = function.parameter(index)
            found = _finding(function, parameter, argument, wiring.scope_of(invocation.text)) if parameter else None
            if found:
                yield found._replace(place=invocation.place(argument.start, argument.end))
                if function.name == "concat":
                    break  # Whoever joins texts with it makes one mistake, however many they are.


def _finding(function: Function, parameter: Parameter, argument: Value, scope: Scope) -> Finding | None:
    """What is wrong with the argument; its place is left to the caller."""
    if parameter.choices:
        if not isinstance(argument, Constant) or argument.value in parameter.choices:
            return None
        wanted = choices(parameter.choices, near=str(argument.value))
        message = f"'fn.{function.name}' takes {wanted} as its {parameter.name}, not {source(argument)}"
        return Finding(Place(()), message, f"write {wanted}")
    found = infer(argument, scope)
    if found & parameter.type or isinstance(argument, Raw):
        return None
    role = "" if parameter.name in _PLAIN else f" as its {parameter.name}"
    message = f"'fn.{function.name}' takes {named(parameter.type)}{role}, not {as_given(found)}"
    if isinstance(argument, Constant):
        return Finding(Place(()), message, _literal(function, argument, parameter))
    # Numbers and booleans are taken as text, and texts as numbers, by much that is made of JavaScript.
    if found & (ARRAY | OBJECT) or not parameter.type & (STRING | NUMBER):
        return Finding(Place(()), message, _remedy(function, found, parameter), severity=Severity.WARNING)
    return None


def _literal(function: Function, argument: Constant, parameter: Parameter) -> str:
    if parameter.type & NUMBER:
        return f"write {argument.value} without quotes" if NUMERAL.fullmatch(str(argument.value)) else "write a number"
    if parameter.type & STRING:
        return f"write it in quotes: '{source(argument)}'"
    return _remedy(function, type_of(argument.value), parameter)


def _remedy(function: Function, found: Type, parameter: Parameter) -> str:
    found = STRING if found >= STRING else found
    twin = FUNCTIONS.get(TWINS.get(function.name, ""))
    if twin and parameter is function.parameters[0] and found <= twin.parameters[0].type:
        return f"use 'fn.{twin.name}' for {named(found)}"
    if function.name == "concat" and found == STRING:
        return "texts are written side by side, as in '${args.A}-${args.B}'"
    advice = (advice for given, wanted, advice in _REMEDIES if found == given and parameter.type & wanted)
    return next(advice, f"{function.usage} gives {function.summary}")
