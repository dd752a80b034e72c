"""`nflint check`: its options, and `nflint.checking` for the work."""

from __future__ import annotations

from typing import Any

import click

from nflint.checking import run_check
from nflint.cli.completions import files, selectors
from nflint.cli.fixes import fixing_options, refuse_contradictions
from nflint.cli.options import SEVERITIES, listed, refuse_two_configurations
from nflint.cli.outputs import jobs, outputs
from nflint.contract.catalogue import REVISIONS
from nflint.contract.detect import KINDS
from nflint.diagnostic import Severity
from nflint.report.formats import FORMATS
from nflint.tasks import Choices

_WARNED = ", ".join(name for name, held in FORMATS.items() if held.shown is Severity.WARNING)
_DEFAULTS = f"warning for {_WARNED}; info for the others"


@click.command(short_help="Lint files, folders, globs or standard input.")
@click.argument("paths", nargs=-1, shell_complete=files)
@click.option("--as", "kind", type=click.Choice(KINDS), help="What the documents are, whatever they look like.")
@click.option(
    "--contract",
    type=click.Choice(REVISIONS),
    help="The revision of the API reference to hold documents against. [default: current]",
)
@click.option(
    "--format", "form", type=click.Choice(list(FORMATS)), default="text", show_default=True, help="What to print."
)
@click.option(
    "--min-severity",
    type=click.Choice(SEVERITIES),
    help=f"Print nothing below this severity. [default: {_DEFAULTS}]",
)
@click.option(
    "--fail-on",
    type=click.Choice(SEVERITIES),
    help="Exit with 1 from this severity up. [default: warning]",
)
@click.option(
    "--output",
    metavar="[FORMAT=]FILE",
    multiple=True,
    help="Write the report to a file, - is standard output; may be given again for other formats.",
)
@click.option(
    "--color",
    type=click.Choice(["auto", "always", "never"]),
    default="auto",
    show_default=True,
    help="Colours in the text format; NO_COLOR is respected.",
)
@click.option("--quiet", "-q", is_flag=True, help="Print diagnostics only, no summary.")
@fixing_options
@click.option("--statistics", is_flag=True, help="Print how often each rule fired instead of each diagnostic.")
@click.option("--stdin-filename", metavar="NAME", help="What to call standard input ('-').")
@click.option(
    "--skip-unknown", is_flag=True, help="Pass over named files that are not Northflank documents, as in folders."
)
@click.option(
    "--changed-since",
    metavar="REV",
    help="Lint only what has changed in git since the branch parted from REV, such as origin/main.",
)
@click.option(
    "--jobs",
    metavar="N",
    default="auto",
    show_default=True,
    callback=jobs,
    help="The number of processes to share many files among.",
)
@click.option(
    "--flow",
    metavar="FILE",
    shell_complete=files,
    help="The release flow that the run requests among PATHS are for.",
)
@click.option(
    "--select",
    metavar="RULES",
    multiple=True,
    shell_complete=selectors,
    help="The rules that are on, in place of those of the configuration: names, codes or groups, with commas.",
)
@click.option(
    "--ignore", metavar="RULES", multiple=True, shell_complete=selectors, help="Rules that are off besides, likewise."
)
@click.option(
    "--config",
    metavar="FILE",
    shell_complete=files,
    help="The configuration, in place of the nearest one of each file.",
)
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
    nflint check .northflank/                            a folder
    nflint check --format json --output report.json      a report for a program
    nflint check --output text=- --output sarif=a.sarif  for people and for code scanning
    nflint check --changed-since origin/main             what a branch changes
    nflint check --format html --output report.html      a page with graphs and sources
    nflint check --diff . ; nflint check --fix .         what fixes would change, and change it
    curl ... | nflint check - --as run                   the answer of the API about a run
    nflint check --flow release-flow.json request.json   a run request against its flow
    """
    chosen = {option: listed(given[option]) for option in ("select", "ignore")}
    for option, names in chosen.items():
        if given[option] and not names:
            raise click.UsageError(f"--{option} needs the name of a rule or a group")
    refuse_contradictions(given)
    written = outputs(given.pop("output"), given.pop("form"), paths)
    choices = Choices(**{**given, **chosen, "outputs": written})
    if choices.stdin_filename is not None and "-" not in paths:
        raise click.UsageError("--stdin-filename needs '-' among the paths")
    refuse_two_configurations(choices.config, no_config=choices.no_config)
    if choices.add_ignores and (choices.no_config or choices.select or choices.ignore):
        raise click.UsageError("--add-ignores enters what is found under the configuration, not beside it")
    if choices.statistics and any(output.form != "text" for output in written):
        raise click.UsageError("--statistics is for --format text, other reports have every diagnostic")
    if choices.changed_since is not None and "-" in paths:
        raise click.UsageError("--changed-since asks git about files, and standard input is none")
    if choices.fix or choices.diff:
        from nflint.rewriting import run_diff, run_fix

        raise SystemExit((run_fix if choices.fix else run_diff)(paths, choices))
    raise SystemExit(run_check(paths, choices))
