"""The rule `misplaced-runtime-expression`."""

from __future__ import annotations

from collections.abc import Iterator

from nflint.diagnostic import Finding, Fix, Severity
from nflint.expression.parser import ROOTS
from nflint.expression.tree import Expression, Path
from nflint.flow.fields import is_injected
from nflint.flow.wiring import Wiring
from nflint.rule import rule


@rule("NF308", Severity.WARNING, since="0.1.0", fix="unsafe")
def misplaced_runtime_expression(wiring: Wiring) -> Iterator[Finding]:
    """A `${{...}}` stands in a field that no container sees.

    `${{...}}` is put in place when a container starts. Names, branches, images and messages are needed before, or
    elsewhere: there the braces stay as they are. In what a container is started with, such as `customCommand`, it is an
    info: no page shows it there.

    Source: the guide "Secure", reference global secrets: "Values are resolved when containers start".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, spec: {jobId: "${{secrets.jobs.values.MIGRATE}}"}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: JobRun, spec: {jobId: migrate, runtimeEnvironment: {TOKEN: "${{secrets.api.values.TOKEN}}"}}}
    """
    for text, expression in wiring.special:
        if expression.form != "runtime" or expression.mistakes or is_injected(text) or _is_foreign(expression):
            continue
        place = text.place(expression.start, expression.end)
        if text.field in _STARTED:
            message = f"no page shows '${{{{...}}}}' in '{text.field}'"
            hint = "give it to the container in 'runtimeEnvironment', and read it there"
            yield Finding(place, message, hint, severity=Severity.INFO)
        else:
            message = f"'{text.field or 'this'}' is not part of a container, where '${{{{...}}}}' would be put in place"
            inner = text.text[expression.start + 3 : expression.end - 2].strip()
            # What shows a secret in a log is not for a program to write.
            known = not inner.isidentifier() and "secrets." not in inner
            fix = Fix.write(place, f"${{{inner}}}", safe=False) if known else None
            yield Finding(place, message, _hint(inner), fix=fix)


# What a container is started with, which may be put in place as well.
_STARTED = frozenset({"customCommand", "customEntrypoint", "customProcess"})


def _is_foreign(expression: Expression) -> bool:
    """Whether it is of another language, such as `${{ github.sha }}`, which a rule of its own tells."""
    value = expression.value
    return isinstance(value, Path) and len(value.segments) > 1 and value.names[0] not in ROOTS


def _hint(inner: str) -> str:
    if inner.isidentifier():
        return f"write '${{args.{inner}}}' for an argument of the flow"
    seen = " and seen in its logs" if inner.startswith("secrets.") else ""
    return f"write '${{{inner}}}', which is put in place when the flow runs{seen}"
