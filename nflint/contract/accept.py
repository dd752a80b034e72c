"""The fast first step: says whether the contract has nothing at all to say about a document.

A small interpreter over the strict schemas in plain Python, compiled to closures on first use. It gives no
reasons: what is not accepted goes to `nflint.contract.explain`, whose verdict is the one that counts.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

from nflint.contract import catalogue
from nflint.contract.searches import search_for

# A check takes a value and the list of steps still to be looked at. Steps are put off instead of entered, so
# that the depth of the Python stack does not grow with the nesting of workflows.
Check = Callable[[Any, list[Any]], bool]


def accept(schema_name: str, value: object) -> bool:
    """Whether the strict form of the schema file `schema_name` accepts `value`."""
    later: list[Any] = []
    if not _file_check(schema_name)(value, later):
        return False
    while later:
        name, step = later.pop()
        if not _file_check(name)(step, later):
            return False
    return True


def accept_part(schema_name: str, fragment: str, value: object) -> bool:
    """Whether the subschema that the JSON pointer `fragment` names in that file accepts `value`, which has no steps.

    A value with steps is never accepted: which of them is at fault is not for this module to say.
    """
    later: list[Any] = []
    return _target(schema_name, f"#{fragment}")(value, later) and not later


def accept_value(schema: Any, value: object, file: str = "") -> bool:
    """Whether a strict subschema accepts `value`, whose steps are not looked at. It stands in `file`, or has references
    as a violation has them."""
    return _compile(file, schema)(value, [])


@lru_cache(maxsize=128)
def _file_check(name: str) -> Check:
    return _compile(name, catalogue.strict(name))


def _compile(base: str, schema: Any) -> Check:
    if schema is True:
        return _always
    if schema is False or catalogue.FORBIDDEN in schema:
        return _never
    checks = [
        compiled
        for keyword, make in _KEYWORDS.items()
        if keyword in schema and (compiled := make(base, schema, schema[keyword])) is not None
    ]
    if any(keyword in schema for keyword in _OBJECT_KEYWORDS):
        checks.append(_object(base, schema))
    if not checks:
        return _always
    return checks[0] if len(checks) == 1 else _all(checks)


def _always(value: Any, later: list[Any]) -> bool:
    return True


def _never(value: Any, later: list[Any]) -> bool:
    return False


def _all(checks: list[Check]) -> Check:
    if len(checks) == 2:
        first, second = checks
        return lambda value, later: first(value, later) and second(value, later)

    def check(value: Any, later: list[Any]) -> bool:
        for part in checks:  # noqa: SIM110 - a generator would cost a frame for every value
            if not part(value, later):
                return False
        return True

    return check


def _ref(base: str, schema: Any, reference: str) -> Check:
    return _target(base, reference)


@lru_cache(maxsize=2048)
def _target(base: str, reference: str) -> Check:
    step = catalogue.step_schema(reference)
    if step is not None:
        return lambda value, later: later.append((step, value)) is None  # type: ignore[func-returns-value]
    return _compile(*catalogue.resolve(base, reference))


_TYPES: dict[str, Check] = {
    "object": lambda value, later: isinstance(value, dict),
    "array": lambda value, later: isinstance(value, list),
    "string": lambda value, later: isinstance(value, str),
    "boolean": lambda value, later: isinstance(value, bool),
    "null": lambda value, later: value is None,
    "number": lambda value, later: isinstance(value, (int, float)) and not isinstance(value, bool),
    "integer": lambda value, later: (
        (isinstance(value, int) and not isinstance(value, bool)) or (isinstance(value, float) and value.is_integer())
    ),
}


def _type(base: str, schema: Any, names: str | list[str]) -> Check | None:
    # Left to the check beside it that asks for the type anyway: most values of a document pass by here.
    if names == "object" and any(keyword in schema for keyword in _OBJECT_KEYWORDS):
        return None
    if names == "string" and all(isinstance(value, str) for value in schema.get("enum", [None])):
        return None
    tests = [_TYPES[name] for name in ([names] if isinstance(names, str) else names)]
    return tests[0] if len(tests) == 1 else lambda value, later: any(test(value, later) for test in tests)


def _enum(base: str, schema: Any, values: list[Any]) -> Check:
    if all(isinstance(value, str) for value in values):
        words = frozenset(values)
        return lambda value, later: isinstance(value, str) and value in words
    # JSON tells 1 from true, Python does not.
    return lambda value, later: any(
        value == known and isinstance(value, bool) == isinstance(known, bool) for known in values
    )


def _const(base: str, schema: Any, known: Any) -> Check:
    return _enum(base, schema, [known])


def _pattern(base: str, schema: Any, pattern: str) -> Check:
    # Compiled when the first string comes: of the patterns of a schema most documents need a few.
    return lambda value, later: not isinstance(value, str) or search_for(pattern)(value) is not None


def _min_length(base: str, schema: Any, least: int) -> Check:
    return lambda value, later: not isinstance(value, str) or len(value) >= least


def _max_length(base: str, schema: Any, most: int) -> Check:
    return lambda value, later: not isinstance(value, str) or len(value) <= most


def _minimum(base: str, schema: Any, least: float) -> Check:
    number = _TYPES["number"]
    return lambda value, later: not number(value, later) or value >= least


def _maximum(base: str, schema: Any, most: float) -> Check:
    number = _TYPES["number"]
    return lambda value, later: not number(value, later) or value <= most


def _min_items(base: str, schema: Any, least: int) -> Check:
    return lambda value, later: not isinstance(value, list) or len(value) >= least


def _format(base: str, schema: Any, name: str) -> Check | None:
    # By the standard a format that is not known here is an annotation; date-time is the only one the pages use.
    if name != "date-time":
        return None
    # Imported here because a release flow holds no timestamps.
    from nflint.contract.timestamps import is_date_time

    return lambda value, later: not isinstance(value, str) or is_date_time(value)


def _items(base: str, schema: Any, subschema: Any) -> Check:
    check = _compile(base, subschema)

    def items(value: Any, later: list[Any]) -> bool:
        if isinstance(value, list):
            for item in value:
                if not check(item, later):
                    return False
        return True

    return items


def _any_of(base: str, schema: Any, branches: list[Any]) -> Check:
    checks = [_compile(base, branch) for branch in branches]
    if len(checks) == 2:
        first, second = checks
        return lambda value, later: first(value, later) or second(value, later)
    return lambda value, later: any(check(value, later) for check in checks)


def _all_of(base: str, schema: Any, parts: list[Any]) -> Check:
    table = dispatch_table(parts)
    if table is None:
        return _all([_compile(base, part) for part in parts])
    selector, subschemas = table
    # Compiled on first use: most documents hold few of the kinds.
    checks: dict[str, Check] = {}

    def dispatch(value: Any, later: list[Any]) -> bool:
        if not isinstance(value, dict):
            return True
        chosen = value.get(selector)
        if not isinstance(chosen, str) or chosen not in subschemas:
            return True
        check = checks.get(chosen)
        if check is None:
            check = checks[chosen] = _compile(base, subschemas[chosen])
        return check(value, later)

    return dispatch


def dispatch_table(parts: list[Any]) -> tuple[str, dict[str, Any]] | None:
    """The property and the branches of an `allOf` that does nothing but choose by one property's value.

    The shape is `[{"if": {"properties": {P: {"const": V}}, "required": [P]}, "then": S}, ...]` with one P and
    different strings V; the answer is `(P, {V: S})`, and None for any other shape.
    """
    selector: str | None = None
    table: dict[str, Any] = {}
    for part in parts:
        if not isinstance(part, dict) or set(part) != {"if", "then"}:
            return None
        condition = part["if"]
        properties = condition.get("properties", {}) if isinstance(condition, dict) else {}
        if set(condition) != {"properties", "required"} or len(properties) != 1:
            return None
        ((name, test),) = properties.items()
        if condition["required"] != [name] or set(test) != {"const"} or not isinstance(test["const"], str):
            return None
        if selector not in (None, name) or test["const"] in table:
            return None
        selector = name
        table[test["const"]] = part["then"]
    return None if selector is None else (selector, table)


def _if(base: str, schema: Any, condition: Any) -> Check:
    test = _compile(base, condition)
    then = _compile(base, schema.get("then", True))
    otherwise = _compile(base, schema.get("else", True))
    return lambda value, later: (then if test(value, later) else otherwise)(value, later)


def _dependent(base: str, schema: Any, dependents: dict[str, Any]) -> Check:
    checks = [(name, _compile(base, subschema)) for name, subschema in dependents.items()]
    return lambda value, later: (
        not isinstance(value, dict) or all(check(value, later) for name, check in checks if name in value)
    )


_OBJECT_KEYWORDS = ("properties", "required", "additionalProperties")


def _object(base: str, schema: Any) -> Check:
    others: bool = schema.get("type") != "object"
    required = tuple(schema.get("required", ()))
    properties = schema.get("properties", {})
    rest = _compile(base, schema.get("additionalProperties", True))
    # Compiled on first use: most documents hold few of the properties.
    checks: dict[str, Check] = {}

    def check(value: Any, later: list[Any]) -> bool:
        if not isinstance(value, dict):
            return others
        for name in required:
            if name not in value:
                return False
        for name, item in value.items():
            part = checks.get(name)
            if part is None:
                part = rest
                if name in properties:
                    part = checks[name] = _compile(base, properties[name])
            if not part(item, later):
                return False
        return True

    return check


_KEYWORDS: dict[str, Callable[[str, Any, Any], Check | None]] = {
    "type": _type,
    "enum": _enum,
    "const": _const,
    "minLength": _min_length,
    "maxLength": _max_length,
    "minimum": _minimum,
    "maximum": _maximum,
    "minItems": _min_items,
    "pattern": _pattern,
    "format": _format,
    "items": _items,
    "$ref": _ref,
    "anyOf": _any_of,
    "if": _if,
    "dependentSchemas": _dependent,
    "allOf": _all_of,
}
