"""What an editor shows of the names and calls of an expression: whose output it is, and whether it is there then."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from nflint.diagnostic import Pointer
from nflint.expression.functions import FUNCTIONS, Function
from nflint.expression.reduction import Known, reduce
from nflint.expression.tokens import path_of
from nflint.expression.tree import Call, Expression, Path, Value, calls, paths
from nflint.expression.types import named
from nflint.expression.values import UNDEFINED
from nflint.flow.credentials import build_credentials
from nflint.flow.given import HIDDEN, Given, hidden_places
from nflint.flow.inference import infer
from nflint.flow.model import Node, Trigger
from nflint.flow.order import Standing
from nflint.flow.outputs import GUESSED
from nflint.flow.uses import Scope, target
from nflint.language.analysis import Analysis
from nflint.language.fields import kind_text
from nflint.language.names import ROOTS, described, outputs_of
from nflint.language.signatures import type_of
from nflint.language.words import code

_LONGEST = 200
_MOST = 5

_WHY = {
    "earlier": "Has run before this step.",
    "last-run": "Its outputs are those of the last run of the flow.",
    "later": "Runs after this step: its outputs are not there yet.",
    "itself": "Is the node itself: its outputs are not there yet.",
    "enclosing": "Is around this step: its outputs are not there yet.",
    "inside": "Is inside this node: its outputs are not there yet.",
    "parallel": "Runs at the same time as this step: its outputs may not be there.",
    "teardown": "Runs in the teardown only: its outputs are not there.",
    "skipped": "Is always skipped: it has no outputs.",
    "loop": "Runs in a loop: its outputs may not be there.",
    "unsure": "May be skipped: then it has no outputs.",
}

Found = tuple[int, int, str]
"""Where something stands in the string, and what there is to say about it."""


def expression_hover(analysis: Analysis, pointer: Pointer, expression: Expression, at: int) -> Found | None:
    """What there is to say about character `at` of the string at `pointer`, which is in `expression`."""
    for path, _ in paths(expression.value):
        if path.start <= at <= path.end:
            return _of_path(analysis, pointer, path, at)
    inner = [call for call in calls(expression.value) if call.callee.start <= at <= call.callee.end]
    return _of_call(analysis, pointer, inner[-1]) if inner else None


def _of_path(analysis: Analysis, pointer: Pointer, path: Path, at: int) -> Found | None:
    segments, scope = path.segments, analysis.scope_at(pointer)
    if segments[0].name == "template" and len(segments) > 1:
        segments, scope = segments[1:], analysis.wiring.scopes[0]
    index = next((place for place, segment in enumerate(segments) if segment.start <= at <= segment.end), None)
    if index is None:
        return None
    root, names = segments[0].name, tuple(segment.name for segment in segments)
    here = segments[index]
    if index == 0:
        words = ROOTS.get(root)
        return (here.start, here.end, f"`{root}` · {words[1]}") if words else None
    if root == "refs":
        markdown = _ref_markdown(analysis, scope, names, index, analysis.node_at(pointer))
        return (here.start, here.end, markdown) if markdown else None
    if root == "args":
        return segments[1].start, here.end, argument_markdown(analysis, scope, names[1])
    if root == "secrets":
        return segments[1].start, here.end, f"Global secret {code(names[1])} · read when the flow runs"
    return None


def _ref_markdown(
    analysis: Analysis, scope: Scope, names: tuple[str, ...], index: int, node: Node | None
) -> str | None:
    owner, standing = target(scope, names[1], names[2] if len(names) > 2 else None, node)
    if owner is None:
        return f"No node or trigger has the ref {code(names[1])}."
    if index == 1:
        return owner_markdown(analysis, owner, standing)
    known = outputs_of(owner)
    output = ".".join(names[2 : index + 1])
    found = infer(path_of(".".join(names[: index + 1]), 0), scope)
    kind = f" · {named(found)}" if len(found) < 4 else ""
    parts = [f"Output {code(output)} of {described(owner, None)}{kind}"]
    if index == 2:
        words = known.get(names[2])
        if words:
            parts.append(f"{words[0].upper()}{words[1:]}.")
        elif words is None and known:
            guessed = GUESSED.get(owner.kind, {}).get(names[2]) if isinstance(owner, Node) else None
            unknown = "No page names this output."
            if isinstance(owner, Trigger):
                unknown = "A Git trigger has no such output."
            parts.append(f"{guessed[0].upper()}{guessed[1:]}." if guessed else unknown)
    return "\n\n".join([*parts, *_standing(standing)])


def _standing(standing: Standing | None) -> list[str]:
    return [] if standing is None else [_WHY[standing.why]]


def owner_markdown(analysis: Analysis, owner: Node | Trigger, standing: Standing | None) -> str:
    """A node or trigger that has a ref: what it is, what it gives, and who reads that."""
    parts = [f"**{code(owner.ref or '')}** · {described(owner, None)}"]
    said = kind_text(owner.kind) if isinstance(owner, Node) else None
    if said is not None:
        parts.append(said.description)
    elif isinstance(owner, Trigger) and isinstance(owner.fields.get("repoUrl"), str):
        parts.append(f"Starts runs from {code(owner.fields['repoUrl'])}.")
    parts += _standing(standing)
    outputs = list(outputs_of(owner))
    if outputs:
        parts.append(f"Outputs: {', '.join(map(code, outputs))}")
    readers = [one.use.node for one in analysis.wiring.references if one.target is owner and one.use.node is not None]
    if readers:
        parts.append(f"Read by {_titles(readers)}")
    return "\n\n".join(parts)


def _titles(nodes: Iterable[Node]) -> str:
    areas = {"teardown": " of the teardown"}
    titles = list(dict.fromkeys(f"{node.title}{areas.get(node.area, '')}" for node in nodes))
    more = len(titles) - _MOST
    return ", ".join(titles[:_MOST]) + (f" and {more} more" if more > 0 else "")


def argument_markdown(analysis: Analysis, scope: Scope, name: str) -> str:
    """An argument: what its value is, as far as that may be shown, and who uses it."""
    parts = [f"**{code(name)}** · argument"]
    if name in scope.flow.arguments:
        value = scope.flow.arguments[name]
        hidden = value not in ("", None) and _is_secret(name, value)
        shown = HIDDEN if hidden else json.dumps(value, ensure_ascii=False)
        if value == "":
            parts.append("Declared without a value: a run, an override or a rich input gives it.")
        else:
            parts.append(f"Declared as {code(shown if len(shown) <= _LONGEST else shown[:_LONGEST] + '…')}")
    if name in scope.inputs:
        parts.append("Filled by a rich input.")
    if len(parts) == 1:
        parts.append("Not declared: a run request or an override of the flow's settings has to give it.")
    uses = [use for use in analysis.wiring.arguments if use.name(1) == name and use.scope.pointer == scope.pointer]
    nodes = [use.node for use in uses if use.node is not None]
    if nodes:
        parts.append(f"Used by {_titles(nodes)}")
    elif not uses:
        parts.append("Used nowhere in this document.")
    return "\n\n".join(parts)


def _is_secret(name: str, value: Any) -> bool:
    document = {"arguments": {name: value}}
    return any(True for _ in hidden_places(document, Given())) or bool(build_credentials(document).found)


def _of_call(analysis: Analysis, pointer: Pointer, call: Call) -> Found | None:
    names = call.callee.names
    function = FUNCTIONS.get(names[-1]) if names[-2:-1] == ("fn",) else None
    if function is None:
        return None
    parts = [f"```\n{function.usage}\n```", _summary(function)]
    result = _result(analysis, pointer, call)
    if result is not None:
        parts.append(result)
    return call.callee.start, call.callee.end, "\n\n".join(part for part in parts if part)


def _summary(function: Function) -> str:
    taken = ", ".join(f"{code(one.name)}: {type_of(one)}" for one in function.parameters)
    gives = named(function.returns) if len(function.returns) < 6 else "anything"
    summary = f"{function.summary[0].upper()}{function.summary[1:]}." if function.summary else ""
    return f"{summary} {f'Takes {taken}; gives' if taken else 'Gives'} {gives}.".strip()


def _result(analysis: Analysis, pointer: Pointer, call: Call) -> str | None:
    """What the call comes to with the arguments as they are declared; None where only the run knows."""
    scope = analysis.scope_at(pointer)
    used = any(path.names[0] == "args" for path, _ in paths(call))

    def lookup(names: tuple[str, ...], inside: bool) -> Known | None:
        if names[0] != "args" or len(names) != 2 or names[1] not in scope.flow.arguments or names[1] in scope.inputs:
            return None
        value = scope.flow.arguments[names[1]]
        if value == "" or (isinstance(value, str) and "${" in value):
            return None
        return Known(value, _is_secret(names[1], value))

    value: Value | Known = reduce(call, lookup)
    if not isinstance(value, Known) or value.hidden or value.value is UNDEFINED:
        return None
    shown = json.dumps(value.value, ensure_ascii=False)
    shown = shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"
    return f"{'With the declared arguments' if used else 'Always'}: {code(shown)}"
