"""Which fixes a report may show."""

from __future__ import annotations

from nflint.diagnostic import Diagnostic, TextFix
from nflint.flow.credentials import written


def shown_fix(diagnostic: Diagnostic) -> TextFix | None:
    """The fix of a diagnostic, unless what it writes holds a credential, which it may have moved or quoted."""
    fix = diagnostic.fix
    if fix is None or not fix.edits or any(True for edit in fix.edits for _ in written(edit.text)):
        return None
    return fix
