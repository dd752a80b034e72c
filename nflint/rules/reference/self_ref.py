"""The rule `self-ref`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.uses import first_references
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF204", Severity.ERROR, since="0.1.0")
def self_ref(wiring: Wiring) -> Iterator[Finding]:
    """A node refers to itself, to a workflow around it, or to a node inside it.

    Its own outputs are there once it has run, those of a workflow once all its steps have run, and what a workflow
    needs for itself is needed before its first step. Inside a function such a reference counts as `false`, so there
    it is a warning.

    Source: the guide "Infrastructure as code", control node execution: a reference to a node "before that node has
    been executed, you will not be able to run your template".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, spec: {id: api, type: service, branch: "${refs.build.branch}"}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, spec: {id: api, type: service, branch: main}}
              - {kind: Build, ref: build-web, spec: {id: web, type: service, branch: "${refs.build.branch}"}}
    """
    own = (one for one in wiring.references if one.standing and one.standing.why in ("itself", "enclosing", "inside"))
    for reference, related in first_references(own):
        standing = reference.standing
        if standing is None or standing.cause is None:
            continue
        if standing.when == "sometimes" and reference.use.inside:
            continue  # In a loop the iteration before may have left an output.
        name, kind = reference.name, standing.cause.kind
        if standing.why == "itself":
            message = f"'{name}' is this very node, which has no outputs before it has run"
            hint = "write the value itself, or refer to an earlier step"
        elif standing.why == "enclosing":
            message = f"'{name}' is the {kind} around this node, which has no outputs before all its steps have run"
            hint = "refer to an earlier step"
        else:
            message = f"'{name}' is a step inside this workflow, and has not run when the workflow begins"
            hint = "use it in a step after that one"
        severity = Severity.WARNING if reference.use.inside else Severity.ERROR
        yield Finding(reference.use.place(1, 2), message, hint, related, severity)
