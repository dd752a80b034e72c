"""Resolves a flow as far as that is possible before a run: arguments, overrides, functions and skips.

What nodes and triggers give stays an expression. What is not to be printed is kept apart from what is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from nflint.diagnostic import Pointer
from nflint.expression.functions import FUNCTIONS
from nflint.expression.parser import parse
from nflint.expression.printing import source
from nflint.expression.reduction import Known, reduce
from nflint.expression.tree import Call, Expression, Path, Raw, Value, calls, paths
from nflint.expression.values import LONGEST_TEXT, UNDEFINED, CannotEvaluateError, as_text
from nflint.flow.given import HIDDEN, Given
from nflint.flow.model import Node
from nflint.flow.plain import mapping
from nflint.flow.substitution import Origin, Resolved, Spot, put_arguments, put_release, replaced
from nflint.flow.texts import Text
from nflint.flow.wiring import Scope, Wiring

MOST_PUT_IN_PLACE = 10_000_000
"""Characters that may be put in place in one document; expressions after that stay as they are."""

State = Literal["resolved", "skipped", "waiting"]

_DEEPEST = 32
_NEW_AT_EVERY_RUN = frozenset({"randomSecret", "date"})


class Step(NamedTuple):
    """A node in run order, with what is known of it: `reason` is why it is skipped, or what it waits for."""

    node: Node
    state: State
    reason: tuple[str, ...]


class Resolution(NamedTuple):
    """A flow as it will run: the whole document with everything known put in place (`value`), the same with secrets
    covered (`shown`), the origin of each string that was changed by its place in `value`, and the nodes in run order.

    `beyond` is the first string that was left as it is because the values put in place became too long.
    """

    value: Any
    shown: Any
    origins: Mapping[Spot, Origin]
    steps: tuple[Step, ...]
    beyond: Text | None


def resolve(value: object, wiring: Wiring, given: Given) -> Resolution:
    """The document `value`, whose wiring is `wiring`, resolved with what is `given`. Never raises."""
    resolver = _Resolver(wiring, given)
    steps = tuple(resolver.steps())
    texts = {(text.pointer, text.anchor): resolver.text(text) for text in wiring.texts}
    origins: dict[Spot, Origin] = {}
    resolved = replaced(value, (), (), texts, origins)
    shown = replaced(value, (), (), texts, None)
    put_arguments(wiring, given, resolved, shown)
    for node in wiring.flow.nodes:
        put_release(node, given, resolved)
        put_release(node, given, shown)
    return Resolution(resolved, shown, origins, steps, resolver.beyond)


class _Piece(NamedTuple):
    """A part of a string: what it comes to, how that is shown, the expression that is left of it to the run, and what
    that waits for."""

    value: str
    shown: str
    hidden: bool = False
    left: Value | None = None
    waits: tuple[str, ...] = ()


def _plain(value: str) -> _Piece:
    return _Piece(value, value)


def _piece(expression: Expression, result: Known | Value | None, text: Text) -> _Piece:
    written = text.text[expression.start : expression.end]
    if isinstance(result, Known) and result.value is not UNDEFINED:
        try:
            value = as_text(result.value)
        except CannotEvaluateError:
            return _Piece(written, written, left=expression.value)
        return _Piece(value, HIDDEN if result.hidden else value, result.hidden)
    left = expression.value if isinstance(result, Known) or result is None else result
    if left is None:
        return _Piece(written, written, left=Raw(expression.start, expression.end, "broken", written))
    value = written if left is expression.value else f"${{{source(left)}}}"
    names = {call.callee.names[-1] for call in calls(left)}
    # What is new at every run waits for nothing: a mark stands for it.
    waits = tuple(_waits(left))
    if not waits and names & _NEW_AT_EVERY_RUN and names <= FUNCTIONS.keys():
        return _Piece(value, f"<{value[2:-1]}>", left=left)
    if not waits and isinstance(left, Call):
        waits = (source(left),)  # Nothing but the run knows what it makes of these arguments.
    return _Piece(value, value, left=left, waits=waits)


def _unchanged(text: Text) -> Resolved:
    return Resolved(text.text, text.text, Origin(text, False, False, None), False, ())


class _Resolver:
    """Resolves the strings of one document; remembers which nodes are skipped and what arguments come to."""

    def __init__(self, wiring: Wiring, given: Given) -> None:
        self._wiring = wiring
        self._given = given
        self._arguments: dict[str, Known | None] = {}
        self._skipped: dict[Pointer, str] = {}
        self._texts: dict[Spot, Resolved] = {}
        self._room = MOST_PUT_IN_PLACE
        self._sizes: dict[int, int] = {}
        self.beyond: Text | None = None

    def steps(self) -> Iterator[Step]:
        """The nodes in run order. Skips are decided on the way, since a skipped node gives no outputs."""
        by_node: dict[Pointer, list[Text]] = {}
        for text in self._wiring.texts:
            if text.node is not None:
                by_node.setdefault(text.node.pointer, []).append(text)
        for node in self._wiring.flow.nodes:
            own = by_node.get(node.pointer, [])
            around = self._skipped.get(node.parent) if node.parent is not None else None
            reason = around or self._skip(node, own)
            if reason:
                self._skipped[node.pointer] = reason
                yield Step(node, "skipped", (reason,))
                continue
            waits = tuple(dict.fromkeys(wait for text in own for wait in self.text(text).waits))
            yield Step(node, "waiting" if waits else "resolved", waits)

    def _skip(self, node: Node, own: Sequence[Text]) -> str | None:
        value = node.fields.get("skipNodeExecution")
        if value == "true" or value is True:
            return "skipNodeExecution is true"
        for text in own:
            if text.path == ("skipNodeExecution",):
                return f"{_inner(text)} is true" if self.text(text).value in (True, "true") else None
        return None

    def text(self, text: Text) -> Resolved:
        """What the string comes to."""
        key = (text.pointer, text.anchor)
        if key not in self._texts:
            self._texts[key] = self._text(text) if self.beyond is None else _unchanged(text)
        return self._texts[key]

    def _fits(self, text: Text, size: int) -> bool:
        """Whether there is still room for `size` characters in place of `text`, which then takes them."""
        self._room -= size
        if self._room < 0 and self.beyond is None:
            self.beyond = text
        return self.beyond is None

    def _size(self, value: object) -> int:
        """About how many characters `value` takes when it is written out."""
        if not isinstance(value, (list, dict)):
            return len(value) if isinstance(value, str) else 8
        # Values of arguments live as long as this resolver, and may stand in many places.
        if id(value) not in self._sizes:
            items = value.items() if isinstance(value, dict) else (("", item) for item in value)
            self._sizes[id(value)] = sum(8 + len(key) + self._size(item) for key, item in items)
        return self._sizes[id(value)]

    def _text(self, text: Text) -> Resolved:
        scope = self._wiring.scope_of(text)
        pieces: list[_Piece] = []
        waits: list[str] = []
        at = 0
        for expression in text.expressions:
            result = self._expression(expression, scope, text)
            if text.whole is not None and isinstance(result, Known) and result.value is not UNDEFINED:
                return self._whole(text, expression, result)
            pieces.append(_plain(text.text[at : expression.start]))
            pieces.append(_piece(expression, result, text))
            waits.extend(pieces[-1].waits)
            at = expression.end
        pieces.append(_plain(text.text[at:]))
        if not self._fits(text, sum(len(piece.value) for piece in pieces)):
            return _unchanged(text)
        value, shown = "".join(piece.value for piece in pieces), "".join(piece.shown for piece in pieces)
        known, hidden = all(piece.left is None for piece in pieces), any(piece.hidden for piece in pieces)
        changed = value != text.text or shown != value
        return Resolved(value, shown, Origin(text, known, hidden, None), changed, tuple(waits))

    def _whole(self, text: Text, expression: Expression, result: Known) -> Resolved:
        """A string that is one expression takes whatever that comes to, of any type."""
        if not self._fits(text, self._size(result.value)):
            return _unchanged(text)
        origin = Origin(text, True, result.hidden, _argument(expression))
        return Resolved(result.value, HIDDEN if result.hidden else result.value, origin, True, ())

    def _expression(self, expression: Expression, scope: Scope, text: Text) -> Known | Value | None:
        if expression.value is None or expression.mistakes or expression.form != "template":
            return None
        if scope.inner:
            return expression.value  # What an inner flow is given is known when that one runs.
        return reduce(expression.value, lambda names, inside: self._lookup(names, inside, 0))

    def _lookup(self, names: tuple[str, ...], inside: bool, depth: int) -> Known | None:
        if names[0] == "args" and len(names) >= 2:
            known = self._argument(names[1], depth)
            if (
                known is None
                and inside
                and names[1] not in self._wiring.flow.arguments
                and names[1] not in self._wiring.scopes[0].inputs
            ):
                return Known(UNDEFINED)
            return _part(known, names[2:]) if known else None
        if names[0] != "refs" or len(names) < 3:
            return None
        override = mapping(self._given.overrides.get(names[1]))
        if names[2] in override:
            return _part(Known(override[names[2]]), names[3:])
        owner = self._wiring.scopes[0].owner(names[1], names[2], None)
        gone = owner is None or owner.pointer in self._skipped
        return Known(UNDEFINED) if gone and inside else None

    def _argument(self, name: str, depth: int) -> Known | None:
        """What the argument `name` comes to; None where it has no value, or one that only the run knows."""
        if name in self._arguments:
            return self._arguments[name]
        hidden = self._given.hides(name)
        if name in self._given.arguments:
            value = self._given.arguments[name]
        elif name in self._wiring.flow.arguments:
            value = self._wiring.flow.arguments[name]
        else:
            return None
        hidden = hidden and value not in ("", None)  # Of nothing there is nothing to hide.
        self._arguments[name] = None  # Whoever comes by here again goes in a circle.
        known = self._declared(value, hidden, depth)
        self._arguments[name] = known
        return known

    def _declared(self, value: Any, hidden: bool, depth: int) -> Known | None:
        """The value of an argument, which may hold expressions itself."""
        expressions = parse(value) if isinstance(value, str) else ()
        if not expressions:
            return Known(value, hidden)
        if depth >= _DEEPEST or any(one.mistakes or one.value is None or one.form != "template" for one in expressions):
            return None
        parts: list[str] = []
        at = 0
        for expression in expressions:
            result = reduce(expression.value, lambda names, inside: self._lookup(names, inside, depth + 1))  # type: ignore[arg-type]
            if not isinstance(result, Known) or result.value is UNDEFINED:
                return None
            hidden = hidden or result.hidden
            if expression.start == 0 and expression.end == len(value):
                return Known(result.value, hidden)
            try:
                parts.extend((value[at : expression.start], as_text(result.value)))
            except CannotEvaluateError:
                return None
            at = expression.end
            if sum(map(len, parts)) > LONGEST_TEXT:
                return None
        return Known("".join(parts) + value[at:], hidden)


def _part(known: Known | None, names: tuple[str, ...]) -> Known | None:
    for name in names:
        if known is None or not isinstance(known.value, dict) or name not in known.value:
            return None
        known = Known(known.value[name], known.hidden)
    return known


def _argument(expression: Expression) -> str | None:
    names = expression.value.names if isinstance(expression.value, Path) else ()
    return names[1] if names[:1] == ("args",) and len(names) == 2 else None


def _inner(text: Text) -> str:
    return text.text[2:-1].strip() if text.whole is not None else text.text


def _waits(left: Value | None) -> Iterator[str]:
    for path, _ in paths(left):
        if path.names[0] == "refs" or (path.names[0] == "args" and len(path.names) > 1):
            yield ".".join(path.names)
    for call in calls(left):
        if call.callee.names == ("fn", "fetchSecret"):
            yield source(call)
