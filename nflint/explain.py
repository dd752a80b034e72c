"""Prints what rules say of themselves: the table of all rules and the page of one."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator

from nflint.rule import Rule
from nflint.settings import GROUPS


def rule_table(rules: Iterable[Rule]) -> str:
    """The rules as lines of code, severity, name and summary, with the group of those that are off unasked."""
    rows = [(rule.code, rule.severity.label, rule.name, f"{rule.summary}{_mark(rule)}") for rule in rules]
    width = max(len(name) for _, _, name, _ in rows)
    listed = "".join(f"{code}  {severity:<7}  {name:<{width}}  {words}\n" for code, severity, name, words in rows)
    return f"{listed}\n{_NOTE}"


_NOTE = """\
Without a configuration every rule is on but those marked [strict] or [all]. These words, 'recommended' and the families
of rules stand for their rules in 'select' and 'ignore'. Of what rules marked [fix] find, 'nflint check --fix' mends
some, of those marked [unsafe fix] with '--unsafe-fixes'. 'nflint explain NAME' says more of one.
"""


def _mark(rule: Rule) -> str:
    group = "" if rule.group == "recommended" else f" [{rule.group}]"
    return group + {None: "", "safe": " [fix]", "unsafe": " [unsafe fix]"}[rule.fix]


def rule_list(rules: Iterable[Rule]) -> str:
    """The rules as a JSON list of objects."""
    listed = [
        {
            "code": rule.code,
            "name": rule.name,
            "family": rule.family,
            "group": rule.group,
            "severity": rule.severity.label,
            "fix": rule.fix,
            "summary": rule.summary,
            "since": rule.since,
            "url": rule.url,
        }
        for rule in rules
    ]
    return json.dumps(listed, indent=2) + "\n"


def explanation(rule: Rule) -> str:
    """The page of a rule, for the terminal."""
    head = f"{rule.name} ({rule.code}), {rule.severity.label}, {rule.family} rule since {rule.since}"
    return "\n\n".join([head, rule.documentation, *_groups(rule), *_mending(rule)]) + "\n"


def page(rule: Rule) -> str:
    """The page of a rule as Markdown."""
    facts = f"Code `{rule.code}`, severity {rule.severity.label}, family {rule.family}, since {rule.since}."
    return "\n\n".join([f"# {rule.name}", facts, *_groups(rule), *_mending(rule), rule.documentation]) + "\n"


def _mending(rule: Rule) -> Iterator[str]:
    """What mends some of what the rule finds, where something does."""
    if rule.fix is not None:
        options = "--fix" if rule.fix == "safe" else "--fix --unsafe-fixes"
        yield f"Some of what it finds is mended by `nflint check {options}`."


def _groups(rule: Rule) -> Iterator[str]:
    """When the rule is on, where that is not always."""
    if rule.group != "recommended":
        groups = " or ".join(f"`{group}`" for group in GROUPS[GROUPS.index(rule.group) :])
        yield f"This rule is off unless it is selected: by its name, with its family, or with {groups}."
