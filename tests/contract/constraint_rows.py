"""Reads the rows of the reference: one field of one request or answer each, with the overlays laid over them.

What a value must be like to keep or to break a row is the business of `sample_values` and `row_cases`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from typing import Any, Literal

from nflint.contract.detect import Kind

REFERENCE = Path(__file__).resolve().parents[2].parent / "shared" / "reference" / "constraints"
AVAILABLE = REFERENCE.is_dir()

Area = Literal["envelope", "input", "spec", "teardown", "override"]
"""Where a row stands: in the document's own keys, a rich input, a node of a workflow, a release override."""

FieldPath = tuple[str, ...]
"""Keys; `[]` is any item of a list and `{}` any value of a map."""

ITEM, VALUE = "[]", "{}"

# The name of each file with the kind of document it describes and the keys its body is wrapped in.
BODIES: dict[str, tuple[Kind, FieldPath]] = {
    "update-release-flow.request": ("release-flow", ()),
    "get-release-flow.response": ("release-flow-response", ("data",)),
    "get-release-flow-run-details.response": ("run", ("data",)),
    "abort-release-flow-run.response": ("run", ("data",)),
    "run-release-flow.request": ("run-request", ()),
    "list-release-flow-runs.response": ("run-list", ()),
}


@dataclass(frozen=True, slots=True)
class Field:
    """One row. `path` is relative to the area the row stands in; `kind` is the row's, such as `Action>Service`.

    `values` are the types of which one must fit (`alternatives` of the row); `holds` is the area that begins at
    this field; `keys` and `only_when` are what overlays say in words.
    """

    area: Area
    path: FieldPath
    kind: str | None
    types: tuple[str, ...]
    required: bool = False
    enum: tuple[str, ...] = ()
    pattern: str | None = None
    minimum: int | None = None
    maximum: int | None = None
    min_length: int | None = None
    max_length: int | None = None
    format: str | None = None
    values: tuple[Field, ...] = ()
    reference: bool = False
    freeform: bool = False
    nullable: bool = False
    holds: Area | None = None
    keys: str | None = None
    only_when: str | None = None

    @property
    def title(self) -> str:
        """The row as a failure names it."""
        return f"{self.area}:{'.'.join(self.path)} ({self.kind})" if self.kind else f"{self.area}:{'.'.join(self.path)}"

    @property
    def root_kind(self) -> str:
        """The node kind that the row belongs to; empty outside of nodes."""
        return (self.kind or "").partition(">")[0]


@dataclass(frozen=True, slots=True)
class Body:
    """All rows of one request or answer. `roots` are the places where its areas begin."""

    name: str
    kind: Kind
    roots: Mapping[Area, FieldPath]
    fields: tuple[Field, ...]


# What the rows of a Release do not say and the guide "Release", node specification, does.
_GUIDE: tuple[tuple[str, str], ...] = (
    ("Release", "spec.origin"),
    ("Release", "spec.target"),
    ("Release", "spec.target.id"),
    ("Release", "spec.target.type"),
    ("Release>#2(id)", "spec.origin.id"),
    ("Release>#3(imagePath)", "spec.origin.imagePath"),
)

_ROW_KEYS = {
    "enum": "enum",
    "pattern": "pattern",
    "min": "minimum",
    "max": "maximum",
    "minLength": "min_length",
    "maxLength": "max_length",
    "format": "format",
    "allowsReference": "reference",
    "freeform": "freeform",
    "required": "required",
    "nullable": "nullable",
    "keys": "keys",
    "onlyWhen": "only_when",
}


@lru_cache(maxsize=1)
def bodies() -> Mapping[str, Body]:
    """Every body of `BODIES`, the overlays applied. Needs the reference, see `AVAILABLE`."""
    found = {name: _body(name) for name in BODIES}
    # The page on updates prints no node below `spec`: they are those of the page that reads the flow back.
    update = found["update-release-flow.request"]
    nodes = tuple(field for field in found["get-release-flow.response"].fields if field.area == "spec")
    found[update.name] = replace(update, fields=(*update.fields, *nodes))
    overlays = json.loads((REFERENCE / "legend-and-overlays.json").read_text(encoding="utf-8"))["overlays"]
    for overlay in overlays:
        for name in overlay["bodies"]:
            found[name] = replace(found[name], fields=_overlaid(found[name], overlay))
    for name, body in found.items():
        found[name] = replace(body, fields=tuple(_guided(field) for field in body.fields))
    request = found["run-release-flow.request"]
    releases = tuple(_overriding(field) for field in found[update.name].fields if _of_release(field))
    found[request.name] = replace(request, fields=(*request.fields, *releases))
    return found


def _body(name: str) -> Body:
    kind, wrapper = BODIES[name]
    roots: dict[Area, FieldPath] = {
        "teardown": (*wrapper, "teardownSpec", "spec"),
        "spec": (*wrapper, "spec"),
        "input": (*wrapper, "richInputs", ITEM),
        "override": ("releaseNodeOverrides", VALUE),
        "envelope": (),
    }
    text = (REFERENCE / f"{name}.jsonl").read_text(encoding="utf-8")
    return Body(name, kind, roots, tuple(_field(json.loads(line), roots) for line in text.splitlines() if line))


def _field(row: dict[str, Any], roots: Mapping[Area, FieldPath]) -> Field:
    path = tuple(part for key in row["path"].split(".") for part in _parts(key))
    kind = row["kind"]
    area: Area = "envelope"
    if kind is not None:
        area = next(name for name, root in roots.items() if path[: len(root)] == root)
    field = Field(area, path[len(roots[area]) :], kind, tuple(row["types"]))
    holds = next((name for name, root in roots.items() if path == root and kind is None), None)
    given = {key: value for key, value in row.items() if key not in ("path", "kind", "types", "requiredKnown")}
    # What an area holds is said by its own rows, even where the page prints none.
    return replace(_with(field, given), holds=holds, freeform=bool(given.get("freeform")) and holds is None)


def _parts(key: str) -> Iterator[str]:
    yield key.removesuffix(ITEM)
    if key.endswith(ITEM):
        yield ITEM


def _with(field: Field, given: Mapping[str, Any]) -> Field:
    changes: dict[str, Any] = {}
    for key, value in given.items():
        if key == "alternatives":
            changes["values"] = tuple(
                _with(Field(field.area, field.path, field.kind, (one["type"],)), _without_type(one)) for one in value
            )
        else:
            changes[_ROW_KEYS[key]] = tuple(value) if isinstance(value, list) else value
    return replace(field, **changes)


def _without_type(given: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in given.items() if key not in ("type", "items", "properties", "values")}


def _overlaid(body: Body, overlay: Mapping[str, Any]) -> tuple[Field, ...]:
    """The fields of `body` with one overlay; raises `LookupError` when it is about none of them."""
    change = _changer(overlay["set"])
    fields: list[Field] = []
    hits = 0
    for field in body.fields:
        if _concerns(overlay["path"], field, body):
            hits += 1
            fields.extend(change(field))
        else:
            fields.append(field)
    if not hits:
        raise LookupError(f"the overlay for {overlay['path']} fits no row of {body.name}")
    return tuple(fields)


def _concerns(path: str, field: Field, body: Body) -> bool:
    head, bracket, rest = path.partition("[kind=")
    if not bracket:
        full = ".".join((*body.roots[field.area], *field.path)).replace(f".{ITEM}", ITEM)
        return full in (path, f"data.{path}")
    kinds, _, tail = rest.partition("]")
    if field.area not in ("spec", "teardown") or field.root_kind not in kinds.split("|"):
        return False
    inner = f"{head.removeprefix('spec')}{tail}".strip(".")
    first, *others = inner.split("|")
    stem = first.rpartition(".")[0]
    return ".".join(field.path) in (first, *(f"{stem}.{other}" for other in others))


def _changer(given: Mapping[str, Any]) -> Callable[[Field], Iterator[Field]]:
    plain = {key: value for key, value in _without_type(given).items() if key != "known"}

    def change(field: Field) -> Iterator[Field]:
        changed = _with(field, plain)
        if "type" in given:
            changed = replace(changed, types=(given["type"],))
        yield changed
        for name, inner in given.get("properties", {}).items():
            yield from _property(changed, name, inner)
        if str(given.get("values", "")).startswith("object"):
            override = field.path == ("releaseNodeOverrides",)
            yield Field(
                field.area,
                (*field.path, VALUE),
                field.kind,
                ("object",),
                freeform=not override,
                holds="override" if override else None,
            )

    return change


def _property(owner: Field, name: str, given: Mapping[str, Any]) -> Iterator[Field]:
    path = (*owner.path, name)
    field = Field(owner.area, path, owner.kind, (given.get("type", "string"),))
    yield _with(field, _without_type(given))
    for inner, value in given.get("properties", {}).items():
        yield from _property(field, inner, value)
    if given.get("items") == "node":
        yield Field(owner.area, (*path, ITEM), owner.kind, ("object",), holds=owner.area)


def _guided(field: Field) -> Field:
    if (field.kind, field.path) == ("LoopWorkflow", ("spec", "steps", ITEM)):
        # The page prints "(undefined)", as it does for everything below a Workflow; the guide shows nodes.
        return replace(field, types=("object",), holds=field.area)
    known = field.area == "spec" and (field.kind, ".".join(field.path)) in _GUIDE
    return replace(field, required=True) if known else field


def _of_release(field: Field) -> bool:
    below_spec = field.path[:1] == ("spec",) and len(field.path) > 1
    return below_spec and field.area == "spec" and field.root_kind == "Release"


def _overriding(field: Field) -> Field:
    """A field of a Release as the value of `releaseNodeOverrides` has it: the target is known from the key."""
    required = field.required and field.path != ("spec", "target")
    return replace(field, area="override", path=field.path[1:], required=required)
