"""Finds the configuration for a file and reads it: `.nflint.yaml`, or `[tool.nflint]` in `pyproject.toml`, in the
file's folder or in the nearest one above that has either.

What a configuration says is the business of `nflint.config`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence

from nflint.config import Config, build_config, unknown_rules
from nflint.diagnostic import Finding, LintedFile, Place, Pointer, Report
from nflint.extra import check_extra
from nflint.files import (
    ConfigError,
    UnreadableFileError,
    byte_limit,
    config_file,
    display_path,
    read_file,
    working_folder,
)
from nflint.globs import fits_path, fixed_folder, is_literal, parts
from nflint.lint import below, lint_part, report_of
from nflint.rule import Rule
from nflint.rules import all_rules
from nflint.settings import Ignore
from nflint.source.document import Document, Limits, read, read_toml
from nflint.source.pointer import value_at
from nflint.source.text import decode

_POINTER = ("tool", "nflint")
_UNUSED = "unused-suppression"


def find_config(path: str | os.PathLike[str], *, allow_plugins: bool = False) -> Config | None:
    """The configuration that holds for the file or folder `path`; None when there is none.

    Python files that it names are run only with `allow_plugins`. Raises `ConfigError` when it has a mistake.
    """
    start = os.path.abspath(os.fspath(path))  # noqa: PTH100 - pathlib costs every start 5 ms
    found = config_file(start if os.path.isdir(start) else os.path.dirname(start), {})  # noqa: PTH112, PTH120
    return None if found is None else load_config(found, allow_plugins=allow_plugins)


def configure(path: str | None, select: Sequence[str], ignore: Sequence[str], *, allow_plugins: bool) -> Config:
    """The configuration in the file `path`, or an empty one, with what somebody has said beside it: other rules to
    `select`, and rules to `ignore` as well. Raises `ConfigError`."""
    config = Config() if path is None else load_config(path, allow_plugins=allow_plugins)
    rules = (*all_rules(), *config.extra)
    loaded = allow_plugins or not config.plugins
    for option, names in (("--select", select), ("--ignore", ignore)):
        unknown = next(unknown_rules({"select": list(names)}, rules, plugins_loaded=loaded), None)
        if unknown:
            raise ConfigError(f"{option}: {unknown[1].message}{f', {unknown[1].hint}' if unknown[1].hint else ''}")
    return config.choosing(select, ignore, rules)


def load_config(path: str, *, allow_plugins: bool = False) -> Config:
    """The configuration in the file `path`. Raises `ConfigError` when it cannot be read or has a mistake."""
    name = display_path(_shown(path))
    folder = display_path(os.path.dirname(os.path.join(working_folder(), path)))  # noqa: PTH118, PTH120
    document, pointer = _document(path, name)
    if [problem.check for problem in document.problems] == ["empty-document"]:
        return Config(name, folder, path)
    report = lint_part(document, pointer, "config", name)
    if report.exit_code() or document.broken:
        raise ConfigError(f"{name} has mistakes", report)
    value = value_at(document.value, pointer)
    config = build_config(value, name, folder, pointer, rules=all_rules())._replace(path=path, document=document)
    if config.plugins and not allow_plugins:
        return config
    extra = _extra(config)
    rules = (*all_rules(), *extra)
    unknown = list(unknown_rules(value, rules, plugins_loaded=True))
    if unknown:
        found = ((rule, below(pointer, finding)) for rule, finding in unknown)
        report = report_of(document, found, (), LintedFile(name, "config"))
        raise ConfigError(f"{name} has mistakes", report)
    if not extra:
        return config
    built = build_config(value, name, folder, pointer, rules=rules)
    return built._replace(path=path, document=document, extra=extra)


def _shown(path: str) -> str:
    try:
        return os.path.relpath(path)
    except (OSError, ValueError):  # This folder has been removed, or is on another drive.
        return path


def _document(path: str, name: str) -> tuple[Document, Pointer]:
    """A configuration as a document, and where in it the configuration stands. Raises `ConfigError`."""
    try:
        text, problems = decode(read_file(path, byte_limit(Limits())))
    except UnreadableFileError as error:
        raise ConfigError(str(error)) from error
    pointer: Pointer = ()
    if not path.lower().endswith(".toml"):
        document, *others = read(text)
        if others:
            report = report_of(others[0], (), others[0].problems, LintedFile(name, "config"))
            raise ConfigError(f"{name} holds more than one document", report)
    else:
        document, pointer = read_toml(text), _POINTER
        tool = document.value.get("tool") if isinstance(document.value, dict) else None
        if not document.broken and not (isinstance(tool, dict) and "nflint" in tool):
            raise ConfigError(f"{name} has no table [tool.nflint]")
    if document.broken or problems:
        report = report_of(document, (), (*problems, *document.problems), LintedFile(name, "config"))
        raise ConfigError(f"{name} cannot be read", report)
    return document, pointer


def _extra(config: Config) -> tuple[Rule, ...]:
    """The rules of all plugins. Raises `ConfigError`."""
    from nflint.plugins import PluginError, load_plugin  # Hardly anybody has plugins.

    found: tuple[Rule, ...] = ()
    for plugin in dict.fromkeys(config.plugins):
        try:
            loaded = load_plugin(os.path.join(config.folder, plugin))  # noqa: PTH118
            found += check_extra(loaded, (*all_rules(), *found))
        except (PluginError, ValueError) as error:
            raise ConfigError(f"{config.name}: the plugin '{plugin}' cannot be loaded: {error}") from error
    return found


def unused_entries(
    config: Config, used: Collection[int], linted: Collection[str], unread: Collection[str], folders: Collection[str]
) -> Report:
    """The entries of the configuration that hid nothing, although all was linted that they could be for: the files
    `linted` and all below `folders`, absolute paths with forward slashes. Of what is in the files `unread`, or not all
    of it, nothing is known."""
    settings = config.settings(config.name)
    rules = [rule for rule in (*all_rules(), *config.extra) if config.selection.has(rule) and rule.reads != "Launch"]
    idle = [
        ignore
        for ignore in config.ignores
        if ignore.number not in used
        and _is_judged(ignore.files or "**", config.folder, linted, folders)
        and not any(fits_path(config.within(path), ignore.files or "**") for path in unread)
        and any(ignore.names(rule) for rule in rules)
    ]
    if not idle or config.document is None or not settings.selection.has(settings.rules[_UNUSED]):
        return Report()
    found = [
        (
            _UNUSED,
            Finding(
                Place((*config.pointer, "ignore", ignore.number, "rule")),
                f"nothing is found {_where(ignore)}, so there is nothing to ignore",
                "remove the entry",
            ),
        )
        for ignore in idle
    ]
    return report_of(config.document, found, (), LintedFile(config.name, "config"), settings)


def _where(ignore: Ignore) -> str:
    [rule] = ignore.rules
    files = f" in '{ignore.files}'" if ignore.files else ""
    places = f" at '{ignore.at}'" if ignore.at is not None else ""
    return f"by '{rule}'{files}{places}"


def _is_judged(pattern: str, folder: str, linted: Collection[str], folders: Collection[str]) -> bool:
    if is_literal(pattern) and f"{folder}/{'/'.join(parts(pattern))}" in linted:
        return True
    needed = f"{folder}/{fixed_folder(pattern)}".rstrip("/")
    return any(needed == one or needed.startswith(f"{one.rstrip('/')}/") for one in folders)
