"""Which names of a flow stand for the values of secrets.

Secrets that are written in the flow itself are the business of `nflint.flow.credentials`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from nflint.flow.model import Node
from nflint.flow.randomness import is_secret
from nflint.flow.texts import Text
from nflint.flow.uses import Use
from nflint.flow.wiring import Wiring

_HELD = frozenset({"values", "files"})


def secret_uses(wiring: Wiring, wanted: Callable[[Text], bool]) -> Iterator[Use]:
    """The uses of the value of a secret in those texts that are wanted: of a secret group, of a SecretInheritance, or
    of an argument by its name."""
    for use in wiring.others:
        if use.root == "secrets" and use.name(2) in _HELD and use.names[-1] != "path" and wanted(use.text):
            yield use
    for reference in wiring.references:
        target = reference.target
        inherited = isinstance(target, Node) and target.kind == "SecretInheritance"
        if inherited and reference.output[:1] == ("values",) and wanted(reference.use.text):
            yield reference.use
    for use in wiring.arguments:
        if wanted(use.text):
            name = use.name(1)
            if name is not None and is_secret(name):
                yield use
