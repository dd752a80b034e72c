"""The rule `unknown-root`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.expression.parser import ROOTS
from nflint.flow.fields import is_program, is_templated
from nflint.flow.outputs import TRIGGER
from nflint.flow.uses import SUPPLIED_REF, Use, rewrite
from nflint.flow.wiring import Wiring
from nflint.nearest import nearest
from nflint.rule import rule

_ROOTS = ("refs", "args", "fn", "secrets")

# Names of other tools for the same.
_MEANT = {
    **dict.fromkeys(("steps", "step", "nodes", "node", "outputs", "needs", "trigger", SUPPLIED_REF), "refs"),
    **dict.fromkeys(("inputs", "input", "vars", "var", "variables", "env", "environment"), "args"),
    **dict.fromkeys(("arguments", "argument", "params", "param", "parameters", "parameter"), "args"),
}
_BY_REF = "refer to the node by its 'ref': 'refs.NAME.OUTPUT'"
_FOREIGN = {
    "github": "that is of GitHub Actions: refs.<trigger>.sha and .branch give the commit",
    **dict.fromkeys(("addons", "addon", "services", "service", "link", "links"), _BY_REF),
}
_GENERAL = "use refs.NAME.OUTPUT for a node, args.NAME for an argument"


@rule("NF305", Severity.ERROR, since="0.1.0", fix="unsafe")
def unknown_root(wiring: Wiring) -> Iterator[Finding]:
    """An expression begins with a name that Northflank does not know.

    Expressions begin with `refs`, `args`, `fn` or `secrets`. Names are compared letter by letter. In commands,
    environment variables and the like, which may hold such names themselves, it is a warning where one of those is
    likely meant, and an info elsewhere. Inside a LoopWorkflow other names are an info, since no page says how a step
    reads the item of its iteration.

    Source: the guide "Release", use Git triggers: "You can access references in the release flow using the `refs`
    object".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${arg.BRANCH}"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    for use in wiring.others:
        # One word is for other rules, but for one after the `template` of an inner flow.
        least = 1 if use.prefixed and wiring.scope_of(use.text).inner else 2
        if use.root in ROOTS or len(use.segments) < least or use.expression.form in ("name", "shell"):
            continue
        if not is_program(use.text):
            hint = _known(use)
            message = f"expressions do not begin with '{use.root}'"
            severity, fix = _severity(use, hint), rewrite(use, hint)
            yield Finding(use.place(0, 1), message, hint or _GENERAL, severity=severity, fix=fix)


def _severity(use: Use, hint: str | None) -> Severity:
    # How a step of a loop reads its item is not documented.
    if hint is None and use.node is not None and use.scope.order.loop(use.node):
        return Severity.INFO
    if not is_templated(use.text):
        return Severity.ERROR
    # A script or a configuration file may have such names itself.
    return Severity.WARNING if hint else Severity.INFO


def _known(use: Use) -> str | None:
    """What to write for a root that people take from somewhere else, None for any other."""
    root, names, scope = use.root.lower(), use.names, use.scope
    arguments = {*scope.flow.arguments, *scope.inputs}
    if use.root in scope.owners or (use.root == SUPPLIED_REF and not scope.flow.triggers):
        return f"write '{use.prefix}refs.{'.'.join(names)}{'' if names[1:] else '.OUTPUT'}'"
    if use.root in arguments or len(names) == 1:
        return f"write '{use.prefix}args.{use.root}'"
    if root in ("env", "environment") and names[1] not in arguments:
        return f"environment variables are not known here: declare an argument, '{use.prefix}args.{names[1]}'"
    slip = nearest(root, _ROOTS)
    if slip:
        return f"write '{use.prefix}{'.'.join((slip, *names[1:]))}'"
    meant = _MEANT.get(root)
    known = names[1] in (scope.owners if meant == "refs" else arguments)
    # What other tools name so may be named so in a script as well.
    if meant is None or (is_templated(use.text) and not known):
        return _FOREIGN.get(root)
    if meant == "refs" and not known and len(names) == 2:
        return _only_trigger(use)
    rest = names[3:] if meant == "refs" and names[2:3] == ("outputs",) else names[2:]
    return f"write '{use.prefix}{'.'.join((meant, names[1], *rest))}'"


def _only_trigger(use: Use) -> str | None:
    """An output that is named without a ref, where the flow has one trigger."""
    refs = [trigger.ref for trigger in use.scope.flow.triggers if trigger.ref]
    return f"write '{use.prefix}refs.{refs[0]}.{use.names[1]}'" if len(refs) == 1 and use.names[1] in TRIGGER else None
