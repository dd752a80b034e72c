"""The rule `unknown-request-argument`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.nearest import nearest
from nflint.rule import rule
from nflint.run.launch import Launch


@rule("NF811", Severity.INFO, since="0.1.0", fix="unsafe")
def unknown_request_argument(launch: Launch) -> Iterator[Finding]:
    """The request gives an argument that the flow neither declares nor uses.

    Harmless to the run, which does not look at it; often a slip in a name. Needs the flow (`--flow`).

    Source: the type `RunReleaseflowData` of Northflank's JavaScript client: "A set of arguments that can be
    referenced in a template".

    Flow:

        arguments: {TAG: "1.1"}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Release
                spec: {type: registry, origin: {imagePath: "acme/api:${args.TAG}"}, target: {id: api, type: service}}

    Bad:

        arguments: {TAGG: "1.2", TAG: "1.1"}

    Good:

        arguments: {TAG: "1.1"}
    """
    flow, inputs = launch.wiring.flow, launch.wiring.scopes[0].inputs
    known = {use.name(1) for use in launch.wiring.arguments} | flow.arguments.keys() | inputs.keys()
    names = sorted(name for name in known if name)
    # What the run cannot do without is an error, told where the argument that may be meant for it is given.
    missing = {use.name(1) for use in launch.wiring.arguments if not use.inside} - launch.arguments.keys()
    for name in launch.request.arguments:
        if name not in known:
            near = nearest(name, names)
            if near in missing:
                continue
            hint = f"did you mean '{near}'?" if near else "remove it, or use it in the flow"
            place = Place(("arguments", name), "key")
            # A slip gives the run another value than was meant, without a word.
            severity = Severity.WARNING if near else Severity.INFO
            fix = Fix.rename(("arguments", name), near) if near and near not in launch.request.arguments else None
            message = f"the flow neither declares nor uses the argument '{name}'"
            yield Finding(place, message, hint, severity=severity, fix=fix)
