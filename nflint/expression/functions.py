"""The functions of the language as data: names, parameters, results, and one line on each.

Source: the guide "Infrastructure as code", use Northflank functions, whose tables give the names, the types and what
is optional.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from nflint.expression.types import ANY, ARRAY, BOOLEAN, INTEGER, NUMBER, OBJECT, STRING, Type


class Parameter(NamedTuple):
    """A parameter: `repeated` may be given any number of times, `choices` are all it takes.

    `doubtful` marks one that the guide does not call optional, and without which the function has a plain meaning.
    `code` takes source that no page shows how to write: a regular expression or a function.
    """

    name: str
    type: Type
    optional: bool = False
    repeated: bool = False
    doubtful: bool = False
    code: bool = False
    choices: tuple[str, ...] = ()


class Function(NamedTuple):
    """A function of the language. `certain` is False for what one page names and no table describes."""

    name: str
    parameters: tuple[Parameter, ...]
    returns: Type
    summary: str
    certain: bool = True

    @property
    def least(self) -> int:
        """How many arguments it needs: all that are not optional, a repeated one once."""
        return sum(not parameter.optional for parameter in self.parameters)

    @property
    def most(self) -> int | None:
        """How many arguments it takes, None for any number."""
        return None if any(parameter.repeated for parameter in self.parameters) else len(self.parameters)

    def takes(self, count: int) -> bool:
        """Whether it can be called with so many arguments."""
        return self.least <= count and (self.most is None or count <= self.most)

    def parameter(self, index: int) -> Parameter | None:
        """The parameter that argument `index` is for; None for one too many."""
        if index < len(self.parameters):
            return self.parameters[index]
        last = self.parameters[-1] if self.parameters else None
        return last if last and last.repeated else None

    @property
    def usage(self) -> str:
        """How it is called: `fn.join(strings, separator?)`."""
        shown = [
            f"{parameter.name}{'...' if parameter.repeated else '?' if parameter.optional else ''}"
            for parameter in self.parameters
        ]
        return f"fn.{self.name}({', '.join(shown)})"


def _text(name: str) -> Parameter:
    return Parameter(name, STRING)


def _several(first: str, second: str, kind: Type) -> tuple[Parameter, ...]:
    return (Parameter(first, kind), Parameter(second, kind, repeated=True))


_MATCH = Parameter("match", STRING, code=True)
_LIST = Parameter("array", ARRAY)
_CALLBACK = Parameter("function", ANY, code=True)
_NUMBERS = (Parameter("a", NUMBER), Parameter("b", NUMBER))

_ALL = (
    Function(
        "randomSecret",
        (Parameter("length", NUMBER), Parameter("encoding", STRING, optional=True, choices=("base64", "hex"))),
        STRING,
        "a new random text at every run",
    ),
    Function("date", (Parameter("format", STRING, optional=True),), STRING, "the time of the run, in Moment's formats"),
    Function("fetchSecret", (_text("secretId"),), OBJECT, "a global secret whose ID is known only at the run"),
    Function("toBase64", (_text("text"),), STRING, "the text in Base64"),
    Function("fromBase64", (_text("text"),), STRING, "the text that was in Base64"),
    Function("slug", (_text("text"),), STRING, "the text as it can stand in a URL"),
    Function("toUpper", (_text("text"),), STRING, "the text in capital letters"),
    Function("toLower", (_text("text"),), STRING, "the text in small letters"),
    Function("length", (_text("text"),), INTEGER, "the length of a text"),
    Function("indexOf", (_text("text"), _text("match")), INTEGER, "where a text holds another one, or -1"),
    Function("search", (_text("text"), _MATCH), INTEGER, "where a text matches, or -1"),
    Function(
        "replace", (_text("text"), _MATCH, _text("replacement")), STRING, "the text with the first match replaced"
    ),
    Function("replaceAll", (_text("text"), _MATCH, _text("replacement")), STRING, "the text with all matches replaced"),
    Function(
        "slice",
        (_text("text"), Parameter("start", NUMBER), Parameter("end", NUMBER, optional=True, doubtful=True)),
        STRING,
        "the part of a text from start to before end",
    ),
    Function(
        "split",
        (_text("text"), Parameter("separator", STRING, code=True), Parameter("limit", NUMBER, optional=True)),
        ARRAY,
        "the parts of a text between the separators",
    ),
    Function(
        "join", (Parameter("strings", ARRAY), Parameter("separator", STRING, optional=True)), STRING, "texts joined"
    ),
    Function("not", (Parameter("value", ANY),), BOOLEAN, "true for what is false, empty or not there"),
    Function("or", _several("a", "b", ANY), BOOLEAN, "whether any of the values is true"),
    Function("and", _several("a", "b", ANY), BOOLEAN, "whether all of the values are true"),
    Function(
        "if",
        (Parameter("condition", ANY), Parameter("then", ANY), Parameter("else", ANY, optional=True)),
        ANY,
        "one value or the other",
    ),
    Function("eq", _several("a", "b", ANY), BOOLEAN, "whether the values are equal"),
    Function("neq", _several("a", "b", ANY), BOOLEAN, "whether the values are not equal"),
    Function("gt", _NUMBERS, BOOLEAN, "whether a is greater than b"),
    Function("lt", _NUMBERS, BOOLEAN, "whether a is less than b"),
    Function("gte", _NUMBERS, BOOLEAN, "whether a is greater than b or equal"),
    Function("lte", _NUMBERS, BOOLEAN, "whether a is less than b or equal"),
    Function("add", _several("a", "b", NUMBER), NUMBER, "the sum of numbers"),
    Function("subtract", _several("a", "b", NUMBER), NUMBER, "the first number less the others"),
    Function("multiply", _several("a", "b", NUMBER), NUMBER, "the product of numbers"),
    Function("divide", _NUMBERS, NUMBER, "a divided by b"),
    Function("remainder", _NUMBERS, NUMBER, "what is left of a divided by b"),
    Function("exp", _NUMBERS, NUMBER, "a to the power of b"),
    Function("floor", (Parameter("number", NUMBER),), NUMBER, "the number rounded down"),
    Function("ceil", (Parameter("number", NUMBER),), NUMBER, "the number rounded up"),
    Function("get", (Parameter("value", OBJECT | ARRAY), _text("field")), ANY, "a part of an object or an array"),
    Function("stringifyJSON", (Parameter("value", ANY),), STRING, "the value as JSON"),
    Function("parseJSON", (_text("text"),), ANY, "the value of a JSON text, or '' for any other text"),
    Function("entries", (Parameter("object", OBJECT),), ARRAY, "the keys and values of an object, in pairs"),
    Function("values", (Parameter("object", OBJECT),), ARRAY, "the values of an object"),
    Function("keys", (Parameter("object", OBJECT),), ARRAY, "the keys of an object"),
    Function("find", (_LIST, _CALLBACK), ANY, "the first item for which a function holds"),
    Function("some", (_LIST, _CALLBACK), BOOLEAN, "whether a function holds for any item"),
    Function("every", (_LIST, _CALLBACK), BOOLEAN, "whether a function holds for all items"),
    Function("filter", (_LIST, _CALLBACK), ARRAY, "the items for which a function holds"),
    Function("map", (_LIST, _CALLBACK), ARRAY, "what a function gives for each item"),
    Function("concat", _several("a", "b", ARRAY), ARRAY, "several arrays as one"),
    Function(
        "arrSlice",
        (_LIST, Parameter("start", NUMBER), Parameter("end", NUMBER, optional=True)),
        ARRAY,
        "the items from start to before end",
    ),
    Function("arrLength", (_LIST,), INTEGER, "how many items an array has"),
    # Named once, among the references of nested templates, and in no table.
    Function("randomString", (Parameter("length", ANY, optional=True, repeated=True),), STRING, "", certain=False),
)

FUNCTIONS: Mapping[str, Function] = MappingProxyType({function.name: function for function in _ALL})
"""Every function by its name."""

TWINS: Mapping[str, str] = MappingProxyType(
    {"length": "arrLength", "arrLength": "length", "slice": "arrSlice", "arrSlice": "slice"}
)
"""Functions that do the same for a text and for an array."""
