"""Finds objects that are written for another kind than the key beside them says, and objects one level too high.

Each is one mistake that the schemas see as several: every key of a registry's origin is unknown to a build's.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from nflint.contract import catalogue, placement
from nflint.contract.explain import Violation
from nflint.contract.words import listed
from nflint.diagnostic import Finding, Named, Place, Pointer, Related, Severity
from nflint.nearest import choices

# The object at the first key has the form that the second key beside it says.
_CHOSEN_BY = {
    "origin": ("type", "nodes/Release.schema.json"),
    "config": ("canaryStrategy", "nodes/RolloutStrategy.schema.json"),
}

# Nothing stands deeper in such an object.
_LEVELS = 3


def settle(violations: Iterable[Violation], document: Any) -> tuple[list[Named], list[Violation]]:
    """The contradictions among `violations`, and the violations that they do not account for."""
    rest = list(violations)
    found: dict[Pointer, Named] = {}
    for violation in rest:
        if violation.keyword != "additionalProperties" or not violation.pointer or violation.pointer in found:
            continue
        named = _teardown(violation) or _contradiction(violation.pointer, document)
        if named is not None:
            found[violation.pointer] = named
    if found:
        rest = [violation for violation in rest if not _accounted_for(violation, found)]
    return list(found.values()), rest


def _accounted_for(violation: Violation, found: dict[Pointer, Named]) -> bool:
    pointer = violation.pointer
    return any(pointer[: len(pointer) - level] in found for level in range(min(_LEVELS, len(pointer))))


def _teardown(violation: Violation) -> Named | None:
    """A `teardownSpec` that is the Workflow itself, where it should hold it."""
    if violation.pointer[-1] != "teardownSpec" or violation.key != "kind":
        return None
    place = Place((*violation.pointer, "kind"), "key")
    message = "'teardownSpec' holds its Workflow in a 'spec' of its own, it is none itself"
    hint = 'write "teardownSpec": {"spec": {"kind": "Workflow", ...}}'
    return "unknown-key", Finding(place, message, hint, severity=Severity.ERROR)


def _contradiction(pointer: Pointer, document: Any) -> Named | None:
    selector, file = _CHOSEN_BY.get(str(pointer[-1]), ("", ""))
    owner = placement.value_at(document, pointer[:-1])
    if not selector or not isinstance(owner, dict) or not isinstance(owner.get(selector), str):
        return None
    said, name = owner[selector], str(pointer[-1])
    forms = _forms(file, selector, name)
    written = owner[name].keys() if isinstance(owner[name], dict) else frozenset()
    fitting = [value for value, keys in forms.items() if written <= keys and value != said]
    if said not in forms or not fitting:
        return None
    strange = [key for key in owner[name] if key not in forms[said]]
    verb = "belongs" if len(strange) == 1 else "belong"
    meant = choices(sorted(fitting))
    message = f"{listed(strange)} {verb} to the '{name}' of {selector} {meant}, not of '{said}'"
    keys = choices(sorted(forms[said])).replace(" or ", " and ")
    hint = f"write {meant} for '{selector}', or give '{name}' the keys {keys}"
    related = Related(Place((*pointer[:-1], selector)), f"the {selector} is given here")
    return "conflicting-keys", Finding(Place((*pointer, strange[0]), "key"), message, hint, (related,))


@lru_cache(maxsize=8)
def _forms(file: str, selector: str, name: str) -> dict[str, frozenset[str]]:
    """The keys of the object `name`, by the value of `selector` that asks for them. Treat the value as frozen."""
    forms: dict[str, frozenset[str]] = {}
    pending = [catalogue.strict(file)]
    while pending:
        schema = pending.pop()
        if isinstance(schema, list):
            pending.extend(schema)
        elif isinstance(schema, dict):
            asked = schema.get("if", {}).get("properties", {}).get(selector, {}).get("const")
            given = schema.get("then", {}).get("properties", {}).get(name)
            if asked and given:
                forms[asked] = frozenset(placement.known([(file, given)], {}))
            pending.extend(schema.values())
    return forms
