"""nflint finds the mistakes in Northflank release flows, run payloads and run requests before the push.

>>> import nflint
>>> report = nflint.lint('{"apiVersion": "v1.2", "spec": {"kind": "Workflow"}}', name="release-flow.json")
>>> for diagnostic in report.diagnostics:
...     print(f"{diagnostic.path}:{diagnostic.region.line}: {diagnostic.message}")
release-flow.json:1: the root Workflow has no 'spec'
"""

from __future__ import annotations

__version__ = "0.1.0"

from typing import TYPE_CHECKING

from nflint.diagnostic import Diagnostic, LintedFile, Region, RelatedRegion, Report, Severity
from nflint.files import UnreadableFileError, lint_file
from nflint.lint import lint, lint_value
from nflint.source.document import Limits

if TYPE_CHECKING:
    from nflint.config import Config
    from nflint.discovery import find_config
    from nflint.files import ConfigError
    from nflint.mending import Fixed, fix
    from nflint.rehearsal import DryRun, dry_run

__all__ = [
    "Config",
    "ConfigError",
    "Diagnostic",
    "DryRun",
    "Fixed",
    "Limits",
    "LintedFile",
    "Region",
    "RelatedRegion",
    "Report",
    "Severity",
    "UnreadableFileError",
    "__version__",
    "dry_run",
    "find_config",
    "fix",
    "lint",
    "lint_file",
    "lint_value",
]


# What no linting of a single text needs is imported when somebody asks for it.
_LATER = {
    "Config": "nflint.config",
    "ConfigError": "nflint.files",
    "DryRun": "nflint.rehearsal",
    "Fixed": "nflint.mending",
    "dry_run": "nflint.rehearsal",
    "find_config": "nflint.discovery",
    "fix": "nflint.mending",
}


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module 'nflint' has no attribute '{name}'")
    from importlib import import_module

    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    return sorted(__all__)
