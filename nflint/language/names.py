"""The names that an expression may write where the cursor is: refs that have run and outputs, arguments, functions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from nflint.expression.functions import FUNCTIONS, Function
from nflint.expression.types import named
from nflint.flow.fields import SOURCES
from nflint.flow.model import Node, Trigger
from nflint.flow.names import USABLE
from nflint.flow.order import Standing
from nflint.flow.outputs import KNOWN, ROLLOUT, TRIGGER
from nflint.flow.plain import mapping
from nflint.flow.uses import Scope, target
from nflint.language.analysis import Analysis
from nflint.language.cursor import Cursor
from nflint.language.expression_cursor import ExpressionCursor
from nflint.language.items import Completion, CompletionSort

_FIRST = ("id", "branch", "sha", "pullRequestId", "repoUrl", "runId", "status", "values", "files")

ROOTS: Mapping[str, tuple[CompletionSort, str]] = {
    "refs": ("ref", "outputs of nodes and triggers"),
    "args": ("argument", "arguments of the flow"),
    "fn": ("function", "functions"),
    "secrets": ("value", "global secrets"),
}
"""What an expression begins with, in words."""

# What the outputs of a trigger are given to.
_OF_TRIGGERS = frozenset(TRIGGER)


def name_completions(analysis: Analysis, cursor: ExpressionCursor) -> Iterator[Completion]:
    """The names that may stand at the cursor, those nearest in the order of the run first."""
    names = cursor.names
    if names is None:
        return
    scope = analysis.scope_at(cursor.pointer)
    if names[0] == "template" and len(names) > 1:
        names, scope = names[1:], analysis.wiring.scopes[0]
    node = analysis.node_at(cursor.pointer)
    if len(names) == 1:
        for root, (sort, detail) in ROOTS.items():
            yield _item(cursor, root, sort, detail, "", root if cursor.follows == "." else f"{root}.")
    elif names[0] == "refs" and len(names) == 2:
        yield from _refs(cursor, scope, node)
    elif names[0] == "refs":
        owner = scope.owner(names[1], None, node)
        yield from _outputs(cursor, owner, names[2:-1])
    elif names[0] == "args":
        yield from _arguments(cursor, scope, names[1:-1])
    elif names[0] == "fn" and len(names) == 2:
        yield from (_function(cursor, function) for function in FUNCTIONS.values() if function.certain)
    elif names[0] == "secrets" and len(names) == 3:
        yield _item(cursor, "values", "output", "the values of the secret", "", "values")
        yield _item(cursor, "files", "output", "the files of the secret", "", "files")


def _item(
    cursor: ExpressionCursor, label: str, sort: CompletionSort, detail: str, documentation: str, insert: str
) -> Completion:
    return Completion(label, sort, detail, documentation, cursor.span, insert, False, label)


def _final(cursor: ExpressionCursor, name: str) -> str:
    """A name that may be the last one, with the brace that is missing."""
    return name if cursor.closed or cursor.calls or cursor.follows == "." else f"{name}}}"


def known_refs(scope: Scope, node: Node | None) -> list[tuple[str, Node | Trigger, Standing | None]]:
    """The refs whose outputs may be there at `node`, the last one that has run first, triggers after the nodes that are
    surely there, and last those that are only sometimes there."""
    found: list[tuple[tuple[int, int], str, Node | Trigger, Standing | None]] = []
    places = {owner.pointer: place for place, owner in enumerate(scope.flow.owners)}
    for name in scope.owners:
        owner, standing = target(scope, name, None, node)
        if owner is None or not USABLE.fullmatch(name) or (standing is not None and standing.when == "never"):
            continue
        rank = 2 if standing is not None and standing.when == "sometimes" else 1 if isinstance(owner, Trigger) else 0
        found.append(((rank, -places[owner.pointer]), name, owner, standing))
    found.sort(key=lambda one: one[0])
    return [(name, owner, standing) for _, name, owner, standing in found]


def _refs(cursor: ExpressionCursor, scope: Scope, node: Node | None) -> Iterator[Completion]:
    for name, owner, standing in known_refs(scope, node):
        yield _item(cursor, name, "ref", described(owner, standing), "", name)


def described(owner: Node | Trigger, standing: Standing | None) -> str:
    """What has a ref, in a few words."""
    if isinstance(owner, Trigger):
        return "Git trigger"
    step = f"{owner.kind or 'node'} · step {owner.step}" if owner.path else f"{owner.kind or 'node'} · root"
    area = " of the teardown" if owner.area == "teardown" else ""
    return f"{step}{area}{' · not always there' if standing and standing.when == 'sometimes' else ''}"


def outputs_of(owner: Node | Trigger | None) -> dict[str, str]:
    """The outputs that pages name, with what is known of each, the usual ones first."""
    if isinstance(owner, Trigger):
        return dict(TRIGGER)
    if owner is None:
        return {}
    known = ROLLOUT if owner.kind == "RolloutStrategy" else KNOWN.get(owner.kind, frozenset())
    order = {name: place for place, name in enumerate(_FIRST)}
    return dict.fromkeys(sorted(known, key=lambda name: (order.get(name, len(order)), name)), "")


def _outputs(cursor: ExpressionCursor, owner: Node | Trigger | None, inside: tuple[str, ...]) -> Iterator[Completion]:
    if isinstance(owner, Node) and owner.kind == "SecretInheritance" and inside:
        listed = owner.spec.get({"values": "requiredKeys", "files": "requiredFiles"}.get(inside[0], ""))
        for name in listed if isinstance(listed, list) and len(inside) == 1 else ():
            if isinstance(name, str) and USABLE.fullmatch(name):
                yield _item(cursor, name, "output", "required there", "", _final(cursor, name))
        return
    if inside:
        return
    for name, words in outputs_of(owner).items():
        yield _item(cursor, name, "output", words, "", _final(cursor, name))


def _arguments(cursor: ExpressionCursor, scope: Scope, inside: tuple[str, ...]) -> Iterator[Completion]:
    if not inside:
        for name in dict.fromkeys((*scope.flow.arguments, *scope.inputs)):
            if USABLE.fullmatch(name):
                detail = "argument" if name in scope.flow.arguments else "filled by a rich input"
                yield _item(cursor, name, "argument", detail, "", _final(cursor, name))
        return
    value: Any = scope.flow.arguments
    for name in inside:
        value = mapping(value).get(name)
    for name in mapping(value):
        if USABLE.fullmatch(name):
            yield _item(cursor, name, "argument", f"part of '{inside[0]}'", "", _final(cursor, name))


def _function(cursor: ExpressionCursor, function: Function) -> Completion:
    called = cursor.follows == "("
    brace = "" if cursor.closed or cursor.calls else "}"
    detail = f"{function.usage[3:]} · {named(function.returns)}" if len(function.returns) < 5 else function.usage[3:]
    return Completion(
        function.name,
        "function",
        detail,
        function.summary,
        cursor.span,
        function.name if called else f"{function.name}({'$1' if function.parameters else ''}){brace}",
        not called,
        function.name,
    )


def whole_expressions(analysis: Analysis, cursor: Cursor) -> Iterator[Completion]:
    """Expressions that fit a value by the name of its key: the build that a release takes, the branch of a trigger."""
    field = cursor.pointer[-1] if cursor.pointer else None
    if not isinstance(field, str) or not analysis.has_wiring:
        return
    node = analysis.node_at(cursor.pointer)
    begun = "${" in analysis.content[cursor.span.start : cursor.span.end]
    if node is None or begun or cursor.pointer == (*node.pointer, "ref"):
        return
    for name, owner, standing in known_refs(analysis.scope_at(cursor.pointer), node):
        if standing is not None and standing.when != "always":
            continue
        output = _fitting(field, owner)
        if output is not None:
            text = f"${{refs.{name}.{output}}}"
            yield _whole(cursor, text, described(owner, standing))


def _fitting(field: str, owner: Node | Trigger) -> str | None:
    """The output of `owner` that the field takes."""
    if isinstance(owner, Trigger):
        return field if field in _OF_TRIGGERS else None
    if owner.kind in SOURCES.get(field, ()):
        return "id"
    return None


def _whole(cursor: Cursor, text: str, detail: str) -> Completion:
    quote = cursor.quote or ("" if cursor.style == "block" else '"')
    insert = f"{cursor.gap}{quote}{text}{quote}{',' if cursor.comma else ''}"
    filtered = f"{cursor.quote}{text}{cursor.quote}"
    return Completion(text, "ref", detail, "", cursor.span, insert, False, filtered)
