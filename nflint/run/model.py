"""The semantic models of what a run answers and of what asks for a run.

Total like the model of a flow: any value gives a run or a request, never an exception. Which states and times
contradict each other is the business of the rules.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from nflint.diagnostic import Pointer
from nflint.flow.model import Node, walk
from nflint.flow.plain import mapping, text

CONCLUDED = frozenset({"success", "failure", "aborted"})
"""Statuses after which nothing more happens ("Whether the run has concluded (aborted, success, failed)")."""

OPEN = frozenset({"pending", "running", "aborting", "queued", "waiting", "retrying", "async_wait", "approval_wait"})
"""Statuses of a run that goes on. `skipped` and `unknown` are in neither set: no page says what they mean here."""


class RunNode(NamedTuple):
    """A node of a run with what the run says of it: its `settings` and its `response`."""

    node: Node
    settings: Mapping[str, Any]
    response: Mapping[str, Any]

    @property
    def status(self) -> str | None:
        """The node's status, when it is a string."""
        return text(self.response.get("status"))


class RunRecord(NamedTuple):
    """One run: the object that holds `id`, `status` and the times, at `pointer`; `nodes` are empty in a list."""

    pointer: Pointer
    fields: Mapping[str, Any]
    nodes: tuple[RunNode, ...]

    @property
    def status(self) -> str | None:
        """The run's status, when it is a string."""
        return text(self.fields.get("status"))

    @property
    def concluded(self) -> bool | None:
        """Whether the run says that it is over; None when it does not say."""
        concluded = self.fields.get("concluded")
        return concluded if isinstance(concluded, bool) else None


class Listing(NamedTuple):
    """A page of a list of runs: where the runs stand, how many they are, and what is said of the page."""

    pointer: Pointer
    length: int
    pagination: Mapping[str, Any]


class Run(NamedTuple):
    """The runs of a document: one for an answer about a run, any number for a list, which has a `listing`."""

    records: tuple[RunRecord, ...]
    listing: Listing | None = None


class RunRequest(NamedTuple):
    """A request for a run: overrides by ref, releases by target or ref, arguments by name; `fields` are all."""

    fields: Mapping[str, Any]
    arguments: Mapping[str, Any]
    overrides: Mapping[str, Any]
    release_overrides: Mapping[str, Any]


def build_run(value: object) -> Run:
    """The model of a run or of a list of runs. Never raises."""
    start: Pointer = ()
    fields = mapping(value)
    if "data" in fields:
        start, fields = ("data",), mapping(fields["data"])
    runs = fields.get("runs")
    if isinstance(runs, list):
        at = (*start, "runs")
        listed = (RunRecord((*at, index), run, ()) for index, run in enumerate(runs) if isinstance(run, dict))
        return Run(tuple(listed), Listing(at, len(runs), mapping(mapping(value).get("pagination"))))
    nodes = tuple(
        RunNode(node, mapping(node.fields.get("settings")), mapping(node.fields.get("response")))
        for node in walk(fields.get("spec"), (*start, "spec"), "spec")
    )
    return Run((RunRecord(start, fields, nodes),))


def build_request(value: object) -> RunRequest:
    """The model of a run request. Never raises."""
    fields = mapping(value)
    return RunRequest(
        fields,
        mapping(fields.get("arguments")),
        mapping(fields.get("overrides")),
        mapping(fields.get("releaseNodeOverrides")),
    )
