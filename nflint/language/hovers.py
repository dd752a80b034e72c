"""What an editor shows of what the mouse is over: a field, a kind of node, a name or a function of an expression."""

from __future__ import annotations

from nflint.contract import catalogue
from nflint.contract.placement import applying, schemas_at, value_at
from nflint.diagnostic import Pointer
from nflint.expression.parser import parse
from nflint.flow.model import Node, Trigger
from nflint.language.analysis import Analysis
from nflint.language.expression_hovers import argument_markdown, expression_hover, owner_markdown
from nflint.language.fields import Field, fields_at, kind_text
from nflint.language.items import Hover
from nflint.language.names import outputs_of
from nflint.language.places import Spot, decoded_offset, part, spot_at
from nflint.language.words import code, field_markdown
from nflint.redaction import without_written


def hover(analysis: Analysis, offset: int) -> Hover | None:
    """What there is to say about the key, value or name at `offset`; None for nothing. Shows no credential."""
    if analysis.kind is None:
        return None
    spot = spot_at(analysis, analysis.inner(offset))
    if spot is None or spot.span.start == spot.span.end:
        return None
    found = _in_expression(analysis, spot, analysis.inner(offset)) or _of_spot(analysis, spot)
    if found is None:
        return None
    return Hover(analysis.outer(found.span), without_written(found.markdown))


def _in_expression(analysis: Analysis, spot: Spot, offset: int) -> Hover | None:
    """The name or call at `offset`, if that is in an expression of the string."""
    value = spot.pointer[-1] if spot.anchor == "key" and spot.pointer else value_at(analysis.value, spot.pointer)
    if not isinstance(value, str) or "${" not in value or not analysis.has_wiring:
        return None
    at = decoded_offset(analysis, spot, offset)
    expression = next((one for one in parse(value) if at is not None and one.start <= at < one.end), None)
    if expression is None or at is None:
        return None
    found = expression_hover(analysis, spot.pointer, expression, at)
    if found is None:
        return None
    start, end, markdown = found
    span = part(analysis, spot, start, end)
    return None if span is None else Hover(span, markdown)


def _of_spot(analysis: Analysis, spot: Spot) -> Hover | None:
    pointer = spot.pointer
    if not pointer:
        return None
    named = _named(analysis, spot)
    if named is not None:
        return Hover(spot.span, named)
    value = value_at(analysis.value, pointer)
    if spot.anchor == "value" and pointer[-1] == "kind" and isinstance(value, str):
        markdown = _kind_markdown(analysis, pointer[:-1], value)
        if markdown is not None:
            return Hover(spot.span, markdown)
    owner = pointer if isinstance(pointer[-1], str) else pointer[:-1]
    if not owner or not isinstance(owner[-1], str):
        return None
    field = _field(analysis, owner)
    if field is None:
        return None
    return Hover(spot.span, field_markdown(field, value_at(analysis.value, owner)))


def _field(analysis: Analysis, pointer: Pointer) -> Field | None:
    """The field whose key is the last name of `pointer`; also one that no current page has, if it is described."""
    owner, name = pointer[:-1], str(pointer[-1])
    value = value_at(analysis.value, owner)
    found = next((field for field in fields_at(analysis, owner, value) if field.name == name), None)
    if found is not None or analysis.schema is None:
        return found
    for file, schema in applying(schemas_at(owner, analysis.value, analysis.schema), value):
        said = schema.get("properties", {}).get(name) if isinstance(schema, dict) else None
        if isinstance(said, dict) and catalogue.FORBIDDEN in said and "description" in said:
            return Field(name, False, [(file, said)])
    return None


def _named(analysis: Analysis, spot: Spot) -> str | None:
    """What there is to say about a ref or an argument where it is declared."""
    if not analysis.has_wiring:
        return None
    pointer = spot.pointer
    scope = analysis.scope_at(pointer)
    start = (*scope.pointer, "arguments")
    if pointer[: len(start)] == start and len(pointer) == len(start) + 1:
        return argument_markdown(analysis, scope, str(pointer[-1]))
    owner: Node | Trigger | None = None
    if spot.anchor == "value" and pointer[-1] == "ref":
        owner = next((one for one in scope.flow.owners if one.pointer == pointer[:-1]), None)
    elif spot.anchor == "value" and pointer[-1] == "nodeRef":
        owner = scope.owner(str(value_at(analysis.value, pointer)), None, None)
    return None if owner is None else owner_markdown(analysis, owner, None)


def _kind_markdown(analysis: Analysis, owner: Pointer, kind: str) -> str | None:
    """What nodes of a kind do and give."""
    node = analysis.nodes.get(owner) if analysis.has_wiring else None
    said = kind_text(kind) if node is not None else None
    if node is None or said is None:
        return None
    known = list(outputs_of(node))
    outputs = f"Outputs: {', '.join(map(code, known))}" if known else ""
    reads = f"Read them with `${{refs.{node.ref}.<output>}}`" if node.ref else "Give it a `ref` to read them"
    title = "" if said.title == kind else f" · {said.title}"
    parts = [f"**{kind}**{title}", said.description, f"{outputs}. {reads}." if outputs else ""]
    return "\n\n".join(part for part in parts if part)
