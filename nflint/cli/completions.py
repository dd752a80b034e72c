"""What a shell may offer for words that stand for rules and files; click knows choices and options by itself."""

from __future__ import annotations

import click
from click.shell_completion import CompletionItem


def files(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Names of files and folders, which the shell itself finds best."""
    return [CompletionItem(incomplete, type="file")]


def rules(_context: click.Context, _parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """The names and, where a code was begun, the codes of rules."""
    from nflint.rules import all_rules

    known = all_rules()
    coded = incomplete[:1].isupper()
    named = ((rule.code if coded else rule.name, rule.summary) for rule in known)
    return [CompletionItem(name, help=summary) for name, summary in named if name.startswith(incomplete)]


def selectors(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Rules and groups of rules, behind the last comma of what stands there."""
    from nflint.settings import FAMILIES, GROUPS

    before, comma, begun = incomplete.rpartition(",")
    groups = [CompletionItem(name, help="a group of rules") for name in (*GROUPS, *FAMILIES) if name.startswith(begun)]
    found = [*groups, *rules(context, parameter, begun)]
    return [CompletionItem(f"{before}{comma}{item.value}", help=item.help) for item in found]
