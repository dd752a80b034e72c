"""`nflint init`: its options, the question which shape, and `nflint.beginning` for the work."""

from __future__ import annotations

import sys

import click

from nflint.starters import SHAPES

_FORMS = {".json": "json", ".yaml": "yaml", ".yml": "yaml"}


@click.command(short_help="Write a release flow to start from, a configuration and a hook.")
@click.argument("file", default="release-flow.json", type=click.Path())
@click.option(
    "--shape",
    type=click.Choice([shape.name for shape in SHAPES]),
    help=f"What the flow does; asked for on a terminal. [default: {SHAPES[0].name}]",
)
@click.option("--no-config", is_flag=True, help="Write no .nflint.yaml.")
@click.option("--no-hook", is_flag=True, help="Leave .pre-commit-config.yaml alone.")
def init(file: str, shape: str | None, no_config: bool, no_hook: bool) -> None:
    """Write a release flow to start from to FILE (default: release-flow.json), in YAML where FILE ends with .yaml.

    Beside it come a configuration and, in a git repository, the entry of the pre-commit hook, unless they are there.
    No file is written over.

    \b
    nflint init                                               ask for the shape, on a terminal
    nflint init --shape registry-image                        release an image of a registry
    nflint init --shape promote-with-migration promote.yaml   promote from staging, in YAML
    nflint init --no-config --no-hook flows/release.json      the flow alone
    """
    from nflint.beginning import run_init

    form = next((form for suffix, form in _FORMS.items() if file.lower().endswith(suffix)), None)
    if form is None and file in [known.name for known in SHAPES]:
        raise click.UsageError(f"'{file}' is a shape and not a file, did you mean '--shape {file}'?")
    if form is None:
        raise click.UsageError(f"'{file}' ends with none of {', '.join(_FORMS)}")
    name = shape or (_asked() if sys.stdin and sys.stdin.isatty() and sys.stderr.isatty() else SHAPES[0].name)
    chosen = next(known for known in SHAPES if known.name == name)
    raise SystemExit(
        run_init(file, chosen, form="yaml" if form == "yaml" else "json", config=not no_config, hook=not no_hook)
    )


def _asked() -> str:
    """The shape that the user chooses on the terminal."""
    for known in SHAPES:
        click.echo(f"  {known.name:<24}{known.summary}", err=True)
    choice = click.Choice([known.name for known in SHAPES])
    return str(click.prompt("Shape", default=SHAPES[0].name, type=choice, show_choices=False, err=True))
