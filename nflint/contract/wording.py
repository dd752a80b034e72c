"""Turns what the contract refuses into findings: grades each violation and says it so that a person can act on it.

Which values break which keyword is the business of `nflint.contract.explain`; how a value of one field usually
goes wrong is in `nflint.contract.advice`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nflint.contract import catalogue
from nflint.contract.advice import Advice, advise
from nflint.contract.explain import Violation, explain
from nflint.contract.kinds import MISNAMED_KINDS, OTHER_KINDS, belongs_to, step_kinds
from nflint.contract.nearest import choices, nearest
from nflint.contract.patterns import compile_accept
from nflint.contract.timestamps import parse
from nflint.contract.words import TYPES, article, field_name, owner_name, show, type_hint
from nflint.diagnostic import Finding, Place, Pointer, Severity

Named = tuple[str, Finding]

_DROPPED = "Northflank drops it without a word"

# Keys of the API's answers that people leave in a template they have fetched.
_ANSWER_KEYS = frozenset(
    """
    id status createdAt updatedAt startedAt concluded concludedAt stage paused refs concurrencyPolicy
    """.split()  # noqa: SIM905 - a word list
)


def contract_findings(
    schema_name: str, value: object, contract: catalogue.Revision, *, complete: bool = True
) -> Iterator[Named]:
    """What the contract has to say about `value`: names of checks with their findings, one for each mistake.

    `complete` is false for a document that could be read only in part: then nothing is said to be missing.
    """
    violations = list(explain(schema_name, value))
    missing: dict[Pointer, list[str]] = {}
    for violation in violations:
        if violation.keyword == "required" and violation.key is not None:
            missing.setdefault(violation.pointer, []).append(violation.key)
    # A key that is one slip away from a missing one is that key: one mistake, one diagnostic.
    meant: dict[tuple[Pointer, str], str] = {}
    for violation in violations:
        if violation.keyword == "additionalProperties" and violation.key is not None:
            wanted = nearest(violation.key, missing.get(violation.pointer, ()))
            if wanted is not None:
                meant[violation.pointer, violation.key] = wanted
                missing[violation.pointer].remove(wanted)
    for violation in violations:
        if violation.keyword == "required":
            if complete and violation.key in missing[violation.pointer]:
                yield _missing(violation, contract)
        elif violation.keyword == "additionalProperties":
            yield _unknown_key(violation, meant.get((violation.pointer, violation.key or "")), schema_name)
        elif violation.instance is None and not complete:
            continue  # Where reading broke off there is no value, and that has been said.
        elif violation.keyword == catalogue.FORBIDDEN:
            yield _forbidden(violation)
        else:
            yield _value(violation, contract)


def _tolerated(violation: Violation, contract: catalogue.Revision, what: Any) -> bool:
    schema = violation.schema
    notes = schema.get(catalogue.TOLERATED, {}) if isinstance(schema, dict) else {}
    return any(which == contract and value == what for which, value in notes.get(violation.keyword, ()))


def _missing(violation: Violation, contract: catalogue.Revision) -> Named:
    key = violation.key or ""
    tolerated = _tolerated(violation, contract, key)
    properties = violation.schema.get("properties", {}) if isinstance(violation.schema, dict) else {}
    return (
        "missing-key",
        Finding(
            Place(violation.pointer, "key"),
            f"{owner_name(violation.pointer, violation.instance)} has no '{key}'",
            _missing_hint(key, properties.get(key)),
            severity=Severity.WARNING if tolerated else None,
        ),
    )


def _missing_hint(key: str, schema: Any) -> str:
    values = schema.get("enum") if isinstance(schema, dict) else None
    if key == "apiVersion":
        return 'add "apiVersion": "v1.2"'
    if values:
        return f"add '{key}', which is {choices(values)}"
    return f"add '{key}'"


def _unknown_key(violation: Violation, meant: str | None, schema_name: str) -> Named:
    key = violation.key or ""
    owner = owner_name(violation.pointer, violation.instance)
    known = [name for name in violation.schema["properties"] if name not in violation.instance]
    if meant is not None:
        message = f"{owner} has '{key}' where the required key '{meant}' is meant"
        finding = Finding(Place((*violation.pointer, key), "key"), message, f"write '{meant}'", severity=Severity.ERROR)
        return "unknown-key", finding
    near = nearest(key, known)
    if near is not None:
        hint = f"did you mean '{near}'?"
    elif not violation.pointer and key in _ANSWER_KEYS and schema_name == "release-flow.schema.json":
        hint = "it belongs to the answers of the API, not to a template: remove it"
    elif known:
        hint = f"remove it, or use a key that is known here: {choices(known, near=key)}"
    else:
        hint = "remove it"
    return (
        "unknown-key",
        Finding(Place((*violation.pointer, key), "key"), f"unknown key '{key}' in {owner}, {_DROPPED}", hint),
    )


def _forbidden(violation: Violation) -> Named:
    key = str(violation.pointer[-1])
    place = Place(violation.pointer, "key")
    if violation.expected:
        return (
            "undocumented-key",
            Finding(place, f"'{key}' is known from practice but on no page of the reference", ""),
        )
    if key in ("settings", "response"):
        return (
            "misplaced-key",
            Finding(
                place,
                f"'{key}' belongs to the nodes of a run, not to a template",
                f"remove it: {_DROPPED}",
            ),
        )
    return (
        "conflicting-keys",
        Finding(place, f"'{key}' cannot be given together with 'internal'", "keep one of the two"),
    )


def _value(violation: Violation, contract: catalogue.Revision) -> Named:
    """The finding about a value that breaks one keyword."""
    schema = violation.schema
    expected = violation.expected
    narrowed = schema.get(catalogue.NARROWED, {}) if isinstance(schema, dict) else {}
    if violation.keyword in narrowed:
        _, base = narrowed[violation.keyword]
        if _fits(violation.keyword, base, violation.instance):
            if contract == "current":
                return _newer(violation)
        elif contract == "current":
            expected = base
    if violation.pointer and violation.pointer[-1] == "apiVersion" and violation.keyword in ("enum", "type"):
        return _api_version(violation, contract)
    handler = _HANDLERS.get(violation.keyword, _other)
    return handler(violation, expected)


def _fits(keyword: str, expected: Any, instance: Any) -> bool:
    if keyword == "enum":
        return instance in expected
    return isinstance(instance, str) and compile_accept(expected)(instance) is not None


def _newer(violation: Violation) -> Named:
    return (
        "newer-value",
        Finding(
            Place(violation.pointer),
            f"{show(violation.instance)} is a newer value of {field_name(violation.pointer)}, "
            "the founding page of the reference does not know it",
            "",
        ),
    )


def _api_version(violation: Violation, contract: catalogue.Revision) -> Named:
    tolerated = _tolerated(violation, contract, violation.instance)
    if tolerated:
        message = "'v1' is an old apiVersion, which Northflank still reads"
    else:
        message = f"{show(violation.instance)} is not an apiVersion of Northflank"
    finding = Finding(
        Place(violation.pointer),
        message,
        'write "v1.2"',
        severity=Severity.WARNING if tolerated else None,
    )
    return "api-version", finding


def _type(violation: Violation, expected: Any) -> Named:
    names = [expected] if isinstance(expected, str) else expected
    field = field_name(violation.pointer)
    return (
        "wrong-type",
        Finding(
            Place(violation.pointer),
            f"{field} must be {' or '.join(TYPES[name] for name in names)}, not {article(violation.instance)}",
            type_hint(names[0], violation.instance, violation.pointer),
        ),
    )


def _enum(violation: Violation, expected: Any) -> Named:
    values = [expected] if violation.keyword == "const" else list(expected)
    if violation.pointer and violation.pointer[-1] == "kind" and "Workflow" in values:
        return _kind(violation, values)
    instance = violation.instance
    field = field_name(violation.pointer)
    if isinstance(instance, str) and "${" in instance:
        return "unknown-value", Finding(
            Place(violation.pointer), f"{field} takes no expression", f"write {choices(values)}"
        )
    near = nearest(instance, values) if isinstance(instance, str) else None
    if near is not None and len(values) > 1:
        hint = f"did you mean '{near}'? it takes {choices(values, near=instance)}"
    else:
        hint = f"write {choices(values)}"
    return "unknown-value", Finding(Place(violation.pointer), f"{show(instance)} is not a value of {field}", hint)


def _kind(violation: Violation, values: list[str]) -> Named:
    kind = violation.instance
    place = Place(violation.pointer)
    if values == ["Workflow"]:
        where = "teardownSpec" if "teardownSpec" in violation.pointer else "spec"
        return "root-not-workflow", Finding(
            place,
            f"the root of '{where}' must be a Workflow, not {show(kind)}",
            "put the node into the 'steps' of a Workflow",
        )
    near = nearest(kind, values) if isinstance(kind, str) else None
    known_as = MISNAMED_KINDS.get(kind.lower()) if isinstance(kind, str) else None
    if known_as in values and (near is None or kind in OTHER_KINDS):
        near = known_as
    others = belongs_to(kind) if isinstance(kind, str) else None
    hint = f"did you mean '{near}'?" if near else f"the kinds are {choices(values)} and {len(values) - 5} more"
    if kind in step_kinds():
        message = f"a {kind} node cannot stand in a teardown"
        hint = f"a teardown takes {choices(values, near=str(kind), limit=9)}"
    elif others is not None:
        message = f"'{kind}' is a node kind of {others}, not of release flows"
        if near:
            hint = f"a release flow works with what is there already: did you mean '{near}'?"
    else:
        message = f"{show(kind)} is not a node kind of release flows"
        if near and kind.lower() == near.lower():
            hint = f"write '{near}'"
    return "unknown-kind", Finding(place, message, hint)


def _pattern(violation: Violation, expected: Any) -> Named:
    search = compile_accept(expected)
    words = violation.schema.get("title", "")
    advice = advise(violation.pointer, violation.instance, lambda text: search(text) is not None, words)
    return "malformed-value", _advised(violation.pointer, advice)


def _advised(pointer: Pointer, advice: Advice) -> Finding:
    return Finding(Place(pointer, start=advice.start, end=advice.end), advice.message, advice.hint)


def _length(violation: Violation, expected: Any) -> Named:
    instance, field = violation.instance, field_name(violation.pointer)
    length = len(instance)
    least, most = violation.schema.get("minLength"), violation.schema.get("maxLength")
    amount = f"{length} character{'s' if length != 1 else ''}"
    if "${" in instance:
        return "wrong-length", Finding(
            Place(violation.pointer), f"{field} takes no expression", "write the value itself"
        )
    if not length:
        return "wrong-length", Finding(Place(violation.pointer), f"{field} is empty", f"give {field} a value")
    if least == most == 40:
        return "wrong-length", Finding(
            Place(violation.pointer),
            f"{show(instance)} is not a full commit SHA, it has {amount} instead of 40",
            "give all 40 characters of the commit SHA",
        )
    if violation.keyword == "minLength":
        message = f"{show(instance)} is too short for {field}, it has {amount}"
    else:
        message = f"{field} has {amount}, which is too long"
    limits = [f"at least {least}"] if least else []
    limits += [f"at most {most}"] if most else []
    return "wrong-length", Finding(Place(violation.pointer), message, f"use {' and '.join(limits)} characters")


def _range(violation: Violation, expected: Any) -> Named:
    instance, field = violation.instance, field_name(violation.pointer)
    least, most = violation.schema.get("minimum"), violation.schema.get("maximum")
    beyond = f"less than {least}" if violation.keyword == "minimum" else f"more than {most}"
    if least is not None and most is not None:
        hint = f"use a number from {least} to {most}"
    else:
        hint = f"use at least {least}" if most is None else f"use at most {most}"
    if violation.pointer[-1] == "timeoutDuration":
        hint = f"{hint}, in seconds"
        if violation.keyword == "maximum" and instance % 1000 == 0 and least <= instance // 1000 <= most:
            hint = f"the time is in seconds: did you mean {int(instance) // 1000}?"
    return "out-of-range", Finding(Place(violation.pointer), f"{show(instance)} is {beyond} for {field}", hint)


def _format(violation: Violation, expected: Any) -> Named:
    instance = violation.instance
    if parse(instance) is None:
        return "malformed-timestamp", Finding(
            Place(violation.pointer),
            f"{show(instance)} is not a timestamp",
            "write date and time as in 2021-01-01T12:00:00.000Z",
        )
    separator = instance.find(" ")
    what = "has a space where the standard has a 'T'" if separator >= 0 else "names no time zone"
    return "malformed-timestamp", Finding(
        Place(violation.pointer),
        f"{show(instance)} {what}",
        "write date and time as in 2021-01-01T12:00:00.000Z",
        severity=Severity.INFO,
    )


def _any_of(violation: Violation, expected: Any) -> Named:
    field = field_name(violation.pointer)
    alternatives = list(dict.fromkeys(_describe(branch) for branch in expected))
    return "malformed-value", Finding(
        Place(violation.pointer),
        f"{field} must be {' or '.join(alternatives)}, not {article(violation.instance)}",
        "",
    )


def _describe(schema: Any) -> str:
    """What a schema asks for, in a few words."""
    if "$ref" in schema:
        _, schema = catalogue.resolve("common/x", schema["$ref"].replace("../common/", ""))
    if "title" in schema:
        return str(schema["title"])
    if "enum" in schema:
        return choices(schema["enum"])
    least, most = schema.get("minLength"), schema.get("maxLength")
    if least is not None and least == most:
        return f"{least} characters"
    kind = schema.get("type", "another value")
    return TYPES.get(kind, str(kind)) if isinstance(kind, str) else " or ".join(TYPES[name] for name in kind)


def _expression(violation: Violation, expected: Any) -> Named:
    text = violation.instance
    start = text.find("${")
    end = len(text)
    if text.find("}", start) >= 0:
        message = "the expression is spread over several lines, so Northflank does not see it"
        hint = "put everything from '${' to '}' on one line"
    else:
        message = "the expression is not closed"
        hint = "add '}' at its end"
    return "unclosed-expression", Finding(Place(violation.pointer, start=start, end=end), message, hint)


def _other(violation: Violation, expected: Any) -> Named:
    return "malformed-value", Finding(
        Place(violation.pointer),
        f"{field_name(violation.pointer)} does not fit the contract, it breaks '{violation.keyword}'",
    )


_HANDLERS = {
    "type": _type,
    "enum": _enum,
    "const": _enum,
    "pattern": _pattern,
    "minLength": _length,
    "maxLength": _length,
    "minimum": _range,
    "maximum": _range,
    "format": _format,
    "anyOf": _any_of,
    "expression": _expression,
}
