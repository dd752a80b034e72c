"""The rule `incomplete-path`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Severity
from nflint.flow.fields import is_templated
from nflint.flow.model import Node, Trigger
from nflint.flow.outputs import KNOWN, TRIGGER
from nflint.flow.uses import Use, rewrite
from nflint.flow.wiring import Wiring
from nflint.nearest import nearest
from nflint.rule import rule


@rule("NF209", Severity.WARNING, since="0.1.0", fix="unsafe")
def incomplete_path(wiring: Wiring) -> Iterator[Finding]:
    """An expression names a node but none of its outputs, or a root but nothing in it.

    A reference has the form `refs.<ref>.<output>`, an argument `args.<name>`, a secret `secrets.<id>.values.<key>`.
    What the name of a node alone comes to is documented nowhere. Inside a function it may ask whether the node has
    run, and is left alone.

    Source: the guide "Release", use Git triggers: "in the format `${refs.<reference-name>.<property>}`".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, condition: success, spec: {id: api, type: service, branch: main}}
              - kind: Release
                spec:
                  type: build
                  origin: {id: api, branch: main, build: "${refs.build}"}
                  target: {id: api, type: service}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build, condition: success, spec: {id: api, type: service, branch: main}}
              - kind: Release
                spec:
                  type: build
                  origin: {id: api, branch: main, build: "${refs.build.id}"}
                  target: {id: api, type: service}
    """
    for reference in wiring.references:
        use, target = reference.use, reference.target
        if target is not None and not reference.output and not use.inside and not use.expression.mistakes:
            path = use.source
            owner = "trigger" if isinstance(target, Trigger) else "node"
            message = f"'{path}' names a {owner}, and not which of its outputs"
            yield Finding(use.place(), message, f"write the output, such as '{path}.{_output(target, use)}'")
    for use in wiring.unusual:
        if use.expression.mistakes:
            continue
        if len(use.segments) == 1 and use.root in _FORMS and not _is_variable(use):
            yield Finding(use.place(), f"'{use.root}' alone names nothing", f"write '{_FORMS[use.root]}'")
        elif use.root == "secrets" and not use.inside:
            yield from _secret(use)


_FORMS = {
    "refs": "refs.NAME.OUTPUT",
    "args": "args.NAME",
    "fn": "fn.NAME(...)",
    "secrets": "secrets.ID.values.KEY",
}


_SECRET_PARTS = ("values", "files")


def _secret(use: Use) -> Iterator[Finding]:
    if len(use.segments) == 2:
        message = f"'{use.source}' names a secret, and not which of its values"
        yield Finding(use.place(), message, f"write '{use.prefix}{_FORMS['secrets']}'")
    elif len(use.segments) > 2 and use.name(2) not in _SECRET_PARTS:
        message = f"a secret has 'values' and 'files', and no '{use.name(2)}'"
        near = nearest(use.names[2], _SECRET_PARTS)
        written = ".".join((*use.names[:2], near or "values", *use.names[3 if near else 2 :]))
        hint = f"write '{use.prefix}{written}'"
        yield Finding(use.place(2, 3), message, hint, fix=rewrite(use, hint))


def _output(target: Node | Trigger, use: Use) -> str:
    """What is most likely meant: the output that the field is called by, else one that its owner surely has."""
    field = use.text.field
    if isinstance(target, Trigger):
        return field if field in TRIGGER else "branch"
    if target.kind == "SecretInheritance":
        return "values.KEY"
    return field if field in ("branch", "sha") and field in KNOWN.get(target.kind, ()) else "id"


def _is_variable(use: Use) -> bool:
    """Whether the one word may be a variable of a program: `for args in *; do echo ${args}; done`."""
    whole = use.text.whole is not None
    return not whole and not use.inside and use.expression.form == "template" and is_templated(use.text)
