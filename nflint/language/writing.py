"""Values as snippets of JSON and YAML: with places to fill in, quotes, commas and indentation as they are needed.

The syntax of snippets is that of the Language Server Protocol 3.17.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from nflint.source.yaml_scalars import resolve

_SPECIAL = re.compile(r"[\\$}]")
_CHOICE = re.compile(r"[\\$},|]")
_PLAIN = re.compile(r"[A-Za-z0-9_./][A-Za-z0-9_./ -]*\Z")


class Blank(NamedTuple):
    """A place to fill in: `words` stand there at first, or `choices` are offered. `quoted` for what is a text."""

    words: str = ""
    choices: tuple[str, ...] = ()
    quoted: bool = True


Skeleton: TypeAlias = "Blank | str | bool | int | Mapping[str, Skeleton] | Sequence[Skeleton]"
"""A value with blanks in it."""


class Writer:
    """Writes skeletons as snippets, in one of the ways that a document is written in; counts the blanks."""

    def __init__(self, style: str, unit: str = "  ") -> None:
        self.style = style
        self.unit = unit
        self.blanks = 0

    def value(self, skeleton: Skeleton, indent: str = "") -> str:
        """The snippet of a value whose first line begins where the cursor is; further ones are indented by `indent`
        and more."""
        if isinstance(skeleton, Blank):
            # Only YAML by lines can have nothing as a value.
            is_nothing = not (skeleton.words or skeleton.choices or skeleton.quoted or self.style == "block")
            return self._blank(skeleton._replace(words="null") if is_nothing else skeleton)
        if isinstance(skeleton, Mapping):
            return self._mapping(skeleton, indent)
        if isinstance(skeleton, str):
            return escaped(self.text(skeleton))
        if isinstance(skeleton, (bool, int)):
            return json.dumps(skeleton)
        return self._list(skeleton, indent)

    def text(self, text: str) -> str:
        """A text as a value: in quotes where they are needed."""
        if self.style != "json" and is_plain(text):
            return text
        return json.dumps(text, ensure_ascii=False)

    def entry(self, key: str, skeleton: Skeleton, indent: str = "") -> str:
        """A key with its value."""
        name = escaped(self.text(key))
        if self.style == "block" and self._is_tall(skeleton):
            if isinstance(skeleton, Mapping):
                return f"{name}:\n{indent}{self.unit}{self._mapping(skeleton, indent + self.unit)}"
            return f"{name}:\n{indent}{self.unit}{self.value(skeleton, indent + self.unit)}"
        return f"{name}: {self.value(skeleton, indent)}"

    def _is_tall(self, skeleton: Skeleton) -> bool:
        return isinstance(skeleton, (Mapping, list, tuple)) and not isinstance(skeleton, Blank)

    def _mapping(self, skeleton: Mapping[str, Skeleton], indent: str) -> str:
        if self.style == "block":
            entries = [self.entry(key, value, indent) for key, value in skeleton.items()]
            return f"\n{indent}".join(entries) if entries else self._blank(Blank(quoted=False))
        if not skeleton:
            return f"{{{self._blank(Blank(quoted=False))}}}"
        if self.style == "flow":
            return "{ " + ", ".join(self.entry(key, value) for key, value in skeleton.items()) + " }"
        inner = indent + self.unit
        entries = [self.entry(key, value, inner) for key, value in skeleton.items()]
        return "{\n" + inner + f",\n{inner}".join(entries) + f"\n{indent}}}"

    def _list(self, skeleton: Sequence[Skeleton], indent: str) -> str:
        if self.style == "block":
            items = [f"- {self.value(item, indent + '  ')}" for item in skeleton]
            return f"\n{indent}".join(items) if items else f"- {self._blank(Blank(quoted=False))}"
        if not skeleton:
            return f"[{self._blank(Blank(quoted=False))}]"
        return "[" + ", ".join(self.value(item, indent) for item in skeleton) + "]"

    def _blank(self, blank: Blank) -> str:
        self.blanks += 1
        number = self.blanks
        if blank.choices:
            inner = f"${{{number}|{','.join(_CHOICE.sub(_backslash, choice) for choice in blank.choices)}|}}"
            quoted = blank.quoted and (self.style == "json" or not all(map(is_plain, blank.choices)))
            return f'"{inner}"' if quoted else inner
        inner = f"${{{number}:{_SPECIAL.sub(_backslash, blank.words)}}}" if blank.words else f"${number}"
        quoted = blank.quoted and (self.style == "json" or (blank.words != "" and not is_plain(blank.words)))
        return f'"{inner}"' if quoted else inner


def _backslash(found: re.Match[str]) -> str:
    return "\\" + found.group()


def escaped(text: str) -> str:
    """A text within a snippet, outside of its places to fill in."""
    return text.replace("\\", "\\\\").replace("$", "\\$")


def is_plain(text: str) -> bool:
    """Whether YAML reads the text as itself without quotes, in brackets too."""
    return _PLAIN.match(text) is not None and not text.endswith(" ") and isinstance(resolve(text).value, str)


def plain(snippet: str) -> str:
    """What a snippet leaves in the text when nothing is filled in: the first of several choices, and no words."""
    text = re.sub(r"\$\{\d+\|((?:[^\\,|]|\\.)*)[^}]*\|\}", r"\1", snippet)
    text = re.sub(r"\$\{\d+:((?:[^\\}]|\\.)*)\}", r"\1", text)
    text = re.sub(r"(?<!\\)\$\d+", "", text)
    return re.sub(r"\\([\\$},|])", r"\1", text)
