"""Single nodes of YAML: where they start behind their properties, and what their tags and scalars mean."""

from __future__ import annotations

import re
from typing import Any

from . import yaml_scalars
from .reading import Problems, shorten
from .yaml_mask import Mask
from .yaml_scalars import Scalar

_PROPERTIES = re.compile(r"(?:(?:!<[^>\s]*>|[&!][^\s,\[\]{}]*)(?:[ \t\r\n]|\#[^\r\n]*)*)+")
_TAG = re.compile(r"(?:&[^\s,\[\]{}]*(?:[ \t\r\n]|\#[^\r\n]*)*)?(!<[^>\s]*>|![^\s,\[\]{}]*)")
_SURROGATE = re.compile(r"[\ud800-\udfff]")
_STANDARD = "tag:yaml.org,2002:"
_RESOLVED = frozenset(("str", "int", "float", "bool", "null", "timestamp"))


def content_start(content: str, event: Any) -> int:
    """Where a node starts behind its anchor and tag."""
    start: int = event.start_mark.index
    if event.anchor is None and event.tag is None:
        return start
    match = _PROPERTIES.match(content, start)
    return match.end() if match else start


def extent(content: str, event: Any) -> tuple[int, int]:
    """Where a scalar stands: without its properties, and without the blank lines behind a block scalar."""
    end: int = event.end_mark.index
    start = event.start_mark.index
    if event.anchor is not None or event.tag is not None:
        start = min(content_start(content, event), end)
    if event.style and event.style in "|>":
        end = start + len(content[start:end].rstrip(" \t\r\n"))
    return start, end


def check_tag(content: str, event: Any, standard: str, problems: Problems) -> None:
    """Report the tag of a collection that is not the one it has anyway."""
    if event.tag not in (None, "!", _STANDARD + standard):
        _unknown(content, event, problems)


def _unknown(content: str, event: Any, problems: Problems) -> None:
    start = event.start_mark.index
    match = _TAG.match(content, start)
    begin, end = match.span(1) if match else (start, start + 1)
    message = f"the tag '{shorten(content[begin:end])}' has no meaning in a template"
    problems.add("unknown-tag", begin, end, message, "remove the tag")


def resolve(content: str, mask: Mask, event: Any, problems: Problems) -> Scalar:
    """The value of a scalar event, and what is to be said about it."""
    text = event.value
    if mask.back or mask.escape:
        text = mask.unmask(text, content[event.start_mark.index : event.end_mark.index])
        if event.style == '"' and (lone := _lone_surrogate(text)):
            return Scalar(text, "lone-surrogate", lone, "write both halves of the pair, or the character")
    tag = event.tag
    if tag is None:
        return Scalar(text) if event.style else yaml_scalars.resolve(text)
    if tag == "!":
        return Scalar(text)
    name = tag.removeprefix(_STANDARD)
    if name == tag or name not in _RESOLVED:
        _unknown(content, event, problems)
        return Scalar(text)
    return _tagged(event, name, text, problems)


def _lone_surrogate(text: str) -> str:
    """What is to be said about half a character in a text; empty when there is none."""
    match = _SURROGATE.search(text)
    return f"the surrogate U+{ord(match.group()):04X} stands alone, which is not a character" if match else ""


def _tagged(event: Any, name: str, text: str, problems: Problems) -> Scalar:
    value: object = None
    if name == "str":
        return Scalar(text)
    if name == "int":
        value = yaml_scalars.integer(text)
    elif name == "float":
        value = yaml_scalars.decimal(text)
    elif name == "timestamp":
        value = yaml_scalars.timestamp(text)
    elif name == "bool":
        value = yaml_scalars.boolean(text)
    elif yaml_scalars.is_null(text):
        return Scalar(None)
    if value is None:
        start, end = event.start_mark.index, event.end_mark.index
        message = f"'{shorten(text)}' is not a value for the tag '!!{name}'"
        problems.add("syntax-error", start, end, message, "remove the tag")
        return Scalar(text)
    return Scalar(value)
