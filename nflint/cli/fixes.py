"""The options of `nflint check` that change files, and what they do not go with."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import click

_Command = TypeVar("_Command", bound=Callable[..., Any])

_OPTIONS = (
    click.option("--fix", is_flag=True, help="Mend what can be mended safely, and report what is left."),
    click.option(
        "--unsafe-fixes",
        is_flag=True,
        help="With --fix or --diff: mend more, which wants to be looked at, such as the nearest known key.",
    ),
    click.option(
        "--diff", is_flag=True, help="Print what --fix would change as a diff, and change nothing; 1 if anything."
    ),
)


def fixing_options(command: _Command) -> _Command:
    """A decorator that gives a command the options."""
    for option in reversed(_OPTIONS):
        command = option(command)
    return command


def refuse_contradictions(given: Mapping[str, Any]) -> None:
    """Raises `click.UsageError` for options that contradict each other."""
    if given["unsafe_fixes"] and not (given["fix"] or given["diff"]):
        raise click.UsageError("--unsafe-fixes needs --fix or --diff")
    if given["fix"] and given["diff"]:
        raise click.UsageError("--fix writes and --diff only shows what it would write, choose one of the two")
    if given["add_ignores"] and (given["fix"] or given["diff"]):
        raise click.UsageError("--add-ignores enters what is found, run --fix before it")
    if given["diff"] and (given["statistics"] or given["output"] or given["form"] != "text"):
        raise click.UsageError("--diff prints a diff and no report")
