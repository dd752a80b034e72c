"""Builds documents from the rows of the reference: the least that a body or a node must have, and one field more.

Nothing here is written by hand for a row; the tables name what a value drags along with it in the same object.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Literal

from constraint_rows import ITEM, VALUE, Area, Body, Field, FieldPath, bodies
from sample_values import TIME, good

Shape = Mapping[FieldPath, Field]
"""The fields of one alternative of an area, by their paths in it."""

Position = Literal["step", "root"]
"""Where a node stands: a step of the root Workflow, or the root itself."""

Pointer = tuple[str | int, ...]

# An alternative that nothing but another field's value, or the presence of a key, tells apart from its siblings.
CHOSEN: Mapping[str, Mapping[FieldPath, object]] = {
    "Release>#1(id)": {("spec", "type"): "build", ("type",): "build"},
    "Release>#2(id)": {("spec", "type"): "deployment", ("type",): "deployment"},
    "Release>#3(imagePath)": {("spec", "type"): "registry", ("type",): "registry"},
    "RolloutStrategy>#1(canaryPercentage)": {
        ("spec", "details", "canaryStrategy"): "percentage",
        ("response", "data", "details", "canaryStrategy"): "percentage",
    },
    "RolloutStrategy>#2(canaryHeader)": {("spec", "details", "canaryStrategy"): "header"},
    "RolloutStrategy>#2(headerName)": {("response", "data", "details", "canaryStrategy"): "header"},
}
MARKS: Mapping[str, FieldPath] = {
    "JobRun>#1(docker)": ("spec", "deployment", "internal"),
    "JobRun>#2(docker)": ("spec", "deployment", "external"),
}

_CONCLUDED = {"status": "success", "concluded": True, "concludedAt": TIME}
_NEEDS: Mapping[tuple[str, object], Mapping[str, object]] = {
    ("vcsService", "self-hosted"): {"selfHostedVcsId": "acme/vcs"},
    ("isAllowList", True): {"pathIgnoreRules": ["docs/**"]},
    ("concluded", True): _CONCLUDED,
    ("status", "success"): _CONCLUDED,
    ("status", "failure"): {**_CONCLUDED, "status": "failure"},
    ("status", "aborted"): {**_CONCLUDED, "status": "aborted"},
    ("configType", "customEntrypoint"): {"customEntrypoint": "/bin/sh"},
    ("configType", "customCommand"): {"customCommand": "run"},
    ("configType", "customEntrypointCustomCommand"): {"customEntrypoint": "/bin/sh", "customCommand": "run"},
    ("configType", "customProcess"): {"customProcess": "web"},
    ("configType", "originalEntrypointCustomCommand"): {"customCommand": "run"},
}


@dataclass(frozen=True, slots=True)
class Site:
    """One place in a document of a body: an alternative of an area, and where the area's object stands."""

    body: Body
    area: Area
    leaf: str
    position: Position = "step"

    @property
    def shape(self) -> Shape:
        return shape(self.body.name, self.area, self.leaf)


@lru_cache(maxsize=1024)
def shape(name: str, area: Area, leaf: str) -> Shape:
    """The fields that an alternative has: its own and those of everything it is a part of."""
    return {
        field.path: field
        for field in bodies()[name].fields
        if field.area == area and f"{leaf}>".startswith(f"{field.kind or ''}>" if field.kind else "")
    }


@lru_cache(maxsize=64)
def leaves(name: str, area: Area) -> tuple[str, ...]:
    """The alternatives of an area: every kind of a row that has no kinds below it, in the order of the rows."""
    kinds = list(dict.fromkeys(field.kind or "" for field in bodies()[name].fields if field.area == area))
    return tuple(kind for kind in kinds if not any(other.startswith(f"{kind}>") for other in kinds))


def leaves_of(body: Body, field: Field) -> tuple[str, ...]:
    """The alternatives that have the field."""
    return tuple(leaf for leaf in leaves(body.name, field.area) if f"{leaf}>".startswith(f"{field.kind or leaf}>"))


@lru_cache(maxsize=1024)
def required(name: str, area: Area, leaf: str) -> Mapping[FieldPath, tuple[FieldPath, ...]]:
    """The paths of the fields that the objects of an alternative must have, by the objects' paths."""
    found: dict[FieldPath, tuple[FieldPath, ...]] = {}
    for path, field in shape(name, area, leaf).items():
        if field.required:
            found[path[:-1]] = (*found.get(path[:-1], ()), path)
    return found


def least(site: Site, path: FieldPath) -> object:
    """The least value that the field at `path` can have: every required field below it and no other."""
    field = site.shape.get(path)
    chosen = CHOSEN.get(site.leaf, {}).get(path)
    if chosen is not None:
        return chosen
    if field is not None and field.holds is not None:
        return whole(Site(site.body, field.holds, leaves(site.body.name, field.holds)[0]))
    if field is not None and field.types[0] != "object":
        return deepcopy(good(field)[0])
    inside = required(site.body.name, site.area, site.leaf).get(path, ())
    return {child[-1]: least(site, child) for child in inside}


def whole(site: Site) -> Any:
    """The least object that is of the site's alternative; an answer is always given with its wrapper."""
    made: Any = least(site, ())
    if site.area == "envelope" and ("data",) in site.shape and "data" not in made:
        made["data"] = least(site, ("data",))
    mark = MARKS.get(site.leaf)
    if mark is not None:
        put(made, site, mark, {})
    return made


def put(made: Any, site: Site, path: FieldPath, value: object) -> None:
    """Sets the field at `path` below the object `made`, with what must be around it."""
    for index, part in enumerate(path[:-1]):
        key = _key(part)
        if isinstance(made, list) and not made:
            made.append(least(site, path[: index + 1]))
        elif isinstance(made, dict) and key not in made:
            made[key] = least(site, path[: index + 1])
        made = made[key]
    last = _key(path[-1])
    if isinstance(made, list):
        made[:] = [value]
    else:
        made[last] = value


def take(made: Any, path: FieldPath) -> Any:
    """The value at `path`, which must be there."""
    for part in path:
        made = made[_key(part)]
    return made


def needs(site: Site, path: FieldPath, value: object) -> dict[FieldPath, object]:
    """The fields beside the one at `path` that its `value` drags along, by their paths."""
    name = path[-1]
    known = {} if isinstance(value, (list, dict)) else _NEEDS.get((name, value), {})
    wanted = dict(_CONCLUDED if name == "concludedAt" else known)
    wanted.pop(name, None)
    found = {(*path[:-1], key): deepcopy(needed) for key, needed in wanted.items()}
    return {where: needed for where, needed in found.items() if where in site.shape}


def embed(site: Site, made: object) -> tuple[Any, Pointer]:
    """A document of the site's body with `made` at the site, and the pointer of the site."""
    if site.area == "envelope":
        return made, ()
    envelope = Site(site.body, "envelope", "")
    document = whole(envelope)
    root = site.body.roots[site.area]
    if site.area in ("spec", "teardown") and site.position == "step":
        put(document, envelope, root, least(envelope, root))
        put(take(document, root), Site(site.body, site.area, "Workflow"), ("spec", "steps"), [made])
        return document, (*pointer(root), "spec", "steps", 0)
    put(document, envelope, root, made)
    return document, pointer(root)


def pointer(path: FieldPath) -> Pointer:
    """Where the field at `path` stands in what `put` has built."""
    return tuple(_key(part) for part in path)


def _key(part: str) -> str | int:
    if part == ITEM:
        return 0
    return "api" if part == VALUE else part
