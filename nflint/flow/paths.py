"""Path rules, which are written like lines of a `.gitignore` file, and the files they match.

Which of them are mistakes is the business of the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import NamedTuple

from nflint.diagnostic import Pointer
from nflint.flow.model import Part, Trigger

_MAGIC = frozenset("*?[\\")
_BRACES = re.compile(r"\{[^{},\\]*,[^{}\\]*\}")

# More of them are nothing to read through.
_MOST_CHOICES = 4


class PathRule(NamedTuple):
    """One of the `pathIgnoreRules` of a trigger or a build."""

    pointer: Pointer
    text: str

    @property
    def negated(self) -> bool:
        """Whether it makes an exception from the rules before it."""
        return self.text.startswith("!")

    @property
    def blank(self) -> bool:
        """Whether it is a comment, or nothing, which matches no file."""
        return self.text.startswith("#") or not self.text.strip()


def path_texts(part: Part | Trigger) -> list[str]:
    """The path rules as they are written, for a look at all of them."""
    listed = part.fields.get("pathIgnoreRules")
    return [rule for rule in listed if isinstance(rule, str)] if isinstance(listed, list) else []


def path_rules(part: Part | Trigger) -> list[PathRule]:
    """The path rules among those on commits."""
    listed = part.fields.get("pathIgnoreRules")
    if not isinstance(listed, list) or not listed:
        return []
    at = (*part.pointer, "pathIgnoreRules")
    return [PathRule((*at, index), rule) for index, rule in enumerate(listed) if isinstance(rule, str)]


def is_allow_list(part: Part | Trigger) -> bool:
    """Whether only what the path rules match counts, instead of all else."""
    return part.fields.get("isAllowList") is True


def match(rules: Iterable[PathRule], path: str) -> bool | None:
    """Whether any of the rules matches the file at `path`, which begins with `/`; None where that takes more to tell.

    Read are names and whole paths; patterns other than `*.suffix`, and exceptions, are beyond this.
    """
    path = path.strip("/")
    unsure = False
    for rule in rules:
        text = rule.text.rstrip()
        name = text.rstrip("/")
        if rule.blank:
            continue
        if text.startswith("*.") and text[2:].isalnum():
            found = path.endswith(text[1:])
        elif rule.negated or not _MAGIC.isdisjoint(text):
            found, unsure = False, True
        elif "/" in name:
            name = name.lstrip("/")
            found = path.startswith(f"{name}/") or (path == name and not text.endswith("/"))
        else:
            # The file itself is no folder.
            found = f"/{name}/" in (f"/{path}" if text.endswith("/") else f"/{path}/")
        if found:
            return True
    return None if unsure else False


class Choice(NamedTuple):
    """A choice in braces, as shells know it: where it is, and the first rules it stands for, or all (`whole`)."""

    start: int
    end: int
    rules: tuple[str, ...]
    whole: bool


def choice_in_braces(rule: str) -> Choice | None:
    """The first choice in braces in `rule`."""
    found = _BRACES.search(rule)
    if found is None:
        return None
    before, after = rule[: found.start()], rule[found.end() :]
    first = found[0][1:-1].split(",", _MOST_CHOICES)
    rules = tuple(f"{before}{one.strip()}{after}" for one in first[:_MOST_CHOICES])
    return Choice(*found.span(), rules, whole=len(first) <= _MOST_CHOICES)
