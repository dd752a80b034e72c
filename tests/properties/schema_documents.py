"""Makes documents from the strict schemas: valid ones, and valid ones with a mistake or more.

Everything depends on the `random.Random` that is given, so a seed is enough to make a document again. What the
schemas say is read by rules of this module's own, not by the code under test.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from nflint.contract import catalogue
from nflint.contract.accept import accept
from nflint.contract.detect import KINDS
from nflint.contract.ecma import Chars, Choice, Node, Repeat, Seq, parse

_ATTEMPTS = 200
_DEPTH = 10
"""Levels of workflows and objects below which only what is required is made."""

_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
_TEXTS = ("main", "shop", "a b", "x" * 40, "${args.A}", "${refs.build.id}", "é", "\U0001f680 launch", "", "1", "true")
_FREE: tuple[Any, ...] = (None, True, 0, -7, 1.5, "text", "${args.B}", [], [1, "a"], {}, {"inner": {"deep": "x"}})
_TIMES = ("2021-01-01T12:00:00Z", "2024-02-29T23:59:60.123Z", "2025-06-01t00:00:00+02:00", "2021-01-01T12:00:00.000Z")

Constraint = tuple[str, Any]
"""The schema file that a subschema stands in, and the subschema."""


def document(kind: str, source: random.Random) -> Any:
    """A document of this kind (the name of a schema file) that the strict schemas accept."""
    name = f"{kind}.schema.json"
    for _ in range(_ATTEMPTS):
        value = _value([(name, catalogue.strict(name))], source, 0)
        if accept(name, value):
            return value
    raise AssertionError(f"no valid {kind} in {_ATTEMPTS} attempts")


def any_document(source: random.Random) -> tuple[str, Any]:
    """A kind, more often a large one than not, and a valid document of it."""
    kind = source.choice((*KINDS, "release-flow", "release-flow", "run"))
    return kind, document(kind, source)


def _value(constraints: Sequence[Constraint], source: random.Random, depth: int) -> Any:
    """A value that keeps all `constraints`, as far as one can tell from looking at each of them."""
    parts = _flat(constraints, source)
    schemas = [schema for _, schema in parts]
    for schema in schemas:
        if "const" in schema:
            return schema["const"]
    allowed = [schema["enum"] for schema in schemas if "enum" in schema]
    if allowed:
        return source.choice([value for value in allowed[0] if all(value in others for others in allowed)])
    kind = _type(schemas, source)
    if kind == "object":
        return _object(parts, source, depth)
    if kind == "array":
        return _array(parts, source, depth)
    if kind == "string":
        return _string(schemas, source)
    if kind in ("integer", "number"):
        return _number(schemas, kind, source)
    if kind == "boolean":
        return source.random() < 0.5
    return None if kind == "null" else source.choice(_FREE)


def _flat(constraints: Sequence[Constraint], source: random.Random) -> list[Constraint]:
    """The constraints with their references followed, one branch of each choice taken, and no `allOf`."""
    flat: list[Constraint] = []
    pending = list(constraints)
    while pending:
        base, schema = pending.pop()
        if schema is True:
            continue
        flat.append((base, schema))
        if "$ref" in schema:
            pending.append(catalogue.resolve(base, schema["$ref"]))
        if "anyOf" in schema:
            pending.append((base, source.choice(schema["anyOf"])))
        if "if" in schema and _selector(schema) is None:
            taken = [schema["if"], schema.get("then", True)] if source.random() < 0.5 else [schema.get("else", True)]
            pending.extend((base, part) for part in taken)
        pending.extend((base, part) for part in schema.get("allOf", ()))
    return flat


def _type(schemas: Sequence[Any], source: random.Random) -> str | None:
    for schema in schemas:
        if "type" in schema:
            return source.choice([schema["type"]] if isinstance(schema["type"], str) else schema["type"])
    if any("properties" in schema for schema in schemas):
        return "object"
    return None


def _selector(schema: Any) -> tuple[str, Any] | None:
    """The property and the value that an `if` asks for, when it asks for nothing else."""
    properties = schema["if"].get("properties", {})
    if len(properties) != 1 or schema["if"].get("required") != list(properties):
        return None
    ((name, test),) = properties.items()
    return (name, test["const"]) if isinstance(test, dict) and set(test) == {"const"} else None


def _object(parts: Sequence[Constraint], source: random.Random, depth: int) -> dict[str, Any]:
    parts = list(parts)
    made: dict[str, Any] = {}
    seen = 0
    while seen < len(parts):  # What a property decides may ask for more properties, which decide again.
        base, schema = parts[seen]
        seen += 1
        chosen = _selector(schema) if "if" in schema else None
        if chosen is not None:
            name, wanted = chosen
            if name not in made and _wanted(name, parts, source, depth):
                made[name] = _value(_of(name, parts), source, depth + 1)
            branch = schema.get("then", True) if made.get(name) == wanted else schema.get("else", True)
            parts.extend(_flat([(base, branch)], source))
    for name in _names(parts):
        if name not in made and _wanted(name, parts, source, depth):
            made[name] = _value(_of(name, parts), source, depth + 1)
            _obey(name, parts, made)
    others = [(base, schema["additionalProperties"]) for base, schema in parts if "additionalProperties" in schema]
    if all(schema is not False for _, schema in others) and (others or not made):
        for _ in range(source.choice((0, 1, 2))):
            name = "".join(source.choices(_LETTERS, k=5))
            made[name] = _value(others, source, depth + 1)
    return made


def _obey(name: str, parts: Sequence[Constraint], made: dict[str, Any]) -> None:
    """Takes out what the property `name` excludes."""
    for _, schema in parts:
        excluded = schema.get("dependentSchemas", {}).get(name, {}).get("properties", {})
        for other, subschema in excluded.items():
            if _is_never(subschema):
                made.pop(other, None)


def _names(parts: Sequence[Constraint]) -> list[str]:
    return list(dict.fromkeys(name for _, schema in parts for name in schema.get("properties", {})))


def _of(name: str, parts: Sequence[Constraint]) -> list[Constraint]:
    """What all of `parts` say of the property `name`."""
    return [(base, schema["properties"][name]) for base, schema in parts if name in schema.get("properties", {})]


def _wanted(name: str, parts: Sequence[Constraint], source: random.Random, depth: int) -> bool:
    if any(_is_never(schema) for _, schema in _of(name, parts)):
        return False
    if any(name in schema.get("required", ()) for _, schema in parts):
        return True
    return depth < _DEPTH and source.random() < (0.8 if name in ("spec", "steps", "data") else 0.4)


def _is_never(schema: Any) -> bool:
    return schema is False or (isinstance(schema, dict) and catalogue.FORBIDDEN in schema)


def _array(parts: Sequence[Constraint], source: random.Random, depth: int) -> list[Any]:
    items = [(base, schema["items"]) for base, schema in parts if "items" in schema]
    least = max((schema.get("minItems", 0) for _, schema in parts), default=0)
    count = least if depth >= _DEPTH else source.choice((least, least + 1, least + 1, least + 3))
    return [_value(items, source, depth + 1) for _ in range(count)]


def _number(schemas: Sequence[Any], kind: str, source: random.Random) -> int | float:
    least = max((schema["minimum"] for schema in schemas if "minimum" in schema), default=-1000)
    most = min((schema["maximum"] for schema in schemas if "maximum" in schema), default=100_000)
    whole = source.choice((least, most, source.randint(least, most)))
    if kind == "integer":
        return source.choice((whole, whole, float(whole)))
    return source.choice((whole, float(whole), whole / 2 if least <= whole / 2 <= most else whole))


def _string(schemas: Sequence[Any], source: random.Random) -> str:
    if any(schema.get("format") == "date-time" for schema in schemas):
        return source.choice(_TIMES)
    least = max((schema.get("minLength", 0) for schema in schemas), default=0)
    most = min((schema.get("maxLength", 10_000) for schema in schemas), default=10_000)
    patterns = [schema["pattern"] for schema in schemas if "pattern" in schema]
    for _ in range(_ATTEMPTS):
        if patterns:
            text = matching(patterns[0], source)
        elif least:
            text = "".join(source.choices(_LETTERS, k=source.choice((least, min(least + 3, most)))))
        else:
            text = source.choice(_TEXTS)
        if least <= len(text) <= most:
            return text
    raise AssertionError(f"no text of {least} to {most} characters for {patterns}")


@lru_cache(maxsize=64)
def _tree(pattern: str) -> Node:
    return parse(pattern)


def matching(pattern: str, source: random.Random) -> str:
    """A text that the ECMA-262 pattern matches; patterns with lookarounds are not foreseen."""
    text = _text(_tree(pattern), source)
    # What is not anchored may stand within something.
    return text if pattern.startswith("^") else source.choice(("", "v", "a b ")) + text + source.choice(("", "-x"))


def _text(node: Node, source: random.Random) -> str:
    if isinstance(node, Chars):
        printable = [pair for pair in node.ranges if 0x20 <= pair[0] < 0x7F] or node.ranges
        low, high = source.choice(printable)
        return chr(source.randint(low, min(high, 0x7E) if low < 0x7F else high))
    if isinstance(node, Seq):
        return "".join(_text(part, source) for part in node.parts)
    if isinstance(node, Choice):
        return _text(source.choice(node.options), source)
    if isinstance(node, Repeat):
        most = node.least + 6 if node.most is None else node.most
        return "".join(_text(node.body, source) for _ in range(source.randint(node.least, min(most, node.least + 6))))
    return ""


# Mistakes. Each changes the value it is given, at one place, and says whether it found one.

_Place = tuple[Any, Any]
_ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, 1.0, -3, 0.5, 10**12, "", "true", "Forbid", "${args.X", "${args.X}", "main\n", "a b", [],
    {}, [[]], [None], ["a"], {"a": 1}, {"kind": "Workflow"}, "\U0001f680", "https://github.com/acme/shop/", "x" * 201,
)  # fmt: skip
_KEYS = (
    "kind",
    "spec",
    "ref",
    "type",
    "settings",
    "response",
    "id",
    "typo",
    "condition",
    "data",
    "steps",
    "runNodeOnce",
)


def mutated(value: Any, source: random.Random) -> Any:
    """`value` with one to three mistakes; the value that is given is changed."""
    for _ in range(source.choice((1, 1, 2, 3))):
        if source.random() < 0.02:
            return source.choice(_ODD)
        places = _places(value)
        if places:
            source.choice(_MISTAKES)(*source.choice(places), source)
    return value


def _places(value: Any) -> list[_Place]:
    """Every object and list below `value` with each of its keys."""
    found: list[_Place] = []
    pending = [value]
    while pending:
        here = pending.pop()
        items = here.items() if isinstance(here, dict) else enumerate(here) if isinstance(here, list) else ()
        for key, item in items:
            found.append((here, key))
            pending.append(item)
    return found


def _drop(holder: Any, key: Any, source: random.Random) -> None:
    del holder[key]


def _rename(holder: Any, key: Any, source: random.Random) -> None:
    if isinstance(key, str):
        at = source.randint(0, len(key))
        names: Mapping[str, str] = {"case": key.swapcase(), "less": key[:at] + key[at + 1 :], "more": f"{key}s"}
        holder[source.choice(list(names.values()))] = holder.pop(key)


def _retype(holder: Any, key: Any, source: random.Random) -> None:
    holder[key] = source.choice(_ODD)


def _respell(holder: Any, key: Any, source: random.Random) -> None:
    if isinstance(holder[key], str):
        text: str = holder[key]
        at = source.randint(0, len(text))
        spelt = (text.swapcase(), text[:at] + source.choice("/ é_\n-9$}") + text[at:], text[:at], f" {text}", text * 30)
        holder[key] = source.choice(spelt)


def _add(holder: Any, key: Any, source: random.Random) -> None:
    if isinstance(holder, dict):
        holder[source.choice(_KEYS)] = source.choice(_ODD)
    else:
        holder.insert(key, source.choice(_ODD))


def _quote(holder: Any, key: Any, source: random.Random) -> None:
    """A number or a boolean in quotes, or out of them."""
    value = holder[key]
    if isinstance(value, (bool, int, float)):
        holder[key] = str(value).lower()
    elif isinstance(value, str):
        holder[key] = {"true": True, "false": False}.get(value, [value])


def _swap_kind(holder: Any, key: Any, source: random.Random) -> None:
    if isinstance(holder, dict) and isinstance(holder.get("kind"), str):
        holder["kind"] = source.choice(
            (
                "Workflow",
                "Release",
                "Build",
                "Action",
                "Message",
                "JobRun",
                "DeploymentService",
                "workflow",
                "Addon",
                "",
            )
        )


_MISTAKES: tuple[Callable[[Any, Any, random.Random], None], ...] = (
    _drop, _drop, _rename, _retype, _retype, _respell, _respell, _add, _quote, _swap_kind,
)  # fmt: skip
