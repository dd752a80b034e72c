"""What `nflint dry-run` reads and prints: the run order or the resolved document, and the diagnostics beside it."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from contextlib import suppress

from nflint.checking import USAGE_ERROR, complain, complaining, is_terminal, use_color, write
from nflint.config import Config
from nflint.diagnostic import Report, Severity
from nflint.discovery import load_config
from nflint.files import byte_limit, config_file, display_path, read_file, read_stdin
from nflint.rehearsal import dry_run
from nflint.report.dry_run import render_steps, render_value
from nflint.report.text_format import Style, render
from nflint.source.document import Limits


def run_dry_run(
    flow: str,
    arguments: Sequence[str],
    request: str | None,
    *,
    form: str,
    show_values: bool,
    least: Severity,
    output: str | None,
    config: str | None = None,
    no_config: bool = False,
) -> int:
    """Resolves the file `flow`, prints what it becomes, and gives the exit status.

    The document or the run order goes to standard output, diagnostics to standard error, so that each can be used
    without the other.
    """
    name = "<stdin>" if flow == "-" else display_path(flow)
    given = _arguments(arguments)
    with complaining(name):
        found = dry_run(
            _content(flow),
            arguments=given,
            request=None if request is None else _content(request),
            name=name,
            request_name="<stdin>" if request == "-" else display_path(request or ""),
            show_values=show_values,
            config=config_for(flow, config, no_config=no_config),
        )
    if form == "text":
        write(render_steps(found, name, style=Style(color=use_color("auto", output))), output)
    else:
        write(render_value(found.value, form), output, encoding="utf-8")
    _print_report(found.report, least)
    return found.report.exit_code()


def _arguments(given: Sequence[str]) -> dict[str, str]:
    """The values of `--arg KEY=VALUE`; ends the command where one has another form."""
    found: dict[str, str] = {}
    for argument in given:
        key, sign, value = argument.partition("=")
        if not sign or not key:
            # The value may be a secret, so it is not repeated.
            complain("--arg takes KEY=VALUE, and one of those given has no '=' or no name before it")
            raise SystemExit(USAGE_ERROR)
        found[key] = value
    return found


def config_for(flow: str, path: str | None, *, no_config: bool) -> Config | None:
    """The configuration for the flow. Raises `ConfigError`."""
    file = os.path.abspath("<stdin>" if flow == "-" else flow)  # noqa: PTH100
    path = path or (None if no_config else config_file(os.path.dirname(file), {}))  # noqa: PTH120
    return None if path is None else load_config(path).for_file(display_path(file))


def _print_report(report: Report, least: Severity) -> None:
    if sys.stderr is not None:
        color = is_terminal(sys.stderr) and use_color("auto", None)
        # Whoever does not read this reads the status.
        with suppress(OSError):
            sys.stderr.write(render(report, style=Style(color=color), least=least))
            sys.stderr.flush()


def _content(path: str) -> bytes:
    limit = byte_limit(Limits())
    return read_stdin(limit) if path == "-" else read_file(path, limit)
