"""The rule `wrong-argument-type`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.expression.functions import FUNCTIONS, Function, Parameter
from nflint.expression.printing import source
from nflint.expression.remedies import literal, remedy
from nflint.expression.tree import Constant, Raw, Value
from nflint.expression.types import ARRAY, NUMBER, OBJECT, STRING, as_given, named
from nflint.flow.inference import infer
from nflint.flow.uses import Scope, called
from nflint.flow.wiring import Wiring
from nflint.nearest import choices
from nflint.rule import rule

_PLAIN = frozenset({"a", "b", "text", "number", "array", "object", "strings", "value"})


@rule("NF322", Severity.ERROR, since="0.1.0", fix="unsafe")
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
            place, scope = invocation.place(argument.start, argument.end), wiring.scope_of(invocation.text)
            found = _finding(function, parameter, argument, scope, place) if parameter else None
            if found:
                yield found
                if function.name == "concat":
                    break  # Whoever joins texts with it makes one mistake, however many they are.


def _finding(function: Function, parameter: Parameter, argument: Value, scope: Scope, place: Place) -> Finding | None:
    """What is wrong with the argument at `place`."""
    if parameter.choices:
        if not isinstance(argument, Constant) or argument.value in parameter.choices:
            return None
        wanted = choices(parameter.choices, near=str(argument.value))
        message = f"'fn.{function.name}' takes {wanted} as its {parameter.name}, not {source(argument)}"
        return Finding(place, message, f"write {wanted}")
    found = infer(argument, scope)
    if found & parameter.type or isinstance(argument, Raw):
        return None
    role = "" if parameter.name in _PLAIN else f" as its {parameter.name}"
    message = f"'fn.{function.name}' takes {named(parameter.type)}{role}, not {as_given(found)}"
    if isinstance(argument, Constant):
        hint, written = literal(function, argument, parameter)
        return Finding(place, message, hint, fix=Fix.write(place, written, safe=False, title=hint) if written else None)
    # Numbers and booleans are taken as text, and texts as numbers, by much that is made of JavaScript.
    if found & (ARRAY | OBJECT) or not parameter.type & (STRING | NUMBER):
        return Finding(place, message, remedy(function, found, parameter), severity=Severity.WARNING)
    return None
