"""The rule `unknown-output`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.model import Node, Trigger
from nflint.flow.outputs import DIRECT, GUESSED, KNOWN, ROLLOUT, TRIGGER, meant
from nflint.flow.uses import Reference, rewrite
from nflint.flow.wiring import Wiring
from nflint.nearest import choices, nearest
from nflint.rule import rule


@rule("NF208", Severity.WARNING, since="0.1.0", fix="unsafe")
def unknown_output(wiring: Wiring) -> Iterator[Finding]:
    """A reference reads an output that the node or trigger does not have.

    Triggers have `branch`, `sha`, `repoUrl` and `pullRequestId`: anything else is an error, inside a function a
    warning. The outputs of nodes are only partly documented: names that people have tried in vain are warnings, other
    unknown ones infos.

    Source: the guide "Release", trigger outputs: "The SHA to identify the specific commit to be built"; the
    references of the run pages for RolloutStrategy.

    Bad:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                spec: {id: api, type: service, branch: "${refs.app.branch}", sha: "${refs.app.commit}"}

    Good:

        triggers:
          - {ref: app, vcsService: github, repoUrl: "https://github.com/acme/api", branchRestrictions: [main]}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - kind: Build
                spec: {id: api, type: service, branch: "${refs.app.branch}", sha: "${refs.app.sha}"}
    """
    for reference in wiring.references:
        if reference.target is None or not reference.output:
            continue
        found = _trigger(reference) if isinstance(reference.target, Trigger) else _node(reference)
        if found:
            message, hint, severity = found
            place = reference.use.place(2, 2 + max(1, _envelope(reference)))
            yield Finding(place, message, hint, reference.definition, severity, rewrite(reference.use, hint))


def _trigger(reference: Reference) -> tuple[str, str, Severity] | None:
    output = reference.output[0]
    if output in TRIGGER:
        return None
    near = meant(output, TRIGGER) or nearest(output, TRIGGER)
    hint = f"did you mean '{near}'?" if near else f"use {choices(TRIGGER, near=output)}"
    # Inside a function what does not resolve counts as false.
    severity = Severity.WARNING if reference.use.inside else Severity.ERROR
    return f"the trigger '{reference.name}' has no output '{output}'", hint, severity


def _envelope(reference: Reference) -> int:
    """How many names there are of what a run answers around the outputs of the node."""
    if not isinstance(reference.target, Node):
        return 0
    known, output = KNOWN.get(reference.target.kind, frozenset()), reference.output
    return next((depth for depth, one in enumerate(output) if one not in DIRECT or one in known), len(output))


def _node(reference: Reference) -> tuple[str, str, Severity] | None:
    if not isinstance(reference.target, Node):
        return None
    kind, output, name = reference.target.kind, reference.output[0], reference.name
    known = ROLLOUT if kind == "RolloutStrategy" else KNOWN.get(kind)
    if known is not None and output in known:
        return None
    title = reference.target.title
    if output in GUESSED.get(kind, ()):
        return f"{title} has no output '{output}'", GUESSED[kind][output], Severity.WARNING
    depth = _envelope(reference)
    if depth:
        rest = reference.output[depth:]
        direct = ".".join((f"{reference.use.prefix}refs", name, *rest))
        hint = f"write '{direct}'" if rest else f"write the output itself, such as '{direct}.id'"
        return f"outputs are read directly, without '{'.'.join(reference.output[:depth])}'", hint, Severity.WARNING
    if known is None:
        return None
    ordered = sorted(known, key=lambda one: (one != "id", one))
    near = meant(output, known) or nearest(output, ordered)
    hint = f"did you mean '{near}'?" if near else f"use a known output: {choices(ordered, near=output)}"
    if kind == "SecretInheritance" and not near:
        hint = f"write 'refs.{name}.values.{output}' for the value of that key"
    if kind == "RolloutStrategy":
        return f"{title} has no output '{output}'", hint, Severity.WARNING
    # A slip, or the name that something else has for it, is hardly ever what is there.
    severity = Severity.WARNING if near else Severity.INFO
    return f"no page tells of an output '{output}' of {title}", hint, severity
