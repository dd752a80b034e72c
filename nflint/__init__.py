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
    from nflint.rehearsal import DryRun, dry_run

__all__ = [
    "Diagnostic",
    "DryRun",
    "Limits",
    "LintedFile",
    "Region",
    "RelatedRegion",
    "Report",
    "Severity",
    "UnreadableFileError",
    "__version__",
    "dry_run",
    "lint",
    "lint_file",
    "lint_value",
]


def __getattr__(name: str) -> object:
    """`dry_run` and `DryRun`, which no linting needs, are imported when somebody asks for them."""
    if name in ("DryRun", "dry_run"):
        from nflint import rehearsal

        return getattr(rehearsal, name)
    raise AttributeError(f"module 'nflint' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted(__all__)
