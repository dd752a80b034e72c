"""The command line: arguments and options in, `nflint.checking` and the other commands out."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING, Any

import click

from nflint import __version__
from nflint.checking import INTERRUPTED, USAGE_ERROR, complain, run_check, write
from nflint.contract.catalogue import REVISIONS
from nflint.contract.detect import KINDS
from nflint.tasks import Choices

if TYPE_CHECKING:
    from nflint.rule import Rule

_SEVERITIES = ["info", "warning", "error"]


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
            hint = f", did you mean 'nflint {near}'?" if near else ""
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
    nflint explain NF402              what a code means and what to write instead
    """
    # Versions of click differ in where this goes and which status it has.
    if context.invoked_subcommand is None:
        click.echo(context.get_help(), err=True)
        raise SystemExit(USAGE_ERROR)


@cli.command(short_help="Lint files, folders, globs or standard input.")
@click.argument("paths", nargs=-1)
@click.option("--as", "kind", type=click.Choice(KINDS), help="What the documents are, whatever they look like.")
@click.option(
    "--contract",
    type=click.Choice(REVISIONS),
    help="The revision of the API reference to hold documents against. [default: current]",
)
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True, help="What to print."
)
@click.option(
    "--min-severity",
    type=click.Choice(_SEVERITIES),
    help="Print nothing below this severity. [default: warning for text, info for json]",
)
@click.option(
    "--fail-on",
    type=click.Choice(_SEVERITIES),
    help="Exit with 1 from this severity up. [default: warning]",
)
@click.option("--output", type=click.Path(dir_okay=False, writable=True), help="Write the report to a file.")
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours in the text format; NO_COLOR is respected.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print diagnostics only, no summary.")
@click.option("--statistics", is_flag=True, help="Print how often each rule fired instead of each diagnostic.")
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input ('-').")
@click.option(
    "--skip-unknown", is_flag=True, help="Pass over named files that are not Northflank documents, as in folders."
)
@click.option("--flow", metavar="FILE", help="The release flow that the run requests among PATHS are for.")
@click.option(
    "--select", metavar="RULES", multiple=True, help="The rules that are on, in place of those of the configuration."
)
@click.option("--ignore", metavar="RULES", multiple=True, help="Rules that are off.")
@click.option("--config", metavar="FILE", help="The configuration, in place of the nearest one of each file.")
@click.option("--no-config", is_flag=True, help="Look for no configuration.")
@click.option("--allow-plugins", is_flag=True, help="Run the Python files that the configuration names as plugins.")
@click.option(
    "--add-ignores",
    is_flag=True,
    help="Write what is found into the configuration, so that only new findings are told.",
)
def check(paths: tuple[str, ...], **given: Any) -> None:
    """Lint PATHS: files, folders, globs, or - for standard input (default: this folder).

    In folders, what git ignores is left out, and files that are not Northflank documents are passed over.

    \b
    Exit status: 0 nothing found, 1 something at or above --fail-on, 2 a usage error or an unreadable file.

    \b
    nflint check .northflank/                           a folder
    nflint check --format json --output report.json     a report for a program
    curl ... | nflint check - --as run                  the answer of the API about a run
    nflint check --flow release-flow.json request.json  a run request against its flow
    """
    chosen = {option: _listed(given[option]) for option in ("select", "ignore")}
    for option, names in chosen.items():
        if given[option] and not names:
            raise click.UsageError(f"--{option} needs the name of a rule or a group")
    choices = Choices(**{**given, **chosen})
    if choices.stdin_filename is not None and "-" not in paths:
        raise click.UsageError("--stdin-filename needs '-' among the paths")
    if choices.config is not None and choices.no_config:
        raise click.UsageError("--config and --no-config exclude each other")
    if choices.add_ignores and (choices.no_config or choices.select or choices.ignore):
        raise click.UsageError("--add-ignores enters what is found under the configuration, not beside it")
    if choices.statistics and choices.form != "text":
        raise click.UsageError("--statistics is for --format text, a JSON report has every diagnostic")
    raise SystemExit(run_check(paths, choices))


def _listed(given: tuple[str, ...]) -> tuple[str, ...]:
    """The names in options that take several, with commas or one by one."""
    return tuple(name.strip() for one in given for name in one.split(",") if name.strip())


@cli.command("dry-run", short_help="Show what a flow becomes for given arguments.")
@click.argument("flow")
@click.option(
    "--arg", "arguments", metavar="KEY=VALUE", multiple=True, help="The value of an argument; may be given again."
)
@click.option("--request", metavar="FILE", help="A run request with arguments and overrides.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "yaml"]),
    default="text",
    show_default=True,
    help="The run order in words, or the resolved document.",
)
@click.option("--show-values", is_flag=True, help="Print values of --arg and of arguments that look like secrets.")
@click.option(
    "--min-severity",
    type=click.Choice(_SEVERITIES),
    default="warning",
    show_default=True,
    help="Print no diagnostics below this severity.",
)
@click.option("--output", type=click.Path(dir_okay=False, writable=True), help="Write the result to a file.")
@click.option("--config", metavar="FILE", help="The configuration, in place of the nearest one of FLOW.")
@click.option("--no-config", is_flag=True, help="Look for no configuration.")
def dry_run(
    flow: str,
    arguments: tuple[str, ...],
    request: str | None,
    form: str,
    show_values: bool,
    min_severity: str,
    output: str | None,
    config: str | None,
    no_config: bool,
) -> None:
    """Resolve FLOW, a file or - for standard input, as far as that is possible before a run.

    Arguments, overrides and functions are put in place, skips are decided; what triggers and nodes give stays an
    expression. What comes of it is held against the contract, and diagnostics go to standard error.

    \b
    Exit status: 0 nothing found, 1 a warning or an error, 2 a usage error or an unreadable file.

    \b
    nflint dry-run release-flow.json                             the steps in run order
    nflint dry-run release-flow.json --arg TAG=1.2 --format json the document as it will run, values covered
    nflint dry-run flow.json --request request.json --show-values --format yaml
    """
    from nflint.diagnostic import Severity
    from nflint.rehearsing import run_dry_run

    if flow == request == "-":
        raise click.UsageError("standard input can be the flow or the request, not both")
    if config is not None and no_config:
        raise click.UsageError("--config and --no-config exclude each other")
    status = run_dry_run(
        flow,
        arguments,
        request,
        form=form,
        show_values=show_values,
        least=Severity.from_label(min_severity),
        output=output,
        config=config,
        no_config=no_config,
    )
    raise SystemExit(status)


@cli.command()
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text", show_default=True)
def rules(form: str) -> None:
    """List every rule with its code, severity and summary."""
    from nflint.explain import rule_list, rule_table
    from nflint.rules import all_rules

    write(rule_list(all_rules()) if form == "json" else rule_table(all_rules()), None)


@cli.command(short_help="Explain a rule by its code or name.")
@click.argument("rule")
def explain(rule: str) -> None:
    """Explain RULE, a code such as NF402 or a name such as two-vcs-accounts."""
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


@cli.command(short_help="Print a JSON Schema in one piece.")
@click.argument("name", type=click.Choice(KINDS))
@click.option(
    "--contract",
    type=click.Choice(REVISIONS),
    default="current",
    show_default=True,
    help="The revision of the API reference.",
)
def schema(name: str, contract: Any) -> None:
    """Print the JSON Schema NAME in one piece, for editors and other validators."""
    from nflint.contract.bundle import render_bundle

    write(render_bundle(name, contract), None)


def main() -> None:
    """The entry point of the command `nflint`."""
    try:
        raise SystemExit(cli(prog_name="nflint", standalone_mode=False))
    except click.ClickException as error:
        if sys.stderr is not None:
            error.show()
        raise SystemExit(USAGE_ERROR) from None
    except click.Abort:
        # click's own status is 1, which here means that there are findings.
        complain("interrupted")
        raise SystemExit(INTERRUPTED) from None
