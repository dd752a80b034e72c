"""Finds the schema files, reads them, and gives them the form in which documents are held against them.

In memory a schema is *strict*: every revision's narrowings are applied, so that what it accepts is beyond any
comment. What a narrowing or a tolerance means for a violation is noted beside the keyword and read by
`nflint.contract.explain`; the files themselves stay standard JSON Schema.
"""

from __future__ import annotations

import json
import os
import posixpath
from functools import lru_cache
from typing import Any, Literal

Revision = Literal["current", "founding"]
REVISIONS: tuple[Revision, ...] = ("current", "founding")

BASE = "https://nflint.dev/schemas/"
"""What the `$id` of every schema file begins with."""

# Notes that exist in memory only; "$" keeps them apart from anything a schema file may hold.
FORBIDDEN = "$forbidden"
NARROWED = "$narrowed"
TOLERATED = "$tolerated"

_FALSE_PARENTS = frozenset({"properties"})


def schema_bytes(name: str) -> bytes:
    """The bytes of `schemas/<name>`, from the installed package or from the checkout.

    The package's own loader is asked, since that also reads from a zip archive; `importlib.resources` does the
    same and costs every start 50 ms. Raises `OSError` for a name that does not exist.
    """
    path = f"{_folder()}/{name}"
    loader: Any = __spec__.loader if __spec__ else None
    if loader is not None:
        return bytes(loader.get_data(path))
    with open(path, "rb") as file:  # noqa: PTH123 - pathlib costs every start 5 ms
        return file.read()


@lru_cache(maxsize=1)
def _folder() -> str:
    package = os.path.dirname(os.path.dirname(__file__))  # noqa: PTH120
    checkout = f"{os.path.dirname(os.path.realpath(package))}/schemas"  # noqa: PTH120
    installed = f"{package}/_schemas"
    return checkout if os.path.isdir(checkout) and not os.path.isdir(installed) else installed  # noqa: PTH112


@lru_cache(maxsize=128)
def standard(name: str) -> Any:
    """The schema file `name` (relative to `schemas/`) as it is written. Treat the value as frozen."""
    return json.loads(schema_bytes(name))


@lru_cache(maxsize=4)
def revision(name: Revision) -> Any:
    """What the revision file `name` says: its `narrow` and `tolerate` entries. Treat the value as frozen."""
    return json.loads(schema_bytes(f"revisions/{name}.json"))


@lru_cache(maxsize=128)
def strict(name: str) -> Any:
    """The schema file `name` with the narrowings of all revisions applied. Treat the value as frozen.

    `$schema` is dropped: a subschema that carries it sends jsonschema back to its stock validator class.
    """
    schema = json.loads(schema_bytes(name))
    schema.pop("$schema", None)
    for which in REVISIONS:
        for entry in revision(which)["narrow"]:
            if entry["schema"] == name:
                _narrow(schema, entry["pointer"], entry["value"], which)
        for entry in revision(which)["tolerate"]:
            if entry["schema"] == name:
                _tolerate(schema, entry, which)
    _mark_forbidden(schema)
    return schema


def narrowed(name: str, which: Revision) -> Any:
    """The schema file `name` as the revision `which` prints it, for tools that read standard schemas only."""
    schema = json.loads(schema_bytes(name))
    if which != "current":
        for entry in revision(which)["narrow"]:
            if entry["schema"] == name:
                parent, key = _parent(schema, entry["pointer"])
                parent[key] = entry["value"]
    return schema


def full_reference(base: str, reference: str) -> str:
    """`reference`, standing in the file `base`, as it would stand beside the folder of the schemas."""
    target, mark, fragment = reference.partition("#")
    if target.startswith(BASE):
        return reference.removeprefix(BASE)
    return f"{_file(base, target) if target else base}{mark}{fragment}"


def resolve(base: str, reference: str) -> tuple[str, Any]:
    """The file and the strict subschema that `reference`, standing in the file `base`, points to."""
    name, _, fragment = full_reference(base, reference).partition("#")
    schema = strict(name)
    for part in fragment.split("/")[1:]:
        schema = schema[part.replace("~1", "/").replace("~0", "~")]
    return name, schema


def step_schema(reference: str) -> str | None:
    """The schema file that `reference` leads to when it is one for a whole step, else None.

    Steps are where the work on a document is cut into pieces; only whole files describe them.
    """
    file = reference.rpartition("/")[2]
    return f"common/{file}" if file.endswith("step.schema.json") else None


def referred_files(base: str, schema: Any) -> frozenset[str]:
    """The schema files that `schema`, which stands in the file `base`, refers to."""
    files = set()
    pending = [schema]
    while pending:
        here = pending.pop()
        if isinstance(here, list):
            pending.extend(here)
        elif isinstance(here, dict):
            target = here.get("$ref")
            if isinstance(target, str) and not target.startswith("#"):
                files.add(_file(base, target.partition("#")[0]))
            pending.extend(here.values())
    return frozenset(files)


def _file(base: str, target: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), target))


def _parent(schema: Any, pointer: str) -> tuple[Any, str]:
    *path, key = (part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:])
    for part in path:
        schema = schema[int(part)] if isinstance(schema, list) else schema[part]
    return schema, key


def _narrow(schema: Any, pointer: str, value: Any, which: Revision) -> None:
    parent, key = _parent(schema, pointer)
    if value is False:
        # What is known of the value still counts: the key being unknown is the lesser remark.
        parent[key] = {**parent[key], FORBIDDEN: which}
        return
    parent.setdefault(NARROWED, {})[key] = (which, parent[key])
    parent[key] = value


def _tolerate(schema: Any, entry: Any, which: Revision) -> None:
    parent, keyword = _parent(schema, entry["pointer"])
    tolerated = parent.setdefault(TOLERATED, {}).setdefault(keyword, [])
    tolerated.append((which, entry.get("key", entry.get("value"))))


def _mark_forbidden(schema: Any) -> None:
    """Gives every property that is `false` a schema of its own, so that a violation tells where it comes from."""
    pending = [schema]
    while pending:
        here = pending.pop()
        if isinstance(here, list):
            pending.extend(here)
            continue
        if not isinstance(here, dict):
            continue
        for keyword, value in here.items():
            if keyword in _FALSE_PARENTS and isinstance(value, dict):
                for name, subschema in value.items():
                    if subschema is False:
                        value[name] = {FORBIDDEN: ""}
            if keyword not in (NARROWED, TOLERATED, "enum", "const", "default", "examples"):
                pending.append(value)
