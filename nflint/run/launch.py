"""A run request together with the flow it asks to run: what each says that the other has to know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from nflint.diagnostic import Place, Pointer
from nflint.flow.given import Given
from nflint.flow.model import Node
from nflint.flow.plain import mapping, text
from nflint.flow.wiring import Wiring
from nflint.run.model import RunRequest


class Launch(NamedTuple):
    """A request for a run of a flow.

    `arguments` are the values that arguments have in this run: those of the request before those that the flow
    declares. `releases` are the Release nodes of the flow by the ID of the service or job they release. `skipped` are
    the nodes that this run skips, as far as that is known before it.
    """

    wiring: Wiring
    request: RunRequest
    arguments: Mapping[str, Any]
    releases: Mapping[str, Node]
    skipped: frozenset[Pointer]

    @property
    def place(self) -> Place:
        """Where a value that the request lacks would stand."""
        return Place(("arguments",), "key") if "arguments" in self.request.fields else Place(())


def build_launch(wiring: Wiring, request: RunRequest) -> Launch:
    """The model of `request`, a request for a run of the flow whose wiring is `wiring`. Never raises."""
    releases: dict[str, Node] = {}
    for node in wiring.flow.nodes:
        target = text(mapping(node.spec.get("target")).get("id"))
        if node.kind == "Release" and target is not None:
            releases.setdefault(target, node)
    return Launch(wiring, request, {**wiring.flow.arguments, **request.arguments}, releases, _skipped(wiring, request))


def _skipped(wiring: Wiring, request: RunRequest) -> frozenset[Pointer]:
    if not any("skipNodeExecution" in node.fields for node in wiring.flow.nodes):
        return frozenset()
    from nflint.flow.resolution import resolve  # Few flows skip anything.

    steps = resolve(wiring.value, wiring, given_by(request)).steps
    return frozenset(step.node.pointer for step in steps if step.state == "skipped")


def given_by(request: RunRequest) -> Given:
    """What a run request gives to the flow, with nothing to hide."""
    return Given(
        request.arguments,
        overrides=request.overrides,
        releases=request.release_overrides,
        covered=False,
        requested=frozenset(request.arguments),
    )
