"""The rule `wrong-result-type`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.expression.tree import Call, Constant
from nflint.expression.types import ANY, ARRAY, BOOLEAN, NUMBER, OBJECT, STRING, Type, named
from nflint.flow.fields import LISTS, SCALARS, is_templated
from nflint.flow.inference import infer
from nflint.flow.model import Node
from nflint.flow.texts import Text
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF323", Severity.WARNING, since="0.1.0")
def wrong_result_type(wiring: Wiring) -> Iterator[Finding]:
    """The value of an expression cannot serve in its field.

    An ID, a branch, a number and the like take one value: an array or an object there, or a boolean for a name, is not
    what the field asks for. Likewise a text has no place where a list is wanted.

    Source: the reference of each field; the guide "Infrastructure as code", use Northflank functions, for what
    functions give.

    Bad:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${fn.split(args.BRANCH, '/')}"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${fn.get(fn.split(args.BRANCH, '/'), '0')}"}}
    """
    for text, whole in wiring.special:
        # An argument is held against the field by its value, and what nodes and triggers give is text or not known.
        if whole is not text.whole or not isinstance(whole.value, (Call, Constant)) or whole.form == "runtime":
            continue
        if whole.mistakes or text.anchor == "key" or text.node is None or is_templated(text):
            continue
        wanted = _wanted(text, text.node)
        found = infer(whole.value, wiring.scope_of(text))
        # A text may be the JSON of a list, or a number; who reads it is not known.
        if wanted is None or found & wanted or found == ANY or (wanted == ARRAY and found & STRING):
            continue
        takes = named(wanted) if wanted == ARRAY or found == BOOLEAN else "one value"
        message = f"'{text.field}' takes {takes}, and this gives {named(found | NUMBER if found & NUMBER else found)}"
        hint = "write the value itself" if isinstance(whole.value, Constant) else _hint(found, wanted)
        yield Finding(text.place(whole.start, whole.end), message, hint)


def _wanted(text: Text, node: Node) -> Type | None:
    """What the field of `text` takes, None where that is not known."""
    # What the items of a loop hold is for the author to say.
    if isinstance(text.path[-1], int) or "iterations" in text.path[:-1] or node.kind == "LoopData":
        return None
    if text.field in LISTS:
        return ARRAY
    return STRING | NUMBER if text.field in SCALARS and text.field != "skipNodeExecution" else None


def _hint(found: Type, wanted: Type) -> str:
    if wanted == ARRAY:
        return "make an array of it: fn.values(object)" if found == OBJECT else "give an array: fn.split(text, ',')"
    if found == BOOLEAN:
        return "choose between two values: fn.if(condition, 'one', 'other')"
    if found == OBJECT:
        return "take one part of it: fn.get(object, 'part')"
    if found == ARRAY:
        return "take one item, fn.get(array, '0'), or make a text of all: fn.join(array, ',')"
    return "take one part of it with fn.get, or make a text of it: fn.stringifyJSON(value)"
