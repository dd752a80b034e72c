"""What may be written where the cursor is."""

from __future__ import annotations

from nflint.language.analysis import Analysis
from nflint.language.items import Completion


def completions(analysis: Analysis, offset: int) -> tuple[Completion, ...]:
    """What fits at `offset`, the most likely first; nothing where nothing is known."""
    return ()
