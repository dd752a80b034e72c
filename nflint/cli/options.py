"""What several commands say of their options."""

from __future__ import annotations

SEVERITIES = ["info", "warning", "error"]


def listed(given: tuple[str, ...]) -> tuple[str, ...]:
    """The names in an option that takes several, with commas or one by one."""
    return tuple(name.strip() for one in given for name in one.split(",") if name.strip())
