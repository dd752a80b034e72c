"""What the settings of an editor say: `initializationOptions`, and the section `nflint` of its configuration."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from nflint.diagnostic import Severity
from nflint.nearest import nearest

SECTION = "nflint"


class Preferences(NamedTuple):
    """The settings of an editor; where none are given, the configuration of the project decides alone.

    `select` and `ignore` name rules and groups as the options of `nflint check` do, `config` a configuration in place
    of the nearest one.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    min_severity: Severity = Severity.INFO
    config: str = ""
    allow_plugins: bool = False


_KEYS = ("select", "ignore", "minSeverity", "config", "allowPlugins")


def read_preferences(value: object, *, trusted: bool) -> tuple[Preferences, tuple[str, ...]]:
    """The settings in `value`, whatever it is, and what is wrong with it.

    `allowPlugins` runs Python files that a project names, so it counts only where the settings are `trusted`: those
    that an editor starts the server with. What it asks for later may stand in the folder that was opened.
    """
    if isinstance(value, dict) and isinstance(value.get(SECTION), dict):
        value = value[SECTION]
    if not isinstance(value, dict):
        return Preferences(), () if value is None else ("the settings of nflint are not an object",)
    given: dict[str, Any] = value
    problems = list(_unknown(given))
    severity, words = _severity(given.get("minSeverity"))
    problems += words
    allowed = given.get("allowPlugins") is True
    if allowed and not trusted:
        problems.append("'allowPlugins' counts only among the initialization options, so no plugin is run")
    return (
        Preferences(
            select=_names(given, "select", problems),
            ignore=_names(given, "ignore", problems),
            min_severity=severity,
            config=_text(given, "config", problems),
            allow_plugins=allowed and trusted,
        ),
        tuple(problems),
    )


def _unknown(given: dict[str, Any]) -> Iterator[str]:
    for key in given:
        if key not in _KEYS:
            near = nearest(key, list(_KEYS))
            yield f"there is no setting '{key[:80]}'{f', did you mean {near!r}?' if near else ''}"


def _severity(given: object) -> tuple[Severity, list[str]]:
    if given is None:
        return Severity.INFO, []
    try:
        return Severity.from_label(str(given)), []
    except ValueError:
        return Severity.INFO, ["'minSeverity' is 'info', 'warning' or 'error'"]


def _names(given: dict[str, Any], key: str, problems: list[str]) -> tuple[str, ...]:
    value = given.get(key)
    listed = [value] if isinstance(value, str) else [] if value is None else value
    if not isinstance(listed, list) or not all(isinstance(name, str) for name in listed):
        problems.append(f"'{key}' is a list of rules or groups")
        return ()
    return tuple(name.strip() for one in listed for name in one.split(",") if name.strip())


def _text(given: dict[str, Any], key: str, problems: list[str]) -> str:
    value = given.get(key)
    if value is None or isinstance(value, str):
        return value or ""
    problems.append(f"'{key}' is the path of a file")
    return ""
