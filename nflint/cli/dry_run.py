"""`nflint dry-run`: its options, and `nflint.rehearsing` for the work."""

from __future__ import annotations

import click

from nflint.cli.completions import files
from nflint.cli.options import SEVERITIES, refuse_two_configurations
from nflint.cli.outputs import refuse_own_input


@click.command("dry-run", short_help="Show what a flow becomes for given arguments.")
@click.argument("flow", shell_complete=files)
@click.option(
    "--arg", "arguments", metavar="KEY=VALUE", multiple=True, help="The value of an argument; may be given again."
)
@click.option("--request", metavar="FILE", shell_complete=files, help="A run request with arguments and overrides.")
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
    type=click.Choice(SEVERITIES),
    default="warning",
    show_default=True,
    help="Print no diagnostics below this severity.",
)
@click.option("--output", type=click.Path(dir_okay=False, writable=True), help="Write the result to a file.")
@click.option(
    "--config", metavar="FILE", shell_complete=files, help="The configuration, in place of the nearest one of FLOW."
)
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
    nflint dry-run release-flow.json                               the steps in run order
    nflint dry-run release-flow.json --arg TAG=1.2 --format json   the document as it will run, values covered
    nflint dry-run flow.json --request request.json --show-values --format yaml
    """
    from nflint.diagnostic import Severity
    from nflint.rehearsing import run_dry_run

    if flow == request == "-":
        raise click.UsageError("standard input can be the flow or the request, not both")
    refuse_two_configurations(config, no_config=no_config)
    refuse_own_input(output, (flow, request, config))
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
