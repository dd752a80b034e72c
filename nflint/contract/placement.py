"""Knows where in a document the contract has a key: in an object below the one it was written in, or in one above.

Walks the schemas along a value, following the branch that the value's own kinds and types choose. What to say about
a key in the wrong place is the business of `nflint.contract.keys`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nflint.contract import catalogue
from nflint.contract.kinds import all_node_keys
from nflint.diagnostic import Pointer

# A subschema with the file it stands in, which its references are relative to.
Located = tuple[str, Any]
Known = dict[str, list[Located]]

_RUN = "run.schema.json"
_DEEPEST = 3


def value_at(document: Any, pointer: Pointer) -> Any:
    """The value at `pointer`; None when there is none."""
    for part in pointer:
        if isinstance(document, dict) and isinstance(part, str):
            document = document.get(part)
        elif isinstance(document, list) and isinstance(part, int) and part < len(document):
            document = document[part]
        else:
            return None
    return document


def node_pointer(pointer: Pointer) -> Pointer:
    """The pointer of the innermost node at or above `pointer`; empty outside of nodes."""
    for index in range(len(pointer) - 1, 0, -1):
        if pointer[index - 1] == "steps" and isinstance(pointer[index], int):
            return pointer[: index + 1]
    if "richInputs" in pointer:
        return ()  # Their `spec` holds no node.
    for index, part in enumerate(pointer):
        if part in ("spec", "teardownSpec"):
            root = pointer[: index + (2 if part == "teardownSpec" else 1)]
            return root if root[-1] == "spec" else ()
    return ()


def below(key: str, owner: Pointer, document: Any, schema_name: str) -> tuple[str, ...]:
    """The way from the object at `owner` down to the one object below it that knows `key`; empty when there is
    none, or no single one."""
    level: list[tuple[tuple[str, ...], Known, Any]] = [
        ((), _chain(owner, document, schema_name)[-1][1], value_at(document, owner))
    ]
    for _ in range(_DEEPEST):
        deeper = [
            ((*way, name), known(schemas, inner), inner)
            for way, names, value in level
            for name, schemas in names.items()
            for inner in [value.get(name) if isinstance(value, Mapping) else None]
        ]
        found = [way for way, names, value in deeper if key in names and not _has(value, key)]
        if found:
            return found[0] if len(found) == 1 else ()
        level = deeper
    return ()


def above(key: str, owner: Pointer, document: Any, schema_name: str) -> Pointer | None:
    """The innermost object above `owner` that knows `key` and does not have it, within the same node; for what
    stands in a Workflow also the document itself."""
    chain = _chain(owner, document, schema_name)
    for pointer, names in reversed(chain[:-1]):
        if key in names and not _has(value_at(document, pointer), key):
            return pointer
    node = value_at(document, node_pointer(owner))
    if isinstance(node, dict) and node.get("kind") == "Workflow" and isinstance(document, dict):
        names = known([(schema_name, catalogue.strict(schema_name))], document)
        if key in names and key not in document and key not in all_node_keys():
            return ()
    return None


def known(schemas: list[Located], value: Any) -> Known:
    """The keys that `schemas` have for an object such as `value`, each with the schemas of its own value."""
    found: Known = {}
    forbidden = set()
    for file, schema in applying(schemas, value):
        for name, subschema in schema.get("properties", {}).items():
            if isinstance(subschema, dict) and catalogue.FORBIDDEN in subschema:
                forbidden.add(name)
            else:
                found.setdefault(name, []).append((file, subschema))
    return {name: schemas for name, schemas in found.items() if name not in forbidden}


def _has(value: Any, key: str) -> bool:
    return isinstance(value, dict) and key in value


def _chain(owner: Pointer, document: Any, schema_name: str) -> list[tuple[Pointer, Known]]:
    """The objects from the node that `owner` is in, or from the document, down to `owner`, with their keys."""
    return [(here, known(schemas, value)) for here, schemas, value in _way(owner, document, schema_name)]


def schemas_at(pointer: Pointer, document: Any, schema_name: str) -> list[Located]:
    """The schemas that the value at `pointer` has to meet, whether it is there or not; none for what is not known."""
    return _way(pointer, document, schema_name)[-1][1]


def _way(owner: Pointer, document: Any, schema_name: str) -> list[tuple[Pointer, list[Located], Any]]:
    """Each value from the node that `owner` is in, or from the document, down to `owner`, with its schemas."""
    start = node_pointer(owner)
    if len(start) > 1:
        step = "teardown-step" if "teardownSpec" in start else "run-step" if schema_name == _RUN else "step"
        file = f"common/{step}.schema.json"
    else:
        start, file = (), schema_name
    schemas: list[Located] = [(file, catalogue.strict(file))]
    value = value_at(document, start)
    way = [(start, schemas, value)]
    for index in range(len(start), len(owner)):
        part = owner[index]
        if isinstance(part, int):
            schemas = [(file, schema["items"]) for file, schema in applying(schemas, value) if "items" in schema]
        else:
            others = [(file, schema.get("additionalProperties")) for file, schema in applying(schemas, value)]
            schemas = known(schemas, value).get(part) or [other for other in others if other[1]]
        value = value_at(value, (part,))
        way.append((owner[: index + 1], schemas, value))
    return way


def applying(schemas: list[Located], value: Any) -> Iterator[Located]:
    """`schemas` and what they refer to, as far as it applies to `value`; every branch of an `anyOf`."""
    pending = list(schemas)
    while pending:
        file, schema = pending.pop()
        if not isinstance(schema, dict):
            continue
        yield file, schema
        if "$ref" in schema:
            pending.append(catalogue.resolve(file, schema["$ref"]))
        pending.extend((file, branch) for branch in schema.get("anyOf", ()))
        pending.extend((file, part) for part in schema.get("allOf", ()))
        if "if" in schema:
            pending.append((file, schema.get("then" if _holds(schema["if"], value) else "else")))


def _holds(condition: Any, value: Any) -> bool:
    """Whether `value` meets the condition of an `if`: the schemas ask for keys with certain values, or for null."""
    if condition.get("type") == "null":
        return value is None
    if not isinstance(value, dict):
        return False
    for name, selector in condition.get("properties", {}).items():
        wanted = selector.get("enum", [selector.get("const")]) if isinstance(selector, dict) else None
        if wanted is not None and value.get(name) not in wanted:
            return False
    return all(name in value for name in condition.get("required", ()))
