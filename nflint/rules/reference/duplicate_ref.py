"""The rule `duplicate-ref`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Pointer, Related, Severity
from nflint.flow.model import Flow
from nflint.rule import rule


@rule("NF201", Severity.ERROR, since="0.1.0", about=("ref",))
def duplicate_ref(flow: Flow) -> Iterator[Finding]:
    """Two nodes, or two triggers, have the same `ref`.

    All refs of a flow share one namespace, also across nested workflows: `${refs.build.id}` can mean only one
    node. With two of that name it is left to chance which one is read. A trigger and a node of one name are
    reported as a warning, since a guide of Northflank's own shows such a pair. Teardown nodes are compared with
    each other only: a teardown run takes the refs of the last successful run and adds its own.

    Source: the guide "Release", Git triggers: "Enter a reference for your Git trigger, a string by which it can
    be accessed"; nodes are referenced the same way.

    Bad:

        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - {kind: Build, ref: build, condition: success, spec: {id: api, type: service, branch: main}}
              - {kind: Build, ref: build, condition: success, spec: {id: web, type: service, branch: main}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: parallel
            steps:
              - {kind: Build, ref: build-api, condition: success, spec: {id: api, type: service, branch: main}}
              - {kind: Build, ref: build-web, condition: success, spec: {id: web, type: service, branch: main}}
    """
    refs = [ref for owner in flow.owners if (ref := owner.ref)]
    if len(set(refs)) == len(refs):
        return  # Nearly always each is given once.
    owners: dict[tuple[str, str], tuple[str, Pointer]] = {}
    named = [("trigger", trigger.ref, trigger.pointer, "spec") for trigger in flow.triggers]
    named += [("node", node.ref, node.pointer, node.area) for node in flow.nodes]
    for owner, ref, pointer, area in named:
        if not ref:
            continue
        first_owner, first = owners.setdefault((area, ref), (owner, pointer))
        if first is pointer:
            continue
        yield Finding(
            Place((*pointer, "ref")),
            f"the ref '{ref}' is already the name of {'another' if first_owner == owner else 'a'} {first_owner}",
            "give each of them a ref of its own",
            related=(Related(Place((*first, "ref")), "first used here"),),
            severity=Severity.ERROR if first_owner == owner else Severity.WARNING,
        )
