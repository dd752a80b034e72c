"""What several commands say of their options."""

from __future__ import annotations

import click

SEVERITIES = ["info", "warning", "error"]


def listed(given: tuple[str, ...]) -> tuple[str, ...]:
    """The names in an option that takes several, with commas or one by one."""
    return tuple(name.strip() for one in given for name in one.split(",") if name.strip())


def refuse_two_configurations(config: str | None, *, no_config: bool) -> None:
    """Raises `click.UsageError` where a configuration is named and none is wanted."""
    if config is not None and no_config:
        raise click.UsageError("--config and --no-config exclude each other")
