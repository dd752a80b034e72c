"""Prints what rules say of themselves: the table of all rules and the page of one."""

from __future__ import annotations

import json
from collections.abc import Iterable

from nflint.rule import Rule


def rule_table(rules: Iterable[Rule]) -> str:
    """The rules as lines of code, severity, name and summary."""
    rows = [(rule.code, rule.severity.label, rule.name, rule.summary) for rule in rules]
    width = max(len(name) for _, _, name, _ in rows)
    return "".join(f"{code}  {severity:<7}  {name:<{width}}  {summary}\n" for code, severity, name, summary in rows)


def rule_list(rules: Iterable[Rule]) -> str:
    """The rules as a JSON list of objects."""
    listed = [
        {
            "code": rule.code,
            "name": rule.name,
            "family": rule.family,
            "severity": rule.severity.label,
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
    return f"{head}\n\n{rule.documentation}\n"


def page(rule: Rule) -> str:
    """The page of a rule as Markdown."""
    facts = f"Code `{rule.code}`, severity {rule.severity.label}, family {rule.family}, since {rule.since}."
    return f"# {rule.name}\n\n{facts}\n\n{rule.documentation}\n"
