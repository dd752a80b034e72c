"""Holds values that expressions bring into a flow against the contract of the fields they are for.

A field that takes an expression takes any; only the value that comes of it shows whether it fits. What comes of an
expression is found out by `nflint.flow.resolution`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Set
from typing import TYPE_CHECKING, Any, NamedTuple

from nflint.contract.accept import accept
from nflint.contract.catalogue import Revision
from nflint.diagnostic import Finding, Named, Place, Pointer, Related, Severity
from nflint.expression.parser import parse
from nflint.expression.tree import paths
from nflint.flow.descriptions import is_description
from nflint.flow.model import Node
from nflint.flow.texts import Text
from nflint.flow.wiring import Wiring
from nflint.nearest import nearest
from nflint.source.pointer import value_at

if TYPE_CHECKING:
    from nflint.flow.given import Given
    from nflint.flow.resolution import Resolution
    from nflint.flow.substitution import Origin, Spot

# A text that stands for a number where a field asks for one.
_NUMBER = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,15})?")

_LONGEST = 60

_Changes = dict[Pointer, Any]


def unfit_arguments(value: Any, wiring: Wiring, kind: str, contract: Revision) -> Iterator[Named]:
    """The declared arguments of the flow `value`, a document of `kind`, that do not fit a field they are used for."""
    declared = wiring.flow.arguments
    used = _used(wiring)
    if all(_step_accepts(node, changes, kind) for node, changes in _by_node(used, declared)):
        return
    replaced = _with(value, {pointer: declared[name] for pointer, (_, name) in used.items()})
    for _, finding in _new_findings(value, replaced, kind, contract, used.keys()):
        if finding.place.pointer not in used:
            continue
        text, name = used[finding.place.pointer]
        condition = _condition(text, declared[name])
        place = Place((*wiring.flow.pointer, "arguments", name))
        if condition:
            # The value may well be right: with another one the node would be skipped in every run, or in none.
            message = f"the value of '{name}' decides nothing: {finding.message}"
            hint = f"write the condition under which it is skipped, such as '{condition}'"
            yield "unfit-value", Finding(text.place(), message, hint, (Related(place, "its value"),))
            continue
        title = text.node.title if text.node is not None else "this flow"
        yield (
            "unfit-value",
            finding._replace(
                place=place,
                message=f"the argument does not fit '{text.field}' of {title}: {finding.message}",
                related=(Related(text.place(), "it is used here"),),
                fix=None,  # Mending the field would lose the argument, and that may be used elsewhere too.
            ),
        )


def _used(wiring: Wiring) -> dict[Pointer, tuple[Text, str]]:
    """The strings of nodes that are just an argument of which the value is known, each with the argument's name."""
    declared = wiring.flow.arguments
    used: dict[Pointer, tuple[Text, str]] = {}
    for use in wiring.arguments:
        text = use.text
        whole = text.whole
        if whole is None or use.inside or len(use.names) != 2 or use.names[1] not in declared:
            continue
        if whole.mistakes or text.anchor == "key" or text.node is None or use.scope is not wiring.scopes[0]:
            continue
        # Nothing is declared for what the run gives, and an argument made of others is known only there.
        given = declared[use.names[1]]
        if given is None or given == "" or _is_told(given, text.field) or (isinstance(given, str) and "${" in given):
            continue
        used[text.pointer] = (text, use.names[1])
    return used


def _is_told(given: object, field: str) -> bool:
    """Whether rules of their own say that the object is not what the field asks for."""
    return isinstance(given, dict) and (field == "skipNodeExecution" or is_description(given))


def _by_node(used: Mapping[Pointer, tuple[Text, str]], declared: Mapping[str, Any]) -> Iterator[tuple[Node, _Changes]]:
    found: dict[Pointer, tuple[Node, _Changes]] = {}
    for text, name in used.values():
        if text.node is not None:
            found.setdefault(text.node.pointer, (text.node, {}))[1][text.path] = declared[name]
    return iter(found.values())


def _step_accepts(node: Node, changes: _Changes, kind: str) -> bool:
    """Whether the contract of steps accepts the node with its changes, which is sooner known than that of the whole."""
    if not node.path:
        return False  # Roots have a contract of their own.
    variant = "teardown-" if node.area == "teardown" else "run-" if kind == "run" else ""
    return accept(f"common/{variant}step.schema.json", _with(node.fields, changes))


def unfit_resolution(resolution: Resolution, wiring: Wiring, given: Given, contract: Revision) -> Iterator[Named]:
    """What a dry run of the flow with that wiring has put in place and does not fit there.

    What a request has given is told there.
    """
    if resolution.beyond is not None:
        from nflint.flow.arguments import MOST_PUT_IN_PLACE

        message = f"what is put in place up to here has more than {MOST_PUT_IN_PLACE} characters"
        yield "oversized-expression", Finding(resolution.beyond.place(), message, "this and the rest stays as it is")
    for origin in resolution.clashes:
        message = "this key comes to the name of another one, whose value is lost"
        yield "unfit-value", Finding(origin.text.place(), message, "give the two keys different names")
    for unfit in _unfit(resolution, wiring, contract):
        origin, text = unfit.origin, unfit.origin.text
        if not given.requested.isdisjoint(_arguments_of(text, wiring)):
            continue
        declared = origin.argument in wiring.flow.arguments and origin.argument not in given.arguments
        what = f"the value of '{origin.argument}'" if origin.argument else "what this comes to"
        if origin.hidden:
            message = f"{what} does not fit '{text.field}': {_REASONS.get(unfit.rule, _MALFORMED)}"
            hint = _HIDDEN_HINT
        else:
            message = f"{what}, {_shown(unfit.value)}, does not fit: {unfit.finding.message}"
            hint = _hint(unfit)
        related: tuple[Related, ...] = ()
        if declared:
            declaration = Place((*wiring.flow.pointer, "arguments", str(origin.argument)))
            related = (Related(declaration, "declared here"),)
        yield "unfit-value", Finding(text.place(), message, hint, related)


def unfit_request(resolution: Resolution, wiring: Wiring, given: Given, contract: Revision) -> Iterator[Named]:
    """The arguments of a request that do not fit a field of the flow they are used for."""
    told: set[str] = set()
    for unfit in _unfit(resolution, wiring, contract):
        origin, text = unfit.origin, unfit.origin.text
        names = [name for name in _arguments_of(text, wiring) if name in given.requested]
        if not names or names[0] in told:
            continue
        told.add(names[0])
        title = text.node.title if text.node is not None else "the flow"
        what = f"the value does not fit '{text.field}' of {title}"
        reason, hint = unfit.finding.message, _hint(unfit)
        if origin.hidden:
            reason, hint = _REASONS.get(unfit.rule, _MALFORMED), _HIDDEN_HINT
        elif origin.argument is None:
            what = f"with this value '{text.field}' of {title} comes to {_shown(unfit.value)}"
        yield "unfit-value", Finding(Place(("arguments", names[0])), f"{what}: {reason}", hint)


def unused_given(wiring: Wiring, given: Given) -> Iterator[Named]:
    """The arguments that a dry run is given and the flow has no use for; those of a request are told there."""
    scope = wiring.scopes[0]
    known = {use.names[1] for use in wiring.arguments if len(use.names) > 1}.union(wiring.flow.arguments, scope.inputs)
    for name in given.arguments:
        if name not in known and name not in given.requested:
            near = nearest(name, sorted(known))
            hint = f"did you mean '{near}'?" if near else "leave it out"
            place = Place((*wiring.flow.pointer, "arguments"), "key")
            message = f"the flow neither declares nor uses the argument '{name}' that the dry run is given"
            yield "unknown-request-argument", Finding(place, message, hint, severity=Severity.WARNING)


_MALFORMED = "it has not the right form"
_HIDDEN_HINT = "'--show-values' says what is wrong with it"

# What is wrong with a value that must not be shown.
_REASONS = {
    "wrong-length": "it is too short or too long",
    "out-of-range": "it is too small or too great",
    "unknown-value": "it is none of the values of this field",
    "wrong-type": "it is of another type",
}


class _Unfit(NamedTuple):
    """A value that was put in place and does not fit: where it comes from, and what the contract says."""

    origin: Origin
    value: Any
    rule: str
    finding: Finding


def _condition(text: Text, value: Any) -> str:
    """What may be meant by `text` that comes to `value`: a comparison with it; empty where `text` decides no skip."""
    if text.field != "skipNodeExecution" or text.whole is None or not isinstance(value, str):
        return ""
    if value.lower() in ("true", "false"):
        return ""  # The letter case is the mistake.
    short = len(value) <= _LONGEST and value.isprintable() and "'" not in value
    return f"${{fn.eq({text.text[2:-1].strip()}, '{value if short else 'text'}')}}"


def _hint(unfit: _Unfit) -> str:
    condition = _condition(unfit.origin.text, unfit.value)
    return f"{unfit.finding.hint}, or compare it in the flow: '{condition}'" if condition else unfit.finding.hint


def _unfit(resolution: Resolution, wiring: Wiring, contract: Revision) -> Iterator[_Unfit]:
    # What would not fit a node that is skipped never gets there.
    skipped = {step.node.pointer for step in resolution.steps if step.state == "skipped"}
    for rule, finding in _new_findings(wiring.value, resolution.value, wiring.document, contract):
        found = _origin(resolution.origins, finding.place)
        if found is not None and found[1].complete:
            (pointer, anchor), origin = found
            if origin.text.node is not None and origin.text.node.pointer in skipped:
                continue
            value = pointer[-1] if anchor == "key" else value_at(resolution.value, pointer)
            yield _Unfit(origin, value, rule, finding)


def _arguments_of(text: Text, wiring: Wiring) -> list[str]:
    """The names of all arguments that the value of `text` is made of, also by way of others, those of its own first."""
    pending = list(text.expressions)
    names: dict[str, None] = {}
    while pending:
        for path, _ in paths(pending.pop(0).value):
            if path.names[0] == "args" and len(path.names) > 1 and path.names[1] not in names:
                names[path.names[1]] = None
                declared = wiring.flow.arguments.get(path.names[1])
                pending.extend(parse(declared) if isinstance(declared, str) else ())
    return list(names)


def _new_findings(
    value: Any, replaced: Any, kind: str, contract: Revision, about: Set[Pointer] | None = None
) -> Iterator[Named]:
    """What the contract says against `replaced` at places where it has nothing to say against `value`; with `about`,
    only against the values at these pointers."""
    schema = f"{kind}.schema.json"
    if accept(schema, replaced):
        return
    # Imported here because a document that fits does not need jsonschema.
    from nflint.contract.wording import contract_findings

    def told(document: Any) -> list[Named]:
        found = contract_findings(schema, document, contract, complete=True, about=about, fixes=False)
        return [(rule, one) for rule, one in found if one.severity is not Severity.INFO and rule != "newer-value"]

    refused = told(replaced)
    known = {(rule, finding.place.pointer) for rule, finding in told(value)} if refused else set()
    found = [(rule, finding) for rule, finding in refused if (rule, finding.place.pointer) not in known]
    converted = {
        finding.place.pointer: other
        for rule, finding in found
        if rule == "wrong-type" and (other := _converted(value_at(replaced, finding.place.pointer))) is not None
    }
    again = told(_with(replaced, converted)) if converted else []
    for rule, finding in found:
        pointer = finding.place.pointer
        after = [named for named in again if named[1].place.pointer == pointer]
        if pointer not in converted or (after and not isinstance(value_at(replaced, pointer), str)):
            yield rule, finding
        else:
            # What is wrong with the number that a text stands for says more than that it is a text.
            yield from (named if named[0] != "wrong-type" else (rule, finding) for named in after)


def _converted(value: Any) -> Any:
    """What `value` is taken for where another type is wanted ("SERVICE_INSTANCES": "1" feeds a number, a comparison a
    switch that is "true" or "false"); None for what is taken for nothing else."""
    if isinstance(value, str):
        if value in ("true", "false"):
            return value == "true"
        number = _NUMBER.fullmatch(value)
        return None if number is None else float(value) if number[1] else int(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else None


def _origin(origins: Mapping[Spot, Origin], place: Place) -> tuple[Spot, Origin] | None:
    """The resolved string at `place` or around it."""
    pointer = place.pointer
    around: list[Spot] = [(pointer[:end], "value") for end in range(len(pointer), 0, -1)]
    for spot in ((pointer, place.anchor), *around):
        if spot in origins:
            return spot, origins[spot]
    return None


def _shown(value: Any) -> str:
    shown = f"'{value}'" if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return shown if len(shown) <= _LONGEST else f"{shown[: _LONGEST - 3]}..."


def _with(value: Any, items: _Changes) -> Any:
    """`value` with other values at some pointers; what is not on the way to one is shared with it."""
    copies: dict[Pointer, Any] = {(): value.copy()}
    for pointer, item in items.items():
        for end in range(1, len(pointer)):
            if pointer[:end] not in copies:
                around = copies[pointer[: end - 1]]
                around[pointer[end - 1]] = copies[pointer[:end]] = around[pointer[end - 1]].copy()
        copies[pointer[:-1]][pointer[-1]] = item
    return copies[()]
