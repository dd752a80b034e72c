"""Which names of a flow stand for the values of secrets, also by way of arguments.

Secrets that are written in the flow itself are the business of `nflint.flow.credentials`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

from nflint.diagnostic import Related
from nflint.flow.given import looks_secret
from nflint.flow.model import Node
from nflint.flow.provenance import Provenance, declared
from nflint.flow.randomness import is_secret
from nflint.flow.reach import is_shown
from nflint.flow.texts import Text
from nflint.flow.uses import Reference, Use
from nflint.flow.wiring import Wiring

_HELD = frozenset({"values", "files"})


class SecretUse(NamedTuple):
    """A use of the value of a secret: `source` is the path to it, `name` its last part.

    `sure` says that the value is a secret by its name as well: global secrets hold plain settings, too, as the guide
    "Secure" shows them. `related` is where an argument is made of it.
    """

    use: Use
    source: str
    name: str
    sure: bool
    related: tuple[Related, ...] = ()


def secret_uses(wiring: Wiring, wanted: Callable[[Text], bool]) -> Iterator[SecretUse]:
    """The uses of the value of a secret in those texts that are wanted: of a global secret, of a SecretInheritance, or
    of an argument that is one by its name or by what it is made of."""
    for use in wiring.others:
        if _is_held(use) and wanted(use.text):
            yield _told(use, use)
    for reference in wiring.references:
        if _is_inherited(reference) and wanted(reference.use.text):
            yield _told(reference.use, reference.use)
    used = [use for use in wiring.arguments if wanted(use.text)]
    if not used:
        return
    provenance = Provenance(wiring, is_shown)
    for use in used:
        name = use.name(1)
        if name is not None and is_secret(name):
            yield SecretUse(use, use.source, name, sure=True)
            continue
        read = provenance.of(use)
        behind = next((one for one in read if _holds(one)), None)
        if behind is not None:
            inner = behind.use if isinstance(behind, Reference) else behind
            yield _told(use, inner)._replace(related=declared(use, behind))


def _told(use: Use, secret: Use) -> SecretUse:
    # Of `secrets.shop.files.key-file.data` the file has the name.
    is_file = secret.root == "secrets" and secret.name(2) == "files"
    name = secret.names[min(3, len(secret.names) - 1) if is_file else -1]
    return SecretUse(use, secret.source, name, sure=looks_secret(name) or is_secret(name))


def _holds(read: Reference | Use) -> bool:
    return _is_inherited(read) if isinstance(read, Reference) else _is_held(read) or _is_named(read)


def _is_named(use: Use) -> bool:
    """Whether `use` names an argument that is a secret by its name."""
    return use.root == "args" and is_secret(use.name(1) or "")


def _is_held(use: Use) -> bool:
    """Whether `use` names the value or the content of a file of a global secret."""
    return use.root == "secrets" and use.name(2) in _HELD and use.names[-1] != "path"


def _is_inherited(reference: Reference) -> bool:
    """Whether the reference reads what a SecretInheritance gives; what stands in `configs` alone is no secret."""
    target = reference.target
    if not isinstance(target, Node) or target.kind != "SecretInheritance" or reference.output[:1] != ("values",):
        return False
    return bool(target.spec.get("secrets")) or not target.spec.get("configs") or is_secret(reference.output[-1])
