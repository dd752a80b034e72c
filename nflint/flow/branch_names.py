"""Where the names of branches come from that a flow uses, and who is free to choose them.

What may be done with them is the business of the rules.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Literal, NamedTuple

from nflint.diagnostic import Place, Pointer, Related
from nflint.flow.branches import BRANCHES, PULL_REQUESTS
from nflint.flow.model import Node, Trigger
from nflint.flow.plain import mapping
from nflint.flow.provenance import Provenance, declared
from nflint.flow.texts import Text
from nflint.flow.uses import SUPPLIED_REF, Reference, Use
from nflint.flow.wiring import Wiring

Freedom = Literal["anybody", "members", "none"]
"""Who names the branch: `anybody` who opens a pull request, `members` who may push, or nobody but the flow."""


class Source(NamedTuple):
    """Who names a branch, what lets it in, and which trigger that is, if it is one."""

    freedom: Freedom
    related: tuple[Related, ...] = ()
    trigger: Trigger | None = None


_FREEDOMS: tuple[Freedom, ...] = ("none", "members", "anybody")


def branch_sources(
    wiring: Wiring, wanted: Callable[[Text], bool], passes: Callable[[Use], bool]
) -> Iterator[tuple[Use, Source]]:
    """The uses of the name of a branch in those texts that are wanted, with where it comes from: a trigger, a build of
    its branch, or a rich input, also by way of arguments whose declarations it `passes`."""
    references = [one for one in wiring.references if one.output[:1] == ("branch",) and wanted(one.use.text)]
    arguments = [use for use in wiring.arguments if wanted(use.text)]
    if not (references or arguments):
        return
    provenance = Provenance(wiring, passes)
    if not references and provenance.is_empty and not any(use.scope.inputs for use in arguments):
        return  # The arguments are all made of plain text.
    branches = _built_branches(wiring, provenance)
    for reference in references:
        source = _source_of(reference, branches)
        if source is not None:
            yield reference.use, source
    for use in arguments:
        source = _offered(use)
        for read in provenance.of(use):
            other = _source_of(read, branches) if isinstance(read, Reference) else _offered(read)
            if other is not None and _rank(other) > _rank(source):
                source = other._replace(related=(*declared(use, read), *other.related))
        if source is not None:
            yield use, source


def _rank(source: Source | None) -> int:
    return -1 if source is None else _FREEDOMS.index(source.freedom)


def _offered(use: Use) -> Source | None:
    """Where the argument that `use` names is the branch that a rich input offers."""
    part = use.scope.inputs.get(use.name(1) or "") if use.root == "args" else None
    if part is None or mapping(mapping(part.fields.get("spec")).get("outputs")).get("branch") != use.name(1):
        return None
    return Source("members", (Related(Place((*part.pointer, "spec"), "key"), "this input offers all branches"),))


def _built_branches(wiring: Wiring, provenance: Provenance) -> dict[Pointer, Reference]:
    """What the fields that say which branch to build read, by their places."""
    found = {reference.use.text.pointer: reference for reference in wiring.references if _is_branch(reference)}
    for use in wiring.arguments:
        if use.text.field == "branch" and use.text.node is not None:
            for reference in provenance.references(use):
                if reference.output[:1] == ("branch",):
                    found.setdefault(use.text.pointer, reference)
    return found


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
    if is_opened(trigger) and _has_wildcard(trigger, PULL_REQUESTS):
        place = Place((*trigger.pointer, PULL_REQUESTS), "key")
        return Source("anybody", (Related(place, "pull requests start the flow by these rules"),), trigger)
    if _has_wildcard(trigger, BRANCHES):
        place = Place((*trigger.pointer, BRANCHES), "key")
        return Source("members", (Related(place, "these rules have a wildcard"),), trigger)
    return Source("none")


def _has_wildcard(trigger: Trigger, key: str) -> bool:
    rules = trigger.fields.get(key)
    return isinstance(rules, list) and any(isinstance(rule, str) and "*" in rule for rule in rules)


def is_opened(trigger: Trigger) -> bool:
    """Whether pull requests start the flow through `trigger`."""
    rules = trigger.fields.get(PULL_REQUESTS)
    by_hand = trigger.fields.get("manualOnly") is True
    return not by_hand and isinstance(rules, list) and any(isinstance(rule, str) and rule for rule in rules)
