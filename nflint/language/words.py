"""What the contract says of a field, in Markdown for people."""

from __future__ import annotations

import json
from typing import Any

from nflint.contract.words import TYPES
from nflint.language.fields import Field, Shape, shape_of

_BOUNDS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minimum": "at least {}",
    "maximum": "at most {}",
    "minItems": "at least {} items",
}
_MOST_CHOICES = 40


def type_words(shape: Shape) -> str:
    """What a value may be, in a few words: `a string`, `true or false`, `one of 5 words`."""
    words: list[str] = []
    if shape.choices:
        listed = [json.dumps(choice, ensure_ascii=False) for choice in shape.choices]
        words.append(" or ".join(listed) if len(listed) <= 3 else f"one of {len(listed)} values")
    else:
        words += [TYPES[name] for name in shape.types if name in TYPES]
    if shape.takes_expressions:
        words.append("an expression")
    return " or ".join(words) or "any value"


def field_markdown(field: Field, value: Any = None) -> str:
    """A field with what it means, the values it takes and their limits."""
    shape = shape_of(field.schemas, value)
    told = "reference page" in shape.description
    note = ["On no current reference page."] if shape.undocumented and not told else []
    head = f"**{field.name}** · {type_words(shape)}{' · required' if field.required else ''}"
    return "\n\n".join([head, *([shape.description] if shape.description else []), *limits(shape), *note])


def limits(shape: Shape) -> list[str]:
    """The values a field takes and what holds for them, each a paragraph."""
    found: list[str] = []
    if len(shape.choices) > 3:
        shown = [f"`{_shown(choice)}`" for choice in shape.choices[:_MOST_CHOICES]]
        more = len(shape.choices) - len(shown)
        found.append(f"Values: {', '.join(shown)}{f' and {more} more' if more > 0 else ''}")
    words = [*shape.patterns, *_bounds(dict(shape.bounds))]
    if words:
        found.append(f"Must be: {'; '.join(words)}")
    if shape.has_default:
        found.append(f"Default: `{_shown(shape.default)}`")
    return found


def _bounds(bounds: dict[str, Any]) -> list[str]:
    least, most = bounds.get("minLength"), bounds.get("maxLength")
    if least is not None and least == most:
        return [f"{least} characters"]
    return [_BOUNDS[name].format(limit) for name, limit in bounds.items()]


def _shown(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def code(text: str) -> str:
    """A text as Markdown shows code: on one line, with no sign that would end it."""
    printable = "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
    fence = "``" if "`" in printable else "`"
    return f"{fence} {printable} {fence}" if fence == "``" else f"`{printable}`"
