"""The commands that nodes run, and whether a shell reads them.

What is pasted into them is the business of the rules.
"""

from __future__ import annotations

import re

from nflint.flow.plain import mapping, text
from nflint.flow.texts import Text

_CONFIGURED = frozenset({"customCommand", "customEntrypoint"})

# A shell that is called by name, and what gives a command to one; what only a shell understands.
_CALLED = r"(?:^|[\s/'\"(;&|])(?:(?:ba|da|z|a|k)?sh['\"]?(?:\s+-\w{1,9}){0,9}\s+-\w{0,9}c\b|(?:launcher|eval|su|ssh)\s)"
_SIGNS = r"&&|\|\||[;|<>`]|\$[\w{(]"
_SHELL = r"(?s:(?:.*/)?(?:ba|da|z|a|k)?sh(?:\s.*)?)"


def is_command(found: Text) -> bool:
    """Whether `found` is what an Action executes or what a JobRun starts."""
    if found.node is None or found.anchor == "key":
        return False
    if found.node.kind == "Action":
        return found.path == ("spec", "spec", "data", "command")
    return found.node.kind == "JobRun" and found.path[:2] == ("spec", "deployment") and found.field in _CONFIGURED


def is_shell_command(found: Text) -> bool:
    """Whether `found` is a command that a shell reads.

    An Action is executed without one (guide "Run", execute commands in an action node: "will not be executed with a
    shell by default"), unless its node says so or its command calls one. Of a JobRun no page says it: there what only a
    shell understands counts as well.
    """
    if not is_command(found) or found.node is None:
        return False
    # Expressions are no part of it.
    written = "".join(_around(found))
    if re.search(_CALLED, written):
        return True
    if found.node.kind == "Action":
        data = mapping(mapping(found.node.spec.get("spec")).get("data"))
        return text(data.get("shell")) not in (None, "", "none")
    if re.search(_SIGNS, written):
        return True
    deployment = mapping(found.node.spec.get("deployment"))
    configured = mapping(deployment.get(str(found.path[2]))) if len(found.path) > 2 else {}
    return re.fullmatch(_SHELL, text(configured.get("customEntrypoint")) or "") is not None


def _around(found: Text) -> list[str]:
    pieces: list[str] = []
    at = 0
    for expression in found.expressions:
        pieces.append(found.text[at : expression.start])
        at = expression.end if expression.form in ("template", "runtime") else expression.start
    return [*pieces, found.text[at:]]
