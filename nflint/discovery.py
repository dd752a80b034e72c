"""Finds the configuration for a file and reads it: `.nflint.yaml`, or `[tool.nflint]` in `pyproject.toml`, in the
file's folder or in the nearest one above that has either.

What a configuration says is the business of `nflint.config`.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence

from nflint.config import Config, build_config, unknown_rules
from nflint.diagnostic import Finding, LintedFile, Place, Pointer, Report
from nflint.files import ConfigError, UnreadableFileError, byte_limit, config_file, display_path, read_file
from nflint.globs import fixed_folder, is_literal, parts
from nflint.lint import below, lint_part, report_of
from nflint.rule import Rule
from nflint.rules import all_rules
from nflint.settings import Ignore, check_extra
from nflint.source.document import Document, Limits, read, read_toml
from nflint.source.text import decode

_POINTER = ("tool", "nflint")


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
    for option, names in (("--select", select), ("--ignore", ignore)):
        unknown = next(unknown_rules({"select": list(names)}, rules), None)
        if unknown:
            raise ConfigError(f"{option}: {unknown[1].message}{f', {unknown[1].hint}' if unknown[1].hint else ''}")
    return config.choosing(select, ignore, rules)


def load_config(path: str, *, allow_plugins: bool = False) -> Config:
    """The configuration in the file `path`. Raises `ConfigError` when it cannot be read or has a mistake."""
    name = display_path(os.path.relpath(path))
    document, pointer = _document(path, name)
    if [problem.check for problem in document.problems] == ["empty-document"]:
        return Config(name, display_path(os.path.dirname(os.path.abspath(path))))  # noqa: PTH100, PTH120
    report = lint_part(document, pointer, "config", name)
    if report.exit_code() or document.broken:
        raise ConfigError(f"{name} has mistakes", report)
    value: object = document.value
    for part in pointer:
        value = value[part]  # type: ignore[index]
    folder = display_path(os.path.dirname(os.path.abspath(path)))  # noqa: PTH100, PTH120
    config = build_config(value, name, folder, pointer, rules=all_rules())
    if not (config.plugins and allow_plugins):
        return config
    extra = _extra(config)
    rules = (*all_rules(), *extra)
    unknown = list(unknown_rules(value, rules, plugins_loaded=True))
    if unknown:
        found = ((rule, below(pointer, finding)) for rule, finding in unknown)
        report = report_of(document, found, (), LintedFile(name, "config"))
        raise ConfigError(f"{name} has mistakes", report)
    return build_config(value, name, folder, pointer, rules=rules)._replace(extra=extra)


def _document(path: str, name: str) -> tuple[Document, Pointer]:
    """A configuration as a document, and where in it the configuration stands. Raises `ConfigError`."""
    try:
        text, problems = decode(read_file(path, byte_limit(Limits())))
    except UnreadableFileError as error:
        raise ConfigError(str(error)) from error
    pointer: Pointer = ()
    if not path.endswith(".toml"):
        document = read(text)[0]
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
    from nflint.plugins import PluginError, load_plugin  # Hardly anybody has plugins.

    found: list[Rule] = []
    for plugin in config.plugins:
        try:
            found += load_plugin(os.path.join(config.folder, plugin))  # noqa: PTH118
        except PluginError as error:
            raise ConfigError(f"{config.name}: the plugin '{plugin}' cannot be loaded: {error}") from error
    try:
        return check_extra(found, all_rules())
    except ValueError as error:
        raise ConfigError(f"{config.name}: {error}") from error


def unused_entries(config: Config, used: Collection[int], linted: Collection[str], folders: Collection[str]) -> Report:
    """The entries of the configuration that hid nothing, although all was linted that they could be for: the files
    `linted` and all below `folders`, absolute paths with forward slashes."""
    rules = (*all_rules(), *config.extra)
    idle = [
        ignore
        for ignore in config.ignores
        if ignore.number not in used
        and _is_judged(ignore.files or "**", config.folder, linted, folders)
        and any(config.selection.has(rule) and ignore.names(rule) for rule in rules)
    ]
    if not idle:
        return Report()
    document, pointer = _document(os.path.join(config.folder, os.path.basename(config.name)), config.name)  # noqa: PTH118, PTH119
    found = [
        (
            "unused-suppression",
            Finding(
                Place((*pointer, "ignore", ignore.number, "rule")),
                f"nothing is found {_where(ignore)}, so there is nothing to ignore",
                "remove the entry",
            ),
        )
        for ignore in idle
    ]
    return report_of(document, found, (), LintedFile(config.name, "config"))


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
