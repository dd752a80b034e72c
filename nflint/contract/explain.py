"""The second step: says what exactly the contract refuses in a document that was not accepted.

jsonschema does the reading of the schemas, with `referencing` for the references; this module cuts the work into
steps, follows the one branch of a choice that the author meant, and keeps what the words need. The words
themselves are in `nflint.contract.wording`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any, NamedTuple

from jsonschema import Draft202012Validator, ValidationError, validators
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from nflint.contract import catalogue
from nflint.contract.accept import accept, accept_part, dispatch_table
from nflint.contract.patterns import compile_explain
from nflint.contract.timestamps import is_date_time
from nflint.diagnostic import Pointer
from nflint.nearest import same

_STEP = "$step"
_KIND = "kind"
_EXPRESSION = "expression.schema.json"

# Characters of a step that is remembered.
_LONGEST_KEPT = 8_192

# At one place the first of these says most; the others would repeat it.
_PRIORITY = (
    catalogue.FORBIDDEN,
    "type",
    "expression",
    "const",
    "enum",
    "anyOf",
    "pattern",
    "format",
    "minLength",
    "maxLength",
    "minimum",
    "maximum",
    "minItems",
)


@dataclass(frozen=True, slots=True)
class Violation:
    """One keyword of the contract that a value breaks.

    `expected` is the keyword's value in the strict schema, `schema` the subschema that holds it, `key` the
    missing or unknown key for `required` and `additionalProperties`.
    """

    pointer: Pointer
    keyword: str
    expected: Any
    schema: Any
    instance: Any
    key: str | None = None


def explain(schema_name: str, value: object, about: Set[Pointer] | None = None) -> Iterator[Violation]:
    """Everything the strict form of the schema file `schema_name` refuses in `value`, one violation a mistake, or
    what it refuses in the values at the pointers that it is `about`: steps that hold none of these are not looked at.

    Steps come one after the other and none inside another, so that the Python stack stays shallow.
    """
    ways = None if about is None else {pointer[:end] for pointer in about for end in range(len(pointer) + 1)}
    pending: list[tuple[str, Pointer, Any]] = [(schema_name, (), value)]
    while pending:
        name, pointer, instance = pending.pop()
        part = _explain_part(name, instance) if not pointer else _explain_step(name, instance)
        found = [replace(violation, pointer=(*pointer, *violation.pointer)) for violation in part.found]
        if about is not None:
            found = [violation for violation in found if _stands_in(violation, about)]
        yield from _one_a_place(found)
        steps = [(schema, (*pointer, *below), step) for schema, below, step in part.steps]
        pending.extend(
            step for step in reversed(steps) if (ways is None or step[1] in ways) and not accept(step[0], step[2])
        )


class _Part(NamedTuple):
    """What is refused in a value, steps inside it apart, and these steps with their schemas; pointers begin there."""

    found: tuple[Violation, ...]
    steps: tuple[tuple[str, Pointer, Any], ...]


def _explain_part(name: str, instance: Any) -> _Part:
    found: list[Violation] = []
    steps: list[tuple[str, Pointer, Any]] = []
    for error in _validator(name).iter_errors(instance):
        pointer = tuple(error.absolute_path)
        if error.validator == _STEP:
            steps.append((error.validator_value, pointer, error.instance))
        else:
            found.append(_violation(pointer, error))
    return _Part(tuple(found), tuple(steps))


def _explain_step(name: str, step: Any) -> _Part:
    """The same for a step. The last ones are remembered: an editor asks again at each key press, and those who hold
    arguments against the contract ask about the steps that they leave as they are."""
    try:
        source = json.dumps(step)
    except (ValueError, RecursionError):  # A number may have more digits than Python writes.
        return _explain_part(name, step)
    return _explain_source(name, source) if len(source) <= _LONGEST_KEPT else _explain_part(name, step)


@lru_cache(maxsize=512)
def _explain_source(name: str, source: str) -> _Part:
    return _explain_part(name, json.loads(source))


def _stands_in(violation: Violation, about: Set[Pointer]) -> bool:
    """Whether a violation is about one of the values at the pointers, or about something in one."""
    pointer = violation.pointer
    if violation.keyword == "additionalProperties":
        pointer = (*pointer, violation.key or "")
    return any(pointer[:end] in about for end in range(len(pointer), -1, -1))


def _violation(pointer: Pointer, error: ValidationError) -> Violation:
    keyword = str(error.validator)
    key = str(error.validator_value) if keyword in ("required", "additionalProperties") else None
    schema = error.schema
    expected = schema.get(keyword, error.validator_value) if isinstance(schema, dict) else None
    if keyword == "anyOf":
        expected = error.validator_value
    return Violation(pointer, keyword, expected, schema, error.instance, key)


def _one_a_place(violations: list[Violation]) -> Iterator[Violation]:
    """Drops what repeats a mistake: of several keywords broken by one value the one that says most is kept."""
    best: dict[Pointer, Violation] = {}
    for violation in violations:
        if violation.key is not None:
            continue
        known = best.get(violation.pointer)
        if known is None or _rank(violation) < _rank(known):
            best[violation.pointer] = violation
    for violation in violations:
        if violation.key is not None or best[violation.pointer] is violation:
            yield violation


def _rank(violation: Violation) -> int:
    if violation.instance == "" and violation.keyword == "minLength":
        return 0
    if violation.keyword == catalogue.FORBIDDEN and violation.expected:
        return len(_PRIORITY) + 1
    return _PRIORITY.index(violation.keyword) if violation.keyword in _PRIORITY else len(_PRIORITY)


@lru_cache(maxsize=64)
def _validator(name: str) -> Any:
    # The "#" keeps this reference from being taken for one to a step inside the document.
    return _validator_class()({"$ref": f"{catalogue.BASE}{name}#"})


@lru_cache(maxsize=2048)
def _referred(reference: str) -> Any:
    """The strict subschema that an absolute reference leads to.

    Each is looked up once, since a lookup takes longer than most of the checks that it leads to.
    """
    registry: Registry[Any] = Registry(retrieve=_resource)  # type: ignore[call-arg]  # an alias that mypy misses
    return registry.resolver().lookup(reference).contents


@lru_cache(maxsize=128)
def _resource(uri: str) -> Resource[Any]:
    """The schema file at `uri`, read when a reference leads there: a mistake leads to few of them."""
    file = uri.removeprefix(catalogue.BASE)
    return DRAFT202012.create_resource(_absolute(file, catalogue.strict(file)))


def _absolute(file: str, schema: Any) -> Any:
    """`schema` of `file` with absolute references, so that a reference alone says what it leads to."""
    if isinstance(schema, list):
        return [_absolute(file, item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    absolute = {keyword: _absolute(file, value) for keyword, value in schema.items()}
    if isinstance(schema.get("$ref"), str):
        absolute["$ref"] = catalogue.BASE + catalogue.full_reference(file, schema["$ref"])
    return absolute


@lru_cache(maxsize=1)
def _validator_class() -> Any:
    return validators.extend(  # type: ignore[no-untyped-call]
        Draft202012Validator,
        {
            "$ref": _ref,
            "additionalProperties": _additional_properties,
            "allOf": _all_of,
            "anyOf": _any_of,
            "const": _const,
            "enum": _enum,
            "format": _format,
            "pattern": _pattern,
            "required": _required,
            "type": _type,
            catalogue.FORBIDDEN: _forbidden,
        },
    )


def _refuse(keyword: str, value: Any) -> ValidationError:
    # No message: jsonschema's own hold the repr of the whole instance, which may be megabytes.
    return ValidationError("", validator=keyword, validator_value=value)


def _ref(validator: Any, reference: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    step = catalogue.step_schema(reference)
    if step is not None:
        yield _refuse(_STEP, step)
    elif not _is_accepted(reference, instance):
        yield from validator.descend(instance, _referred(reference))


def _is_accepted(reference: str, instance: Any) -> bool:
    """Whether there is nothing to explain below `reference`, which costs a tenth of not finding anything there."""
    file, mark, fragment = reference.removeprefix(catalogue.BASE).partition("#")
    # What explaining begins with has been refused as a whole.
    return (fragment != "" or not mark) and accept_part(file, fragment, instance)


def _forbidden(validator: Any, which: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    yield _refuse(catalogue.FORBIDDEN, which)


def _type(validator: Any, types: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    names = [types] if isinstance(types, str) else types
    if not any(validator.is_type(instance, name) for name in names):
        yield _refuse("type", types)


def _equal(one: Any, other: Any) -> bool:
    return bool(one == other) and isinstance(one, bool) == isinstance(other, bool)


def _enum(validator: Any, values: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:
    if not any(_equal(instance, value) for value in values):
        yield _refuse("enum", values)


def _const(validator: Any, value: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if not _equal(instance, value):
        yield _refuse("const", value)


def _pattern(validator: Any, pattern: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, str) and not compile_explain(pattern)(instance):
        yield _refuse("pattern", pattern)


def _format(validator: Any, name: str, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if name == "date-time" and isinstance(instance, str) and not is_date_time(instance):
        yield _refuse("format", name)


def _required(validator: Any, names: list[str], instance: Any, schema: Any) -> Iterator[ValidationError]:
    if isinstance(instance, dict):
        for name in names:
            if name not in instance:
                yield _refuse("required", name)


def _additional_properties(validator: Any, subschema: Any, instance: Any, schema: Any) -> Iterator[ValidationError]:
    if not isinstance(instance, dict):
        return
    known = schema.get("properties", {})
    for name, value in instance.items():
        if name in known:
            continue
        if subschema is False:
            yield _refuse("additionalProperties", name)
        else:
            yield from validator.descend(value, subschema, path=name)


def _all_of(validator: Any, parts: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:
    table = dispatch_table(parts)
    if table is not None:
        selector, subschemas = table
        chosen = instance.get(selector) if isinstance(instance, dict) else None
        if selector == _KIND and isinstance(chosen, str) and chosen not in subschemas:
            yield from _as_meant(validator, subschemas, instance)
        parts = [subschemas[chosen]] if isinstance(chosen, str) and chosen in subschemas else []
    for part in parts:
        yield from validator.descend(instance, part)


def _as_meant(validator: Any, subschemas: dict[str, Any], instance: Any) -> Iterator[ValidationError]:
    """What else is refused in an object whose kind is spelt in the wrong letter case, which is told elsewhere."""
    meant = same(instance[_KIND], subschemas)
    if meant is not None:
        for error in validator.descend(instance, subschemas[meant]):
            if list(error.path) != [_KIND]:
                yield error


def _any_of(validator: Any, branches: list[Any], instance: Any, schema: Any) -> Iterator[ValidationError]:
    """Nothing when a branch accepts; else the reasons of the branch that the author meant."""
    refused = [list(validator.descend(instance, branch)) for branch in branches]
    if not all(refused):
        return
    expression = [_is_expression(branch) for branch in branches]
    if any(expression) and isinstance(instance, str) and "${" in instance:
        yield _refuse("expression", None)
        return
    meant = [index for index, is_expression in enumerate(expression) if not is_expression]
    if len(meant) == 1:
        yield from refused[meant[0]]
        return
    # A value of a type that only one branch takes speaks for that branch.
    fitting = [index for index in meant if not any(_is_type_error(error) for error in refused[index])]
    if not fitting:
        types = [error.validator_value for index in meant for error in refused[index] if _is_type_error(error)]
        yield _refuse("type", list(dict.fromkeys(types)))
        return
    if len(fitting) == 1:
        yield from refused[fitting[0]]
    else:
        yield _refuse("anyOf", [branches[index] for index in fitting])


def _is_expression(branch: Any) -> bool:
    return isinstance(branch, dict) and str(branch.get("$ref", "")).endswith(_EXPRESSION)


def _is_type_error(error: ValidationError) -> bool:
    return error.validator == "type" and not error.absolute_path
