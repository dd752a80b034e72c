"""`nflint graph`: its options, and `nflint.drawing` for the work."""

from __future__ import annotations

import click

from nflint.cli.completions import files
from nflint.cli.options import refuse_two_configurations
from nflint.cli.outputs import refuse_own_input


@click.command(short_help="Draw a flow or a run as Mermaid, DOT or SVG.")
@click.argument("flow", shell_complete=files)
@click.option(
    "--format",
    "form",
    type=click.Choice(["mermaid", "dot", "svg"]),
    default="mermaid",
    show_default=True,
    help="The language of the picture.",
)
@click.option("--output", type=click.Path(dir_okay=False, writable=True), help="Write the picture to a file.")
@click.option(
    "--config", metavar="FILE", shell_complete=files, help="The configuration, in place of the nearest one of FLOW."
)
@click.option("--no-config", is_flag=True, help="Look for no configuration.")
def graph(flow: str, form: str, output: str | None, config: str | None, no_config: bool) -> None:
    """Draw FLOW, a file or - for standard input: a release flow, a run, or another template.

    The picture shows the steps in their order, what they read from each other and wait for, what may be skipped, and
    how many diagnostics each step has; of a run, the status of each node and the time it took.

    \b
    Exit status: 0 drawn, whatever is wrong with the flow, 2 a usage error or nothing that can be drawn.

    \b
    nflint graph release-flow.json                               for a Markdown page, in a block named mermaid
    nflint graph release-flow.json --format svg --output flow.svg
    nflint graph run.json --format dot | dot -Tpdf > run.pdf
    """
    from nflint.drawing import run_graph

    refuse_two_configurations(config, no_config=no_config)
    refuse_own_input(output, (flow, config))
    raise SystemExit(run_graph(flow, form=form, output=output, config=config, no_config=no_config))
