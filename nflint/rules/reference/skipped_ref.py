"""The rule `skipped-ref`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Related, Severity
from nflint.flow.skips import skip_of
from nflint.flow.uses import first_references
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF206", Severity.WARNING, since="0.1.0", about=("skipNodeExecution",), explains=("constant-skip",))
def skipped_ref(wiring: Wiring) -> Iterator[Finding]:
    """An expression refers to a node that is skipped, or that may be.

    A node that is skipped gives no outputs, and at the top level a reference must resolve. An error where the node is
    always skipped, a warning where that depends on an expression, which a dry run decides where it can. Nodes under
    the very same `skipNodeExecution` may refer to each other, so may a node whose own `skipNodeExecution` asks in a
    function for what it refers to, and inside a function a missing output counts as `false`.

    Source: the guide "Infrastructure as code", skip nodes: "then the node will not be executed during the template
    run".

    Bad:

        arguments: {BUILD: "yes"}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                ref: build
                skipNodeExecution: "${fn.neq(args.BUILD, 'yes')}"
                spec: {id: api, type: service, branch: main}
              - {kind: Build, ref: build-web, spec: {id: web, type: service, branch: "${refs.build.branch}"}}

    Good:

        arguments: {BUILD: "yes"}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                ref: build
                skipNodeExecution: "${fn.neq(args.BUILD, 'yes')}"
                spec: {id: api, type: service, branch: main}
              - kind: Build
                ref: build-web
                spec: {id: web, type: service, branch: "${fn.if(refs.build.branch, refs.build.branch, 'main')}"}
    """
    skipped = [one for one in wiring.references if one.standing and one.standing.why in ("skipped", "unsure")]
    if not skipped:
        return
    guards = {
        (reference.use.node.pointer, reference.name)
        for reference in wiring.references
        if reference.use.node and reference.use.inside and reference.use.text.path == ("skipNodeExecution",)
    }
    for reference, others in first_references(one for one in skipped if not one.use.inside):
        standing, use = reference.standing, reference.use
        if standing is None or standing.cause is None:
            continue
        if use.node is not None and use.scope.order.is_skipped(use.node):
            continue  # Nobody looks at what a node that is skipped itself refers to.
        here = use.node.pointer if use.node else ()
        if standing.why == "unsure" and any((here[:end], reference.name) in guards for end in range(len(here) + 1)):
            continue
        cause = standing.cause
        related = (Related(Place((*cause.pointer, "skipNodeExecution")), "skipped here"), *others[1:])
        around = "" if cause is reference.target else f"{'the ' if cause.path else ''}{cause.title} around it"
        source = use.source
        if standing.why == "skipped" and skip_of(cause) == "yes":
            message = f"'{reference.name}' never runs, since {around or 'it'} is skipped"
            hint = "remove the 'skipNodeExecution', or do not refer to it"
        else:
            # A condition that is decided was decided by what a dry run is given.
            may = "may be skipped" if standing.why == "unsure" else "is skipped in this run"
            whole = f" with {around}" if around else ""
            message = f"'{reference.name}' {may}{whole}, and then '{source}' does not resolve"
            hint = f"skip this step as well, or say what holds then: '${{fn.if({source}, {source}, 'something else')}}'"
        severity = Severity.ERROR if standing.why == "skipped" else Severity.WARNING
        yield Finding(use.place(1, 2), message, hint, related, severity)
