"""Damages texts the way accidents and attackers do: bytes, tokens, values, brackets, odd characters, other formats.

Every function takes its randomness from the `random.Random` it is given, so a seed is enough to repeat a document.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from typing import Any

import yaml

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{},:]|[^\s\[\]{},:"]+|\s+|.', re.DOTALL)
_LONGEST = 120_000

# What means something to one of the readers, and what a terminal or an editor trips over.
PIECES = (
    "NaN", "-Infinity", "1e999", "-0", "0x1f", "1_000", "012", "0o17", "1:30", "2024-01-02", "1e3", ".5", "9" * 25,
    "true", "null", "no", "~", "${", "}", "${args.X}", "${refs.a.b", "{{", "}}", "<<: *a", "&a ", "*a", "*b ",
    "!!python/object:os.system ", "!Ref ", "!!str ", "!!binary ", "---\n", "...\n", "%YAML 9.9\n---\n", "? ", ": ",
    "- ", "\t", "//", "/*", "*/", "#", "'", '"', '"""', "\\", "\\u0000", "\\ud83d", "\\ude80", "|\n", ">-\n", "|9\n",
    "\ufeff", "\x00", "\x1b[2J", "\x7f", "\x85", "\u2028", "\u2029", "\u202e", "\u200d", "\u0301", "\U0001f680",
    "\ud83d", "\udc00", "\uffff", "\U0010ffff", "\r", "\r\n", "\n", "\n\n  ", "ﬀ", "İ", "…", "“", "”", ",", ",,", ";",
    "=", "@", "`", '{"kind":', '"kind": "Workflow"', '"data": ', '"spec": {', '"$schema": "x"', '"": ""', '"~1/": 0',
)  # fmt: skip

SCALARS: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 1.0, 0.5, 1e300, -(10**15), 2**53, 2**64, 10**400, float("inf"), float("nan"), "", " ",
    "a", "${args.A}", "${", "$" * 400, "${" * 300, "}" * 300, "main\n", "a\u0000b", "\U0001f680" * 60, "\ud83d",
    "v1.2", "v1", "Workflow", "workflow", "parallel", "2021-01-01T12:00:00Z", "2021-13-45 99:00", "https://github.com/a",
    "git@github.com:a/b.git", "/" * 300, "a" * 3000, "-" * 300, [], {}, [[]], {"": {}}, [None], {"kind": 3},
    {"kind": "Workflow", "spec": {"type": "sequential", "steps": []}}, {"spec": {"spec": {"spec": []}}},
)  # fmt: skip


def damaged(originals: Sequence[str], source: random.Random) -> str | bytes:
    """One damaged text: an original with one to four kinds of damage, now and then as bytes."""
    text = source.choice(originals)
    changes = source.choices(_WAYS, weights=_WEIGHTS, k=source.choice((1, 1, 1, 2, 2, 3, 4)))
    for change in changes:
        text = change(text, originals, source)[:_LONGEST]
    roll = source.random()
    if roll < 0.7:
        return text
    data = text.encode("utf-8", "surrogatepass")
    if roll < 0.74:
        return text.encode(source.choice(("utf-16", "utf-16-le", "utf-32", "utf-8-sig")), "surrogatepass")
    return flipped(data, source) if roll < 0.9 else data


def flipped(data: bytes, source: random.Random) -> bytes:
    """`data` with a few bits turned."""
    changed = bytearray(data)
    for _ in range(source.randint(1, 6) if changed else 0):
        changed[source.randrange(len(changed))] ^= 1 << source.randrange(8)
    return bytes(changed)


def _tokens(text: str, originals: Sequence[str], source: random.Random) -> str:
    """Leaves out, repeats or swaps tokens."""
    tokens = _TOKEN.findall(text)
    for _ in range(source.randint(1, 5)):
        if not tokens:
            break
        at = source.randrange(len(tokens))
        roll = source.random()
        if roll < 0.45:
            del tokens[at : at + source.choice((1, 1, 1, 2, 8))]
        elif roll < 0.7:
            tokens[at:at] = tokens[at : at + source.choice((1, 1, 3, 20))]
        elif roll < 0.85:
            other = source.randrange(len(tokens))
            tokens[at], tokens[other] = tokens[other], tokens[at]
        else:
            tokens[at] = source.choice(_TOKEN.findall(source.choice(originals)) or [""])
    return "".join(tokens)


def _pieces(text: str, originals: Sequence[str], source: random.Random) -> str:
    """Puts in something that means something to a reader."""
    for _ in range(source.randint(1, 4)):
        at = source.randint(0, len(text))
        text = text[:at] + source.choice(PIECES) * source.choice((1, 1, 1, 2, 30)) + text[at:]
    return text


def _splice(text: str, originals: Sequence[str], source: random.Random) -> str:
    """The beginning of one document and the end of another."""
    other = source.choice(originals)
    return text[: source.randint(0, len(text))] + other[source.randint(0, len(other)) :]


def _cut(text: str, originals: Sequence[str], source: random.Random) -> str:
    """A stretch of the text is gone, often all of its end."""
    start = source.randint(0, len(text))
    return text[:start] + ("" if source.random() < 0.5 else text[source.randint(start, len(text)) :])


def _storm(text: str, originals: Sequence[str], source: random.Random) -> str:
    """Brackets, quotes or dashes by the hundred."""
    at = source.randint(0, len(text))
    storm = source.choice(
        ("[", "]", "{", "}", '{"a":', "[{", '"', "'", "- ", "? ", "&a [", "${", "(", "\\", "!", "#\n", " ")
    )
    return text[:at] + storm * source.choice((5, 60, 127, 128, 129, 500, 3000)) + text[at:]


def _characters(text: str, originals: Sequence[str], source: random.Random) -> str:
    """Characters turn into others: neighbours, any of Unicode, or line ends of another system."""
    if source.random() < 0.2:
        return text.replace("\n", source.choice(("\r\n", "\r", "\u2028", "\x85", "\n\n", " ")))
    characters = list(text)
    for _ in range(source.randint(1, 8) if characters else 0):
        at = source.randrange(len(characters))
        roll = source.random()
        if roll < 0.4:
            characters[at] = chr(source.randrange(0x20, 0x7F))
        elif roll < 0.7:
            characters[at] = chr(min(ord(characters[at]) ^ (1 << source.randrange(7)), 0x10FFFF))
        else:
            characters[at] = chr(source.choice((source.randrange(0x20), source.randrange(0x110000))))
    return "".join(characters)


def _values(text: str, originals: Sequence[str], source: random.Random) -> str:
    """Values, keys and whole branches change, and the document is written anew."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    holders = _holders(value)
    for _ in range(source.choice((1, 1, 2, 3, 6))):
        if holders:
            _change(source.choice(holders), holders, source)
    try:
        return json.dumps(value, indent=source.choice((None, 2, 4)), ensure_ascii=source.random() < 0.5)
    except (ValueError, RecursionError):  # A branch was put below itself.
        return text


def _holders(value: Any) -> list[Any]:
    found: list[Any] = []
    pending = [value]
    while pending:
        here = pending.pop()
        if isinstance(here, (dict, list)):
            found.append(here)
            pending.extend(here.values() if isinstance(here, dict) else here)
    return found


def _change(holder: Any, holders: Sequence[Any], source: random.Random) -> None:
    keys = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    new = source.choice(SCALARS) if source.random() < 0.7 else source.choice(holders)
    roll = source.random()
    if not keys or roll < 0.15:
        name = source.choice(("kind", "spec", "steps", "ref", "type", "", "a/b~", "on", "\u202ekey", "response"))
        holder.update({name: new}) if isinstance(holder, dict) else holder.insert(source.randint(0, len(keys)), new)
        return
    key = source.choice(keys)
    if roll < 0.4:
        del holder[key]
    elif roll < 0.55 and isinstance(holder, dict):
        holder[_misspelt(key, source)] = holder.pop(key)
    else:
        holder[key] = new


def _misspelt(word: str, source: random.Random) -> str:
    at = source.randint(0, len(word))
    return source.choice(
        (word.upper(), word[:at] + word[at + 1 :], word[:at] + "x" + word[at:], word[::-1], word + " ")
    )


def _as_yaml(text: str, originals: Sequence[str], source: random.Random) -> str:
    """The same document in YAML, in one of its many styles; objects that are the same one become aliases."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    holders = _holders(value)
    if holders and source.random() < 0.3:
        _change(source.choice(holders), holders, source)
    try:
        return yaml.dump(
            value,
            Dumper=yaml.CSafeDumper if source.random() < 0.8 and hasattr(yaml, "CSafeDumper") else yaml.SafeDumper,
            default_flow_style=source.choice((False, False, None, True)),
            default_style=source.choice((None, None, None, '"', "'", "|", ">")),
            allow_unicode=source.random() < 0.5,
            width=source.choice((20, 80, 10_000)),
            sort_keys=False,
        )
    except (RecursionError, UnicodeError, yaml.YAMLError):
        return text


_Way = Callable[[str, Sequence[str], random.Random], str]
_WEIGHTED: dict[_Way, int] = {
    _tokens: 5, _values: 6, _as_yaml: 5, _pieces: 4, _characters: 3, _splice: 2, _cut: 2, _storm: 2,
}  # fmt: skip
_WAYS, _WEIGHTS = tuple(_WEIGHTED), tuple(_WEIGHTED.values())
