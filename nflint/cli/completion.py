"""`nflint completion`: the script by which a shell completes the words of `nflint`. The script is click's."""

from __future__ import annotations

import click

from nflint.checking import write

PROGRAM = "nflint"
VARIABLE = "_NFLINT_COMPLETE"
SHELLS = ("bash", "zsh", "fish")


@click.command(short_help="Print the script that completes words in a shell.")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def completion(context: click.Context, shell: str) -> None:
    """Print the script that completes commands, options, rules and files in SHELL: bash (4.4 or newer), zsh or fish.

    To have it in every new shell, run one of these once:

    \b
    nflint completion bash >> ~/.bashrc
    nflint completion zsh >> ~/.zshrc      behind the line with compinit
    nflint completion fish > ~/.config/fish/completions/nflint.fish
    """
    from click.shell_completion import ShellComplete, get_completion_class

    known = get_completion_class(shell)
    if known is None:
        raise click.UsageError(f"this version of click knows no completion for {shell}")
    # click's own method for bash first runs a bash to ask for its version, and prints what it thinks of it.
    script = ShellComplete.source(known(context.find_root().command, {}, PROGRAM, VARIABLE))
    # click's script for fish cuts an offer off at its first comma, which may be one between two rules.
    write(script.replace('string split "," $completion', 'string split --max 1 "," $completion'), None)
