"""The keys and values that the contract has for the place of a cursor, written as they are written there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nflint.contract.placement import Located, schemas_at, value_at
from nflint.language.analysis import Analysis
from nflint.language.cursor import Cursor
from nflint.language.fields import Field, fields_of, kind_text, shape_of
from nflint.language.items import Completion, CompletionSort
from nflint.language.skeletons import (
    blank_of,
    field_skeleton,
    flow_skeleton,
    kind_skeleton,
    object_skeleton,
    rest_of_kind,
)
from nflint.language.words import field_markdown, type_words
from nflint.language.writing import Skeleton, Writer, is_plain


def key_completions(analysis: Analysis, cursor: Cursor) -> Iterator[Completion]:
    """The keys that the object does not have yet, those first that it must have."""
    value = value_at(analysis.value, cursor.pointer)
    there = dict(value) if isinstance(value, dict) else {}
    if cursor.own is not None and there.get(cursor.own) is None:
        there.pop(cursor.own, None)
    schemas = _schemas(analysis, cursor)
    if not there and not cursor.followed:
        yield from _whole_objects(analysis, cursor, schemas)
    fields = fields_of(schemas, there)
    names = frozenset(field.name for field in fields)
    for field in fields:
        if field.name not in there or field.name == cursor.own:
            yield _key(analysis, cursor, field, there.get("kind"), names)


def value_completions(analysis: Analysis, cursor: Cursor) -> Iterator[Completion]:
    """The values that fit, the default first."""
    schemas = _schemas(analysis, cursor)
    if not schemas:
        return
    if not cursor.pointer:
        if cursor.style == "json":
            yield from _whole_objects(analysis, cursor, schemas)
        return
    shape = shape_of(schemas, value_at(analysis.value, cursor.pointer))
    owner = value_at(analysis.value, cursor.pointer[:-1])
    lone = isinstance(owner, dict) and not owner.keys() - {"kind", "ref"}
    for choice in sorted(shape.choices, key=lambda choice: choice != shape.default):
        if cursor.pointer[-1] == "kind" and isinstance(choice, str):
            yield _kind(analysis, cursor, choice)
            if lone and cursor.pointer[:-1] in analysis.nodes:
                yield from _kind_and_rest(analysis, cursor, choice)
        else:
            detail = "default" if shape.has_default and choice == shape.default else ""
            yield _value(cursor, choice, detail, shape.description)
    if "boolean" in shape.types and not shape.choices:
        for truth in (True, False):
            detail = "default" if shape.default is truth else ""
            yield _value(cursor, truth, detail, shape.description)
    if cursor.quote:
        return
    if "object" in shape.types and (cursor.style != "block" or cursor.gap.startswith("-")):
        yield from _whole_objects(analysis, cursor, schemas)
    if "array" in shape.types and not shape.choices:
        yield _snippet(analysis, cursor, "[ ]" if cursor.style != "block" else "- ", blank_of(shape), "a list", "")


def _schemas(analysis: Analysis, cursor: Cursor) -> list[Located]:
    return schemas_at(cursor.pointer, analysis.value, analysis.schema) if analysis.schema else []


def _whole_objects(analysis: Analysis, cursor: Cursor, schemas: list[Located]) -> Iterator[Completion]:
    """Whole objects: one for each kind where there are kinds, else one with the keys that it must have."""
    fields = fields_of(schemas, {})
    kinds = next((field for field in fields if field.name == "kind"), None)
    are_nodes = "steps" in cursor.pointer[-2:]
    if not cursor.pointer:
        if analysis.kind == "release-flow" and not analysis.content.strip():
            yield _snippet(analysis, cursor, "release flow", flow_skeleton(), "a flow without steps", "")
        return
    for kind in shape_of(kinds.schemas).choices if kinds is not None else ():
        said = kind_text(kind) if are_nodes else None
        detail, documentation = (said.title, said.description) if said else ("", "")
        yield _snippet(analysis, cursor, kind, kind_skeleton(kind, schemas), detail, documentation)
    if kinds is None and cursor.role == "value":
        yield _snippet(analysis, cursor, "{ }", object_skeleton(schemas, {}), "an object", "")


def _writer(analysis: Analysis, cursor: Cursor) -> tuple[Writer, str]:
    """A writer for the place of the cursor, and the blanks before further lines."""
    writer = Writer(cursor.style, analysis.unit)
    return writer, " " * max(cursor.column - cursor.indent, 0) if cursor.style == "block" else ""


def _filter(cursor: Cursor, text: str) -> str:
    return f"{cursor.quote}{text}{cursor.quote}" if cursor.quote else text


def _key(analysis: Analysis, cursor: Cursor, field: Field, kind: object, names: frozenset[str]) -> Completion:
    shape = shape_of(field.schemas)
    writer, indent = _writer(analysis, cursor)
    detail = type_words(shape) + (" · required" if field.required else "")
    if cursor.followed:
        insert = f"{cursor.quote}{field.name}{cursor.quote}" if cursor.quote else writer.text(field.name)
    else:
        skeleton = field_skeleton(kind, field, names)
        insert = cursor.gap + writer.entry(field.name, skeleton, indent) + ("," if cursor.comma else "")
    return Completion(
        field.name,
        "key",
        detail,
        field_markdown(field),
        cursor.span,
        insert,
        not cursor.followed,
        _filter(cursor, field.name),
    )


def _snippet(
    analysis: Analysis, cursor: Cursor, label: str, skeleton: Skeleton, detail: str, documentation: str
) -> Completion:
    writer, indent = _writer(analysis, cursor)
    tall = cursor.style == "block" and cursor.role == "value" and not cursor.gap.startswith("-")
    if tall and not _begins_item(cursor) and isinstance(skeleton, (dict, list)):
        inner = indent + analysis.unit
        insert = f"\n{inner}" + writer.value(skeleton, inner)
    else:
        insert = cursor.gap + _written(analysis, writer, cursor, skeleton, indent)
    insert += "," if cursor.comma else ""
    return Completion(label, "snippet", detail, documentation, cursor.span, insert, True, _filter(cursor, label))


def _written(analysis: Analysis, writer: Writer, cursor: Cursor, skeleton: Skeleton, indent: str) -> str:
    """An object as a value, or its keys where those are to stand in an object that is there; in lines of their own
    where its brackets are all there is of it."""
    if cursor.role != "key" or cursor.style == "block" or not isinstance(skeleton, Mapping):
        return writer.value(skeleton, indent)
    if cursor.style == "flow":
        return ", ".join(writer.entry(key, value) for key, value in skeleton.items())
    around = (
        analysis.content[cursor.span.start - 1 : cursor.span.start]
        + analysis.content[cursor.span.end : cursor.span.end + 1]
    )
    unit = writer.unit if around == "{}" else ""
    text = ",\n".join(unit + writer.entry(key, value, unit) for key, value in skeleton.items())
    return f"\n{text}\n" if unit else text


def _begins_item(cursor: Cursor) -> bool:
    return bool(cursor.pointer) and isinstance(cursor.pointer[-1], int)


def _kind(analysis: Analysis, cursor: Cursor, kind: str) -> Completion:
    said = kind_text(kind) if cursor.pointer[:-1] in analysis.nodes else None
    detail, documentation = (said.title, said.description) if said else ("", "")
    return _value(cursor, kind, detail, documentation, "kind")


def _kind_and_rest(analysis: Analysis, cursor: Cursor, kind: str) -> Iterator[Completion]:
    """A kind together with the other keys of its node, which has none yet."""
    owner = cursor.pointer[:-1]
    writer, indent = _writer(analysis, cursor)
    rest = rest_of_kind(kind, schemas_at(owner, analysis.value, analysis.schema or ""))
    there = value_at(analysis.value, owner)
    entries = [(key, value) for key, value in rest.items() if not isinstance(there, dict) or key not in there]
    if not entries or cursor.style == "flow":
        return
    joint = f"\n{indent}" if cursor.style == "block" else ",\n"
    insert = joint.join([cursor.gap + writer.text(kind), *(writer.entry(key, value, indent) for key, value in entries)])
    said = kind_text(kind)
    yield Completion(
        f"{kind} …",
        "snippet",
        f"{said.title if said else kind}, with its usual keys",
        said.description if said else "",
        cursor.span,
        insert + ("," if cursor.comma else ""),
        True,
        _filter(cursor, kind),
    )


def _value(cursor: Cursor, value: Any, detail: str, documentation: str, sort: CompletionSort = "value") -> Completion:
    text = value if isinstance(value, str) else {True: "true", False: "false", None: "null"}.get(value, str(value))
    if isinstance(value, str) and (cursor.quote or cursor.style == "json" or not is_plain(value)):
        quote = cursor.quote or '"'
        insert = f"{quote}{text}{quote}"
    else:
        insert = text
    insert = cursor.gap + insert + ("," if cursor.comma else "")
    return Completion(text, sort, detail, documentation, cursor.span, insert, False, _filter(cursor, text))
