"""The rule `unknown-output`."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.model import Node, Trigger
from nflint.flow.outputs import DIRECT, GUESSED, KNOWN, ROLLOUT, TRIGGER
from nflint.flow.wiring import Reference, Use, Wiring
from nflint.nearest import choices, nearest
from nflint.rule import rule

_MEANT = {
    **dict.fromkeys(("commit", "commitsha", "hash", "commitid", "revision"), "sha"),
    **dict.fromkeys(("url", "repository", "repo"), "repoUrl"),
    **dict.fromkeys(("pr", "pullrequest", "prid", "prnumber"), "pullRequestId"),
    **dict.fromkeys(("tag", "ref", "branchname"), "branch"),
}


@rule("NF208", Severity.WARNING, since="0.1.0")
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
    for use in wiring.arguments:
        if len(use.names) > 2 and use.names[1] not in wiring.given and _is_text(use):
            message = f"the argument '{use.names[1]}' is a text, and has no '{use.names[2]}'"
            yield Finding(use.place(2, 3), message, f"write 'args.{use.names[1]}'")
    for reference in wiring.references:
        if reference.target is None or not reference.output:
            continue
        found = _trigger(reference) if isinstance(reference.target, Trigger) else _node(reference)
        if found:
            message, hint, severity = found
            place = reference.use.place(2, 2 + max(1, _envelope(reference)))
            yield Finding(place, message, hint, reference.definition, severity)


def _is_text(use: Use) -> bool:
    value = use.scope.flow.arguments.get(use.names[1])
    # What an expression in it comes to may have parts, and so may what a run gives in place of nothing.
    return isinstance(value, str) and value != "" and "${" not in value


def _trigger(reference: Reference) -> tuple[str, str, Severity] | None:
    output = reference.output[0]
    if output in TRIGGER:
        return None
    near = _MEANT.get(output.lower()) or nearest(output, TRIGGER)
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
    kind, title = reference.target.kind, reference.target.title
    output, name = reference.output[0], reference.name
    if output in GUESSED.get(kind, ()):
        return f"{title} has no output '{output}'", GUESSED[kind][output], Severity.WARNING
    depth = _envelope(reference)
    if depth:
        rest = reference.output[depth:]
        direct = ".".join(("template.refs" if reference.use.prefixed else "refs", name, *rest))
        hint = f"write '{direct}'" if rest else f"write the output itself, such as '{direct}.id'"
        return f"outputs are read directly, without '{'.'.join(reference.output[:depth])}'", hint, Severity.WARNING
    known = ROLLOUT if kind == "RolloutStrategy" else KNOWN.get(kind)
    if known is None or output in known:
        return None
    ordered = sorted(known, key=lambda one: (one != "id", one))
    near = _meant(output, known) or nearest(output, ordered)
    hint = f"did you mean '{near}'?" if near else f"use a known output: {choices(ordered, near=output)}"
    if kind == "SecretInheritance" and not near:
        hint = f"write 'refs.{name}.values.{output}' for the value of that key"
    if kind == "RolloutStrategy":
        return f"{title} has no output '{output}'", hint, Severity.WARNING
    # A slip, or the name that something else has for it, is hardly ever what is there.
    severity = Severity.WARNING if near else Severity.INFO
    return f"no page tells of an output '{output}' of {title}", hint, severity


def _meant(output: str, known: Collection[str]) -> str | None:
    """The output that is called otherwise elsewhere: `commit` for `sha`, `buildId` for `id`."""
    meant = _MEANT.get(output.lower())
    if meant is None and output.endswith(("Id", "ID", "_id")):
        meant = "id"
    return meant if meant in known else None
