"""What holds for one document: which rules are on, how grave each is, and which findings somebody chose not to see.

Where it comes from, a file or a caller, is the business of `nflint.config`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from nflint.diagnostic import Diagnostic, Severity
from nflint.globs import fits_pointer
from nflint.rule import CUSTOM, Rule
from nflint.rules import rules_by_name

GROUPS = ("recommended", "strict", "all")
"""The groups of rules, each with all of the one before it."""

FAMILIES = (
    *("document", "contract", "reference", "expression", "trigger", "node", "order", "security", "run", "request"),
    *("teardown", CUSTOM),
)
"""The families of rules, each a group of its own."""

UNREADABLE = frozenset(
    {
        *("syntax-error", "invalid-encoding", "too-deep", "too-large", "alias-limit", "recursive-alias"),
        *("empty-document", "internal-error"),
    }
)
"""Checks that say that a document was not looked at, or not all of it: only their own names switch them off."""


class Selection(NamedTuple):
    """Which rules are on, by names, codes and groups of rules.

    Where both `select` and `ignore` speak of a rule, the more specific one holds: its own name or code before its
    family, and its family before a group; of two that are equally specific, `ignore`.
    """

    select: frozenset[str] = frozenset({"recommended"})
    ignore: frozenset[str] = frozenset()

    def has(self, rule: Rule) -> bool:
        """Whether `rule` is on."""
        for names in _levels(rule):
            if not self.ignore.isdisjoint(names):
                return False
            if not self.select.isdisjoint(names) or rule.name in UNREADABLE:
                return True
        return False

    def without(self, names: Iterable[str]) -> Selection:
        """The same without what else is to be ignored."""
        return self._replace(ignore=self.ignore.union(names))


class Ignore(NamedTuple):
    """Findings that somebody chose not to see, in the files that `files` fits: those of `rules` at places whose
    pointer `at` fits. `number` tells which of several it is.

    `files` and `at` are patterns, None for all. `rules` are names, codes or groups.
    """

    number: int
    rules: frozenset[str]
    files: str | None = None
    at: str | None = None

    def hides(self, diagnostic: Diagnostic, rule: Rule) -> bool:
        """Whether the diagnostic, of `rule`, is one of these."""
        return self.names(rule) and (self.at is None or fits_pointer(diagnostic.pointer, self.at))

    def names(self, rule: Rule) -> bool:
        """Whether `rule` is one of these."""
        levels = _levels(rule)[:1] if rule.name in UNREADABLE else _levels(rule)
        return any(not self.rules.isdisjoint(names) for names in levels)


class Settings(NamedTuple):
    """What holds for one document.

    `severities` are given by names, codes or groups of rules, of which the most specific one holds. `ignores` are
    those whose files this document is one of; `extra` are rules that are not nflint's own.
    """

    selection: Selection = Selection()
    severities: Mapping[str, Severity] = MappingProxyType({})
    ignores: tuple[Ignore, ...] = ()
    extra: tuple[Rule, ...] = ()

    @property
    def rules(self) -> Mapping[str, Rule]:
        """Every rule there is, by its name; to find them all takes as long as linting a dozen files."""
        return _with(self.extra) if self.extra else rules_by_name()

    def severity(self, rule: Rule, found: Severity | None) -> Severity:
        """How grave a finding of `rule` is: as somebody has set, as the finding itself says, or as the rule does."""
        for names in _levels(rule) if self.severities else ():
            for name in names:
                if name in self.severities:
                    return self.severities[name]
        return rule.severity if found is None else found


@lru_cache(maxsize=16)
def _with(extra: tuple[Rule, ...]) -> Mapping[str, Rule]:
    return MappingProxyType({**rules_by_name(), **{rule.name: rule for rule in extra}})


def _levels(rule: Rule) -> tuple[Collection[str], ...]:
    """The names under which `rule` can be spoken of, the most specific ones first."""
    return (rule.name, rule.code), (rule.family,), GROUPS[GROUPS.index(rule.group) :]
