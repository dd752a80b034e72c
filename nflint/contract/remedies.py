"""Mends values that the contract refuses, where it is certain, or at least likely, what they were meant to be.

What such a value is called, and what the hint says, is made in `nflint.contract.wording`. A fix puts nothing in place
that the contract refuses as well.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from nflint.contract.accept import accept_value
from nflint.contract.explain import Violation
from nflint.contract.kinds import MISNAMED_KINDS, OTHER_KINDS
from nflint.contract.synonyms import meant_value
from nflint.contract.words import BOOLEANS, amount_of, quoted, show
from nflint.diagnostic import Fix, Place
from nflint.nearest import nearest, same

_VERSION = "v1.2"
# The same version, as other tools write theirs.
_VERSIONS = frozenset({"1", "1.0", "1.1", "1.2", "1.2.0"})

# One word: what has blanks or commas in it may be a list already, in another notation.
_WORD = re.compile(r"[^\s,;\[\]{}\"']{1,200}")


def version_fix(violation: Violation) -> Fix:
    """Another `apiVersion` becomes the one there is; surely so where only its notation differs."""
    written = str(violation.instance).strip().lower().removeprefix("v").strip()
    return Fix.write(Place(violation.pointer), _VERSION, safe=written in _VERSIONS)


def type_fix(violation: Violation, names: Sequence[str]) -> Fix | None:
    """A number becomes a text, a text a number, a value a list, where that is all that is wrong with it."""
    instance, pointer = violation.instance, violation.pointer
    for name in names:
        made, safe = _converted(instance, name, pointer[-1] if pointer else "")
        if made is not None and accept_value(violation.schema, made):
            title = f"write {quoted(made, ('true', 'false'))}" if made in ("true", "false") else ""
            return Fix.write(Place(pointer), made, safe=safe, title=title)
    return None


def _converted(instance: Any, name: str, field: str | int) -> tuple[Any, bool]:
    """`instance` as a value of the type, None where there is none, and whether it is certain that it was meant."""
    if name == "string" and isinstance(instance, (bool, int)) and show(instance) != "the number":
        return show(instance), True
    if not isinstance(instance, str):
        return None, False
    text = instance.strip()
    if name == "boolean":
        meant = BOOLEANS.get(text.lower())
        return (None, False) if meant is None else (meant == "true", text.lower() == meant)
    if name in ("integer", "number"):
        return amount_of(text, str(field)), text.isdecimal()
    if name == "array" and _WORD.fullmatch(instance):
        return [instance], True
    return None, False


def enum_fix(violation: Violation, values: Sequence[Any]) -> Fix | None:
    """A text becomes the value that it differs from in its notation, or the likeliest of all `values`."""
    instance = violation.instance
    words = [value for value in values if isinstance(value, str)]
    if not isinstance(instance, str) or not words:
        return None
    certain = same(instance, words)
    switch = set(words) == {"true", "false"}
    meant = certain or (BOOLEANS.get(instance.strip().lower()) if switch else nearest(instance, words))
    meant = meant or (None if switch else meant_value(instance, words))
    if meant is None or not accept_value(violation.schema, meant):
        return None
    title = f"write {quoted(meant, words)}"
    return Fix.replace(violation.pointer, instance, meant, safe=certain is not None, title=title)


def kind_fix(violation: Violation, kinds: Sequence[str]) -> Fix | None:
    """A kind becomes the one that it differs from in its notation, or the one that the hint asks about.

    The kinds of other documents describe something else, so that more than the kind has to be written then.
    """
    kind = violation.instance
    if not isinstance(kind, str) or kind in OTHER_KINDS:
        return None
    certain = same(kind, kinds)
    meant = certain or meant_kind(kind, kinds)
    return Fix.replace(violation.pointer, kind, meant, safe=certain is not None) if meant else None


def meant_kind(kind: str, kinds: Sequence[str]) -> str | None:
    """The one of `kinds` that is meant by a word that is none."""
    near, known_as = same(kind, kinds) or nearest(kind, kinds), MISNAMED_KINDS.get(kind.lower())
    return known_as if known_as in kinds and (near is None or kind in OTHER_KINDS) else near
