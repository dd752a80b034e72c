"""Turns what the contract refuses into findings: grades each violation and says it so that a person can act on it.

Which values break which keyword is the business of `nflint.contract.explain`; how a value of one field usually
goes wrong is in `nflint.contract.advice`, what is wrong with keys in `nflint.contract.keys`.
"""

from __future__ import annotations

from collections.abc import Iterator, Set
from dataclasses import replace
from typing import Any

from nflint.contract import catalogue
from nflint.contract.advice import advise
from nflint.contract.contradictions import settle
from nflint.contract.explain import Violation, explain
from nflint.contract.keys import key_findings, tolerated
from nflint.contract.kinds import belongs_to, step_kinds, teardown_kinds
from nflint.contract.remedies import enum_fix, kind_fix, meant_kind, type_fix, version_fix
from nflint.contract.searches import search_for
from nflint.contract.timestamps import parse
from nflint.contract.words import TIMESTAMP, TYPES, article, field_name, quoted, show, time_hint, type_hint, value_hint
from nflint.diagnostic import Finding, Fix, Named, Place, Pointer, Severity
from nflint.nearest import choices

_SHA_LENGTH = 40


def contract_findings(
    schema_name: str,
    value: object,
    contract: catalogue.Revision,
    *,
    complete: bool = True,
    about: Set[Pointer] | None = None,
    fixes: bool = True,
) -> Iterator[Named]:
    """What the contract has to say about `value`: names of checks with their findings, one for each mistake.

    `complete` is false for a document that could be read only in part: then nothing is said to be missing. `about` are
    the pointers of the only values that somebody wants to know about, where it is not all of them. Without `fixes` keys
    have none: whether a value fits under another key takes longer than all the rest.
    """
    found, violations = settle(explain(schema_name, value, about), value)
    yield from found
    yield from key_findings(violations, value, schema_name, contract, complete=complete, fixes=fixes)
    for violation in violations:
        if violation.keyword in ("required", "additionalProperties"):
            continue
        if violation.instance is None and not complete:
            continue  # Where reading broke off there is no value, and that has been said.
        if violation.keyword == "expression" and "\\${" not in violation.instance:
            continue  # What is wrong with an expression is said by those who read expressions.
        yield _forbidden(violation) if violation.keyword == catalogue.FORBIDDEN else _value(violation, contract)


def _forbidden(violation: Violation) -> Named:
    key = str(violation.pointer[-1])
    place = Place(violation.pointer, "key")
    if violation.expected:
        return (
            "undocumented-key",
            Finding(
                place,
                f"'{key}' is known from practice but on no page of the reference",
                "try out what it does before you rely on it",
            ),
        )
    if key in ("settings", "response"):
        return (
            "misplaced-key",
            Finding(
                place,
                f"'{key}' belongs to the nodes of a run, not to a template",
                "remove it: Northflank drops it without a word",
                fix=Fix.remove(violation.pointer, f"'{key}'"),
            ),
        )
    if key == "condition":
        message = "'condition' does not go with an action that executes a command"
        return "conflicting-keys", Finding(place, message, "remove it", fix=Fix.remove(violation.pointer, f"'{key}'"))
    return (
        "conflicting-keys",
        Finding(place, f"'{key}' cannot be given together with 'internal'", "keep one of the two"),
    )


def _no_expression(pointer: Pointer, text: str, hint: str) -> Finding:
    return Finding(
        Place(pointer, start=text.find("${"), end=len(text)), f"{field_name(pointer)} takes no expression", hint
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
    return isinstance(instance, str) and search_for(expected)(instance) is not None


def _newer(violation: Violation) -> Named:
    return (
        "newer-value",
        Finding(
            Place(violation.pointer),
            f"{show(violation.instance)} is a newer value of {field_name(violation.pointer)}, "
            "the founding page of the reference does not know it",
            "keep it, unless what reads the document was made from that page",
        ),
    )


def _api_version(violation: Violation, contract: catalogue.Revision) -> Named:
    old = tolerated(violation, contract, violation.instance)
    if old:
        message = "'v1' is an old apiVersion, which Northflank still reads"
    else:
        message = f"{show(violation.instance)} is not an apiVersion of Northflank"
    finding = Finding(
        Place(violation.pointer),
        message,
        'write "v1.2"',
        severity=Severity.WARNING if old else None,
        fix=version_fix(violation),
    )
    return "api-version", finding


def _type(violation: Violation, expected: Any) -> Named:
    names = [expected] if isinstance(expected, str) else expected
    instance, pointer = violation.instance, violation.pointer
    field = field_name(pointer)
    if isinstance(instance, str) and "${" in instance and "string" not in names:
        return "wrong-type", _no_expression(pointer, instance, type_hint(names[0], "", pointer))
    hint = time_hint(instance) if violation.schema.get("format") == "date-time" else ""
    values = violation.schema.get("enum", ())
    if values and instance is not None and not (isinstance(instance, bool) and show(instance) in values):
        hint = f"write {choices(values)}"
    return (
        "wrong-type",
        Finding(
            Place(pointer),
            f"{field} must be {' or '.join(TYPES[name] for name in names)}, not {article(instance)}",
            hint or type_hint(names[0], instance, pointer),
            fix=type_fix(violation, names),
        ),
    )


def _enum(violation: Violation, expected: Any) -> Named:
    values = [expected] if violation.keyword == "const" else list(expected)
    instance, pointer = violation.instance, violation.pointer
    if pointer and pointer[-1] == "kind" and "Workflow" in values:
        return _kind(violation, values)
    field = field_name(pointer)
    if isinstance(instance, str) and "${" in instance:
        return "unknown-value", _no_expression(pointer, instance, f"write {choices(values)}")
    message, fix = f"{show(instance)} is not a value of {field}", enum_fix(violation, values)
    if isinstance(instance, str) and values and isinstance(values[0], str):
        same = next((value for value in values if value.casefold() == instance.strip().casefold()), None)
        if same is not None:
            why = "case matters" if instance == instance.strip() else "blanks around it matter"
            message = f"{message}, {why}"
            return "unknown-value", Finding(Place(pointer), message, f"write {quoted(same, values)}", fix=fix)
        return "unknown-value", Finding(Place(pointer), message, value_hint(instance, values), fix=fix)
    return "unknown-value", Finding(Place(pointer), message, f"write {choices(values)}")


def _kind(violation: Violation, values: list[str]) -> Named:
    kind = violation.instance
    place = Place(violation.pointer)
    if values == ["Workflow"]:
        where = "teardownSpec" if "teardownSpec" in violation.pointer else "spec"
        fix = kind_fix(violation, values)
        hint = "write 'Workflow'" if fix else "put the node into the 'steps' of a Workflow"
        message = f"the root of '{where}' must be a Workflow, not {show(kind)}"
        return "root-not-workflow", Finding(place, message, hint, fix=fix)
    near = meant_kind(kind, values) if isinstance(kind, str) else None
    others = belongs_to(kind) if isinstance(kind, str) else None
    hint = f"did you mean '{near}'?" if near else f"use a kind that exists: {choices(values)}"
    if kind in step_kinds():
        near = None
        message = f"'{kind}' nodes cannot stand in a teardown"
        hint = f"a teardown takes {choices(values)}"
    elif kind in teardown_kinds():
        near = None
        message = f"'{kind}' nodes can stand in a teardown only"
        hint = "move the node into the 'teardownSpec', or remove it"
    elif others is not None:
        message = f"'{kind}' is a node kind of {others}, not of release flows"
        hint = "a release flow works with resources that are there already"
        hint = f"{hint}: did you mean '{near}'?" if near else f"{hint}: make it in a template"
    else:
        message = f"{show(kind)} is not a node kind of release flows"
        if near and kind.lower() == near.lower():
            message, hint = f"{message}, case matters", f"write '{near}'"
    return "unknown-kind", Finding(place, message, hint, fix=kind_fix(violation, values) if near else None)


def _pattern(violation: Violation, expected: Any) -> Named:
    return "malformed-value", _advised(violation, [expected], violation.schema.get("title", ""))


def _advised(violation: Violation, patterns: list[str], words: str) -> Finding:
    searches = [search_for(pattern) for pattern in patterns]
    pointer = violation.pointer
    advice = advise(pointer, violation.instance, lambda text: any(search(text) for search in searches), words)
    return Finding(Place(pointer, start=advice.start, end=advice.end), advice.message, advice.hint, fix=advice.fix)


def _length(violation: Violation, expected: Any) -> Named:
    instance, pointer, schema = violation.instance, violation.pointer, violation.schema
    field, length = field_name(pointer), len(instance)
    least, most = schema.get("minLength"), schema.get("maxLength")
    amount = f"{length} character{'s' if length != 1 else ''}"
    if "${" in instance:
        return "wrong-length", _no_expression(pointer, instance, "write the value itself")
    if not length:
        return "wrong-length", Finding(Place(pointer), f"{field} is empty", "give it a value, or remove it")
    if least == most == _SHA_LENGTH:
        return "wrong-length", _not_a_sha(violation, ", or leave it out")
    allowed = f"{least} to {most}" if least and most else f"at most {most}" if most else f"at least {least}"
    if violation.keyword == "minLength":
        message = f"{show(instance)} is too short for {field}, it has {amount}"
        return "wrong-length", Finding(Place(pointer), message, f"use {allowed} characters")
    message = f"{field} has {amount}, which is too long"
    return "wrong-length", Finding(Place(pointer, start=most, end=length), message, f"use {allowed} characters")


def _not_a_sha(violation: Violation, alternative: str) -> Finding:
    length = len(violation.instance)
    amount = f"{length} character{'s' if length != 1 else ''}"
    return Finding(
        Place(violation.pointer),
        f"{show(violation.instance)} is not a full commit SHA, it has {amount} instead of {_SHA_LENGTH}",
        f"give all {_SHA_LENGTH} characters of the commit SHA{alternative}",
    )


def _range(violation: Violation, expected: Any) -> Named:
    instance, field = violation.instance, field_name(violation.pointer)
    least, most = violation.schema.get("minimum"), violation.schema.get("maximum")
    beyond = f"less than {least}" if violation.keyword == "minimum" else f"more than {most}"
    if least is not None and most is not None:
        hint = f"use a number from {least} to {most}"
    else:
        hint = f"use at least {least}" if most is None else f"use at most {most}"
    fix = None
    if violation.pointer[-1] == "timeoutDuration":
        hint = f"{hint}, in seconds"
        if violation.keyword == "maximum" and instance % 1000 == 0 and least <= instance // 1000 <= most:
            seconds = int(instance) // 1000
            hint = f"the time is in seconds: did you mean {seconds}?"
            fix = Fix.write(Place(violation.pointer), seconds, safe=False)
    message = f"{show(instance)} is {beyond} for {field}"
    return "out-of-range", Finding(Place(violation.pointer), message, hint, fix=fix)


def _format(violation: Violation, expected: Any) -> Named:
    instance = violation.instance
    if parse(instance) is None:
        return "malformed-timestamp", Finding(
            Place(violation.pointer),
            f"{show(instance)} is not a timestamp",
            TIMESTAMP,
        )
    separator = instance.find(" ")
    what = "has a space where the standard has a 'T'" if separator >= 0 else "names no time zone"
    return "malformed-timestamp", Finding(
        Place(violation.pointer),
        f"{show(instance)} {what}",
        TIMESTAMP,
        severity=Severity.INFO,
    )


def _any_of(violation: Violation, expected: Any) -> Named:
    instance = violation.instance
    branches = [_resolved(branch) for branch in expected]
    if isinstance(instance, str):
        if all("pattern" in branch for branch in branches):
            return _forms(violation, branches)
        if instance and any(branch.get("minLength") == branch.get("maxLength") == _SHA_LENGTH for branch in branches):
            words = [branch for branch in branches if "enum" in branch]
            alternative = f", or write {choices(words[0]['enum'])}" if words else ""
            return "malformed-value", _not_a_sha(violation, alternative)
    alternatives = list(dict.fromkeys(_describe(branch) for branch in branches))
    return "malformed-value", Finding(
        Place(violation.pointer),
        f"{field_name(violation.pointer)} must be {' or '.join(alternatives)}, not {article(instance)}",
        f"write {' or '.join(alternatives)}",
    )


def _forms(violation: Violation, branches: list[Any]) -> Named:
    """The finding about a string that has none of several forms, which differ in pattern and length."""
    fitting = next((branch for branch in branches if search_for(branch["pattern"])(violation.instance)), None)
    if fitting is None:
        patterns = [branch["pattern"] for branch in branches]
        return "malformed-value", _advised(violation, patterns, branches[0].get("title", ""))
    short = len(violation.instance) < fitting.get("minLength", 0)
    _, finding = _length(replace(violation, keyword="minLength" if short else "maxLength", schema=fitting), None)
    return "malformed-value", finding


def _resolved(schema: Any) -> Any:
    if "$ref" not in schema:
        return schema
    return {**catalogue.resolve("common/x", schema["$ref"].replace("../common/", ""))[1], **schema}


def _describe(schema: Any) -> str:
    """What a schema asks for, in a few words."""
    if "title" in schema:
        return str(schema["title"])
    if "enum" in schema:
        return choices(schema["enum"])
    least, most = schema.get("minLength"), schema.get("maxLength")
    if least is not None and least == most:
        return f"{least} characters"
    kind = schema.get("type", "another value")
    return TYPES.get(kind, str(kind)) if isinstance(kind, str) else " or ".join(TYPES[name] for name in kind)


def _other(violation: Violation, expected: Any) -> Named:
    return "malformed-value", Finding(
        Place(violation.pointer),
        f"{field_name(violation.pointer)} does not fit the contract, it breaks '{violation.keyword}'",
    )


def _escaped(violation: Violation, expected: Any) -> Named:
    start = violation.instance.find("\\${")
    return "malformed-value", Finding(
        Place(violation.pointer, start=start, end=start + 3),
        f"{field_name(violation.pointer)} is neither a value nor an expression: '\\${{' is plain text",
        "remove the backslash",
        fix=Fix.write(
            Place(violation.pointer, start=start, end=start + 1), "", safe=False, title="remove the backslash"
        ),
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
    "expression": _escaped,
}
