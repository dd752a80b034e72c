"""Says what is wrong with the keys of an object: one is missing, unknown, in the wrong place, or not allowed here.

What is wrong with values is said in `nflint.contract.wording`; where else the contract has a key is looked up in
`nflint.contract.placement`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from nflint.contract import catalogue, placement
from nflint.contract.explain import Violation
from nflint.contract.kinds import node_keys, step_kinds, teardown_kinds
from nflint.contract.synonyms import meant_key, meant_keys, says_when_to_run
from nflint.contract.words import field_name, listed, owner_name, show
from nflint.diagnostic import Finding, Fix, Move, Named, Place, Pointer, Related, Rewrite, Severity
from nflint.nearest import choices, nearest

# Northflank wrote these itself, so it drops nothing from them.
_ANSWERS = frozenset({"run.schema.json", "run-list.schema.json", "release-flow-response.schema.json"})

_DROPPED = "Northflank drops it without a word"

_OPPOSITE = "write the opposite condition in 'skipNodeExecution' of the node: it says when the node is not to run"

# What is read by nflint, and not by Northflank.
_CONFIG = "config.schema.json"

# Hints are worked out for so many unknown keys of a document: who has more of them does not read the hints.
_MOST_HINTS = 500

# A longer list of kinds helps nobody.
_MOST_KINDS = 5

# Keys of the API's answers that people leave in a template they have fetched.
_ANSWER_KEYS = frozenset(
    """
    id status createdAt updatedAt startedAt concluded concludedAt stage paused refs concurrencyPolicy
    """.split()  # noqa: SIM905 - a word list
)

# Those that a template has as well, one level deeper.
_OPTIONS = frozenset({"concurrencyPolicy", "paused"})

# What to do with a key that another kind of document has: the key it stands in here, the key, the advice.
_OF_OTHERS = {
    ("document", "argumentOverrides"): "only templates have it: remove it",
    ("document", "crossProjectAccess"): "only workflows have it: remove it",
    ("document", "description"): "a release flow has none: remove it",
    ("document", "name"): "a release flow has none: remove it",
    ("document", "projectId"): "put it into the 'context' of the root Workflow, or remove it",
    ("options", "autorun"): "only templates and workflows have it: remove it",
    ("options", "expiry"): "only preview environments have it: remove it",
    ("options", "nameFormat"): "only preview environments have it: remove it",
    ("options", "runOnUpdate"): "only templates have it: remove it",
    ("options", "schedules"): "only preview environments have it: remove it",
    ("steps", "dependsOn"): "nodes run in the order of 'steps': remove it",
    ("steps", "depends_on"): "nodes run in the order of 'steps': remove it",
    ("steps", "description"): "nodes have none: remove it",
    ("steps", "needs"): "nodes run in the order of 'steps': remove it",
    ("triggers", "branchNamePatterns"): "only workflows have it, a release flow wants 'branchRestrictions'",
    ("triggers", "prNamePatterns"): "only workflows have it, a release flow wants 'prRestrictions'",
}


@dataclass(frozen=True, slots=True)
class _Owner:
    """An object with its wrong keys: `missing` and `unknown` violations, the document around it, and whether somebody
    wants to know of fixes."""

    pointer: Pointer
    missing: tuple[Violation, ...]
    unknown: tuple[Violation, ...]
    document: Any
    schema_name: str
    fixes: bool

    @property
    def instance(self) -> Any:
        return (self.missing or self.unknown)[0].instance


def key_findings(
    violations: Iterable[Violation],
    document: Any,
    schema_name: str,
    contract: catalogue.Revision,
    *,
    complete: bool,
    fixes: bool,
) -> Iterator[Named]:
    """What there is to say about missing and unknown keys; violations of other keywords are passed over.

    `complete` is false for a document that could be read only in part: then nothing is said to be missing.
    """
    groups: dict[Pointer, tuple[list[Violation], list[Violation]]] = {}
    for violation in violations:
        if violation.keyword in ("required", "additionalProperties"):
            group = groups.setdefault(violation.pointer, ([], []))
            group[violation.keyword == "additionalProperties"].append(violation)
    hints = _MOST_HINTS
    targets: set[Pointer] = set()
    for pointer, (missing, unknown) in groups.items():
        owner = _Owner(pointer, tuple(missing), tuple(unknown), document, schema_name, fixes)
        lost = dict.fromkeys(violation.key or "" for violation in missing)
        for rule, finding in _unknown_keys(owner, lost, hints):
            yield rule, _with_own_target(finding, targets)
        hints -= len(unknown)
        for violation in missing if complete else ():
            if violation.key in lost:
                yield _missing(violation, contract)


def _with_own_target(finding: Finding, targets: set[Pointer]) -> Finding:
    """The finding without its fix where that would put a second value under one key."""
    change = finding.fix.changes[0] if finding.fix else None
    if isinstance(change, Move):
        target = change.target
    elif isinstance(change, Rewrite):
        target = (*change.place.pointer[:-1], str(change.value))
    else:
        return finding
    if target in targets:
        return finding._replace(fix=None)
    targets.add(target)
    return finding


def tolerated(violation: Violation, contract: catalogue.Revision, what: Any) -> bool:
    """Whether the revision grades the breach of the keyword by `what`, a key or a value, down to a warning."""
    schema = violation.schema
    notes = schema.get(catalogue.TOLERATED, {}) if isinstance(schema, dict) else {}
    return any(which == contract and value == what for which, value in notes.get(violation.keyword, ()))


def _missing(violation: Violation, contract: catalogue.Revision) -> Named:
    key = violation.key or ""
    properties = violation.schema.get("properties", {}) if isinstance(violation.schema, dict) else {}
    named = _named_kind(_values(properties.get(key)), violation.instance) if key == "kind" else None
    return (
        "missing-key",
        Finding(
            Place(violation.pointer, "key"),
            f"{owner_name(violation.pointer, violation.instance)} has no '{key}'",
            _missing_hint(key, properties.get(key), violation.instance),
            severity=Severity.WARNING if tolerated(violation, contract, key) else None,
            fix=Fix.rename((*violation.pointer, named), key) if named is not None else None,
        ),
    )


def _missing_hint(key: str, schema: Any, instance: Any) -> str:
    values = _values(schema)
    if key == "apiVersion":
        return 'add "apiVersion": "v1.2"'
    named = _named_kind(values, instance) if key == "kind" else None
    if named is not None:
        return f"write 'kind' in place of '{named}'"
    if key == "kind" and values == ["Workflow"]:
        if isinstance(instance, dict) and "steps" in instance:
            return 'put the \'steps\' into a Workflow: {"kind": "Workflow", "spec": {"type": ..., "steps": ...}}'
        return 'add "kind": "Workflow"'
    if len(values) == 1:
        return f'add "{key}": "{values[0]}"'
    return f"add '{key}', which is {choices(values)}" if values else f"add '{key}'"


def _values(schema: Any) -> list[Any]:
    """The values that a schema names one by one."""
    schema = schema if isinstance(schema, dict) else {}
    return schema.get("enum") or [value for value in [schema.get("const")] if value is not None]


def _named_kind(kinds: list[Any], instance: Any) -> str | None:
    """The key under which an object has one of the kinds."""
    items = list(instance.items())[:20] if isinstance(instance, dict) else []
    return next((name for name, value in items if value in kinds), None)


def _unknown_keys(owner: _Owner, lost: dict[str, None], hints: int) -> Iterator[Named]:
    """Findings about the unknown keys of `owner`; what they stand for is taken out of `lost`, the missing keys."""
    loose: dict[tuple[str, ...], list[str]] = {}
    for index, violation in enumerate(owner.unknown):
        key = violation.key or ""
        if index >= hints:
            yield _unknown([key], owner, "remove it")
            continue
        meant = nearest(key, lost) or meant_key(key, lost)
        inner = owner.instance[key]
        if meant is not None:
            del lost[meant]
            yield _slip(key, meant, owner)
        elif isinstance(inner, dict) and not lost.keys().isdisjoint(inner):
            yield _too_deep(key, inner, violation, owner)
            for name in [name for name in lost if name in inner]:
                del lost[name]
        else:
            way = _way_down(key, violation, owner)
            if way and way[0] not in owner.instance:
                loose.setdefault(way, []).append(key)
            else:
                hint, fix = _remedy(key, way, violation, owner)
                yield _unknown([key], owner, hint, fix=fix)
    for way, keys in loose.items():
        hint = f"{'they belong' if len(keys) > 1 else 'it belongs'} in {_path(way, owner)}, which is missing"
        yield _unknown(keys, owner, hint, Severity.ERROR if way[0] in lost else None)
        lost.pop(way[0], None)


def _unknown(
    keys: list[str], owner: _Owner, hint: str, severity: Severity | None = None, fix: Fix | None = None
) -> Named:
    where = owner_name(owner.pointer, owner.instance)
    places = [Place((*owner.pointer, key), "key") for key in keys]
    if owner.schema_name == _CONFIG:
        where = where if owner.pointer else "the configuration"
        message = f"unknown {'key' if len(keys) == 1 else 'keys'} {listed(keys)} in {where}"
    elif owner.schema_name in _ANSWERS:
        message = (
            f"unknown {'key' if len(keys) == 1 else 'keys'} {listed(keys)} in {where}, on no page of the reference"
        )
    elif len(keys) == 1:
        message = f"unknown key {show(keys[0])} in {where}, {_DROPPED}"
    else:
        message = f"unknown keys {listed(keys)} in {where}, Northflank drops them without a word"
    related = tuple(Related(place, "and this") for place in places[1:])
    if owner.schema_name in _ANSWERS:
        fix = None
    return "unknown-key", Finding(places[0], message, hint, related, severity, fix)


def _slip(key: str, meant: str, owner: _Owner) -> Named:
    place = Place((*owner.pointer, key), "key")
    where = owner_name(owner.pointer, owner.instance)
    message = f"{where} has {show(key)} where the required key '{meant}' is meant"
    fix = _renaming(key, meant, owner)
    return "unknown-key", Finding(place, message, f"write '{meant}'", severity=Severity.ERROR, fix=fix)


def _renaming(key: str, meant: str, owner: _Owner) -> Fix | None:
    """The fix that calls the value by another key, which may hold it."""
    fits = owner.fixes and placement.takes(meant, owner.instance[key], owner.pointer, owner.document, owner.schema_name)
    return Fix.rename((*owner.pointer, key), meant) if fits else None


def _moving(key: str, to: Pointer, meant: str, where: str, owner: _Owner) -> Fix | None:
    """The fix that moves the value to the object at `to`, which may hold it under the key `meant`."""
    held = owner.fixes and isinstance(placement.value_at(owner.document, to), dict)
    fits = held and placement.takes(meant, owner.instance[key], to, owner.document, owner.schema_name)
    return Fix.move((*owner.pointer, key), (*to, meant), where) if fits else None


def _too_deep(key: str, inner: dict[str, Any], violation: Violation, owner: _Owner) -> Named:
    place = Place((*owner.pointer, key), "key")
    keys = [name for name in inner if name in violation.schema["properties"]]
    verb = "stands" if len(keys) == 1 else "stand"
    where = owner_name(owner.pointer, owner.instance)
    message = f"{listed(keys)} of {where} {verb} one level too deep, in another {show(key)}"
    hint = f"remove the inner {show(key)} and keep what is in it"
    return "unknown-key", Finding(place, message, hint, severity=Severity.ERROR)


def _known(violation: Violation, owner: _Owner) -> list[str]:
    """The keys that may still be given."""
    run_only = () if owner.schema_name.startswith("run") else ("settings", "response")
    return [
        name
        for name, schema in violation.schema["properties"].items()
        if name not in owner.instance
        and name not in run_only
        and not (isinstance(schema, dict) and catalogue.FORBIDDEN in schema)
    ]


def _way_down(key: str, violation: Violation, owner: _Owner) -> tuple[str, ...]:
    known = _known(violation, owner)
    if nearest(key, known) or _table_hint(key, owner):
        return ()
    way = placement.below(key, owner.pointer, owner.document, owner.schema_name)
    # A word for a key that is known here says more than the same word far below.
    return () if len(way) > 1 and meant_key(key, known) else way


def _remedy(key: str, way: tuple[str, ...], violation: Violation, owner: _Owner) -> tuple[str, Fix | None]:
    """What to do about an unknown key that stands for none of the missing ones, and how."""
    known = _known(violation, owner)
    near = nearest(key, known)
    if found := _table_hint(key, owner):
        return found, _removing(key, found, owner)
    if near:
        return f"did you mean '{near}'?", _renaming(key, near, owner)
    if says_when_to_run(key) and "skipNodeExecution" in {*known, *_node_keys(owner)}:
        return _OPPOSITE, None
    if way:
        where = _path(way, owner)
        return f"it belongs in {where}", _moving(key, (*owner.pointer, *way), key, where, owner)
    higher = placement.above(key, owner.pointer, owner.document, owner.schema_name)
    if higher is not None:
        return _upwards(higher, owner), _moving(key, higher, key, _above(higher, owner), owner)
    if word := meant_key(key, known):
        return f"did you mean '{word}'?", _renaming(key, word, owner)
    if word := meant_key(key, _node_keys(owner)):
        node = placement.node_pointer(owner.pointer)
        hint = f"did you mean '{word}'? it belongs to the node itself, beside its 'spec'"
        return hint, _moving(key, node, word, "the node", owner)
    for word in meant_keys(key):
        if way := placement.below(word, owner.pointer, owner.document, owner.schema_name):
            where = _path(way, owner)
            hint = f"did you mean '{word}'? it belongs in {where}"
            return hint, _moving(key, (*owner.pointer, *way), word, where, owner)
    hint = _kinds_hint(key, owner) or _remove(key, known)
    return hint, _removing(key, hint, owner)


def _removing(key: str, hint: str, owner: _Owner) -> Fix | None:
    """The fix that takes the key away, where the hint says nothing else. An expression is no slip: where nobody knows
    why it stands there, what it was to do, such as to name the build that is released, must not be lost."""
    reasoned = hint.endswith(": remove it") or hint.startswith("remove it: ")
    alone = reasoned or (hint == "remove it" and "${" not in str(owner.instance[key]))
    return Fix.remove((*owner.pointer, key), show(key)) if alone else None


def _remove(key: str, known: list[str]) -> str:
    return f"remove it, or use a key that is known here: {choices(known, near=key)}" if known else "remove it"


def _table_hint(key: str, owner: _Owner) -> str:
    pointer = owner.pointer
    names = [part for part in pointer[-2:] if isinstance(part, str) and part != "data"]
    where = names[-1] if names else "document"
    if (where, key) in _OF_OTHERS:
        return _OF_OTHERS[where, key]
    is_answer = where == "document" and key in _ANSWER_KEYS and owner.schema_name == "release-flow.schema.json"
    if is_answer and not (key in _OPTIONS and key not in _options(owner)):
        return "it belongs to the answers of the API, not to a template: remove it"
    if where == "arguments" and placement.node_pointer(pointer):
        return f'write "variables": [{{"key": {show(key)}, "value": ...}}]'.replace("'", '"')
    return ""


def _options(owner: _Owner) -> dict[str, Any]:
    options = owner.instance.get("options")
    return options if isinstance(options, dict) else {}


def _upwards(higher: Pointer, owner: _Owner) -> str:
    if not higher:
        return "move it to the top of the document"
    if higher == placement.node_pointer(owner.pointer):
        return "it belongs to the node itself, beside its 'spec'"
    return f"it belongs in {field_name(higher)}, one level up"


def _above(higher: Pointer, owner: _Owner) -> str:
    if not higher:
        return "the top of the document"
    return "the node" if higher == placement.node_pointer(owner.pointer) else field_name(higher)


def _node_keys(owner: _Owner) -> frozenset[str]:
    """The keys of the node in whose `spec` the owner is, without those that are given."""
    node = placement.value_at(owner.document, placement.node_pointer(owner.pointer))
    if not isinstance(node, dict) or owner.pointer[-1:] != ("spec",):
        return frozenset()
    kind = node.get("kind")
    if not isinstance(kind, str) or kind not in step_kinds() | teardown_kinds():
        return frozenset()
    return node_keys(kind).difference(node)


def _kinds_hint(key: str, owner: _Owner) -> str:
    """For a key of nodes that this kind of node does not have."""
    if owner.pointer != placement.node_pointer(owner.pointer) or not owner.pointer:
        return ""
    kinds = sorted(kind for kind in step_kinds() | teardown_kinds() if key in node_keys(kind))
    if not kinds:
        return ""
    if len(kinds) <= _MOST_KINDS:
        return f"remove it: only {listed(kinds, limit=_MOST_KINDS)} nodes have it"
    return f"remove it: {owner.instance.get('kind')} nodes have none"


def _path(way: tuple[str, ...], owner: _Owner) -> str:
    """How a hint calls the object that `way` leads to: within a node by the whole way from the node."""
    node = placement.node_pointer(owner.pointer)
    instance = placement.value_at(owner.document, node)
    kind = instance.get("kind") if isinstance(instance, dict) else None
    if not node or not isinstance(kind, str) or kind not in step_kinds() | teardown_kinds():
        return f"'{'.'.join(way)}'"
    parts = [str(part) for part in (*owner.pointer[len(node) :], *way)]
    return f"the '{'.'.join(parts)}' of the {kind} node"
