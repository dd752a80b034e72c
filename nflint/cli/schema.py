"""`nflint schema`: the contract in one piece."""

from __future__ import annotations

from typing import Any

import click

from nflint.checking import write
from nflint.contract.catalogue import REVISIONS
from nflint.contract.detect import KINDS


@click.command(short_help="Print a JSON Schema in one piece.")
@click.argument("name", type=click.Choice(KINDS))
@click.option(
    "--contract",
    type=click.Choice(REVISIONS),
    default="current",
    show_default=True,
    help="The revision of the API reference.",
)
def schema(name: str, contract: Any) -> None:
    """Print the JSON Schema NAME in one piece, for editors and other validators.

    \b
    nflint schema release-flow > release-flow.schema.json   for VS Code, ajv and others
    nflint schema config                                    what .nflint.yaml may hold
    """
    from nflint.contract.bundle import render_bundle

    write(render_bundle(name, contract), None)
