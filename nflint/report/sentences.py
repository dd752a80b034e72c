"""What a diagnostic says where there is one field for all of it."""

from __future__ import annotations

from nflint.diagnostic import Diagnostic


def sentence(diagnostic: Diagnostic) -> str:
    """The message and the hint in one line."""
    return f"{diagnostic.message}; {diagnostic.hint}" if diagnostic.hint else diagnostic.message
