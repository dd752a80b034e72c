"""Which names of a flow stand for the values of secrets.

Secrets that are written in the flow itself are the business of `nflint.flow.credentials`.
"""

from __future__ import annotations

from collections.abc import Iterator

from nflint.flow.model import Node
from nflint.flow.randomness import is_secret
from nflint.flow.uses import Use
from nflint.flow.wiring import Wiring

_HELD = frozenset({"values", "files"})


def secret_uses(wiring: Wiring) -> Iterator[Use]:
    """All uses of the value of a secret: of a secret group, of a SecretInheritance, or of an argument by its name."""
    for use in wiring.others:
        if use.root == "secrets" and use.name(2) in _HELD and use.names[-1] != "path":
            yield use
    for reference in wiring.references:
        target = reference.target
        if isinstance(target, Node) and target.kind == "SecretInheritance" and reference.output[:1] == ("values",):
            yield reference.use
    for use in wiring.arguments:
        name = use.name(1)
        if name is not None and is_secret(name):
            yield use
