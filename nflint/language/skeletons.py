"""What is written first of a node, an object or a value: its usual keys, with places to fill in.

Which keys are usual is told here; what may stand in them is told by the contract.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from nflint.contract import catalogue
from nflint.contract.placement import Located
from nflint.language.fields import Field, Shape, fields_of, shape_of
from nflint.language.writing import Blank, Skeleton

_DEEPEST = 3

# None stands for what the contract says of the value.
_USUAL: Mapping[str, Mapping[str, Any]] = MappingProxyType(
    {
        "Workflow": {"spec": {"type": None, "steps": []}},
        "LoopWorkflow": {"spec": {"iterations": [], "steps": []}},
        "LoopData": {"spec": {}},
        "Build": {"ref": None, "spec": {"id": None, "type": None, "branch": None}, "condition": "success"},
        "Release": {
            "spec": {
                "type": "build",
                "origin": {"id": None, "branch": None, "build": None},
                "target": {"id": None, "type": None},
            },
            "condition": "running",
        },
        "JobRun": {"spec": {"jobId": None}, "condition": "success"},
        "AddonBackup": {"spec": {"addonId": None, "backupType": None}, "condition": "success"},
        "AddonImport": {"spec": {"addonId": None, "importUrl": None}, "condition": "success"},
        "Action": {
            "spec": {
                "kind": "Service",
                "spec": {"type": "restart", "data": {"serviceId": None}, "condition": "running"},
            }
        },
        "Condition": {"spec": {"kind": "Service", "spec": {"type": "running", "data": {"serviceId": None}}}},
        "Message": {"spec": {"kind": "SLACK", "spec": {"webhookUrl": None, "message": None}}},
        "RolloutStrategy": {
            "spec": {
                "name": None,
                "type": "canary",
                "details": {
                    "canaryStrategy": "percentage",
                    "config": {"canaryPercentage": None, "stablePercentage": None},
                },
            }
        },
        "SecretInheritance": {"ref": None, "spec": {"secrets": [None]}},
        "Approval": {"spec": {"amount": 1}},
        "RunTemplate": {"spec": {"templateType": None, "templateId": None}, "condition": "success"},
        "OpenTofuDestroy": {"spec": {"nodeRef": None}, "condition": "success"},
        "BranchCommitSelector": {"spec": {"title": None, "inputs": {"source": None}, "outputs": {"branch": None}}},
        "BuildSelector": {"spec": {"title": None, "inputs": {"source": None}, "outputs": {"buildId": None}}},
    }
)

_FLOW: Mapping[str, Any] = MappingProxyType(
    {"apiVersion": "v1.2", "spec": {"kind": "Workflow", "spec": {"type": "sequential", "steps": []}}}
)


def flow_skeleton() -> Skeleton:
    """A release flow without steps."""
    return _filled(_FLOW, [("release-flow.schema.json", catalogue.strict("release-flow.schema.json"))], _FLOW)


class _Schemas:
    """Schemas as a key by what they are, and not by what is in them: they are read once and stay."""

    __slots__ = ("_ids", "located")

    def __init__(self, located: list[Located]) -> None:
        self.located = located
        self._ids = tuple(id(schema) for _, schema in located)

    def __hash__(self) -> int:
        return hash(self._ids)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Schemas) and self._ids == other._ids


def kind_skeleton(kind: str, schemas: list[Located]) -> Skeleton:
    """The object of this kind that is to meet `schemas`. Treat it as frozen: it is asked for at each key press."""
    return _kind_skeleton(kind, _Schemas(schemas))


@lru_cache(maxsize=256)
def _kind_skeleton(kind: str, key: _Schemas) -> Skeleton:
    schemas = key.located
    usual = {"kind": kind, **_USUAL.get(kind, {})}
    # An Action or a Condition has kinds of its own, some of the same names.
    if usual.keys() <= {field.name for field in fields_of(schemas, usual)} and kind in _USUAL:
        return _filled(usual, schemas, usual)
    return object_skeleton(schemas, {"kind": kind})


def rest_of_kind(kind: str, schemas: list[Located]) -> Mapping[str, Skeleton]:
    """The same without its `kind`, for a node that has nothing but that yet."""
    whole = kind_skeleton(kind, schemas)
    return {key: value for key, value in whole.items() if key != "kind"} if isinstance(whole, Mapping) else {}


def field_skeleton(kind: object, field: Field, names: frozenset[str]) -> Skeleton:
    """The value of a field in an object of this kind, whose fields have these names."""
    usual = _USUAL.get(kind, {}) if isinstance(kind, str) else {}
    inner = usual.get(field.name) if usual.keys() <= names else None
    return value_skeleton(field.schemas) if inner is None else _filled(inner, field.schemas, inner)


def object_skeleton(schemas: list[Located], value: Mapping[str, Any], depth: int = 0) -> dict[str, Skeleton]:
    """An object with the keys that it must have beside those of `value`."""
    found: dict[str, Skeleton] = dict(value)
    if depth < _DEEPEST:
        for field in fields_of(schemas, value):
            if field.required and field.name not in found:
                found[field.name] = value_skeleton(field.schemas, depth + 1)
    return found


def value_skeleton(schemas: list[Located], depth: int = 0) -> Skeleton:
    """A value that meets `schemas`, with nothing filled in."""
    shape = shape_of(schemas)
    if "object" not in shape.types:
        return blank_of(shape)
    kinds = next((shape_of(field.schemas).choices for field in fields_of(schemas, {}) if field.name == "kind"), ())
    if len(kinds) == 1 and depth < _DEEPEST:
        return kind_skeleton(kinds[0], schemas)
    return object_skeleton(schemas, {}, depth)


def blank_of(shape: Shape) -> Skeleton:
    """What is written first of a value that is no object: the only choice, or a place to fill in."""
    words = [choice for choice in shape.choices if isinstance(choice, str)]
    if len(words) == 1 and not shape.takes_expressions:
        return words[0]
    if words:
        default = shape.default if shape.default in words else words[0]
        return Blank("", (default, *(word for word in words if word != default)))
    if "array" in shape.types:
        return []
    if "boolean" in shape.types:
        return Blank("", ("false", "true") if shape.default is True else ("true", "false"), quoted=False)
    if {"integer", "number"} & set(shape.types) and "string" not in shape.types:
        least = dict(shape.bounds).get("minimum", 0)
        return Blank(str(least if shape.default is None else shape.default), quoted=False)
    return Blank(quoted="string" in shape.types or shape.takes_expressions)


def _filled(usual: Any, schemas: list[Located], value: Any) -> Skeleton:
    """`usual` with what the contract says in the place of None."""
    if usual is None:
        return value_skeleton(schemas)
    if isinstance(usual, list):
        items = list(shape_of(schemas).items)
        return [_filled(item, items, item) for item in usual]
    if not isinstance(usual, Mapping):
        plain: Skeleton = usual
        return plain
    fields = {field.name: field.schemas for field in fields_of(schemas, value)}
    return {key: _filled(inner, fields.get(key, []), inner) for key, inner in usual.items()}
