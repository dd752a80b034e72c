"""Puts a schema and everything that it refers to into one self-contained schema, for editors and other validators."""

from __future__ import annotations

import json
import posixpath
from typing import Any

from nflint.contract import catalogue

_SUFFIX = ".schema.json"


def bundle(name: str, contract: catalogue.Revision = "current") -> dict[str, Any]:
    """The schema of the document kind `name` in one piece, standard Draft 2020-12 with local references only.

    Other files stand under `$defs`, called by their path with dots for slashes; embedded `$id`s are left out,
    because editors resolve references within one resource only.
    """
    root = f"{name}{_SUFFIX}"
    files: dict[str, Any] = {}
    pending = [root]
    while pending:
        file = pending.pop()
        if file not in files:
            schema = catalogue.narrowed(file, contract)
            files[file] = schema
            pending.extend(sorted(catalogue.referred_files(file, schema)))
    definitions = {_key(file): _local(file, schema, root) for file, schema in sorted(files.items()) if file != root}
    result: dict[str, Any] = _local(root, files[root], root)
    result = {"$schema": files[root]["$schema"], "$id": files[root]["$id"], **result}
    result["$defs"] = {**result.pop("$defs", {}), **definitions}
    return dict(_set_apart(result))


# What may stand beside a reference: it checks nothing.
_SILENT = frozenset({"$ref", "$schema", "$id", "$defs", "$comment", "title", "description", "default", "examples"})


def _set_apart(schema: Any) -> Any:
    """`schema` with each reference that has other keywords beside it moved into an `allOf`, which means the same.

    VS Code puts the target of a reference in the place of the keywords beside it, so that some of them are lost.
    """
    if isinstance(schema, list):
        return [_set_apart(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    result = {keyword: _set_apart(value) for keyword, value in schema.items()}
    if isinstance(result.get("$ref"), str) and not result.keys() <= _SILENT:
        result["allOf"] = [{"$ref": result.pop("$ref")}, *result.get("allOf", [])]
    return result


def render_bundle(name: str, contract: catalogue.Revision = "current") -> str:
    """`bundle` as a JSON text that ends with a line break."""
    return json.dumps(bundle(name, contract), indent=2) + "\n"


def _key(file: str) -> str:
    return file.removesuffix(_SUFFIX).replace("/", ".")


def _local(file: str, schema: Any, root: str) -> Any:
    """`schema` of `file` with its references turned to where the bundle has their targets."""
    if isinstance(schema, list):
        return [_local(file, item, root) for item in schema]
    if not isinstance(schema, dict):
        return schema
    return {
        keyword: _reference(file, value, root) if keyword == "$ref" else _local(file, value, root)
        for keyword, value in schema.items()
        if not (keyword in ("$schema", "$id") and isinstance(value, str))
    }


def _reference(file: str, reference: str, root: str) -> str:
    target, _, fragment = reference.partition("#")
    name = posixpath.normpath(posixpath.join(posixpath.dirname(file), target)) if target else file
    start = "#" if name == root else f"#/$defs/{_key(name)}"
    return f"{start}{fragment}"
