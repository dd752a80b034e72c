"""The rule `unusable-name`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from nflint.diagnostic import Finding, Place, Severity
from nflint.flow.names import USABLE
from nflint.flow.uses import Scope
from nflint.flow.wiring import Wiring
from nflint.rule import rule

# Names with line ends between them.
_ALL = re.compile(r"(?:[\w-]+(?:\n[\w-]+)*)?")
_SIGNS = {"'": "the single quote", '"': "the double quote", ".": "the dot"}


@rule("NF214", Severity.WARNING, since="0.1.0")
def unusable_name(wiring: Wiring) -> Iterator[Finding]:
    """A ref or an argument has a name that no expression can write.

    `${refs.<ref>.<output>}` and `${args.<name>}` are read from dot to dot: a name with a dot, a blank, a brace or a
    quote in it cannot be reached. So are the arguments that a rich input fills.

    Source: the guide "Release", use Git triggers: "in the format `${refs.<reference-name>.<property>}`".

    Bad:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build.api, spec: {id: api, type: service, branch: main}}

    Good:

        spec:
          kind: Workflow
          spec:
            type: sequential
            steps:
              - {kind: Build, ref: build-api, spec: {id: api, type: service, branch: main}}
    """
    for scope in wiring.scopes:
        names = [*scope.owners, *scope.flow.arguments, *scope.inputs]
        if _ALL.fullmatch("\n".join(names)):
            continue  # One look at all of them is enough nearly always.
        for what, name, place in _names(scope):
            usable = re.sub(r"\W+", "-" if what == "ref" else "_", name).strip("-_")
            hint = f"call it '{usable}'" if usable else "use letters and digits"
            sign = next((sign for sign in name if not USABLE.match(sign)), None)
            why = f"of {_shown(sign)} in it" if sign else "its name is empty"
            yield Finding(place, f"no expression can name this {what}, because {why}", hint)


def _shown(sign: str) -> str:
    """How a message speaks of the character."""
    if sign.isspace():
        return "the blank"
    return _SIGNS.get(sign) or (f"the '{sign}'" if sign.isprintable() else "an invisible character")


def _names(scope: Scope) -> Iterator[tuple[str, str, Place]]:
    """The names that cannot be written. A node with an empty ref is one without; what has an expression in it is not
    known yet."""
    for owner in scope.flow.owners:
        if owner.ref and not USABLE.fullmatch(owner.ref) and "${" not in owner.ref:
            yield "ref", owner.ref, Place((*owner.pointer, "ref"))
    for name in scope.flow.arguments:
        if not USABLE.fullmatch(name) and "${" not in name:
            yield "argument", name, Place((*scope.pointer, "arguments", name), "key")
    for name, part in scope.inputs.items():
        if USABLE.fullmatch(name) or "${" in name:
            continue
        outputs = part.fields["spec"]["outputs"]
        key = next(key for key in outputs if outputs[key] == name)
        if name and name not in scope.flow.arguments:
            yield "argument", name, Place((*part.pointer, "spec", "outputs", key))
