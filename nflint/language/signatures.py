"""The function that is being called where the cursor is."""

from __future__ import annotations

from nflint.language.analysis import Analysis
from nflint.language.items import Signature


def signature(analysis: Analysis, offset: int) -> Signature | None:
    """The innermost call around `offset`, and which of its parameters is being written."""
    return None
