"""Loads rules that are not nflint's own from a Python file; runs what stands in it, so only when somebody asks."""

from __future__ import annotations

import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from zlib import crc32

from nflint.rule import Rule


class PluginError(Exception):
    """A plugin that cannot be loaded; the text says why."""


def load_plugin(path: str) -> tuple[Rule, ...]:
    """The rules in the Python file `path`, in the order of their definition. Raises `PluginError`."""
    # Two plugins may have one name in different folders.
    name = f"nflint_plugin_{Path(path).stem}_{crc32(path.encode('utf-8', 'surrogateescape')):08x}"
    spec = spec_from_file_location(name, path) if Path(path).is_file() else None
    if spec is None or spec.loader is None:
        raise PluginError("there is no such Python file")
    module = module_from_spec(spec)
    # The module must be found by whoever looks up the annotations of what is defined in it.
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # Whatever a plugin raises, it is the plugin's.
        raise PluginError(f"it failed with {type(error).__name__}: {error}") from error
    rules = tuple(dict.fromkeys(value for value in vars(module).values() if isinstance(value, Rule)))
    if not rules:
        raise PluginError("it defines no rules: make them with the decorator nflint.rule.rule")
    return rules
