"""Where the names of branches come from that a flow uses, and who is free to choose them.

What may be done with them is the business of the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from nflint.diagnostic import Place, Pointer, Related
from nflint.flow.model import Node, Trigger
from nflint.flow.plain import mapping
from nflint.flow.texts import Text
from nflint.flow.uses import SUPPLIED_REF, Reference, Use
from nflint.flow.wiring import Wiring

Freedom = Literal["anybody", "members", "none"]
"""Who names the branch: `anybody` who opens a pull request, `members` who may push, or nobody but the flow."""


class Source(NamedTuple):
    """Who names a branch, and what lets it in."""

    freedom: Freedom
    related: tuple[Related, ...] = ()


def branch_sources(wiring: Wiring, wanted: Callable[[Text], bool]) -> Iterator[tuple[Use, Source]]:
    """The uses of the name of a branch in those texts that are wanted, with where it comes from: a trigger, a build of
    its branch, or a rich input."""
    used = [one for one in wiring.references if one.output[:1] == ("branch",) and wanted(one.use.text)]
    if used:
        branches = {reference.use.text.pointer: reference for reference in wiring.references if _is_branch(reference)}
        for reference in used:
            source = _source_of(reference, branches)
            if source is not None:
                yield reference.use, source
    for use in wiring.arguments:
        part = use.scope.inputs.get(use.name(1) or "") if use.scope.inputs and wanted(use.text) else None
        if part is not None and mapping(mapping(part.fields.get("spec")).get("outputs")).get("branch") == use.name(1):
            place = Place((*part.pointer, "spec"), "key")
            yield use, Source("members", (Related(place, "this input offers all branches"),))


def _is_branch(reference: Reference) -> bool:
    return reference.output[:1] == ("branch",) and reference.use.text.field == "branch"


def _source_of(reference: Reference, branches: Mapping[Pointer, Reference]) -> Source | None:
    target = reference.target
    if isinstance(target, Node) and target.kind == "Build":
        # The branch of a build is the one it was told to build.
        told = branches.get((*target.pointer, "spec", "branch"))
        target = None if told is None else told.target
    if isinstance(target, Trigger):
        return _freedom(target)
    return Source("members") if target is None and reference.name == SUPPLIED_REF else None


def _freedom(trigger: Trigger) -> Source:
    if is_opened(trigger):
        place = Place((*trigger.pointer, "prRestrictions"), "key")
        return Source("anybody", (Related(place, "pull requests start the flow by these rules"),))
    rules = trigger.fields.get("branchRestrictions")
    if isinstance(rules, list) and any(isinstance(rule, str) and "*" in rule for rule in rules):
        place = Place((*trigger.pointer, "branchRestrictions"), "key")
        return Source("members", (Related(place, "these rules have a wildcard"),))
    return Source("none")


def is_opened(trigger: Trigger) -> bool:
    """Whether pull requests start the flow through `trigger`."""
    rules = trigger.fields.get("prRestrictions")
    by_hand = trigger.fields.get("manualOnly") is True
    return not by_hand and isinstance(rules, list) and any(isinstance(rule, str) and rule for rule in rules)
