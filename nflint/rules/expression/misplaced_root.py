"""The rule `misplaced-root`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Place, Severity
from nflint.expression.parser import ROOTS
from nflint.expression.tree import paths
from nflint.flow.fields import is_templated
from nflint.flow.uses import Use, rewrite
from nflint.flow.wiring import Wiring
from nflint.nearest import choices
from nflint.rule import rule


@rule("NF307", Severity.ERROR, since="0.1.0", fix="unsafe")
def misplaced_root(wiring: Wiring) -> Iterator[Finding]:
    """An expression begins with a root that belongs to another document.

    `triggers.` is for workflows: a release flow reads a trigger by its ref. `template.` is for a release flow inside a
    template, where it means the template around it; in a document of its own it is a warning.

    Source: the guide "Infrastructure as code", nested templates: "you can prefix them with `template`"; the guide
    "Release", use Git triggers.

    Bad:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${template.args.BRANCH}"}}

    Good:

        arguments: {BRANCH: main}
        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, spec: {id: api, type: service, branch: "${args.BRANCH}"}}
    """
    standalone = wiring.document not in ("template", "template-run")
    for use in wiring.unusual:
        # One word in a command or a file is a variable there; a root that is none has a rule of its own.
        bare = len(use.segments) < 2 and use.root not in _INNER
        if (bare and is_templated(use.text)) or (len(use.segments) > 1 and use.root not in ROOTS):
            continue
        if use.prefixed and standalone and not use.scope.inner:
            yield _around(_template_of(use), _hint(use), known=use.root in _INNER)
        elif use.root == "triggers" and wiring.document not in ("workflow", "template-run"):
            message = "a release flow reads its triggers as 'refs', not as 'triggers'"
            hint = _trigger_hint(use)
            yield Finding(use.place(0, 1), message, hint, fix=rewrite(use, hint))
    for invocation in wiring.calls:
        callee = invocation.call.callee
        if callee.names[:2] == ("template", "fn") and standalone:
            place = invocation.place(callee.start, callee.segments[0].end)
            yield _around(place, f"write '{'.'.join(callee.names[1:])}(...)'", known=True)


_INNER = frozenset({"refs", "args", "fn", "secrets"})


def _around(place: Place, hint: str, *, known: bool) -> Finding:
    """The finding about a `template` that leads nowhere; where it is `known` what follows, it is only to be removed."""
    message = "'template.' means a template around this document, and there is none"
    word = place._replace(end=(place.start or 0) + len("template."))
    fix = Fix.write(word, "", safe=False, title="remove 'template.'") if known else None
    return Finding(place, message, hint, severity=Severity.WARNING, fix=fix)


def _template_of(use: Use) -> Place:
    """The place of the word `template` in front of `use`."""
    if use.segments:
        start = use.segments[0].start - len("template.")
    else:
        start = next(path.start for path, _ in paths(use.expression.value) if path.names == ("template",))
    return use.text.place(start, start + len("template"))


def _hint(use: Use) -> str:
    if use.root in _INNER:
        return f"write '{'.'.join(use.names)}'"
    if use.root == "triggers":
        return _trigger_hint(use)
    if use.root in use.scope.flow.arguments:
        return f"write 'args.{use.root}'"
    return "write 'args.NAME' for an argument of this flow, 'refs.NAME.OUTPUT' for a node"


def _trigger_hint(use: Use) -> str:
    output = ".".join(use.names[2:] or ("branch",))
    refs = [trigger.ref for trigger in use.scope.flow.triggers if trigger.ref]
    meant = [ref for ref in refs if ref == use.name(1)] or refs
    if not meant:
        return f"give the trigger a 'ref', and write 'refs.NAME.{output}'"
    return f"write {choices([f'refs.{ref}.{output}' for ref in meant])}"
