"""The command line: arguments and options in, `nflint.checking` and the other commands out.

Each command is a module here, which imports what it needs when it runs.
"""

from __future__ import annotations

import os
import sys

import click

from nflint import __version__
from nflint.checking import INTERRUPTED, USAGE_ERROR, complain, discard_stdout
from nflint.cli.check import check
from nflint.cli.completion import PROGRAM, VARIABLE, completion
from nflint.cli.dry_run import dry_run
from nflint.cli.graph import graph
from nflint.cli.init import init
from nflint.cli.lsp import lsp
from nflint.cli.rules import explain, rules
from nflint.cli.schema import schema

__all__ = ["cli", "main"]


class _Commands(click.Group):
    """The commands, with a word for those who forget `check`. click asks for a class here."""

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from nflint.nearest import nearest

            name = args[0]
            near = f"check {name}" if os.path.exists(name) else nearest(name, list(self.commands))  # noqa: PTH110
            hint = f", did you mean '{ctx.command_path} {near}'?" if near else ""
            raise click.UsageError(f"there is no command '{name}'{hint}", ctx) from error


@click.group(
    cls=_Commands,
    invoke_without_command=True,
    subcommand_metavar="COMMAND [ARGS]...",
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.version_option(__version__, "-V", "--version", message="nflint %(version)s")
@click.pass_context
def cli(context: click.Context) -> None:
    """Find the mistakes in Northflank release flows, run payloads and run requests before the push.

    \b
    nflint check                      lint every document below this folder
    nflint check release-flow.json    lint one file
    nflint explain NF203              what a code means and what to write instead
    nflint init                       write a release flow to start from
    """
    # Versions of click differ in where this goes and which status it has.
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        raise SystemExit(USAGE_ERROR)


for _command in (check, dry_run, graph, init, lsp, rules, explain, schema, completion):
    cli.add_command(_command)


def main(program: str = PROGRAM) -> None:
    """The entry point of the command; `program` is what was typed to call it."""
    try:
        raise SystemExit(cli(prog_name=program, complete_var=VARIABLE, standalone_mode=False))
    except click.ClickException as error:
        if sys.stderr is not None:
            error.show()
        raise SystemExit(USAGE_ERROR) from None
    except click.Abort:
        # click's own status is 1, which here means that there are findings.
        complain("interrupted")
        raise SystemExit(INTERRUPTED) from None
    except OSError as error:
        # What click prints itself, such as help, goes nowhere on a full disk.
        complain(f"standard output: {(error.strerror or str(error)).lower()}")
        discard_stdout()
        raise SystemExit(USAGE_ERROR) from None
