"""Names of branches and the rules on them: what Git takes for a name, and which rule matches all that another does.

A `*` stands for any text, slashes included (guide "Build", build rules). Which of them are mistakes is not known here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from nflint.diagnostic import Pointer
from nflint.flow.model import Trigger

BRANCHES = "branchRestrictions"
PULL_REQUESTS = "prRestrictions"

_ALLOWED = re.compile(r"[A-Za-z0-9/*%.#_!'();,&=+-]*")
# Nearly every name: nothing in it needs a closer look.
_PLAIN = re.compile(r"[A-Za-z0-9_*-]+(?:/[A-Za-z0-9_*-]+)*")
_REGEX = re.compile(r"(?:^|(?<=[/_(-]))\.[*+]")

# What Git puts before a name to say where it belongs; without the first ones it is the name of a branch.
_NAMED = ("refs/heads/", "refs/remotes/origin/", "remotes/origin/", "origin/")
_PREFIXES = (*_NAMED, "refs/tags/", "refs/", "remotes/")


class BranchRule(NamedTuple):
    """One branch or pull request rule of a trigger, as far as the contract has nothing against it."""

    pointer: Pointer
    text: str

    @property
    def wide(self) -> bool:
        """Whether it matches all that begins with the text before its only `*`."""
        return self.text.endswith("*") and self.text.count("*") == 1

    def matches(self, branch: str) -> bool:
        """Whether a branch of that name fits the rule."""
        first, *rest = self.text.split("*")
        if not rest:
            return self.text == branch
        last = rest.pop()
        if len(branch) < len(first) + len(last) or not (branch.startswith(first) and branch.endswith(last)):
            return False
        at, end = len(first), len(branch) - len(last)
        for part in rest:
            at = branch.find(part, at, end)
            if at < 0:
                return False
            at += len(part)
        return True

    @property
    def negated(self) -> bool:
        """Whether it begins with `!`, which is documented for path rules only."""
        return self.text.startswith("!")

    @property
    def usable(self) -> bool:
        """Whether it is a rule like those that are documented, so that it is known what it matches."""
        return not self.negated and regex_part(self.text) is None and flaw(self.text) is None


class Flaw(NamedTuple):
    """Why no branch has a name: the reason, the characters it is about, and what to write instead, if that is known.

    What `is_named` is the branch itself, with more before its name than belongs there.
    """

    reason: str
    start: int
    end: int
    better: str | None = None
    is_named: bool = False


def branch_rules(trigger: Trigger, key: str) -> list[BranchRule]:
    """The rules of the trigger that are listed under `key`; what the contract refuses is left out."""
    listed = trigger.fields.get(key)
    if not isinstance(listed, list) or not listed:
        return []
    at = (*trigger.pointer, key)
    return [
        BranchRule((*at, index), rule)
        for index, rule in enumerate(listed)
        if isinstance(rule, str) and _ALLOWED.fullmatch(rule)
    ]


def branch_texts(trigger: Trigger) -> list[str]:
    """What is written as a branch or pull request rule of the trigger, whatever the contract says of it."""
    listed = [trigger.fields.get(key) for key in (BRANCHES, PULL_REQUESTS)]
    return [rule for rules in listed if isinstance(rules, list) for rule in rules if isinstance(rule, str)]


def regex_part(rule: str) -> tuple[int, int] | None:
    """Where in the rule something stands that means what it says in regular expressions only."""
    found = _REGEX.search(rule)
    return found.span() if found else None


def flaw(name: str) -> Flaw | None:
    """Why no branch is called `name`, in which `*` may stand for any text; None where one may be.

    What Git refuses is on its page `git check-ref-format`.
    """
    if _PLAIN.fullmatch(name) and not name.startswith(_PREFIXES):
        return None
    if not name.strip():
        return Flaw("no branch has an empty name", 0, len(name))
    prefix = next((prefix for prefix in _PREFIXES if name.startswith(prefix)), None)
    if prefix:
        better = name[len(prefix) :] if prefix in _NAMED else ""
        told = _told(f"'{prefix}' is not part of a branch's name", 0, len(prefix), better)
        return told._replace(is_named=prefix == "refs/heads/")
    if name.startswith("/"):
        return _told("a branch's name does not begin with '/'", 0, len(name) - len(name.lstrip("/")), name.strip("/"))
    if name.endswith("/"):
        return _told("a branch's name does not end with '/'", len(name.rstrip("/")), len(name), name.rstrip("/"))
    if "//" in name:
        at = name.index("//")
        return _told("there is no '//' in a branch's name", at, at + 2, name.replace("//", "/"))
    if ".." in name:
        at = name.index("..")
        return Flaw("there is no '..' in a branch's name", at, at + 2)
    if name.endswith("."):
        return _told("a branch's name does not end with '.'", len(name) - 1, len(name), name[:-1])
    if name.startswith(".") or "/." in name:
        at = 0 if name.startswith(".") else name.index("/.") + 1
        return Flaw("no part of a branch's name begins with '.'", at, at + 1)
    if name.endswith(".lock") or ".lock/" in name:
        at = name.index(".lock/") if ".lock/" in name else len(name) - 5
        return Flaw("no part of a branch's name ends with '.lock'", at, at + 5)
    return None


def _told(reason: str, start: int, end: int, better: str) -> Flaw:
    """A flaw for which there is a better name, if nothing is wrong with that one as well."""
    wrong = not better or better.startswith(("/", ".", *_PREFIXES)) or better.endswith(("/", ".", ".lock"))
    clean = not wrong and not any(sign in better for sign in ("//", "..", "/.", ".lock/"))
    return Flaw(reason, start, end, better if clean else None)


def covered(rules: Sequence[BranchRule], by: Sequence[BranchRule]) -> Iterator[tuple[BranchRule, BranchRule]]:
    """Each of the rules with one of `by` that matches all that it matches, where there is one beside itself.

    Those are looked for among rules of the same text and wide ones.
    """
    same: dict[str, BranchRule] = {}
    for rule in by:
        same.setdefault(rule.text, rule)
    wide = [(rule.text[:-1], 0, index, rule) for index, rule in enumerate(by) if rule.wide]
    narrow = [(rule.text, 1, index, rule) for index, rule in enumerate(rules) if wide]
    # In this order all that begins with a text follows that text.
    ordered = sorted(wide + narrow, key=lambda entry: entry[:3])
    wider: dict[int, BranchRule] = {}
    widest: tuple[str, BranchRule] | None = None
    for text, is_narrow, index, rule in ordered:
        if widest and not text.startswith(widest[0]):
            widest = None
        if widest and is_narrow:
            wider[index] = widest[1]
        elif not widest and not is_narrow:
            widest = (text, rule)
    for index, rule in enumerate(rules):
        other = wider.get(index) or same.get(rule.text)
        if other is not None and other is not rule:
            yield rule, other
