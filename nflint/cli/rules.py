"""`nflint rules` and `nflint explain`: what the rules say of themselves."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from nflint.checking import write
from nflint.cli import completions

if TYPE_CHECKING:
    from nflint.rule import Rule


@click.command(short_help="List every rule with its code, severity and summary.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="A table, or a list of objects.",
)
def rules(form: str) -> None:
    """List every rule with its code, severity and summary.

    \b
    nflint rules                 for people
    nflint rules --format json   for programs, with the address of each rule's page
    """
    from nflint.explain import rule_list, rule_table
    from nflint.rules import all_rules

    write(rule_list(all_rules()) if form == "json" else rule_table(all_rules()), None)


@click.command(short_help="Explain a rule by its code or name.")
@click.argument("rule", shell_complete=completions.rules)
def explain(rule: str) -> None:
    """Explain RULE: what it finds, why that matters, where the fact comes from, and what to write instead.

    \b
    nflint explain NF203       by the code that a diagnostic shows
    nflint explain later-ref   by the name
    """
    from nflint.explain import explanation
    from nflint.nearest import nearest
    from nflint.rules import all_rules

    found: Rule | None = next(
        (known for known in all_rules() if rule.upper() == known.code or rule.lower() == known.name), None
    )
    if found is None:
        near = nearest(rule, [name for known in all_rules() for name in (known.code, known.name)])
        hint = f", did you mean '{near}'?" if near else ", 'nflint rules' lists them all"
        raise click.UsageError(f"there is no rule '{rule}'{hint}")
    write(explanation(found), None)
