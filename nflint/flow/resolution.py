"""Resolves a flow as far as that is possible before a run: arguments, overrides, functions and skips.

What nodes and triggers give stays an expression. What is not to be printed is kept apart from what is known.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Literal, NamedTuple

from nflint.diagnostic import Pointer
from nflint.expression.functions import FUNCTIONS
from nflint.expression.printing import source
from nflint.expression.reduction import Known, reduce
from nflint.expression.tree import Call, Expression, Path, Raw, Value, calls, paths
from nflint.expression.values import UNDEFINED, CannotEvaluateError, as_text
from nflint.flow.arguments import MOST_PUT_IN_PLACE, Arguments, Extents, lookup_argument, part, resolve_arguments
from nflint.flow.given import HIDDEN, Given
from nflint.flow.model import Node
from nflint.flow.plain import mapping
from nflint.flow.skips import Skip, is_true
from nflint.flow.substitution import Origin, Put, Resolved, Spot, put_arguments, put_release, replaced
from nflint.flow.texts import Text
from nflint.flow.uses import SUPPLIED_REF, Scope, target
from nflint.flow.wiring import Wiring

State = Literal["resolved", "skipped", "waiting"]

_NEW_AT_EVERY_RUN = frozenset({"randomSecret", "date"})


class Step(NamedTuple):
    """A node in run order, with what is known of it: `reason` is why it is skipped, or what it waits for."""

    node: Node
    state: State
    reason: tuple[str, ...]


class Resolution(NamedTuple):
    """A flow as it will run: the whole document with everything known put in place (`value`), the same with secrets
    covered (`shown`), the origin of each string that was changed by its place in `value`, those of the keys that came
    to the name of another one (`clashes`), and the nodes in run order.

    `decided` says of nodes with a condition for skipping them whether they are skipped, where that is known. `beyond`
    is the first string that was left as it is because the values put in place became too long.
    """

    value: Any
    shown: Any
    origins: Mapping[Spot, Origin]
    clashes: tuple[Origin, ...]
    steps: tuple[Step, ...]
    decided: Mapping[Pointer, Skip]
    beyond: Text | None


def resolve(value: object, wiring: Wiring, given: Given) -> Resolution:
    """The document `value`, whose wiring is `wiring`, resolved with what is `given`. Never raises."""
    resolver = _Resolver(wiring, given)
    steps = tuple(resolver.steps())
    nodes = {node.pointer: node for node in wiring.flow.nodes}
    texts = {(text.pointer, text.anchor): resolver.text(text) for text in wiring.texts}
    put = Put({}, [])
    resolved = replaced(value, (), (), texts, put)
    shown = replaced(value, (), (), texts, None)
    put_arguments(wiring, given, resolved, shown)
    for node, override in resolver.releases.items():
        put_release(nodes[node], override, resolved)
        put_release(nodes[node], override, shown)
    origins = _without_released(put.origins, resolver.releases)
    return Resolution(resolved, shown, origins, tuple(put.clashes), steps, resolver.decided, resolver.beyond)


class _Piece(NamedTuple):
    """A part of a string: what it comes to, how that is shown, the expression that is left of it to the run, and what
    that waits for."""

    value: str
    shown: str
    hidden: bool = False
    left: Value | None = None
    waits: tuple[str, ...] = ()


def _without_released(
    origins: Mapping[Spot, Origin], releases: Mapping[Pointer, Mapping[str, Any]]
) -> Mapping[Spot, Origin]:
    """The origins without those of strings in whose place something was put that is given for a Release."""
    given = {(*node, "spec", key) for node, override in releases.items() for key in override}
    if not given:
        return origins

    def stays(pointer: Pointer) -> bool:
        return all(pointer[:end] not in given for end in range(len(pointer) + 1))

    return {spot: origin for spot, origin in origins.items() if stays(spot[0])}


def _plain(value: str) -> _Piece:
    return _Piece(value, value)


def _piece(expression: Expression, result: Known | Value | None, text: Text, arguments: Arguments) -> _Piece:
    written = text.text[expression.start : expression.end]
    if isinstance(result, Known) and result.value is not UNDEFINED:
        try:
            value = as_text(result.value)
        except CannotEvaluateError:
            return _Piece(written, written, left=expression.value, waits=(written[2:-1].strip(),))
        return _Piece(value, HIDDEN if result.hidden else value, result.hidden)
    left = expression.value if isinstance(result, Known) or result is None else result
    if left is None:
        return _Piece(written, written, left=Raw(expression.start, expression.end, "broken", written))
    value = written if left is expression.value else f"${{{source(left)}}}"
    names = {call.callee.names[-1] for call in calls(left)}
    # What is new at every run waits for nothing: a mark stands for it.
    waits = tuple(_waits(left, arguments))
    if not waits and names & _NEW_AT_EVERY_RUN and names <= FUNCTIONS.keys():
        return _Piece(value, f"<{value[2:-1]}>", left=left)
    if not waits and (isinstance(left, Call) or (isinstance(left, Path) and left.names[0] == "args")):
        waits = (source(left),)  # Nothing but the run knows what it makes of these arguments.
    return _Piece(value, value, left=left, waits=waits)


def _unchanged(text: Text) -> Resolved:
    return Resolved(text.text, text.text, Origin(text, False, False, None), False, ())


class _Resolver:
    """Resolves the strings of one document; remembers which nodes are skipped and what arguments come to."""

    def __init__(self, wiring: Wiring, given: Given) -> None:
        self._wiring = wiring
        self._given = given
        self._skipped: dict[Pointer, str] = {}
        # Which nodes are skipped is decided later, and arguments are the same for all of them.
        self._extents = Extents()
        self._arguments, beyond = resolve_arguments(
            wiring,
            given,
            lambda names, inside: self._ref(names, inside, None, {}) if len(names) > 2 else None,
            self._extents,
        )
        self._texts: dict[Spot, Resolved] = {}
        self._room = MOST_PUT_IN_PLACE
        self.beyond = None if beyond is None else _argument_text(wiring, beyond)
        self.decided: dict[Pointer, Skip] = {}
        self.releases: dict[Pointer, Mapping[str, Any]] = {}

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
            override = self._release(node, own)
            # What the request gives in place of the text in the file, nobody waits for.
            left = [
                text for text in own if text.path[:1] != ("spec",) or text.path[1:2] not in [(key,) for key in override]
            ]
            waits = tuple(dict.fromkeys(wait for text in left for wait in self.text(text).waits))
            yield Step(node, "waiting" if waits else "resolved", waits)

    def _skip(self, node: Node, own: Sequence[Text]) -> str | None:
        value = node.fields.get("skipNodeExecution")
        if value == "true" or value is True:
            return "skipNodeExecution is true"
        for text in own:
            if text.path == ("skipNodeExecution",):
                resolved = self.text(text)
                skipped = is_true(resolved.value)
                if resolved.origin.complete:
                    self.decided[node.pointer] = "yes" if skipped else "no"
                return f"{_inner(text)} is true" if skipped else None
        return None

    def _release(self, node: Node, own: Sequence[Text]) -> Mapping[str, Any]:
        """What the request gives in place of the `spec` of a Release node, by its target or its ref."""
        if node.kind != "Release" or not self._given.releases:
            return {}
        target = mapping(node.spec.get("target")).get("id")
        resolved = [self.text(text).value for text in own if text.path == ("spec", "target", "id")]
        names = [name for name in (*resolved, target, node.ref) if isinstance(name, str)]
        override = next((mapping(self._given.releases[name]) for name in names if name in self._given.releases), {})
        self.releases[node.pointer] = override
        return override

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
        return self._extents.of(value).size

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
            pieces.append(_piece(expression, result, text, self._arguments))
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
        if isinstance(expression.value, Call) and not self._fits(text, self._work(expression.value)):
            return expression.value
        return reduce(expression.value, lambda names, inside: self._lookup(names, inside, text.node))

    def _work(self, value: Value) -> int:
        """About how many characters the functions of an expression have to look at."""
        names = [path.names for path, _ in paths(value)]
        known = [self._arguments.get(name[1]) for name in names if name[0] == "args" and len(name) > 1]
        return sum(self._size(one.value) for one in known if one is not None)

    def _lookup(self, names: tuple[str, ...], inside: bool, node: Node | None) -> Known | None:
        if names[0] == "args" and len(names) >= 2:
            return lookup_argument(names, inside, self._arguments, self._wiring)
        if names[0] != "refs" or len(names) < 3:
            return None
        return self._ref(names, inside, node, self._skipped)

    def _ref(
        self, names: tuple[str, ...], inside: bool, node: Node | None, skipped: Mapping[Pointer, str]
    ) -> Known | None:
        override = mapping(self._given.overrides.get(names[1]))
        if names[2] in override:
            return part(Known(override[names[2]]), names[3:])
        owner = target(self._wiring.scopes[0], names[1], names[2], node)[0]
        # Northflank makes the trigger of this name itself.
        gone = names[1] != SUPPLIED_REF if owner is None else owner.pointer in skipped
        return Known(UNDEFINED) if gone and inside else None


def _argument_text(wiring: Wiring, name: str) -> Text:
    """The first string with an expression in the argument `name`, or else of the document."""
    pointer = (*wiring.flow.pointer, "arguments", name)
    inside = (text for text in wiring.texts if text.pointer[: len(pointer)] == pointer)
    return next(inside, wiring.texts[0])


def _argument(expression: Expression) -> str | None:
    names = expression.value.names if isinstance(expression.value, Path) else ()
    return names[1] if names[:1] == ("args",) and len(names) == 2 else None


def _inner(text: Text) -> str:
    return text.text[2:-1].strip() if text.whole is not None else text.text


def _waits(left: Value, arguments: Arguments) -> Iterator[str]:
    """The outputs, arguments and secrets that only the run knows, as they are written."""
    for path, _ in paths(left):
        unknown = path.names[0] == "args" and len(path.names) > 1 and arguments.get(path.names[1]) is None
        if path.names[0] in ("refs", "secrets", "triggers") or unknown:
            yield ".".join(path.names)
    for call in calls(left):
        if call.callee.names == ("fn", "fetchSecret"):
            yield source(call)
