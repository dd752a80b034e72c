"""What the contract says of one place of a document, in the form that hovers and completions need."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from nflint.contract import catalogue
from nflint.contract.placement import Located, applying, known, schemas_at
from nflint.diagnostic import Pointer
from nflint.language.analysis import Analysis

_EXPRESSION = "common/expression.schema.json"
# What the other keys of an object follow from.
_FIRST = frozenset({"kind", "type"})
_NOTHING: dict[str, Any] = {}
_BOUNDS = ("minLength", "maxLength", "minimum", "maximum", "minItems")


class Shape(NamedTuple):
    """What a value may be: its types, the values it is chosen from, and what is said of it.

    `takes_expressions` says that a text with `${...}` may stand there instead of any of that; `patterns` are the titles
    of the patterns in words, `bounds` the limits by the names of their keywords.
    """

    types: tuple[str, ...]
    choices: tuple[Any, ...]
    description: str
    default: Any
    takes_expressions: bool
    patterns: tuple[str, ...]
    bounds: tuple[tuple[str, Any], ...]
    items: tuple[Located, ...]
    title: str
    has_default: bool = False
    undocumented: bool = False


class Field(NamedTuple):
    """A key that an object may have, with the schemas of its value."""

    name: str
    required: bool
    schemas: list[Located]


def fields_at(analysis: Analysis, pointer: Pointer, value: Any = None) -> list[Field]:
    """The keys of the object at `pointer`, as its own kinds and types choose them: required ones first.

    `value` stands for the object where there is none yet.
    """
    if analysis.schema is None:
        return []
    schemas = schemas_at(pointer, analysis.value, analysis.schema)
    return fields_of(schemas, value if isinstance(value, dict) else _NOTHING)


def fields_of(schemas: list[Located], value: Any) -> list[Field]:
    """The keys that an object with these schemas may have, those first that it must have."""
    required = {
        name
        for _, schema in applying(schemas, value)
        if isinstance(schema, dict)
        for name in schema.get("required", ())
    }
    names = known(schemas, value)
    order = {name: (name not in required, name not in _FIRST, position) for position, name in enumerate(names)}
    return [Field(name, name in required, names[name]) for name in sorted(names, key=order.__getitem__)]


def shape_of(schemas: Iterable[Located], value: Any = None) -> Shape:
    """What a value with these schemas may be. Of several descriptions the one nearest to the field counts."""
    located = _near_first(list(schemas), _NOTHING if value is None else value)
    found = [(file, schema) for file, schema in located if isinstance(schema, dict) and file != _EXPRESSION]
    own = [schema for _, schema in found]
    choices: list[Any] = []
    for choice in (choice for schema in own for choice in _choices(schema)):
        if choice not in choices:
            choices.append(choice)
    said: dict[str, Any] = {}
    for schema in reversed(own):
        said.update({keyword: schema[keyword] for keyword in ("description", "default", "title") if keyword in schema})
    return Shape(
        _types(own),
        tuple(choices),
        said.get("description", ""),
        said.get("default"),
        any(file == _EXPRESSION for file, _ in located),
        tuple(dict.fromkeys(schema["title"] for schema in own if "pattern" in schema and "title" in schema)),
        tuple({keyword: schema[keyword] for schema in own for keyword in _BOUNDS if keyword in schema}.items()),
        tuple((file, schema["items"]) for file, schema in found if isinstance(schema.get("items"), dict)),
        said.get("title", ""),
        "default" in said,
        any(catalogue.FORBIDDEN in schema for schema in own),
    )


def _types(schemas: list[dict[str, Any]]) -> tuple[str, ...]:
    types: dict[str, None] = {}
    for schema in schemas:
        own = schema.get("type", ())
        types.update(dict.fromkeys([own] if isinstance(own, str) else own))
        if not types and "properties" in schema:
            types["object"] = None
    return tuple(types)


def _choices(schema: dict[str, Any]) -> list[Any]:
    """The values that a schema lists, those included that only an older page does not have."""
    which, listed = schema.get(catalogue.NARROWED, {}).get("enum", ("", []))
    if which != "current" and listed:
        return list(listed)
    return list(schema.get("enum", [schema["const"]] if "const" in schema else ()))


def _near_first(schemas: list[Located], value: Any) -> list[Located]:
    """The schemas themselves, then what they refer to: that is further from the field."""
    near = [id(schema) for _, schema in schemas]
    found = list(applying(schemas, value))
    return sorted(found, key=lambda located: id(located[1]) not in near)


class KindText(NamedTuple):
    """What a kind of node is: its title and what it does."""

    title: str
    description: str


@lru_cache(maxsize=64)
def kind_text(kind: str) -> KindText | None:
    """What the contract says of a kind of node; None for one that no release flow takes."""
    if not kind.isalnum():
        return None
    try:
        schema = catalogue.strict(f"nodes/{kind}.schema.json")
    except OSError:
        return None
    return KindText(schema.get("title", kind), schema.get("description", ""))
