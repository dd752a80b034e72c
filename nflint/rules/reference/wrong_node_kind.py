"""The rule `wrong-node-kind`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.fields import RESOURCES, SOURCES
from nflint.flow.model import Node, Trigger
from nflint.flow.outputs import TRIGGER
from nflint.flow.uses import Reference, Use
from nflint.flow.wiring import Wiring
from nflint.nearest import choices
from nflint.rule import rule

# What these nodes make is a build, a backup, an import or a run, and no service, job or addon.
_MAKERS = frozenset({"Build", "BuildSource", "AddonBackup", "AddonImport", "JobRun"})
_OUTPUTS = frozenset({"id", "runName", "runId", "name"})

# Where fields have these names: conditions and actions, releases, and the images of job runs.
_PLACES = frozenset({"data", "origin", "internal"})


@rule("NF210", Severity.WARNING, since="0.1.0")
def wrong_node_kind(wiring: Wiring) -> Iterator[Finding]:
    """A field takes the output of one kind of node, and is given that of another, or of a trigger.

    `buildId` and the `build` of a release name a build, `backupId` a backup, `importId` an import, `runId` a job run:
    the ID of anything else is found by nobody. Nor is a build, a backup or a run found as a service, a job or an addon.

    Source: the guide "Infrastructure as code", await conditions: "such as the completion of a build or an addon
    backup".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: AddonBackup, ref: backup, spec: {addonId: orders-db}}
              - kind: Condition
                spec: {kind: Build, spec: {type: success, data: {buildId: "${refs.backup.id}"}}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, spec: {id: api, type: service, branch: main}}
              - kind: Condition
                spec: {kind: Build, spec: {type: success, data: {buildId: "${refs.build.id}"}}}
    """
    for reference in wiring.references:
        target, text = reference.target, reference.use.text
        if text.field in RESOURCES:
            yield from _made(reference)
            continue
        wanted = SOURCES.get(text.field)
        if wanted is None or target is None or reference.use.inside or text.whole is None:
            continue
        kind = target.kind if isinstance(target, Node) else "trigger"
        if not kind or kind in wanted:
            continue
        if text.path[-1] != text.field:
            continue  # An item of a list, which the contract refuses.
        outputs: Collection[str] = TRIGGER if isinstance(target, Trigger) else _OUTPUTS
        if reference.output[:1] and reference.output[0] not in outputs:
            continue
        if _PLACES.isdisjoint(text.path):
            continue
        title = target.title if isinstance(target, Node) else f"the trigger '{reference.name}'"
        present = {node.kind for node in reference.use.scope.flow.nodes}
        # The first is the usual one, and not every document can have all of them.
        kinds = " or ".join(kind for kind in wanted if kind == wanted[0] or kind in present)
        others = _earlier(reference.use, wanted)
        yield Finding(
            reference.use.place(1, 2),
            f"'{text.field}' takes an output of {kinds}, not of {title}",
            f"write {choices(others)}" if others else f"refer to an earlier step of kind {kinds}",
            reference.definition,
        )


def _made(reference: Reference) -> Iterator[Finding]:
    """The finding about the ID of a build, say, where that of a service is wanted."""
    target, use = reference.target, reference.use
    if not isinstance(target, Node) or target.kind not in _MAKERS or reference.output != ("id",) or use.inside:
        return
    if use.text.whole is not None and use.text.anchor == "value":
        what = RESOURCES[use.text.field]
        message = f"'{use.text.field}' names {what}, and not what {target.title} makes"
        yield Finding(use.place(1, 2), message, f"write the ID of {what}", reference.definition)


def _earlier(use: Use, kinds: Collection[str]) -> list[str]:
    """The outputs of nodes of `kinds` that are there when the node of `use` starts, the latest first."""
    output = "trackerId" if use.text.field == "trackerId" else "id"
    return [
        f"{use.prefix}refs.{node.ref}.{output}"
        for node in reversed(use.scope.flow.nodes)
        if node.kind in kinds and node.ref and use.node and use.scope.order.standing(use.node, node).when == "always"
    ]
