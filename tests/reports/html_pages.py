"""Makes the HTML report of a folder, as the command does."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner

from nflint.cli import cli


def page_of(path: Path, *options: str) -> str:
    """The page that `nflint check --format html` prints."""
    answer = CliRunner().invoke(
        cli, ["check", str(path), "--format", "html", "--no-config", *options], catch_exceptions=False
    )
    assert answer.exit_code in (0, 1), answer.output
    return answer.stdout_bytes.decode("utf-8")
